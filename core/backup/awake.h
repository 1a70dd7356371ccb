// Whether the program was there all the time. A machine that sleeps, a stopped process or a page in
// the background miss their timers; the steady clock has gone on. What was to happen meanwhile
// proves nothing about the service: after waking, at least one attempt comes before any limit ends
// an operation.
#pragma once

#include "core/base/clocks.h"

namespace dds::backup {

/// How late a timer or an answer may be before it counts as sleep: longer than a request takes with
/// all of its waiting.
inline constexpr Milliseconds kOverslept{2 * 60'000};
/// What every limit leaves after waking: time for an attempt and its repetitions.
inline constexpr Milliseconds kAfterWaking{3 * 60'000};

class Awake {
 public:
  /// Something is to happen by `by` at the latest.
  void expect(SteadyInstant by) { by_ = by; }
  /// True when it is much later than what was expected last: the program was not running.
  [[nodiscard]] bool overslept(SteadyInstant now) const {
    return by_ != SteadyInstant{} && now > by_ + kOverslept;
  }
  [[nodiscard]] SteadyInstant expected() const { return by_; }

 private:
  SteadyInstant by_{};
};

}  // namespace dds::backup
