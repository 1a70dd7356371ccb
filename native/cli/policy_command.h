// `dds policy ID`: shows the automatic backup policy, or changes it after showing before and after.
#pragma once

#include <string>
#include <vector>

#include "native/cli/exit_code.h"
#include "native/platform/paths.h"

namespace dds::cli {

[[nodiscard]] ExitCode policy_command(const std::vector<std::string>& arguments,
                                      const platform::Environment& environment);

}  // namespace dds::cli
