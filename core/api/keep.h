// How long one backup set is kept, deleting one, and the space that backups take:
// ModifyBackupExpireTime, DeleteBackup, DescribeBackupStorage. Source: API references (the first
// two are in the SDK since 2025-12-29).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/api/backups.h"
#include "core/api/call.h"
#include "core/api/instance.h"

namespace dds::api {

/// ModifyBackupExpireTime. `expires` is cut to seconds; forever() keeps it for ever.
[[nodiscard]] Result<Call> modify_backup_expire_time(std::string_view instance_id,
                                                     std::string_view backup_id, Instant expires);
/// The time that the service has set.
[[nodiscard]] Result<Instant> read_backup_expire_time(const response::Answer& answer);

/// Why this set cannot be kept until then, as one sentence; empty when it can: only later than it
/// is kept now, at most 730 days after the backup's end, or forever(). What is unknown of the set
/// does not speak against it.
[[nodiscard]] std::string keep_obstacle(const BackupSet& set, Instant expires);

/// The latest expiry short of forever(): 730 days after the backup's end; nothing while that is
/// unknown.
[[nodiscard]] std::optional<Instant> latest_expiry(const BackupSet& set);

/// DeleteBackup: one set, which cannot be brought back.
[[nodiscard]] Result<Call> delete_backup(std::string_view instance_id, std::string_view backup_id);

/// Why this set cannot be deleted, as one sentence; empty when it can: a manual set of an instance
/// on cloud disks.
[[nodiscard]] std::string delete_obstacle(const Instance& instance, const BackupSet& set);

/// Bytes. On cloud disks the full backups' size is that of the chain of snapshots.
struct BackupStorage {
  std::int64_t full_bytes = 0;
  std::int64_t log_bytes = 0;
  std::int64_t free_bytes = 0;  // the free quota
  [[nodiscard]] std::int64_t used_bytes() const { return full_bytes + log_bytes; }
  /// What is paid for; 0 within the quota.
  [[nodiscard]] std::int64_t beyond_free() const {
    return used_bytes() > free_bytes ? used_bytes() - free_bytes : 0;
  }
};
[[nodiscard]] Call describe_backup_storage(std::string_view instance_id);
[[nodiscard]] Result<BackupStorage> read_backup_storage(const response::Answer& answer);

}  // namespace dds::api
