#include "core/emulator/sample_account.h"

#include <initializer_list>
#include <optional>
#include <string_view>

#include "core/emulator/history.h"

namespace dds::emulator {
namespace {

constexpr std::int64_t kMiB = std::int64_t{1} << 20;

Instance replica_set(std::string_view id, std::string_view description, std::string_view storage,
                     std::string_view version, std::int32_t storage_gb, std::int64_t data_mib) {
  Instance instance;
  instance.id = id;
  instance.description = description;
  instance.type = "replicate";
  instance.status = "Running";
  instance.lock_mode = "Unlock";
  instance.storage_type = storage;
  instance.engine_version = version;
  instance.instance_class = instance.cloud_disk() ? "mdb.shard.2x.large.d" : "dds.mongo.standard";
  instance.storage_gb = storage_gb;
  instance.data_bytes = data_mib * kMiB + 6'168'576;  // not a round number, as in life
  instance.charge_type = "PostPaid";
  return instance;
}

struct ShardSize {
  std::string_view id;
  std::int64_t mib;
};

Instance sharded(std::string_view id, std::string_view description, std::string_view storage,
                 std::string_view version, std::int32_t storage_gb,
                 std::initializer_list<ShardSize> shards,
                 std::initializer_list<std::string_view> mongos) {
  Instance instance = replica_set(id, description, storage, version, storage_gb, 0);
  instance.type = "sharding";
  instance.data_bytes = 0;
  instance.instance_class.clear();
  instance.replication_factor = 3;
  const bool cloud = instance.cloud_disk();
  int number = 0;
  for (const ShardSize& shard : shards) {
    instance.shards.push_back({std::string(shard.id), "shard" + std::to_string(++number),
                               cloud ? "mdb.shard.4x.large.d" : "dds.shard.mid", storage_gb,
                               shard.mib * kMiB + 1'048'576 * number + 40'960});
  }
  number = 0;
  for (const std::string_view node : mongos) {
    instance.mongos.push_back({std::string(node), "mongos" + std::to_string(++number),
                               cloud ? "mdb.shard.2x.large.d" : "dds.mongos.mid", 0, 0});
  }
  return instance;
}

// Zone ids are written cn-hangzhou-g inside China and ap-southeast-1a outside.
void place(Instance& instance, std::string_view region, std::string_view zones) {
  instance.region_id = region;
  const std::string prefix = std::string(region) + (region.starts_with("cn-") ? "-" : "");
  instance.zone_id = prefix + zones[0];
  if (instance.standalone()) return;
  instance.secondary_zone_id = prefix + zones[1];
  instance.hidden_zone_id = prefix + zones[2];
}

}  // namespace

void add_sample_account(Instant start, std::vector<Instance>& all,
                        std::vector<AutomaticBackups>& histories) {
  using std::chrono::days;
  using std::chrono::hours;
  const auto add = [&](Instance instance, std::string_view region, std::string_view zones,
                       int age_days, std::string_view databases, std::string_view environment,
                       std::optional<AutomaticBackups> policy) -> Instance& {
    place(instance, region, zones);
    instance.created = std::chrono::floor<Seconds>(start) - days(age_days) - hours(5);
    instance.databases = databases;
    instance.tags.push_back({"environment", std::string(environment)});
    instance.release_protection = environment == "production";
    if (policy) {
      policy->instance = all.size();
      histories.push_back(*policy);
    }
    // Log backup cannot be switched off on sharded clusters.
    instance.policy.logs = instance.sharded();
    instance.policy.logs_since = instance.created;
    all.push_back(std::move(instance));
    return all.back();
  };

  add(replica_set("dds-bp1a7f3c9d2e5b81", "orders", "local_ssd", "4.4", 20, 6'036), "cn-hangzhou",
      "ghi", 412, "orders,reports", "production",
      AutomaticBackups{.newest = hours(2), .failed_one = 8});

  // The sharded cluster on cloud disks: cluster backups, the newest one older than a day.
  add(sharded("dds-bp16cb162771fa30", "库存-sharded", "cloud_essd1", "7.0", 100,
              {{"d-bp1a3e90c27f8b14", 36'704},
               {"d-bp1f62d81b0c9e57", 36'198},
               {"d-bp1c0947e5ad3f26", 37'012}},
              {"s-bp17d30f6ab29c84", "s-bp1e815c40d7f392"}),
      "cn-hangzhou", "ghi", 228, "stock", "production",
      AutomaticBackups{.newest = hours(26), .every = days(2)})
      .cluster_backup = true;

  add(replica_set("dds-bp11483712c1e9d4", "payments", "cloud_essd1", "6.0", 80, 42'172),
      "cn-hangzhou", "hig", 163, "payments,ledger", "production",
      AutomaticBackups{.newest = hours(5)})
      .charge_type = "PrePaid";
  all.back().policy.logs = true;

  // A standalone instance is a "replicate" one with a single node (inferred: no field of the
  // answers says "standalone").
  Instance sessions =
      replica_set("dds-bp1e0c3ab9f84d12", "sessions", "cloud_essd1", "5.0", 20, 806);
  sessions.replication_factor = 1;
  add(std::move(sessions), "cn-hangzhou", "g", 97, "sessions", "test",
      AutomaticBackups{.newest = hours(7)});

  // Never backed up, and no policy that would.
  add(sharded("dds-bp1b5d07c2ee9a66", "audit", "local_ssd", "4.2", 50,
              {{"d-bp18f2c6e03b7da9", 18'240}, {"d-bp1d57b90c84ea21", 17'655}},
              {"s-bp142e7fa09c3b68", "s-bp1b09d6c5f81e73"}),
      "cn-hangzhou", "ghi", 41, "audit", "production", std::nullopt)
      .policy.days = 0;

  add(replica_set("dds-bp17ac2f80b3d915", "staging", "local_ssd", "4.2", 10, 0), "cn-hangzhou",
      "igh", 0, "", "test", std::nullopt)
      .status = "Creating";
  all.back().created = std::chrono::floor<Seconds>(start) - std::chrono::minutes(4);

  Instance legacy = replica_set("dds-bp1ff92a6c0d7e48", "legacy", "local_ssd", "4.0", 20, 18'410);
  legacy.lock_mode = "LockByDiskQuota";
  legacy.policy.retention_days = 7;  // the default of instances that are older than 2021-09-10
  add(std::move(legacy), "cn-hangzhou", "ghi", 1'930, "legacy", "production",
      AutomaticBackups{.newest = hours(75)});

  // Elsewhere, so that a wrong region shows something real.
  add(replica_set("dds-2ze5c81f07ba3d96", "analytics", "cloud_essd1", "6.0", 200, 71'310),
      "cn-beijing", "fhi", 301, "events", "production", AutomaticBackups{.newest = hours(4)});
  add(replica_set("dds-2ze9d04b6e1f7c38", "mirror", "local_ssd", "4.4", 20, 5'902), "cn-beijing",
      "hif", 88, "orders", "test", AutomaticBackups{.newest = hours(11)});
  add(replica_set("dds-t4n7e2b95d0c6a18", "checkout-sg", "cloud_essd1", "5.0", 40, 12'055),
      "ap-southeast-1", "abc", 190, "checkout", "production", AutomaticBackups{.newest = hours(9)});

  // Older than 2023-10-19: still to be switched to cluster backups by TransferClusterBackup.
  add(sharded("dds-t4n91c5e7a0d3b28", "metrics-sg", "cloud_essd1", "4.2", 50,
              {{"d-t4n3f0b86a2c91e5", 21'380}, {"d-t4n8d51c07e9f3a2", 20'914}},
              {"s-t4n60ab3f9d17c2e", "s-t4ne24c8b05d9f13"}),
      "ap-southeast-1", "abc", 0, "metrics", "test", std::nullopt)
      .created = std::chrono::sys_days{std::chrono::year{2023} / 6 / 1} + hours(3);
  all.back().policy.days = 0;
  all.back().policy.logs_since = all.back().created;
}

}  // namespace dds::emulator
