// What can be restored: restorable time ranges, whether a set or an instant can be restored, the
// databases in it. Source: API references of DescribeInstanceRecoverTime,
// DescribeClusterRecoverTime, CheckRecoveryCondition, DescribeBackupDBs.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/api/call.h"
#include "core/api/instance.h"

namespace dds::api {

/// Either a backup set or an instant.
struct RestorePoint {
  std::string backup_id;        // BackupId, or cb-... of a cluster backup
  std::optional<Instant> time;  // RestoreTime, cut to seconds
};
/// "backup set 5664" or "2026-01-14T06:00:00Z".
[[nodiscard]] std::string describe(const RestorePoint& point);

struct RestoreRange {
  Instant begin;
  Instant end;
};
/// Whether the service tells restorable ranges of this instance: replica sets on cloud disks,
/// sharded clusters on cloud disks of MongoDB 4.4 or later. Else the sentence why not.
[[nodiscard]] std::string restore_range_obstacle(const Instance& instance);
/// DescribeClusterRecoverTime for sharded clusters, else DescribeInstanceRecoverTime.
[[nodiscard]] Call describe_recover_time(const Instance& instance);
/// In order of their beginnings. Entries without both ends are left out.
[[nodiscard]] Result<std::vector<RestoreRange>> read_recover_time(const response::Answer& answer);

/// Why the point cannot be restored, as one sentence; empty when nothing speaks against it. An
/// instant must lie in one of `ranges` where these are told; else within the last seven days before
/// `now` (CreateDBInstance, RestoreTime), not after it. Sets of sharded clusters on local disks are
/// one a shard, and no action is documented to take several: restore those to an instant.
[[nodiscard]] std::string restore_obstacle(const Instance& source, const RestorePoint& point,
                                           const std::optional<std::vector<RestoreRange>>& ranges,
                                           Instant now);

/// CheckRecoveryCondition for a new instance in the source's region.
[[nodiscard]] Result<Call> check_recovery_condition(const Instance& source,
                                                    const RestorePoint& point);
/// IsValid.
[[nodiscard]] Result<bool> read_recovery_condition(const response::Answer& answer);

/// Why DescribeBackupDBs is not for this source, as one sentence; empty when it may answer: replica
/// sets of MongoDB 3.4 to 4.2 on local disks, made after 2019-03-26. It is limited to eight
/// regions besides, which only the service knows.
[[nodiscard]] std::string backup_databases_obstacle(const Instance& source);
[[nodiscard]] Result<Call> describe_backup_databases(std::string_view source_id,
                                                     const RestorePoint& point,
                                                     std::int32_t page_number = 1,
                                                     std::int32_t page_size = 100);
struct DatabasePage {
  std::vector<std::string> names;
  PageFacts facts;
};
[[nodiscard]] Result<DatabasePage> read_backup_databases(const response::Answer& answer);

}  // namespace dds::api
