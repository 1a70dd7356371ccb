// `dds rehearse ID`: proves that a backup can be restored, by restoring it into a temporary
// instance that is released afterwards.
#pragma once

#include <string>
#include <vector>

#include "native/cli/exit_code.h"
#include "native/platform/paths.h"

namespace dds::cli {

[[nodiscard]] ExitCode rehearse_command(const std::vector<std::string>& arguments,
                                        const platform::Environment& environment);

}  // namespace dds::cli
