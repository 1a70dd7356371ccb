// How long backups are kept and what they take: ModifyBackupExpireTime, DeleteBackup,
// DescribeBackupStorage. Source: API reference of the three.
#include "core/emulator/actions.h"

#include <nlohmann/json.hpp>
#include "core/emulator/recovery.h"

namespace dds::emulator {
namespace {

using nlohmann::json;

constexpr std::int32_t kMostDays = 730;
constexpr std::int64_t kGiB = std::int64_t{1} << 30;

struct Kept {
  const Instance* instance = nullptr;
  FoundBackup backup;
  std::string id;
};

Outcome<Kept> named_backup(const ActionContext& context) {
  const Outcome<const Instance*> named = named_instance(context);
  if (const auto* refusal = std::get_if<Refusal>(&named)) return *refusal;
  Kept kept;
  kept.instance = *std::get_if<0>(&named);
  kept.id = context.incoming.text("BackupId");
  if (kept.id.empty()) return refuse_missing("BackupId");
  kept.backup = find_backup(*kept.instance, kept.id, context.account.now());
  if (!kept.backup) return refuse("InvalidBackupSetID.NotFound");
  return kept;
}

// The set itself; of a cluster backup its parts as well (inferred).
template <class Change>
void change_sets(Instance& instance, const std::string& id, Change change) {
  for (BackupSet& set : instance.sets) {
    if (set.id == id || set.cluster_id == id) change(set);
  }
  for (ClusterBackup& cluster : instance.cluster_backups) {
    if (cluster.id == id) change(cluster);
  }
}

}  // namespace

ActionResult modify_backup_expire_time(ActionContext& context) {
  const Outcome<Kept> named = named_backup(context);
  if (const auto* refusal = std::get_if<Refusal>(&named)) return *refusal;
  const Kept& kept = *std::get_if<0>(&named);
  const auto asked = asked_second(context, "BackupExpireTime");
  if (const auto* refusal = std::get_if<Refusal>(&asked)) return *refusal;
  const std::optional<Instant> wanted = *std::get_if<0>(&asked);
  // The table calls it optional, but there is nothing to do without it.
  if (!wanted) return refuse_missing("BackupExpireTime");
  if (kept.backup.failed()) return refuse("IncorrectBackupSetState");  // inferred
  const Instant expires = kept.backup.set ? kept.backup.set->expires : kept.backup.cluster->expires;
  const Instant ended = kept.backup.set ? kept.backup.set->ended : kept.backup.cluster->ended;
  // Only forward, and at most 730 days after the backup's end or for ever. The codes are inferred.
  if (*wanted <= expires) return refuse_value("BackupExpireTime");
  if (*wanted != forever() && *wanted > ended + std::chrono::days(kMostDays))
    return refuse_value("BackupExpireTime");

  Instance& instance = context.account.edit(*kept.instance);
  change_sets(instance, kept.id, [&](auto& backup) { backup.expires = *wanted; });
  context.account.note_effect(
      {context.account.now(), "ModifyBackupExpireTime", instance.id, {}, {}, kept.id});
  return json{{"BackupExpireTime", format_utc(*wanted)}, {"BackupId", kept.id}};
}

ActionResult delete_backup(ActionContext& context) {
  const Outcome<Kept> named = named_backup(context);
  if (const auto* refusal = std::get_if<Refusal>(&named)) return *refusal;
  const Kept& kept = *std::get_if<0>(&named);
  // Manual sets of instances on cloud disks only. The page of DeleteBackup lists the codes of
  // CreateBackup without saying when; which one stands for what is inferred from their names.
  if (!kept.instance->cloud_disk()) return refuse("InvalidBackupMethod.ValueNotSupport");
  const bool manual = kept.backup.set ? kept.backup.set->manual : kept.backup.cluster->manual;
  const bool part = kept.backup.set && !kept.backup.set->cluster_id.empty();
  // A part of a cluster backup goes with the whole only (inferred).
  if (!manual || part) return refuse("IncorrectBackupSetState");
  if (running_job(*kept.instance, context.account.now()))
    return refuse("OperationDenied.BackupJobExists");

  Instance& instance = context.account.edit(*kept.instance);
  const Instant now = context.account.now();
  change_sets(instance, kept.id, [&](auto& backup) { backup.expires = now; });
  context.account.note_effect({now, "DeleteBackup", instance.id, {}, {}, kept.id});
  return json::object();
}

// Sizes follow from the sets; how large logs and the chain of snapshots are is invented.
ActionResult describe_backup_storage(ActionContext& context) {
  const Outcome<const Instance*> named = named_instance(context);
  if (const auto* refusal = std::get_if<Refusal>(&named)) return *refusal;
  const Instance& instance = **std::get_if<0>(&named);
  const std::string_view node = context.incoming.text("NodeId");
  std::int64_t storage_gb = instance.sharded() ? 0 : instance.storage_gb;
  bool known = node.empty() || !instance.sharded();
  for (const Node& shard : instance.shards) {
    if (!node.empty() && shard.id != node) continue;
    known = true;
    storage_gb += shard.storage_gb;
  }
  if (!known) return refuse("Node.NotFound");

  std::int64_t all = 0;
  std::int64_t newest = 0;
  for (const BackupSet& set : instance.sets) {
    if (set.expires <= context.account.now()) continue;
    if (!node.empty() && instance.sharded() && set.node_id != node) continue;
    all += set.size_bytes;
    newest = std::max(newest, set.size_bytes);
  }
  // A chain of snapshots holds the data once and the changes between.
  const std::int64_t full = instance.cloud_disk() ? newest + (all - newest) / 20 : all;
  const std::int64_t logs =
      instance.policy.logs ? newest / 100 * instance.policy.log_retention_days : 0;
  return json{{"FreeSize", storage_gb * kGiB}, {"FullStorageSize", full}, {"LogStorageSize", logs}};
}

}  // namespace dds::emulator
