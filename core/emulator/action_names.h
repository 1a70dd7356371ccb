// The names of all actions of Dds 2015-12-01, to tell "there is no such action" from "not
// simulated".
#pragma once

#include <string_view>

namespace dds::emulator {

/// Exact spelling.
[[nodiscard]] bool is_service_action(std::string_view name);

}  // namespace dds::emulator
