// `dds sample`: a call as code in another language, to be copied. Sends nothing, needs no key.
#pragma once

#include <string>
#include <vector>

#include "native/cli/exit_code.h"

namespace dds::cli {

[[nodiscard]] ExitCode sample_command(const std::vector<std::string>& arguments);

}  // namespace dds::cli
