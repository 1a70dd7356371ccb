#include "core/api/instance.h"

#include <algorithm>
#include <limits>
#include <utility>

#include <nlohmann/json.hpp>

#include "core/api/check.h"
#include "core/base/ascii.h"
#include "core/response/lists.h"

namespace dds::api {
namespace {

using nlohmann::json;
using response::id_at;
using response::integer_at;
using response::ListName;
using response::member;
using response::text_at;

constexpr ListName kInstances{"DBInstances", "DBInstance"};
constexpr ListName kRegions{"Regions", "DdsRegion"};

// Texts and numbers alike; what is no number of that size counts as absent.
std::int32_t small(std::optional<std::int64_t> value, std::int32_t fallback) {
  if (!value || *value < 0 || *value > std::numeric_limits<std::int32_t>::max()) return fallback;
  return static_cast<std::int32_t>(*value);
}

InstanceKind kind_of(std::string_view type, std::int32_t replication_factor) {
  if (type == "sharding") return InstanceKind::ShardedCluster;
  if (type == "serverless") return InstanceKind::Serverless;
  // Standalone instances are listed as "replicate"; what tells them apart is their single node
  // (inferred: no field says "standalone").
  return replication_factor == 1 ? InstanceKind::Standalone : InstanceKind::ReplicaSet;
}

Result<Instance> read_one(const json& object, response::BodyFormat format) {
  Instance instance;
  instance.id = id_at(object, "DBInstanceId");
  instance.description = text_at(object, "DBInstanceDescription");
  instance.status = text_at(object, "DBInstanceStatus");
  instance.lock_mode = text_at(object, "LockMode");
  instance.storage_type = text_at(object, "StorageType");
  instance.engine_version = text_at(object, "EngineVersion");
  instance.instance_class = text_at(object, "DBInstanceClass");
  instance.region_id = text_at(object, "RegionId");
  instance.zone_id = text_at(object, "ZoneId");
  instance.charge_type = text_at(object, "ChargeType");
  instance.storage_gb = integer_at(object, "DBInstanceStorage").value_or(0);
  instance.replication_factor = small(integer_at(object, "ReplicationFactor"), 0);
  instance.kind = kind_of(text_at(object, "DBInstanceType"), instance.replication_factor);
  instance.created = response::time_at(object, "CreationTime");
  instance.use_cluster_backup = response::boolean_at(object, "UseClusterBackup").value_or(false);
  const auto tags = read_inner_list(object, format, {"Tags", "Tag"});
  if (!tags) return tags.error();
  if (*tags) {
    instance.tags.emplace();
    for (const json* tag : **tags)
      instance.tags->push_back({text_at(*tag, "Key"), text_at(*tag, "Value")});
  }
  const auto shards = read_inner_list(object, format, {"ShardList", "ShardAttribute"});
  if (!shards) return shards.error();
  for (const json* shard : shards->value_or(response::Entries{})) {
    instance.shards.push_back({id_at(*shard, "NodeId"), text_at(*shard, "NodeDescription"),
                               text_at(*shard, "NodeClass"),
                               integer_at(*shard, "NodeStorage").value_or(0)});
    // Without it the sets of this shard could not be asked for.
    if (instance.shards.back().node_id.empty())
      return response::incomplete_entry("ShardList", "NodeId");
  }
  const auto mongos = read_inner_list(object, format, {"MongosList", "MongosAttribute"});
  if (!mongos) return mongos.error();
  if (*mongos) instance.mongos_count = static_cast<std::int32_t>((*mongos)->size());
  return instance;
}

}  // namespace

std::string_view name(InstanceKind kind) {
  switch (kind) {
    case InstanceKind::Standalone: return "Standalone";
    case InstanceKind::ReplicaSet: return "Replica set";
    case InstanceKind::ShardedCluster: return "Sharded cluster";
    case InstanceKind::Serverless: return "Serverless";
  }
  return {};
}

Call describe_instances(std::string_view region_id, std::string_view kind_filter,
                        std::int32_t page_number, std::int32_t page_size,
                        const std::vector<Tag>& tags) {
  Call call{"DescribeDBInstances", {}, Format::Json};
  if (!region_id.empty()) call.parameters.push_back({"RegionId", std::string(region_id)});
  if (!kind_filter.empty()) call.parameters.push_back({"DBInstanceType", std::string(kind_filter)});
  call.parameters.push_back({"PageNumber", std::to_string(page_number)});
  call.parameters.push_back({"PageSize", std::to_string(page_size)});
  for (std::size_t i = 0; i < tags.size(); ++i) {
    const std::string name = "Tag." + std::to_string(i + 1);
    call.parameters.push_back({name + ".Key", tags[i].key});
    call.parameters.push_back({name + ".Value", tags[i].value});
  }
  return call;
}

bool may_carry(const Instance& instance, const std::vector<Tag>& tags) {
  if (!instance.tags) return true;
  return std::all_of(tags.begin(), tags.end(), [&](const Tag& tag) {
    return std::find(instance.tags->begin(), instance.tags->end(), tag) != instance.tags->end();
  });
}

Result<InstancePage> read_instances(const response::Answer& answer) {
  const Result<response::Entries> entries =
      response::read_list(answer, "DescribeDBInstances", kInstances);
  if (!entries) return entries.error();
  InstancePage page;
  for (const json* entry : *entries) {
    Result<Instance> instance = read_one(*entry, answer.format);
    if (!instance) return instance.error();
    page.instances.push_back(*std::move(instance));
  }
  page.facts = read_page_facts(answer);
  return page;
}

Call describe_instance(std::string_view instance_id) {
  return {
      "DescribeDBInstanceAttribute", {{"DBInstanceId", std::string(instance_id)}}, Format::Json};
}

Result<const json*> instance_entry(const response::Answer& answer, std::string_view instance_id) {
  const Result<response::Entries> entries =
      response::read_list(answer, "DescribeDBInstanceAttribute", kInstances);
  if (!entries) return entries.error();
  std::string other;
  for (const json* entry : *entries) {
    const std::string id = id_at(*entry, "DBInstanceId");
    if (equal_ignoring_case(id, instance_id)) return entry;
    if (other.empty()) other = id;
  }
  const std::string about =
      other.empty() ? "names no instance" : "is about another instance: " + shown(other);
  return make_error(ErrorCode::NotAnAnswer,
                    "The answer to DescribeDBInstanceAttribute " + about + ".", "DBInstanceId");
}

Result<Instance> read_instance(const response::Answer& answer, std::string_view instance_id) {
  const Result<const json*> entry = instance_entry(answer, instance_id);
  if (!entry) return entry.error();
  return read_one(**entry, answer.format);
}

Call describe_regions() {
  return {"DescribeRegions", {{"AcceptLanguage", "en"}}, Format::Json};
}

Result<std::vector<Region>> read_regions(const response::Answer& answer) {
  const Result<response::Entries> entries =
      response::read_list(answer, "DescribeRegions", kRegions);
  if (!entries) return entries.error();
  std::vector<Region> regions;
  for (const json* entry : *entries) {
    Region region{id_at(*entry, "RegionId"), text_at(*entry, "RegionName")};
    if (region.id.empty()) return response::incomplete_entry(kRegions.list, "RegionId");
    regions.push_back(std::move(region));
  }
  if (Status problem = check_count(answer, regions.size(), "regions")) return *problem;
  return regions;
}

}  // namespace dds::api
