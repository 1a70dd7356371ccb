// `dds sign`: JSON lines on standard input, the steps of each signature on standard output.
#pragma once

#include <string>
#include <vector>

#include "native/cli/exit_code.h"

namespace dds::cli {

[[nodiscard]] ExitCode sign_command(const std::vector<std::string>& arguments);

}  // namespace dds::cli
