// Runs a fleet of backups over the network and shows how they go: bars on a terminal, one line a
// change elsewhere.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "core/backup/driver.h"
#include "core/backup/fleet.h"
#include "native/cli/operations/backup_plan.h"
#include "native/cli/session/connection.h"
#include "native/cli/session/runner.h"
#include "native/cli/terminal/bar.h"

namespace dds::cli {

class BackupWatch {
 public:
  /// `runner` must outlive this.
  BackupWatch(BackupRun run, const backup::FleetOptions& options, Runner& runner);

  /// True when everything ended, false when Ctrl-C came first.
  bool run();

  [[nodiscard]] std::vector<backup::Progress> results() const;
  /// A line of the journal could not be written: it does not say all that happened.
  [[nodiscard]] bool journal_broke() const { return !fleet_.journal_problem().empty(); }

 private:
  // One backup, as it was shown last.
  struct Shown {
    std::string key;   // of the line that was printed last, off the terminal
    std::string line;  // itself
    bool reported = false;
  };

  void show();
  void show_change(std::size_t backup);
  void report_end(std::size_t backup);
  [[nodiscard]] BarLine overall() const;
  void say_reasons(const backup::Progress& progress) const;

  Runner& runner_;
  const Session& session_;
  std::unique_ptr<platform::JournalFile> file_;
  backup::Fleet fleet_;
  std::vector<Shown> shown_;
  std::vector<std::size_t> changed_;  // since the last `show`
  std::string journal_problem_;
};

}  // namespace dds::cli
