// A rehearsal of the real thing: restore the newest good backup into a temporary instance, wait
// until it runs, say which databases are in it, release it again; with the time that each part
// took. What it proves is said in one sentence, and never more than was seen.
//
// Two parts, as RestoreInstance: the first one ends at ReadyToConfirm with plan and price; after
// `confirm()` the operation is started again. Before the order leaves, a record of it is durable
// (JournalSink); if that cannot be written, nothing is ordered. A later run goes on from that
// record, or finds what was left (rehearsal_record.h) and releases it (release_temporary.h).
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/backup/coverage.h"
#include "core/backup/journal.h"
#include "core/backup/list_instances.h"
#include "core/backup/rehearsal_record.h"
#include "core/backup/release_temporary.h"
#include "core/backup/restore_instance.h"

namespace dds::backup {

enum class RehearsalPhase {
  Idle,
  FindingBackup,
  Planning,
  ReadyToConfirm,
  Restoring,
  LookingForInstance,  // the order's answer was lost: is there an instance with our marking?
  ListingDatabases,
  Releasing,
  Ended,
};

/// From where the names of the databases come.
enum class DatabaseSource {
  None,            // nobody told: proven is that the restored instance runs
  BackupListing,   // DescribeBackupDBs: what the service says the backup holds
  BackupSetNames,  // BackupDBNames of the set: likewise
};

struct RehearsalProgress : OperationProgress {
  RehearsalPhase phase = RehearsalPhase::Idle;
  std::string source_id;
  RehearsalRecord record;
  RestoreProgress restore;  // of the restore inside: plan, price, new instance
  ReleaseProgress release;
  std::optional<Shortfall> sets_short;  // which backup is the newest could not be found out
  std::optional<GoodBackup> backup;     // the one that was chosen, when none was given
  std::vector<std::string> databases;
  DatabaseSource databases_from = DatabaseSource::None;
  std::string databases_note;                // which source, or why there is none; one sentence
  std::optional<Milliseconds> restore_took;  // from the order until Running
  std::optional<Milliseconds> release_took;
  bool left_over = false;      // a temporary instance may still be there, and cost money
  std::string record_problem;  // why a later state could not be recorded; the run goes on
  std::string proven;          // one sentence
};

struct RehearsalOptions {
  RestoreOptions restore;
  ReleaseOptions release;
  StepLimits limits;  // of looking for the backup and listing the databases
  std::uint64_t jitter_seed = 0;
};

/// Endings: Succeeded (it ran and was released), Failed (it did not come up, or was not released:
/// see `left_over`), Refused, NotReached, Unreadable, NotDone (the order was lost, and none was
/// made), Unknown (not known whether a temporary instance was made).
class Rehearsal final : public Stepwise {
 public:
  /// `point`: absent takes the newest good backup; for sharded clusters whose shards have sets of
  /// their own, the instant at which the last of them ended (inferred: their log backup is always
  /// on). `client_token`: 62 characters at most; the release adds two of its own. `begun` goes into
  /// the marking. `sink` must outlive this.
  Rehearsal(std::string source_id, std::optional<api::RestorePoint> point, std::string client_token,
            Instant begun, JournalSink& sink, RehearsalOptions options = {});
  /// Goes on with one whose instance was ordered by an earlier run (see open_rehearsal): nothing is
  /// planned, confirmed or ordered. Refused when the record knows no instance.
  Rehearsal(RehearsalRecord record, JournalSink& sink, RehearsalOptions options = {});
  /// A copy, with what the restore and the release inside have come to.
  [[nodiscard]] RehearsalProgress progress() const;
  /// As RestoreInstance::confirm.
  bool confirm();

 private:
  void begin() override;
  void resume() override;
  void on_time_up() override;
  OperationProgress& shared_progress() override { return progress_; }
  void go_on();
  void on_source_again();
  void find_backup();
  void list_sets(bool all);
  void next_page(bool all);
  void on_sets(bool all);
  void plan();
  void on_planned();
  void inner_stepped() override;
  void on_restored();
  void look_for_instance(bool last);
  void on_looked(bool last);
  void list_databases();
  void next_databases();
  void on_databases(const std::string& why_none);
  void release();
  void on_released();
  [[nodiscard]] std::string proof() const;
  [[nodiscard]] Status write(RehearsalRecord::State state);

  std::optional<api::RestorePoint> point_;
  JournalSink& sink_;
  RehearsalOptions options_;
  std::optional<api::Instance> source_;
  std::optional<SetListing> listing_;
  WholeList<std::string> databases_;
  std::shared_ptr<RestoreInstance> restore_;
  std::shared_ptr<ListInstances> search_;
  std::shared_ptr<ReleaseTemporary> release_;
  bool gone_on_ = false;    // ordered by an earlier run
  bool seen_late_ = false;  // nobody looked while it came up: it may have run earlier
  std::string failure_;     // why it was not a success, though the release may be
  std::optional<SteadyInstant> release_began_;
  RehearsalProgress progress_;
};

}  // namespace dds::backup
