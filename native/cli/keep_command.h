// `dds keep ID SET`: keep one backup set longer. `dds delete-backup ID SET`: delete one for good.
#pragma once

#include <string>
#include <vector>

#include "native/cli/exit_code.h"
#include "native/platform/paths.h"

namespace dds::cli {

[[nodiscard]] ExitCode keep_command(const std::vector<std::string>& arguments,
                                    const platform::Environment& environment);
[[nodiscard]] ExitCode delete_backup_command(const std::vector<std::string>& arguments,
                                             const platform::Environment& environment);

}  // namespace dds::cli
