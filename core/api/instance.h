// What DescribeDBInstances and DescribeDBInstanceAttribute tell about an instance, as far as this
// product uses it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "core/api/call.h"
#include "core/api/page_facts.h"
#include "core/base/time.h"
#include "core/response/answer.h"

namespace dds::api {

enum class InstanceKind { Standalone, ReplicaSet, ShardedCluster, Serverless };

/// "Standalone", "Replica set", "Sharded cluster", "Serverless".
[[nodiscard]] std::string_view name(InstanceKind kind);

struct Tag {
  std::string key;
  std::string value;
  friend bool operator==(const Tag&, const Tag&) = default;
};

struct Shard {
  std::string node_id;  // d-...
  std::string description;
  std::string node_class;
  std::int64_t storage_gb = 0;
};

struct Instance {
  std::string id;           // dds-...
  std::string description;  // may be empty; UTF-8
  InstanceKind kind = InstanceKind::ReplicaSet;
  std::string status;        // DBInstanceStatus: "Running", "Creating", ...
  std::string lock_mode;     // "Unlock", "LockByExpiration", "LockByDiskQuota", ...
  std::string storage_type;  // "local_ssd", "cloud_essd", "cloud_essd1", "cloud_auto", ...
  std::string engine_version;
  std::string instance_class;
  std::string region_id;
  std::string zone_id;
  std::string charge_type;
  std::int64_t storage_gb = 0;
  std::int32_t replication_factor = 0;  // nodes of a replica set; 0 when unknown
  std::optional<Instant> created;
  std::vector<Shard> shards;
  std::int32_t mongos_count = 0;
  bool use_cluster_backup = false;       // only DescribeDBInstanceAttribute tells
  std::optional<std::vector<Tag>> tags;  // absent: the service did not tell

  [[nodiscard]] bool cloud_disk() const { return storage_type.starts_with("cloud"); }
  [[nodiscard]] bool running() const { return status == "Running"; }
  /// An absent LockMode counts as unlocked.
  [[nodiscard]] bool locked() const { return !lock_mode.empty() && lock_mode != "Unlock"; }
  /// The description, or the id when there is none.
  [[nodiscard]] const std::string& title() const { return description.empty() ? id : description; }
};

struct InstancePage {
  std::vector<Instance> instances;  // all entries; the id of one that has none is empty
  PageFacts facts;
};

/// Whether it carries all of these tags; one whose tags were not told may.
[[nodiscard]] bool may_carry(const Instance& instance, const std::vector<Tag>& tags);

/// DescribeDBInstances. `kind_filter` is DBInstanceType: the service lists replica sets (and
/// standalone ones) unless "sharding" is asked for, so a full listing takes one run per kind. Page
/// sizes are 30, 50 or 100. With `tags` only instances that carry all of them (20 at most; that the
/// service joins them by "and" is inferred).
[[nodiscard]] Call describe_instances(std::string_view region_id, std::string_view kind_filter,
                                      std::int32_t page_number, std::int32_t page_size = 100,
                                      const std::vector<Tag>& tags = {});
[[nodiscard]] Result<InstancePage> read_instances(const response::Answer& answer);

/// DescribeDBInstanceAttribute, one instance in full.
[[nodiscard]] Call describe_instance(std::string_view instance_id);
/// An answer about another instance than the one that was asked for is an Error, as one about none.
[[nodiscard]] Result<Instance> read_instance(const response::Answer& answer,
                                             std::string_view instance_id);
/// What that answer says of the instance, as it came; lives as long as the answer.
[[nodiscard]] Result<const nlohmann::json*> instance_entry(const response::Answer& answer,
                                                           std::string_view instance_id);

struct Region {
  std::string id;    // cn-hangzhou
  std::string name;  // China (Hangzhou)
};
[[nodiscard]] Call describe_regions();
/// A region without an id is an Error.
[[nodiscard]] Result<std::vector<Region>> read_regions(const response::Answer& answer);

}  // namespace dds::api
