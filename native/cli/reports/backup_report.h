// How backups ended, as lines for people, as JSON for programs, and as one exit code.
#pragma once

#include <span>
#include <string>

#include "core/backup/create_and_follow.h"
#include "core/backup/journal.h"
#include "native/cli/session/connection.h"
#include "native/cli/terminal/exit_code.h"

namespace dds::cli {

/// How one backup of a run ended, or where it was left. One table in the source gives each its name
/// in the JSON, its word in the summary and its exit code, so that the three always agree.
enum class BackupOutcome {
  Succeeded,
  Started,  // --no-wait
  Failed,
  Refused,
  JobRunning,
  NotReached,
  Unreadable,
  NotDone,
  Unknown,
  Watching,   // not ended (Ctrl-C): started, or may have been
  NotBegun,   // not ended: nothing was started
  LeftOut,    // meant, but it could not be backed up when the run began
  NotListed,  // meant, but not to be had by name: a kind that was not listed, or too few of them
};

[[nodiscard]] BackupOutcome outcome_of(const backup::Progress& progress);
/// LeftOut, or NotListed for what has no id.
[[nodiscard]] BackupOutcome outcome_of(const backup::LeftOut& left_out);
/// "Success", "Failed", ...: as backup::name has it for what ended, else the enumerator.
[[nodiscard]] std::string_view name(BackupOutcome outcome);
/// All of them, in the order of the summary: "Success, Started, ...".
[[nodiscard]] std::string outcome_names();

/// The line for stdout: id, outcome, backup ids, what `describe` says.
[[nodiscard]] std::string report_line(const backup::Progress& progress);
[[nodiscard]] std::string report_line(const backup::LeftOut& left_out);

/// "7 backups: 4 succeeded, 1 failed, 2 left out.": all that was meant, each once.
[[nodiscard]] std::string summary_line(std::span<const backup::Progress> all,
                                       std::span<const backup::LeftOut> left_out);

/// A JSON array, one object an instance: instance_id, outcome, job_id, request_id, sets (backup_id,
/// status, method, size_bytes, started, ended, expires, node_id), began, job_started, ended,
/// problem, code. What ended in an earlier run is as that one's journal has it: began, job_started
/// and all of a set but its id are null or empty where a journal is older than these. At the end
/// those that were meant and left out, with the reason as problem.
[[nodiscard]] std::string report_json(std::span<const backup::Progress> all,
                                      std::span<const backup::LeftOut> left_out,
                                      const Session& session);

/// One code for all.
[[nodiscard]] ExitCode exit_code_for(std::span<const backup::Progress> all,
                                     std::span<const backup::LeftOut> left_out);

/// The command to copy that shows how the backup goes.
[[nodiscard]] std::string look_further(const backup::Progress& progress, const Session& session);

}  // namespace dds::cli
