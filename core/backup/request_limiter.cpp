#include "core/backup/request_limiter.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/base/text.h"

namespace dds::backup {
namespace {

constexpr Milliseconds kHeadStart{10'000};       // of what changes something
constexpr Milliseconds kCourtesyYields{60'000};  // to what waits for an answer
constexpr Milliseconds kWorthSaying{2'000};      // a pause; shorter ones nobody notices
constexpr Milliseconds kWorthWaiting{300};       // for a turn: it comes again and again

double milliseconds(SteadyInstant instant) {
  return static_cast<double>(instant.time_since_epoch().count());
}

}  // namespace

RequestLimiter::RequestLimiter(LimiterOptions options) : options_(options) {
  options_.at_once = std::max<std::size_t>(options_.at_once, 1);
}

RequestLimiter::Place& RequestLimiter::Place::operator=(Place&& other) noexcept {
  if (this == &other) return *this;
  give_back();
  limiter_ = std::exchange(other.limiter_, nullptr);
  number_ = std::exchange(other.number_, 0);
  return *this;
}

void RequestLimiter::Place::give_back() {
  if (limiter_ != nullptr) std::exchange(limiter_, nullptr)->give_back(number_);
}

RequestLimiter::Place RequestLimiter::ask(std::string_view host, std::string_view action, Kind kind,
                                          SteadyInstant now) {
  Lane& lane = lanes_[std::string(host) + " " + std::string(action)];
  lane.action = action;
  Place place;
  place.limiter_ = this;
  place.number_ = ++last_;
  const SteadyInstant counted = kind == Kind::Change     ? now - kHeadStart
                                : kind == Kind::Courtesy ? now + kCourtesyYields
                                                         : now;
  holders_[last_] = {&lane, now, {counted, last_}, std::nullopt};
  lane.waiting.emplace(counted, last_);
  ++waiting_;
  return place;
}

void RequestLimiter::give_back(std::uint64_t number) {
  const auto found = holders_.find(number);
  if (found == holders_.end()) return;
  if (found->second.left) {
    --in_flight_;
  } else {
    found->second.lane->waiting.erase(found->second.turn);
    --waiting_;
  }
  holders_.erase(found);
}

SteadyInstant RequestLimiter::own_turn(SteadyInstant now) const {
  if (!options_.rate) return now;
  const double wait = std::ceil(next_own_ - milliseconds(now));
  return wait <= 0 ? now : now + Milliseconds{static_cast<Milliseconds::rep>(wait)};
}

std::optional<std::uint64_t> RequestLimiter::next(SteadyInstant now) const {
  if (waiting_ == 0 || in_flight_ >= options_.at_once || own_turn(now) > now) return std::nullopt;
  std::optional<Turn> first;
  for (const auto& [key, lane] : lanes_) {
    if (lane.waiting.empty() || lane.pace.next_turn(now) > now) continue;
    const Turn turn = *lane.waiting.begin();
    if (!first || turn < *first) first = turn;
  }
  if (!first) return std::nullopt;
  return first->second;
}

std::optional<SteadyInstant> RequestLimiter::next_turn(SteadyInstant now) const {
  if (in_flight_ >= options_.at_once) return std::nullopt;
  std::optional<SteadyInstant> earliest;
  for (const auto& [key, lane] : lanes_) {
    if (lane.waiting.empty()) continue;
    const SteadyInstant turn = lane.pace.next_turn(now);
    if (!earliest || turn < *earliest) earliest = turn;
  }
  if (!earliest) return std::nullopt;
  return std::max(*earliest, own_turn(now));
}

void RequestLimiter::leaves(const Place& place, SteadyInstant now) {
  const auto found = holders_.find(place.number());
  if (found == holders_.end() || found->second.left) return;
  Lane& lane = *found->second.lane;
  lane.waiting.erase(found->second.turn);
  --waiting_;
  ++in_flight_;
  found->second.left = now;
  lane.pace.sent(now);
  if (options_.rate) {
    // What was not used is lost, so that never more leave in a second than are wanted.
    next_own_ = std::max(next_own_, milliseconds(now)) + 1000 / *options_.rate;
  }
}

void RequestLimiter::accepted(const Place& place, SteadyInstant now) {
  const auto found = holders_.find(place.number());
  if (found == holders_.end()) return;
  found->second.lane->pace.accepted(now);
  found->second.lane->let_through = now;
}

void RequestLimiter::throttled(const Place& place, SteadyInstant now,
                               std::optional<Milliseconds> retry_after) {
  const auto found = holders_.find(place.number());
  if (found == holders_.end() || !found->second.left) return;
  found->second.lane->pace.throttled(*found->second.left, now, retry_after);
}

void RequestLimiter::waits_again(const Place& place) {
  const auto found = holders_.find(place.number());
  if (found == holders_.end() || !found->second.left) return;
  found->second.left.reset();
  --in_flight_;
  ++waiting_;
  found->second.lane->waiting.insert(found->second.turn);
}

Milliseconds RequestLimiter::shut_for(const Place& place, SteadyInstant now) const {
  const auto found = holders_.find(place.number());
  if (found == holders_.end()) return Milliseconds{0};
  return now - std::max(found->second.asked, found->second.lane->let_through);
}

std::optional<RequestLimiter::Slowed> RequestLimiter::slowed(SteadyInstant now) const {
  const Lane* worst = nullptr;
  double longest = 0;
  for (const auto& [key, lane] : lanes_) {
    const std::optional<double> rate = lane.pace.rate(now);
    if (lane.waiting.empty() || !rate) continue;
    const double held = static_cast<double>((lane.pace.held_until() - now).count());
    const double wait =
        std::max(0.0, held) + static_cast<double>(lane.waiting.size()) * 1000 / *rate;
    if (wait < static_cast<double>(kWorthWaiting.count()) || wait <= longest) continue;
    longest = wait;
    worst = &lane;
  }
  if (worst == nullptr) return std::nullopt;
  return Slowed{worst->action, *worst->pace.rate(now), worst->pace.held_until(),
                worst->waiting.size()};
}

std::string describe(const RequestLimiter::Slowed& slowed, SteadyInstant now) {
  std::string text = "The service throttles " + slowed.action + ": ";
  if (slowed.held_until > now + kWorthSaying)
    return text + "it is called again in " + format_duration(slowed.held_until - now) + ".";
  const auto tenths = static_cast<std::int64_t>(std::lround(slowed.rate * 10));
  text += std::to_string(tenths / 10);
  if (tenths < 100) text += "." + std::to_string(tenths % 10);
  return text + " requests a second, " + std::to_string(slowed.waiting) +
         (slowed.waiting == 1 ? " waits." : " wait.");
}

}  // namespace dds::backup
