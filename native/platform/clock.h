// The one place of the native hosts that asks for the time.
#pragma once

#include "core/base/time.h"

namespace dds::platform {

/// The system's clock, cut to milliseconds.
[[nodiscard]] Instant now();

}  // namespace dds::platform
