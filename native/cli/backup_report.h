// How backups ended, as lines for people, as JSON for programs, and as one exit code.
#pragma once

#include <span>
#include <string>

#include "core/backup/create_and_follow.h"
#include "native/cli/connection.h"
#include "native/cli/exit_code.h"

namespace dds::cli {

/// "Success", "Failed", "Refused", "JobRunning", "NotReached", "Unknown", "Started", "Watching"
/// (not ended: Ctrl-C).
[[nodiscard]] std::string_view outcome_name(backup::Ending ending);

/// The line for stdout: id, outcome, backup ids, what `describe` says.
[[nodiscard]] std::string report_line(const backup::Progress& progress);

/// A JSON array, one object an instance: instance_id, outcome, job_id, request_id, sets (backup_id,
/// status, method, size_bytes, started, ended, expires, node_id), began, job_started, ended,
/// problem, code.
[[nodiscard]] std::string report_json(std::span<const backup::Progress> all,
                                      const Session& session);

/// One code for all: unknown before failed before refused before not reached before done.
[[nodiscard]] ExitCode exit_code_for(std::span<const backup::Progress> all);

/// The command to copy that shows how the backup goes.
[[nodiscard]] std::string look_further(const backup::Progress& progress, const Session& session);

}  // namespace dds::cli
