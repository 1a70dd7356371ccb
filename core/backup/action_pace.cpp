#include "core/backup/action_pace.h"

#include <algorithm>
#include <cmath>

namespace dds::backup {
namespace {

constexpr double kLowered = 0.8;       // of the rate that was let through
constexpr double kRecovery = 8;        // seconds until that rate is reached again
constexpr double kLeast = 0.5;         // requests a second; slower only by waiting times
constexpr double kMostLost = 0.5;      // of the pace, by one refusal
constexpr double kBurst = 0.05;        // seconds' worth that may leave at once
constexpr double kMemory = 3;          // seconds over which accepted requests are counted
constexpr double kUnbounded = 10'000;  // a pace beyond this bounds nothing
constexpr Milliseconds kFirstPause{500};
constexpr Milliseconds kLongestPause{20'000};
constexpr Milliseconds kLongestRetryAfter{120'000};

double seconds(Milliseconds duration) {
  return static_cast<double>(duration.count()) / 1000;
}

}  // namespace

double ActionPace::accepted_rate(SteadyInstant now) const {
  if (!first_accepted_) return 0;
  const double faded = recent_ * std::exp(-seconds(now - counted_) / kMemory);
  // Over less than the memory's span there were not that many yet; a second at least, as a burst
  // says nothing of a rate.
  const double span = std::max(1.0, seconds(now - *first_accepted_));
  return faded / (kMemory * (1 - std::exp(-span / kMemory)));
}

void ActionPace::accepted(SteadyInstant now) {
  if (!first_accepted_) first_accepted_ = counted_ = now;
  recent_ = recent_ * std::exp(-seconds(now - counted_) / kMemory) + 1;
  counted_ = now;
  in_a_row_ = 0;
}

std::optional<double> ActionPace::rate(SteadyInstant now) const {
  if (!bounded_) return std::nullopt;
  const double x = std::max(0.0, seconds(now - lowered_)) / kRecovery - 1;
  const double rate = most_ * (1 + (1 - kLowered) * x * x * x);
  if (rate > kUnbounded) return std::nullopt;
  return std::max(kLeast, rate);
}

double ActionPace::tokens(SteadyInstant now) const {
  const std::optional<double> rate = this->rate(now);
  if (!rate) return 1;
  const double filled = tokens_ + *rate * std::max(0.0, seconds(now - filled_));
  return std::min(filled, std::max(1.0, *rate * kBurst));
}

SteadyInstant ActionPace::next_turn(SteadyInstant now) const {
  const SteadyInstant turn = std::max(now, held_until_);
  const double missing = 1 - tokens(turn);
  // A hair below one is one: sums of fractions are not exact.
  constexpr double kHair = 1e-6;
  if (missing <= kHair) return turn;
  const double wait = std::ceil(missing * 1000 / *rate(turn) - kHair);
  return turn + Milliseconds{static_cast<Milliseconds::rep>(std::max(1.0, wait))};
}

void ActionPace::sent(SteadyInstant now) {
  if (!bounded_) return;
  tokens_ = std::max(0.0, tokens(now) - 1);
  filled_ = now;
}

void ActionPace::throttled(SteadyInstant sent, SteadyInstant now,
                           std::optional<Milliseconds> retry_after) {
  const bool news = !bounded_ || sent > lowered_;
  if (news) ++in_a_row_;
  const Milliseconds pause =
      std::min(kLongestPause, kFirstPause * (1 << std::clamp(in_a_row_ - 1, 0, 10)));
  const Milliseconds wait =
      retry_after ? std::clamp(*retry_after, Milliseconds{1}, kLongestRetryAfter) : pause;
  held_until_ = std::max(held_until_, now + wait);
  if (news) {
    const double through = accepted_rate(now);
    const std::optional<double> before = rate(now);
    most_ = std::max(kLeast, before ? std::clamp(through, *before * kMostLost, *before) : through);
    bounded_ = true;
    lowered_ = now;
  }
  tokens_ = 1;  // the first one after the wait finds out
  filled_ = held_until_;
}

}  // namespace dds::backup
