// Many backups over one driver: so many at once, each followed to its end, what must not be
// forgotten in a journal. Started again with the journal of a run that was killed, it goes on where
// that one was and starts nothing twice.
//
// One thread, the driver's. The host advances the driver as always; the fleet starts the next
// backup whenever one ends.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/backup/driver.h"
#include "core/backup/journaled_backup.h"

namespace dds::backup {

struct FleetOptions {
  Options backup;            // for each; its jitter seed is varied
  std::size_t at_once = 32;  // backups that run together; requests in flight are the driver's bound
};

struct FleetSummary {
  std::size_t waiting = 0;
  std::size_t running = 0;
  std::size_t succeeded = 0;    // Started counts as well: that is all --no-wait asks for
  std::size_t failed = 0;       // the backup itself
  std::size_t not_started = 0;  // refused, another job runs, not reached: nothing was started
  std::size_t unknown = 0;
  double share = 0;                       // of the whole work, 0 to 1
  std::optional<Milliseconds> time_left;  // an estimate, once there is something to go by
  [[nodiscard]] std::size_t ended() const { return succeeded + failed + not_started + unknown; }
  [[nodiscard]] std::size_t all() const { return waiting + running + ended(); }
};

class Fleet {
 public:
  /// `journal` says what is to be backed up and how far that is. `sink` (may be nullptr: no
  /// journal is kept) and `driver` must outlive the fleet.
  Fleet(Driver& driver, JournalSink* sink, Journal journal, FleetOptions options);
  ~Fleet();
  Fleet(const Fleet&) = delete;
  Fleet& operator=(const Fleet&) = delete;

  /// Called after each event of a backup, with its number.
  std::function<void(std::size_t)> on_step;

  /// Starts the first backups. `now` is the driver's clock, as for `summary`.
  void start(SteadyInstant now);
  /// Stops watching and starts nothing more. What was started goes on at the service, and the
  /// journal knows it.
  void stop();

  [[nodiscard]] bool done() const;
  [[nodiscard]] std::size_t size() const;
  [[nodiscard]] const Progress& progress(std::size_t backup) const;
  [[nodiscard]] FleetSummary summary(SteadyInstant now) const;
  /// Why the journal could not be written, the first time; empty when it could.
  [[nodiscard]] const std::string& journal_problem() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

/// A fresh journal: everything waits.
[[nodiscard]] Journal new_journal(JournalHead head);

/// What an earlier run left of a backup, as far as its journal tells. `to_follow`: it is gone on
/// with, so that it has not ended.
[[nodiscard]] Progress left_by_journal(const api::CreateBackupParameters& parameters,
                                       const JournalEntry& entry, bool to_follow);

}  // namespace dds::backup
