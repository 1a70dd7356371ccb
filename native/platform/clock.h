// The one place of the native hosts that asks for the time.
#pragma once

#include "core/base/clocks.h"

namespace dds::platform {

/// The system's clock, cut to milliseconds.
[[nodiscard]] Instant now();

/// CLOCK_BOOTTIME where there is one: it never goes back and goes on while the machine sleeps.
[[nodiscard]] SteadyInstant steady_now();

/// Both.
[[nodiscard]] Moment moment();

}  // namespace dds::platform
