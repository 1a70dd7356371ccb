#include "core/api/keep.h"

#include <algorithm>

#include "core/api/check.h"

namespace dds::api {
namespace {

using response::integer_at;
using response::member;
using response::time_at;

constexpr std::chrono::days kLongestKept{730};  // after the backup's end

Instant to_seconds(Instant instant) {
  return std::chrono::floor<Seconds>(instant);
}

}  // namespace

Result<Call> modify_backup_expire_time(std::string_view instance_id, std::string_view backup_id,
                                       Instant expires) {
  if (Status error = check_instance_id("DBInstanceId", instance_id)) return *std::move(error);
  if (Status error = check_backup_id(backup_id)) return *std::move(error);
  return Call{"ModifyBackupExpireTime",
              {{"DBInstanceId", std::string(instance_id)},
               {"BackupId", std::string(backup_id)},
               {"BackupExpireTime", format_utc(expires)}},
              Format::Json};
}

Result<Instant> read_backup_expire_time(const response::Answer& answer) {
  const auto expires = time_at(*answer.data, "BackupExpireTime");
  if (!expires) {
    return make_error(ErrorCode::NotAnAnswer,
                      "The answer to ModifyBackupExpireTime tells no BackupExpireTime.",
                      "BackupExpireTime");
  }
  return *expires;
}

std::optional<Instant> latest_expiry(const BackupSet& set) {
  if (!set.ended) return std::nullopt;
  return *set.ended + kLongestKept;
}

std::string keep_obstacle(const BackupSet& set, Instant expires) {
  expires = to_seconds(expires);
  if (set.expires && *set.expires >= forever()) return "This backup set is kept for ever already.";
  if (set.expires && expires <= *set.expires) {
    return "BackupExpireTime is " + format_utc(expires) + "; this backup set is kept until " +
           format_utc(*set.expires) + " already, and can only be kept longer.";
  }
  const std::optional<Instant> latest = latest_expiry(set);
  if (latest && expires < forever() && expires > *latest) {
    return "BackupExpireTime is " + format_utc(expires) + "; allowed is " + format_utc(*latest) +
           " at the latest, 730 days after the backup ended, or for ever.";
  }
  return {};
}

Result<Call> delete_backup(std::string_view instance_id, std::string_view backup_id) {
  if (Status error = check_instance_id("DBInstanceId", instance_id)) return *std::move(error);
  if (Status error = check_backup_id(backup_id)) return *std::move(error);
  return Call{"DeleteBackup",
              {{"DBInstanceId", std::string(instance_id)}, {"BackupId", std::string(backup_id)}},
              Format::Json};
}

std::string delete_obstacle(const Instance& instance, const BackupSet& set) {
  if (!set.manual) {
    return "This backup set was made automatically; only sets that were made by hand can be "
           "deleted, the others go when their time is over.";
  }
  if (!instance.cloud_disk()) {
    return "Backup sets can be deleted only of instances on cloud disks" +
           (instance.storage_type.empty() ? std::string("; what this one is on was not told.")
                                          : "; this one is on " + instance.storage_type + ".");
  }
  return {};
}

Call describe_backup_storage(std::string_view instance_id) {
  return {"DescribeBackupStorage", {{"DBInstanceId", std::string(instance_id)}}, Format::Json};
}

Result<BackupStorage> read_backup_storage(const response::Answer& answer) {
  const auto full = integer_at(*answer.data, "FullStorageSize");
  const auto free = integer_at(*answer.data, "FreeSize");
  if (!full || !free) {
    return make_error(ErrorCode::NotAnAnswer, "The answer to DescribeBackupStorage tells no sizes.",
                      "FullStorageSize");
  }
  const auto size = [](std::int64_t bytes) { return std::max<std::int64_t>(bytes, 0); };
  return BackupStorage{size(*full), size(integer_at(*answer.data, "LogStorageSize").value_or(0)),
                       size(*free)};
}

}  // namespace dds::api
