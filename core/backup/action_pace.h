// How fast one action may be called, learned from what the service says: unbounded until it
// throttles for the first time, then a little below the rate that it last let through, rising again
// along a cubic curve: quickly back to that rate, slowly past it, then faster, so that a quota
// that grew is found and one that did not is seldom exceeded. (Cubic growth is what TCP and the
// adaptive retries of cloud clients do; here it is relative to the rate, so that 1 and 1,000
// requests a second are learned alike.)
//
// The service's own waiting time is honoured, cut to two minutes, the official clients' limit.
// Where it names none, the wait doubles with each refusal in a row.
//
// Pure: told what happened and when. One thread.
#pragma once

#include <optional>

#include "core/base/clocks.h"

namespace dds::backup {

class ActionPace {
 public:
  /// A request of that action left.
  void sent(SteadyInstant now);
  /// It was answered, and not refused for throttling.
  void accepted(SteadyInstant now);
  /// A request that left at `sent` was refused for throttling. Those that had left before the pace
  /// was last lowered tell of the same excess and lower it no further; the longest waiting time
  /// holds.
  void throttled(SteadyInstant sent, SteadyInstant now, std::optional<Milliseconds> retry_after);

  /// The first instant, not before `now`, at which a request may leave.
  [[nodiscard]] SteadyInstant next_turn(SteadyInstant now) const;
  /// Requests a second at present; nothing while it is unbounded.
  [[nodiscard]] std::optional<double> rate(SteadyInstant now) const;
  /// Nothing is sent before.
  [[nodiscard]] SteadyInstant held_until() const { return held_until_; }

 private:
  [[nodiscard]] double tokens(SteadyInstant now) const;
  [[nodiscard]] double accepted_rate(SteadyInstant now) const;

  bool bounded_ = false;
  double most_ = 0;          // what was let through when the pace was last lowered, a second
  SteadyInstant lowered_{};  // when that was
  int in_a_row_ = 0;         // lowered, without any answer between
  SteadyInstant held_until_{};
  double tokens_ = 1;  // requests that may leave at once, at `filled_`
  SteadyInstant filled_{};
  double recent_ = 0;  // accepted ones, older ones counting less, at `counted_`
  SteadyInstant counted_{};
  std::optional<SteadyInstant> first_accepted_;
};

}  // namespace dds::backup
