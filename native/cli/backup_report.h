// How backups ended, as lines for people, as JSON for programs, and as one exit code.
#pragma once

#include <span>
#include <string>

#include "core/backup/create_and_follow.h"
#include "core/backup/journal.h"
#include "native/cli/connection.h"
#include "native/cli/exit_code.h"

namespace dds::cli {

/// "Success", "Failed", "Refused", "JobRunning", "NotReached", "NotStarted", "Unknown", "Started";
/// for one that has not ended (Ctrl-C) "Watching" when a backup was started, or may have been, else
/// "NotBegun".
[[nodiscard]] std::string_view outcome_name(const backup::Progress& progress);

/// The line for stdout: id, outcome, backup ids, what `describe` says.
[[nodiscard]] std::string report_line(const backup::Progress& progress);

/// A JSON array, one object an instance: instance_id, outcome, job_id, request_id, sets (backup_id,
/// status, method, size_bytes, started, ended, expires, node_id), began, job_started, ended,
/// problem, code. What ended in an earlier run is as that one's journal has it: began, job_started
/// and all of a set but its id are null or empty where a journal is older than these. At the end
/// those that were left out, with the outcome "LeftOut" and the reason as problem.
[[nodiscard]] std::string report_json(std::span<const backup::Progress> all,
                                      std::span<const backup::LeftOut> left_out,
                                      const Session& session);

/// One code for all: unknown before failed before refused before not reached before done.
[[nodiscard]] ExitCode exit_code_for(std::span<const backup::Progress> all);

/// The command to copy that shows how the backup goes.
[[nodiscard]] std::string look_further(const backup::Progress& progress, const Session& session);

}  // namespace dds::cli
