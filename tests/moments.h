// Both clocks of a machine whose wall clock is right, for tests in simulated time: one instant
// stands for both.
#pragma once

#include <optional>

#include "core/base/clocks.h"

namespace dds::testing {

inline SteadyInstant steady_at(Instant now) {
  return SteadyInstant{now.time_since_epoch()};
}
inline Moment at(Instant now) {
  return {steady_at(now), now};
}
inline Instant wall_of(SteadyInstant instant) {
  return Instant{instant.time_since_epoch()};
}
inline std::optional<Instant> wall_of(const std::optional<SteadyInstant>& instant) {
  return instant ? std::optional(wall_of(*instant)) : std::nullopt;
}

}  // namespace dds::testing
