// `dds backup ID...`: back up and follow to the end, with progress on stderr and the outcome on
// stdout.
#pragma once

#include <string>
#include <vector>

#include "native/cli/exit_code.h"
#include "native/platform/paths.h"

namespace dds::cli {

[[nodiscard]] ExitCode backup_command(const std::vector<std::string>& arguments,
                                      const platform::Environment& environment);

}  // namespace dds::cli
