// Backup jobs (DescribeBackupTasks) and backup sets (DescribeBackups, DescribeClusterBackups), and
// CreateBackup's answer. Source: API reference of these actions; spellings such as BackupjobId and
// "Backuping" are the service's.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/api/call.h"
#include "core/api/page_facts.h"
#include "core/base/time.h"
#include "core/response/answer.h"

namespace dds::api {

struct BackupStarted {
  std::string job_id;     // BackupJobId; may be empty in older answers
  std::string backup_id;  // BackupId: deprecated and mostly empty
  std::string request_id;
};
[[nodiscard]] Result<BackupStarted> read_create_backup(const response::Answer& answer);

enum class JobState { Scheduled, Checking, Backuping, Finished, Unknown };

struct BackupJob {
  std::string id;  // BackupjobId
  JobState state = JobState::Unknown;
  std::string state_text;               // as the service spelled it
  std::optional<std::int32_t> percent;  // 0..100, only while running; read from "18%" or "50"
  std::optional<Instant> started;
  bool manual = false;  // JobMode Manual
  [[nodiscard]] bool active() const { return state != JobState::Finished; }
};
/// `job_id` may be empty: all running and scheduled jobs of the instance.
[[nodiscard]] Call describe_backup_tasks(std::string_view instance_id,
                                         std::string_view job_id = {});
/// What may hide a job is an Error: an answer without the list, an entry that names neither a
/// number nor a state, a count of more than came (no documented field has one).
[[nodiscard]] Result<std::vector<BackupJob>> read_backup_tasks(const response::Answer& answer);

enum class SetState { Success, Failed, Unknown };

struct BackupSet {
  std::string id;      // BackupId, or ClusterBackupId (cb-...)
  std::string job_id;  // BackupJobId; may be empty for sets that older versions of the service made
  SetState state = SetState::Unknown;
  std::string state_text;
  std::string method;  // Snapshot, Physical, Logical; empty for cluster backups
  bool manual = false;
  std::string type;  // FullBackup, IncrementalBackup
  std::optional<Instant> started;
  std::optional<Instant> ended;
  std::optional<Instant> expires;  // forever() = kept for ever
  std::optional<std::int64_t> size_bytes;
  std::optional<bool> available;  // IsAvail: 1, 0, true or false
  std::string database_names;     // BackupDBNames, as it came; empty where the service tells none
  std::string attach_log_status;  // cluster backups: Init, No_Need, Running, Ready, Failed
  std::string node_id;            // shard this set belongs to, when it was asked per shard
};

struct BackupSetPage {
  std::vector<BackupSet> sets;  // all entries; the id of one that has none is empty
  PageFacts facts;              // without a count for cluster backups: the service does not tell
};

struct BackupQuery {
  std::string instance_id;
  std::string job_id;   // filter, new in the SDK of 2025-11-03: the caller must not rely on it
  std::string node_id;  // shard of a sharded cluster on local disks
  std::optional<Instant> start_time;  // sent with minute precision
  std::optional<Instant> end_time;
  std::int32_t page_number = 1;
  std::int32_t page_size = 30;  // 30, 50 or 100
};
[[nodiscard]] Call describe_backups(const BackupQuery& query);
[[nodiscard]] Result<BackupSetPage> read_backups(const response::Answer& answer);

/// The page number parameter is `PageNo` here.
[[nodiscard]] Call describe_cluster_backups(const BackupQuery& query);
[[nodiscard]] Result<BackupSetPage> read_cluster_backups(const response::Answer& answer);

/// "18%", "50", " 50 % " -> 18, 50, 50; anything else, or outside 0..100 -> nothing.
[[nodiscard]] std::optional<std::int32_t> parse_percent(std::string_view text);

}  // namespace dds::api
