#include "core/emulator/recovery.h"

#include <algorithm>

namespace dds::emulator {
namespace {

constexpr auto kLogDelay = std::chrono::minutes(1);
constexpr auto kReachOfTimes = std::chrono::days(7);  // CreateDBInstance: RestoreTime within 7 days

}  // namespace

FoundBackup find_backup(const Instance& instance, std::string_view id, Instant now) {
  FoundBackup found;
  for (const BackupSet& set : instance.sets) {
    if (set.id == id && set.expires > now) found.set = &set;
  }
  if (found.set) return found;
  for (const ClusterBackup& cluster : instance.cluster_backups) {
    if (cluster.id == id && cluster.expires > now) found.cluster = &cluster;
  }
  return found;
}

std::optional<RestorableRange> restorable_range(const Instance& instance, Instant now) {
  if (!instance.policy.logs) return std::nullopt;
  const Instant logs_from = std::max(instance.policy.logs_since,
                                     now - std::chrono::days(instance.policy.log_retention_days));
  std::optional<Instant> begin;
  const auto offer = [&](Instant started, Instant ended, bool usable) {
    if (usable && started >= logs_from && (!begin || ended < *begin)) begin = ended;
  };
  if (instance.sharded()) {
    for (const ClusterBackup& cluster : instance.cluster_backups) {
      offer(cluster.started, cluster.ended,
            !cluster.failed && cluster.expires > now && cluster.log_ready <= now);
    }
  } else {
    for (const BackupSet& set : instance.sets)
      offer(set.started, set.ended, !set.failed && set.expires > now);
  }
  const Instant end = std::chrono::floor<Seconds>(now) - kLogDelay;
  if (!begin) return std::nullopt;
  const Instant from = std::chrono::ceil<Seconds>(*begin);
  if (from >= end) return std::nullopt;
  return RestorableRange{from, end};
}

Outcome<RestorePoint> asked_restore_point(const ActionContext& context, const Instance& source) {
  if (auto refusal = refuse_other_regions(context, source)) return *refusal;
  if (auto refusal = refuse_unless(context, "RestoreType", {"0", "1", "2", "3"})) return *refusal;
  const std::string_view type = context.incoming.text("RestoreType");
  if (type == "2" || type == "3") return refuse_not_simulated("restoring released instances");
  RestorePoint point;
  point.backup_id = context.incoming.text("BackupId");
  const auto time = asked_second(context, "RestoreTime");
  if (const auto* refusal = std::get_if<Refusal>(&time)) return *refusal;
  point.time = *std::get_if<0>(&time);
  // Exactly one of the two; the codes are inferred.
  if (point.backup_id.empty() && !point.time) return refuse("MissingParameter");
  if (!point.backup_id.empty() && point.time) return refuse_value("RestoreTime");
  if (!type.empty() && (type == "0") != !point.time) return refuse_value("RestoreType");
  if (point.time) return point;

  if (source.sharded() && !source.cluster_backup)
    return refuse_not_simulated("restoring a sharded cluster without cluster backups");
  point.backup = find_backup(source, point.backup_id, context.account.now());
  // A sharded cluster is restored from a cluster backup, not from a part of one.
  if (!point.backup || (source.sharded() && !point.backup.cluster))
    return refuse("InvalidBackupSetID.NotFound");
  return point;
}

std::optional<Refusal> refuse_restore(const RestorePoint& point, const Instance& source,
                                      Instant now) {
  if (!point.time) {
    if (point.backup.failed()) return refuse("IncorrectBackupSetState");
    return std::nullopt;
  }
  const auto range = restorable_range(source, now);
  if (!range || *point.time < range->begin || *point.time > range->end ||
      *point.time < now - kReachOfTimes) {
    return refuse_value("RestoreTime");
  }
  return std::nullopt;
}

}  // namespace dds::emulator
