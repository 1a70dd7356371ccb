// The names of all actions of Dds 2015-12-01, to tell "there is no such action" from "not
// simulated".
#pragma once

#include <string_view>

namespace dds::emulator {

/// Exact spelling.
[[nodiscard]] bool is_service_action(std::string_view name);
/// Whether some action's name begins so; "" begins all of them.
[[nodiscard]] bool is_beginning_of_action(std::string_view text);

}  // namespace dds::emulator
