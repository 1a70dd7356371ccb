// Two clocks, and which one answers what.
//
// How long something takes, when to look again and when to give up is asked of the steady clock: it
// never goes back, nobody sets it, and it goes on while the machine sleeps (CLOCK_BOOTTIME or its
// like). What is signed, shown and compared with the service's times is asked of the wall clock,
// which may be wrong and may be set at any moment. Their readings are of different types, so that
// no limit can be computed from a wall clock by mistake.
//
// The core never asks for either: hosts pass both in.
#pragma once

#include <chrono>

#include "core/base/time.h"

namespace dds {

/// A clock without `now()`: only hosts can read it. Its origin means nothing, so readings of
/// different programs, or of two runs of one, cannot be compared.
struct SteadyClock {
  using duration = Milliseconds;
  using rep = duration::rep;
  using period = duration::period;
  using time_point = std::chrono::time_point<SteadyClock>;
  static constexpr bool is_steady = true;
};
using SteadyInstant = SteadyClock::time_point;

/// Both clocks, read together.
struct Moment {
  SteadyInstant steady;
  Instant wall;
};

}  // namespace dds
