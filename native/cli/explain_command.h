// `dds explain`: what an error code of the service means, and what to do next.
#pragma once

#include <string>
#include <vector>

#include "native/cli/exit_code.h"

namespace dds::cli {

[[nodiscard]] ExitCode explain_command(const std::vector<std::string>& arguments);

}  // namespace dds::cli
