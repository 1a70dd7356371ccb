// What `dds backup` was asked for: which instances, how, and with which journal.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/backup/fleet.h"
#include "core/base/result.h"
#include "native/cli/operations/backup_selection.h"
#include "native/cli/session/connection.h"
#include "native/options/option_set.h"
#include "native/platform/journal_file.h"

namespace dds::cli {

/// As typed.
struct BackupTexts {
  std::vector<std::string> ids;
  bool all = false;
  std::vector<std::string> tags;
  std::string file;
  std::string method;
  std::string retention;
  std::string poll;
  std::string if_busy = "stop";
  std::string if_unknown = "resend";
  std::string give_up;
  std::string late;
  std::string journal;
  std::string min_instances;
  bool allow_none = false;
  bool no_wait = false;
};

/// Declares the options; `texts` must live as long as the set.
void add_backup_options(options::OptionSet& options, BackupTexts& texts);

struct BackupPlan {
  std::vector<api::CreateBackupParameters> backups;  // may be empty with an existing journal
  std::optional<Selection> selection;  // instead of naming them: made when a new run begins
  api::CreateBackupParameters common;  // for each, without an id
  std::size_t min_instances = 0;       // the least number that must be listed
  backup::FleetOptions options;
};

/// Checks what was typed and reads the file of ids. The error is one sentence.
[[nodiscard]] Result<BackupPlan> make_backup_plan(const BackupTexts& texts);

/// The run to do: a new one, or the one that the journal was left at.
struct BackupRun {
  backup::Journal journal;
  std::unique_ptr<platform::JournalFile> file;  // nullptr: no journal is kept
  bool continued = false;
};

/// Opens the journal and holds it against the plan: what was begun with other instances, at another
/// endpoint or with another key is not continued.
/// `select` is asked for the instances of a new run that were not named; when it chooses none,
/// nothing is written to the journal.
[[nodiscard]] Result<BackupRun> begin_run(const BackupPlan& plan, const BackupTexts& texts,
                                          const Session& session,
                                          const std::function<Result<Selected>()>& select);

}  // namespace dds::cli
