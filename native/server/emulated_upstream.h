// What the CORS proxy makes of its own emulator's answer: the faults of `--faults` lie between the
// proxy and the service there, so that a page meets them as it meets those of the real one.
#pragma once

#include <functional>

#include "core/emulator/fault_stage.h"
#include "core/http.h"

namespace dds::server {

/// `hold` waits that long, or until the server ends.
[[nodiscard]] HttpResult as_upstream(emulator::Staged staged,
                                     const std::function<void(Milliseconds)>& hold);

}  // namespace dds::server
