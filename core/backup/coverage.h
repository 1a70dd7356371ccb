// How well one instance is covered by backups: the newest good set and its age, the restorable time
// range, the policy, the space used. One operation an instance; what it finds out is a plain value.
//
// What is denied or cannot be read is unknown, with its reason, and never counts as good.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/api/keep.h"
#include "core/api/policy.h"
#include "core/api/restore.h"
#include "core/backup/set_listing.h"
#include "core/backup/stepwise.h"

namespace dds::backup {

/// Something that was asked for: a value, or the reason why there is none.
template <class T>
struct Part {
  enum class State { NotAsked, Known, DoesNotApply, Unknown };
  State state = State::NotAsked;
  T value{};           // when Known
  std::string reason;  // DoesNotApply, Unknown: one sentence
  [[nodiscard]] bool known() const { return state == State::Known; }
};

enum class CoverageState {
  NeverBackedUp,  // certain: the service lists no good set
  Overdue,        // the newest good set is older than the limit
  Unknown,        // the sets could not be read, or not all of them
  Good,           // the newest good set is young enough; the other parts have a state of their own
};
/// "never backed up", "overdue", "unknown", "good".
[[nodiscard]] std::string_view name(CoverageState state);

/// The newest backup from which the whole instance can be restored.
struct GoodBackup {
  std::vector<api::BackupSet> sets;  // one; one a shard for sharded clusters on local disks
  Instant at;  // the state that it holds: its start, where told, else its end; the earliest shard's
  /// Sets of shards that carry no common job number: each shard's newest, not one moment of all.
  bool mixed = false;
};

/// Among the sets of a whole listing: Success, available, full, not expired at `now`. For `nodes`
/// (shards with lists of their own) only a backup with a good set for each counts.
[[nodiscard]] std::optional<GoodBackup> newest_good(const std::vector<api::BackupSet>& sets,
                                                    const std::vector<std::string>& nodes,
                                                    Instant now);

struct InstanceCoverage {
  std::string instance_id;
  std::string region_id;  // as the instance says, else where it was looked for; may be empty
  Part<api::Instance> instance;
  CoverageState state = CoverageState::Unknown;
  std::string reason;                   // one sentence: why it is in that state
  std::optional<Shortfall> sets_short;  // the listing of its sets is not known to be whole
  std::optional<Failure> failure;       // state Unknown: what kept the sets from being read
  std::optional<GoodBackup> newest;
  std::optional<Milliseconds> age;  // of `newest` at `looked_at`
  bool last_failed = false;         // the newest set of all says Failed
  Part<std::vector<api::RestoreRange>> ranges;
  Part<api::BackupPolicy> policy;
  Part<api::BackupStorage> storage;
  std::optional<Instant> looked_at;
};
/// Some part is unknown.
[[nodiscard]] bool has_unknown_part(const InstanceCoverage& coverage);

struct CoverageOptions {
  Milliseconds age_limit = std::chrono::hours{24};
  StepLimits limits;
};

struct CoverageProgress : OperationProgress {
  InstanceCoverage coverage;
};

/// Ending Succeeded whenever it could say anything, even that all is unknown: the value tells.
class CoverInstance final : public Stepwise {
 public:
  explicit CoverInstance(std::string instance_id, CoverageOptions options = {},
                         std::uint64_t jitter_seed = 0, std::string region_id = {});
  [[nodiscard]] const CoverageProgress& progress() const { return progress_; }

 private:
  void begin() override;
  void on_time_up() override;
  OperationProgress& shared_progress() override { return progress_; }
  void list_sets(bool all);
  void next_page(bool all);
  void on_sets(bool all);
  void judge(const std::optional<GoodBackup>& found);
  void sets_unknown(const std::string& why, std::optional<Failure> failure = {});
  void read_ranges();
  void read_policy();
  void read_storage();
  void finish();

  CoverageOptions options_;
  std::optional<SetListing> listing_;
  CoverageProgress progress_;
};

}  // namespace dds::backup
