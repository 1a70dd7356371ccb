// CreateDBInstance and CreateShardingDBInstance as far as they clone: from a backup set or to a
// point in time. New and empty instances are not simulated. Source: API reference of both.
#include <array>

#include <nlohmann/json.hpp>

#include "core/emulator/actions.h"
#include "core/emulator/client_token.h"
#include "core/emulator/recovery.h"

namespace dds::emulator {
namespace {

using nlohmann::json;

constexpr std::int32_t kMostStorage = 16'000;  // GB
constexpr int kMostNodes = 32;
constexpr std::int64_t kGiB = std::int64_t{1} << 30;

// How a clone comes up is inferred from the list of instance states; how long it takes is invented.
constexpr auto kCreating = std::chrono::seconds(90);
constexpr auto kRestoringAtLeast = std::chrono::seconds(60);
constexpr auto kRestoringAGiB = std::chrono::seconds(2);

Outcome<const Instance*> asked_source(const ActionContext& context, bool sharded) {
  const std::string_view version = context.incoming.text("EngineVersion");
  if (version.empty()) return refuse_missing("EngineVersion");
  if (context.incoming.text("RegionId").empty()) return refuse_missing("RegionId");
  if (context.incoming.text("SrcDBInstanceId").empty())
    return refuse_not_simulated("making instances that are no clones (it needs SrcDBInstanceId)");
  // RegionId must equal the source's: an instance of another region is not found.
  const Outcome<const Instance*> named = named_instance(context, "SrcDBInstanceId");
  if (std::get_if<Refusal>(&named)) return named;
  const Instance& source = **std::get_if<0>(&named);
  if (source.sharded() != sharded) return refuse("IncorrectDBInstanceType");  // inferred
  if (version != source.engine_version) return refuse_value("EngineVersion");
  if (auto refusal = refuse_unless(context, "StorageEngine", {"WiredTiger"})) return *refusal;
  if (auto refusal = refuse_unless(context, "Engine", {"MongoDB"})) return *refusal;
  if (auto refusal = refuse_unless(context, "ChargeType", {"PostPaid", "PrePaid"})) return *refusal;
  if (auto refusal =
          refuse_unless(context, "StorageType",
                        {"cloud_essd1", "cloud_essd2", "cloud_essd3", "cloud_auto", "local_ssd"}))
    return *refusal;
  if (context.incoming.text("ChargeType") == "PrePaid" && context.incoming.text("Period").empty())
    return refuse_missing("Period");  // inferred
  // That the source must be Running is inferred.
  if (source.status != "Running") return refuse("IncorrectDBInstanceState");
  return named;
}

// The class and storage of one node, by the names of its two parameters. Less storage than the
// source's cannot hold its data (the code is inferred).
std::optional<Refusal> read_node(const ActionContext& context, const std::string& class_name,
                                 const std::string& storage_name, std::int32_t least,
                                 std::string& node_class, std::int32_t& storage_gb) {
  node_class = context.incoming.text(class_name);
  if (node_class.empty()) return refuse_missing(class_name);
  const auto storage = asked_number(context, storage_name, least, kMostStorage);
  if (const auto* refusal = std::get_if<Refusal>(&storage)) return *refusal;
  if (!*std::get_if<0>(&storage)) return refuse_missing(storage_name);
  storage_gb = **std::get_if<0>(&storage);
  return std::nullopt;
}

void read_tags(const ActionContext& context, Instance& clone) {
  constexpr int kMostTags = 20;
  clone.tags.clear();
  for (int i = 1; i <= kMostTags; ++i) {
    const std::string prefix = "Tag." + std::to_string(i) + ".";
    const std::string_view key = context.incoming.text(prefix + "Key");
    if (key.empty()) continue;
    clone.tags.push_back({std::string(key), std::string(context.incoming.text(prefix + "Value"))});
  }
}

// The source without its past, on its way.
Instance clone_of(const ActionContext& context, const Instance& source) {
  const Instant now = context.account.now();
  const auto chosen = [&](std::string_view name, const std::string& otherwise) {
    const std::string_view text = context.incoming.text(name);
    return text.empty() ? otherwise : std::string(text);
  };
  Instance clone = source;
  clone.source_id = source.id;
  clone.description = context.incoming.text("DBInstanceDescription");
  clone.status = "Creating";
  clone.lock_mode = "Unlock";
  clone.charge_type = chosen("ChargeType", "PostPaid");
  clone.storage_type = chosen("StorageType", source.storage_type);
  clone.zone_id = chosen("ZoneId", source.zone_id);
  clone.secondary_zone_id = chosen("SecondaryZoneId", source.secondary_zone_id);
  clone.hidden_zone_id = chosen("HiddenZoneId", source.hidden_zone_id);
  clone.created = std::chrono::floor<Seconds>(now);
  clone.release_protection = false;
  clone.jobs.clear();
  clone.sets.clear();
  clone.cluster_backups.clear();
  clone.next_backup_fails = false;
  clone.backups_that_day = 0;
  clone.policy = BackupPolicy{};  // the defaults of new instances: daily, kept for 30 days
  clone.policy.logs = source.sharded();
  clone.policy.logs_since = clone.created;
  read_tags(context, clone);
  const Milliseconds restoring = kRestoringAtLeast + kRestoringAGiB * (source.total_bytes() / kGiB);
  clone.phases = {{now + kCreating, "Restoring"}, {now + kCreating + restoring, "Running"}};
  return clone;
}

json answer(std::string_view instance_id, std::string_view order_id) {
  return json{{"DBInstanceId", instance_id}, {"OrderId", order_id}};
}

// Ids of instances and nodes tell the region in the letters after the dash.
std::string_view region_letters(const Instance& source) {
  return std::string_view(source.id).substr(source.id.find('-') + 1, 3);
}

json bring_up(ActionContext& context, Instance clone, const RestorePoint& point) {
  IdSource& ids = context.account.ids();
  do {
    clone.id = ids.next_name("dds-" + std::string(region_letters(clone)));
  } while (context.account.find(clone.id));
  const std::string order_id = ids.next_order_id();
  const Instance& instance = context.account.add(std::move(clone));
  context.account.note_effect({context.account.now(),
                               instance.sharded() ? "CreateShardingDBInstance" : "CreateDBInstance",
                               instance.id,
                               {},
                               {},
                               point.backup_id});
  remember_request(context, instance.id, order_id);
  return answer(instance.id, order_id);
}

// The node lists of a sharded clone: as many shards as the source has (inferred), two mongos or
// more, one config server.
std::optional<Refusal> read_nodes(ActionContext& context, const Instance& source, Instance& clone) {
  IdSource& ids = context.account.ids();
  const std::string letters(region_letters(source));
  std::int32_t ignored = 0;
  std::string ignored_class;
  for (std::size_t i = 0; i < source.shards.size(); ++i) {
    const std::string prefix = "ReplicaSet." + std::to_string(i + 1) + ".";
    Node& shard = clone.shards[i];
    if (auto refusal = read_node(context, prefix + "Class", prefix + "Storage",
                                 source.shards[i].storage_gb, shard.node_class, shard.storage_gb))
      return refusal;
  }
  if (!context.incoming.text("ReplicaSet." + std::to_string(source.shards.size() + 1) + ".Class")
           .empty())
    return refuse_value("ReplicaSet");
  if (auto refusal = read_node(context, "ConfigServer.1.Class", "ConfigServer.1.Storage", 20,
                               ignored_class, ignored))
    return refusal;
  clone.mongos.clear();
  for (int i = 1; i <= kMostNodes; ++i) {
    const std::string name = "Mongos." + std::to_string(i) + ".Class";
    const std::string_view node_class = context.incoming.text(name);
    if (node_class.empty() && i <= 2) return refuse_missing(name);
    if (node_class.empty()) break;
    clone.mongos.push_back({{}, "mongos" + std::to_string(i), std::string(node_class), 0, 0});
  }
  // Numbers are drawn once all is well, so that a refused request changes nothing.
  for (Node& shard : clone.shards) shard.id = ids.next_name("d-" + letters);
  for (Node& mongos : clone.mongos) mongos.id = ids.next_name("s-" + letters);
  return std::nullopt;
}

}  // namespace

ActionResult create_db_instance(ActionContext& context) {
  const Outcome<const TokenUse*> repeated = repeated_request(context);
  if (const auto* refusal = std::get_if<Refusal>(&repeated)) return *refusal;
  if (const TokenUse* use = *std::get_if<0>(&repeated))
    return answer(use->instance_id, use->order_id);
  const Outcome<const Instance*> named = asked_source(context, false);
  if (const auto* refusal = std::get_if<Refusal>(&named)) return *refusal;
  const Instance& source = **std::get_if<0>(&named);
  const Outcome<RestorePoint> point = asked_restore_point(context, source);
  if (const auto* refusal = std::get_if<Refusal>(&point)) return *refusal;
  if (auto refusal = refuse_restore(*std::get_if<0>(&point), source, context.account.now()))
    return *refusal;
  Instance clone = clone_of(context, source);
  if (auto refusal = read_node(context, "DBInstanceClass", "DBInstanceStorage", source.storage_gb,
                               clone.instance_class, clone.storage_gb))
    return *refusal;
  return bring_up(context, std::move(clone), *std::get_if<0>(&point));
}

ActionResult create_sharding_db_instance(ActionContext& context) {
  const Outcome<const TokenUse*> repeated = repeated_request(context);
  if (const auto* refusal = std::get_if<Refusal>(&repeated)) return *refusal;
  if (const TokenUse* use = *std::get_if<0>(&repeated))
    return answer(use->instance_id, use->order_id);
  if (context.incoming.text("Engine").empty()) return refuse_missing("Engine");
  const Outcome<const Instance*> named = asked_source(context, true);
  if (const auto* refusal = std::get_if<Refusal>(&named)) return *refusal;
  const Instance& source = **std::get_if<0>(&named);
  const Outcome<RestorePoint> point = asked_restore_point(context, source);
  if (const auto* refusal = std::get_if<Refusal>(&point)) return *refusal;
  if (auto refusal = refuse_restore(*std::get_if<0>(&point), source, context.account.now()))
    return *refusal;
  Instance clone = clone_of(context, source);
  if (auto refusal = read_nodes(context, source, clone)) return *refusal;
  return bring_up(context, std::move(clone), *std::get_if<0>(&point));
}

}  // namespace dds::emulator
