// `dds coverage [ID...]`: how well instances are covered by backups, with an exit code for cron and
// CI.
#pragma once

#include <string>
#include <vector>

#include "native/cli/exit_code.h"
#include "native/platform/paths.h"

namespace dds::cli {

[[nodiscard]] ExitCode coverage_command(const std::vector<std::string>& arguments,
                                        const platform::Environment& environment);

}  // namespace dds::cli
