// One backup set of one instance, as arguments name it and as lists show it.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/backup/keep_set.h"
#include "native/cli/operations/list_backups.h"
#include "native/cli/session/runner.h"
#include "native/cli/terminal/exit_code.h"

namespace dds::cli {

struct SetName {
  std::string instance_id;
  std::string backup_id;
};

/// Checks what was typed; the error says what is missing.
[[nodiscard]] Status check_set_name(const SetName& name, std::string_view command);

/// "Manual Snapshot of 2026-01-14 14:00, 5.9 MiB, Success, kept until 2026-02-13 14:00".
[[nodiscard]] std::string describe_set(const api::BackupSet& set);

/// Reads the instance and its sets. The set is among them, or it was said why not and the code is
/// the one to end with.
struct LookedUp {
  std::shared_ptr<ListBackups> listed;
  const api::BackupSet* set = nullptr;  // in `listed`
  ExitCode code = ExitCode::Done;
};
[[nodiscard]] LookedUp look_up(const SetName& name, Runner& runner);

/// What was asked of a set that could not be looked up, or that is refused (with `obstacle`):
/// nothing was sent.
[[nodiscard]] backup::SetProgress not_sent(const SetName& name, const LookedUp& found,
                                           const std::string& obstacle = {});

/// instance_id, backup_id, outcome, expires_before, expires, code, problem.
void put_set_outcome(const backup::SetProgress& progress, bool table, const Session& session);

}  // namespace dds::cli
