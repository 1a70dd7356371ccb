#include "core/backup/service_clock.h"

#include <algorithm>

#include "core/base/text.h"

namespace dds::backup {
namespace {

constexpr Milliseconds kApart{2'000};  // answers that tell whether the service's clock runs as ours
constexpr Milliseconds kAgree{3'000};  // dates are told to the second, and answers take time

Milliseconds distance(Milliseconds a, Milliseconds b) {
  return a < b ? b - a : a - b;
}

}  // namespace

void ServiceClock::heard(Instant date, SteadyInstant at) {
  heard_[next_] = {date.time_since_epoch() - at.time_since_epoch(), at};
  next_ = (next_ + 1) % kKept;
  count_ = std::min(count_ + 1, kKept);
}

bool ServiceClock::refused(Instant timestamp, Instant date, const Moment& now) {
  const auto far = [&](Instant other) {
    return distance(other.time_since_epoch(), timestamp.time_since_epoch()) > kClockWorthMending;
  };
  *this = {};
  // A service that refuses what its own Date says: that Date is somebody else's, and our clock has
  // to do.
  if (far(date)) {
    corrected_ = true;
    heard(date, now.steady);
  }
  return far(this->timestamp(now));
}

Milliseconds ServiceClock::median() const {
  std::array<Milliseconds, kKept> offsets{};
  for (std::size_t i = 0; i < count_; ++i) offsets[i] = heard_[i].offset;
  const auto middle = offsets.begin() + static_cast<std::ptrdiff_t>(count_ / 2);
  std::nth_element(offsets.begin(), middle, offsets.begin() + static_cast<std::ptrdiff_t>(count_));
  return *middle;
}

bool ServiceClock::agreed() const {
  if (count_ < 2) return false;
  const Milliseconds middle = median();
  const auto agreeing = static_cast<std::size_t>(
      std::count_if(heard_.begin(), heard_.begin() + static_cast<std::ptrdiff_t>(count_),
                    [&](const Heard& heard) { return distance(heard.offset, middle) <= kAgree; }));
  return agreeing >= 2 && 2 * agreeing > count_;
}

std::optional<Milliseconds> ServiceClock::offset() const {
  if (count_ == 0) return std::nullopt;
  return agreed() ? median() : heard_[(next_ + kKept - 1) % kKept].offset;
}

std::optional<Instant> ServiceClock::at(SteadyInstant now) const {
  const std::optional<Milliseconds> known = offset();
  if (!known) return std::nullopt;
  return Instant{now.time_since_epoch() + *known};
}

Instant ServiceClock::timestamp(const Moment& now) const {
  if (!known()) return now.wall;
  const Instant service = *at(now.steady);
  const bool right =
      distance(service.time_since_epoch(), now.wall.time_since_epoch()) <= kClockWorthMending;
  return right ? now.wall : service;
}

std::optional<Milliseconds> ServiceClock::wrong_by(const Moment& now) const {
  if (!agreed()) return std::nullopt;
  const Milliseconds ahead = now.wall - *at(now.steady);
  if (distance(ahead, Milliseconds{0}) <= kClockWorthMending) return std::nullopt;
  const Milliseconds middle = median();
  SteadyInstant first = SteadyInstant::max();
  SteadyInstant last = SteadyInstant::min();
  for (std::size_t i = 0; i < count_; ++i) {
    if (distance(heard_[i].offset, middle) > kAgree) continue;
    first = std::min(first, heard_[i].at);
    last = std::max(last, heard_[i].at);
  }
  if (!corrected_ && last - first < kApart) return std::nullopt;
  return ahead;
}

std::string describe_wrong_clock(Milliseconds ahead) {
  constexpr Milliseconds kMinute{60'000};
  Milliseconds by = distance(ahead, Milliseconds{0});
  if (by >= 2 * kMinute) by = (by + kMinute / 2) / kMinute * kMinute;
  return "This machine's clock is " + format_duration(by) +
         (ahead.count() < 0 ? " behind" : " ahead of") +
         " the service's; requests are signed with the service's time.";
}

}  // namespace dds::backup
