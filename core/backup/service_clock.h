// What the service's clock says, as far as its answers tell: each carries a Date (to the second),
// which is held against our steady clock, so that setting the machine's own clock changes nothing.
//
// One Date may lie: a cache or a proxy may have put it there. What most of the latest answers agree
// on counts; where they do not agree (an emulator's clock that runs faster), the last one.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>

#include "core/base/clocks.h"

namespace dds::backup {

/// As far as a machine's clock may be off before we say so and sign with the service's time
/// instead. The service takes timestamps that are minutes off (lost_write.h); half a minute is more
/// than a Date's age and the way there.
inline constexpr Milliseconds kClockWorthMending{30'000};

class ServiceClock {
 public:
  /// An answer that came at `at` was dated `date`.
  void heard(Instant date, SteadyInstant at);
  /// The service refused `timestamp` and dated its answer `date`: what was heard before is
  /// forgotten. True when another timestamp is known now, so that signing anew is worth it.
  [[nodiscard]] bool refused(Instant timestamp, Instant date, const Moment& now);

  [[nodiscard]] std::size_t answers() const { return count_; }
  /// Two answers at least, and most of them, tell the same time.
  [[nodiscard]] bool agreed() const;
  /// What it says can be relied upon: answers agree, or the service itself corrected us.
  [[nodiscard]] bool known() const { return corrected_ || agreed(); }
  /// The service's time, once an answer was heard.
  [[nodiscard]] std::optional<Instant> at(SteadyInstant now) const;
  /// The same as a difference: the service's time at the origin of the steady clock.
  [[nodiscard]] std::optional<Milliseconds> offset() const;
  /// What to sign with: our wall clock, or the service's time when ours is wrong by more than
  /// kClockWorthMending.
  [[nodiscard]] Instant timestamp(const Moment& now) const;
  /// How far our wall clock is ahead of the service's (negative: behind), when that is worth
  /// mending and certain: the service refused a timestamp, or answers some seconds apart agree.
  [[nodiscard]] std::optional<Milliseconds> wrong_by(const Moment& now) const;

 private:
  static constexpr std::size_t kKept = 31;  // so that not even a run of lies is the majority
  struct Heard {
    Milliseconds offset{0};
    SteadyInstant at;
  };
  [[nodiscard]] Milliseconds median() const;

  std::array<Heard, kKept> heard_{};
  std::size_t count_ = 0;  // kKept at most
  std::size_t next_ = 0;
  bool corrected_ = false;
};

/// What is said once of a machine's clock that is ahead of the service's by that much (negative:
/// behind): one sentence, to the minute, as a Date and the way of an answer are not exact.
[[nodiscard]] std::string describe_wrong_clock(Milliseconds ahead);

}  // namespace dds::backup
