// `dds restore ID`: a new instance from a backup of another, planned, priced, confirmed, followed
// until it runs.
#pragma once

#include <string>
#include <vector>

#include "native/cli/exit_code.h"
#include "native/platform/paths.h"

namespace dds::cli {

[[nodiscard]] ExitCode restore_command(const std::vector<std::string>& arguments,
                                       const platform::Environment& environment);

}  // namespace dds::cli
