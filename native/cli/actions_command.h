// `dds actions [TEXT]`: what actions there are, or those in which a text is found. Needs no key and
// no network.
#pragma once

#include <string>
#include <vector>

#include "native/cli/exit_code.h"

namespace dds::cli {

[[nodiscard]] ExitCode actions_command(const std::vector<std::string>& arguments);

}  // namespace dds::cli
