// What the emulated service knows: instances with their nodes, backup jobs and backup sets. Plain
// values, so that they can be saved, loaded and compared; what they mean over time is in account.h.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/time.h"
#include "core/emulator/policy.h"

namespace dds::emulator {

/// A shard (d-...) or a mongos (s-...) of a sharded cluster.
struct Node {
  std::string id;
  std::string description;
  std::string node_class;
  std::int32_t storage_gb = 0;  // shards only
  std::int64_t data_bytes = 0;  // shards only: what a full backup of it holds
};

/// One backup set: of a whole instance, or of one shard.
struct BackupSet {
  std::string id;
  std::string job_id;
  std::string node_id;     // the shard; empty for a whole instance
  std::string cluster_id;  // cb-...: part of that cluster backup
  std::string method;      // Physical, Logical, Snapshot
  bool manual = false;
  bool failed = false;
  std::int64_t size_bytes = 0;
  Instant started;
  Instant ended;
  Instant expires;  // forever() = kept for ever
};

/// A cluster backup of a sharded cluster on cloud disks; its parts are sets that carry its id.
struct ClusterBackup {
  std::string id;
  std::string job_id;
  bool manual = false;
  bool failed = false;
  Instant started;
  Instant ended;
  Instant expires;
  Instant log_ready;  // when the log that belongs to it is attached
};

/// A backup on its way. When what happens is settled when it starts, its fate included.
struct BackupJob {
  std::string id;
  std::string method;
  bool manual = true;
  Instant created;     // Scheduled from here on,
  Instant checking;    // Checking from here on,
  Instant backing_up;  // Backuping from here on,
  Instant finished;    // Finished from here on.
  Instant listed;      // from here on its sets are among the backups
  Instant gone;        // from here on it is not among the tasks
  bool failed = false;
  /// Hangs: Backuping at this percentage for ever; its later instants are forever().
  std::optional<std::int32_t> stuck_percent;
  Milliseconds copying{};       // how long it is Backuping, or would be if it did not hang
  bool delivered = false;       // its sets are among the instance's
  std::vector<BackupSet> sets;  // what comes of it, until delivered
  std::optional<ClusterBackup> cluster;
};

struct Tag {
  std::string key;
  std::string value;
};

/// A state that an instance will be in by itself, from that instant on.
struct Phase {
  Instant at;
  std::string status;
};

struct Instance {
  std::uint32_t place = 0;  // among the account's instances
  std::string id;
  std::string description;
  std::string type;          // replicate or sharding
  std::string status;        // Running, Creating, ...
  std::string lock_mode;     // Unlock, LockByDiskQuota, ...
  std::string storage_type;  // local_ssd, cloud_essd1, ...
  std::string engine_version;
  std::string instance_class;
  std::string region_id;
  std::string zone_id;
  std::string secondary_zone_id;  // empty for a standalone instance
  std::string hidden_zone_id;
  std::string charge_type;  // PrePaid or PostPaid
  std::int32_t storage_gb = 0;
  std::int32_t replication_factor = 3;  // 1 = standalone
  std::int64_t data_bytes = 0;          // what a full backup of it holds; sharded: see the shards
  BackupPolicy policy;
  Instant created;
  std::string databases;  // comma list
  std::vector<Tag> tags;
  bool release_protection = false;
  bool cluster_backup = false;  // UseClusterBackup
  std::vector<Node> shards;
  std::vector<Node> mongos;

  std::vector<BackupJob> jobs;  // by time of start
  std::vector<BackupSet> sets;  // by time of end
  std::vector<ClusterBackup> cluster_backups;
  bool next_backup_fails = false;

  std::vector<Phase> phases;    // what comes, by time
  bool released = false;        // deleted: only a look at deleted instances finds it
  std::string source_id;        // of a clone: what it was made from
  Instant planned = forever();  // when the next automatic backup begins
  std::int32_t planned_retention_days = 0;
  std::int32_t postponed = 0;    // how often that was put off because another job ran
  std::int64_t counted_day = 0;  // manual backups are counted by day, for the daily limit
  std::int32_t backups_that_day = 0;

  [[nodiscard]] bool cloud_disk() const { return storage_type.starts_with("cloud"); }
  [[nodiscard]] bool sharded() const { return type == "sharding"; }
  [[nodiscard]] bool standalone() const { return !sharded() && replication_factor == 1; }
  /// Of all shards together.
  [[nodiscard]] std::int64_t total_bytes() const {
    std::int64_t total = data_bytes;
    for (const Node& shard : shards) total += shard.data_bytes;
    return total;
  }
};

}  // namespace dds::emulator
