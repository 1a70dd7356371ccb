// Parameters in the order in which both signature schemes take them.
#pragma once

#include "core/signing/trace.h"

namespace dds::signing {

/// By the bytes of their names.
[[nodiscard]] Parameters sorted_by_name(Parameters parameters);

}  // namespace dds::signing
