// `dds <Action> --Param value ...`: one call, the answer on stdout.
#pragma once

#include <string>
#include <vector>

#include "core/api/call.h"
#include "native/cli/connection.h"
#include "native/cli/exit_code.h"

namespace dds::cli {

[[nodiscard]] ExitCode call_command(const std::string& action,
                                    const std::vector<std::string>& arguments,
                                    const platform::Environment& environment);

/// What would be sent, secrets masked, on stdout; nothing is sent.
[[nodiscard]] ExitCode print_dry_run(const api::Call& call, const Session& session);

/// Table on a terminal, JSON elsewhere.
[[nodiscard]] OutputKind resolve(OutputKind kind);

}  // namespace dds::cli
