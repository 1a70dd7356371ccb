// What the catalogue says about one action, for `dds help <Action>`: its form, its answer, an
// example call.
#pragma once

#include <string>

#include "core/api/catalogue.h"

namespace dds::cli {

/// Summary, effect, permission, parameters and answer fields, lines of their own.
[[nodiscard]] std::string describe_action(const api::Action& action);

/// A call with the required parameters, filled with examples: one line for a shell.
[[nodiscard]] std::string example_call(const api::Action& action);

}  // namespace dds::cli
