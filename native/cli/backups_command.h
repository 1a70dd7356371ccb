// `dds backups ID...`: the backup sets and running jobs of instances.
#pragma once

#include <string>
#include <vector>

#include "native/cli/exit_code.h"
#include "native/platform/paths.h"

namespace dds::cli {

[[nodiscard]] ExitCode backups_command(const std::vector<std::string>& arguments,
                                       const platform::Environment& environment);

}  // namespace dds::cli
