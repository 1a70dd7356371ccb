// `dds diagnose`: a refused request on standard input, what is wrong with it on standard output.
#pragma once

#include <string>
#include <vector>

#include "native/cli/exit_code.h"
#include "native/platform/paths.h"

namespace dds::cli {

/// 0: explained; 1: nothing wrong was found, or no explanation, or only suspicions; 2: wrong usage.
[[nodiscard]] ExitCode diagnose_command(const std::vector<std::string>& arguments,
                                        const platform::Environment& environment);

}  // namespace dds::cli
