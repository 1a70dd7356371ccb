// `dds serve` (page, CORS proxy and, with --emulator, the emulator) and `dds emulator`, until
// Ctrl-C.
#pragma once

#include <string>
#include <vector>

#include "native/cli/exit_code.h"

namespace dds::cli {

/// `called_as` is argv[0]: the page's folder is looked for beside the program.
[[nodiscard]] ExitCode serve_command(const std::vector<std::string>& arguments,
                                     const std::string& called_as);
[[nodiscard]] ExitCode emulator_command(const std::vector<std::string>& arguments);

}  // namespace dds::cli
