// --dry-run: the request that would be sent, signed and with its secrets masked, on stdout.
#pragma once

#include "core/api/call.h"
#include "core/backup/operation.h"
#include "native/cli/session/connection.h"
#include "native/cli/terminal/exit_code.h"

namespace dds::cli {

/// Prints the request of a call. Returns Usage if it cannot be signed.
[[nodiscard]] ExitCode print_dry_run(const api::Call& call, const Session& session);

/// Starts the operation and prints the first request that it asks for.
[[nodiscard]] ExitCode print_first_request(backup::Operation& operation, const Session& session);

}  // namespace dds::cli
