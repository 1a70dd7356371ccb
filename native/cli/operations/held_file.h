// A journal or a record that cannot be opened: one that another program holds is no wrong usage.
#pragma once

#include <string_view>

#include "core/base/result.h"
#include "native/cli/terminal/exit_code.h"

namespace dds::cli {

/// Says why. Wrong usage, but for a file that another `dds` writes to: Refused, with what to do.
/// `option` names the file, `user` is what holds it: "run", "rehearsal".
[[nodiscard]] ExitCode cannot_use_file(const Error& error, std::string_view option,
                                       std::string_view user);

}  // namespace dds::cli
