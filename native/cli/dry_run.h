// --dry-run of the commands that run operations: the request that would be sent first.
#pragma once

#include "core/backup/operation.h"
#include "native/cli/connection.h"
#include "native/cli/exit_code.h"

namespace dds::cli {

/// Starts the operation, prints the request that it asks for, and sends nothing.
[[nodiscard]] ExitCode print_first_request(backup::Operation& operation, const Session& session);

}  // namespace dds::cli
