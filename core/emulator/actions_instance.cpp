// DescribeDBInstances and DescribeDBInstanceAttribute. Source: API reference of both; fields that
// mean nothing without a real network or a bill are left out.
#include <algorithm>

#include <nlohmann/json.hpp>

#include "core/emulator/actions.h"
#include "core/emulator/instance_filter.h"

namespace dds::emulator {
namespace {

using nlohmann::json;

constexpr std::string_view kDomain = ".mongodb.rds.aliyuncs.com";
constexpr int kPort = 3717;

// The list knows no performance level: cloud_essd1 is cloud_essd there.
std::string storage_family(const std::string& storage_type) {
  return storage_type.starts_with("cloud_essd") ? "cloud_essd" : storage_type;
}

json tags(const Instance& instance) {
  json list = json::array();
  for (const Tag& tag : instance.tags) list.push_back(json{{"Key", tag.key}, {"Value", tag.value}});
  return json{{"Tag", std::move(list)}};
}

std::string expire_time(const Instance& instance) {
  if (instance.charge_type != "PrePaid") return {};
  return format_utc(instance.created + std::chrono::days(365), TimeForm::Minutes);
}

json common_fields(const Instance& instance) {
  return {
      {"ChargeType", instance.charge_type},
      {"CreationTime", format_utc(instance.created)},
      {"DBInstanceClass", instance.instance_class},
      {"DBInstanceDescription", instance.description},
      {"DBInstanceId", instance.id},
      {"DBInstanceStatus", instance.status},
      {"DBInstanceStorage", instance.storage_gb},
      {"DBInstanceType", instance.type},
      {"DestroyTime", ""},
      {"Engine", "MongoDB"},
      {"EngineVersion", instance.engine_version},
      {"ExpireTime", expire_time(instance)},
      {"HiddenZoneId", instance.hidden_zone_id},
      {"KindCode", instance.cloud_disk() ? "18" : "1"},
      {"LastDowngradeTime", ""},
      {"LockMode", instance.lock_mode},
      {"NetworkType", "VPC"},
      {"RegionId", instance.region_id},
      {"ReplicationFactor", instance.sharded() ? "" : std::to_string(instance.replication_factor)},
      {"ResourceGroupId", kResourceGroup},
      {"SecondaryZoneId", instance.secondary_zone_id},
      {"Tags", tags(instance)},
      {"VpcAuthMode", "Close"},
      {"ZoneId", instance.zone_id}};
}

json listed_instance(const Instance& instance) {
  json entry = common_fields(instance);
  entry["BackupRetentionPolicy"] = instance.policy.on_deletion;
  entry["StorageType"] = storage_family(instance.storage_type);
  if (!instance.sharded()) return entry;
  json mongos = json::array();
  for (const Node& node : instance.mongos) {
    mongos.push_back(json{{"NodeClass", node.node_class},
                          {"NodeDescription", node.description},
                          {"NodeId", node.id}});
  }
  json shards = json::array();
  for (const Node& node : instance.shards) {
    shards.push_back(json{{"NodeClass", node.node_class},
                          {"NodeDescription", node.description},
                          {"NodeId", node.id},
                          {"NodeStorage", node.storage_gb},
                          {"ReadonlyReplicas", 0}});
  }
  entry["MongosList"] = {{"MongosAttribute", std::move(mongos)}};
  entry["ShardList"] = {{"ShardAttribute", std::move(shards)}};
  return entry;
}

std::string kernel_version(const Instance& instance) {
  return "mongodb_20250613_" + instance.engine_version + ".25";
}

json node_fields(const Instance& instance, const Node& node, int max_connections) {
  return {{"ConnectString", node.id + std::string(kDomain)},
          {"CurrentKernelVersion", kernel_version(instance)},
          {"LockMode", instance.lock_mode},
          {"MaxConnections", max_connections},
          {"MaxIOPS", 8000},
          {"NodeClass", node.node_class},
          {"NodeDescription", node.description},
          {"NodeId", node.id},
          {"Port", kPort},
          {"Status", instance.status}};
}

void add_nodes(json& entry, const Instance& instance) {
  json mongos = json::array();
  for (const Node& node : instance.mongos) {
    json fields = node_fields(instance, node, 4000);
    fields["ConnectSting"] = fields["ConnectString"];  // both spellings are in the answer
    fields["VPCId"] = vpc_of(instance);
    fields["VSwitchId"] = vswitch_of(instance);
    fields["VpcCloudInstanceId"] = node.id;
    mongos.push_back(std::move(fields));
  }
  json shards = json::array();
  for (const Node& node : instance.shards) {
    json fields = node_fields(instance, node, 8000);
    fields["NodeStorage"] = node.storage_gb;
    fields["ReadonlyReplicas"] = 0;
    shards.push_back(std::move(fields));
  }
  const Node config{instance.id + "-cs", "configserver", "dds.cs.mid", 20, 0};
  json config_servers = json::array();
  config_servers.push_back(node_fields(instance, config, 1000));
  config_servers.back()["NodeStorage"] = config.storage_gb;
  entry["ConfigserverList"] = {{"ConfigserverAttribute", std::move(config_servers)}};
  entry["MongosList"] = {{"MongosAttribute", std::move(mongos)}};
  entry["ShardList"] = {{"ShardAttribute", std::move(shards)}};
}

json replica_sets(const Instance& instance) {
  json list = json::array();
  const int visible = std::min(instance.replication_factor, 2);  // the third node is hidden
  for (int i = 0; i < visible; ++i) {
    list.push_back(json{{"ConnectionDomain", connection_domain(instance, i)},
                        {"ConnectionPort", std::to_string(kPort)},
                        {"NetworkType", "VPC"},
                        {"ReplicaSetRole", i == 0 ? "Primary" : "Secondary"},
                        {"VPCCloudInstanceId", instance.id},
                        {"VPCId", vpc_of(instance)},
                        {"VSwitchId", vswitch_of(instance)}});
  }
  return json{{"ReplicaSet", std::move(list)}};
}

json full_instance(const Instance& instance) {
  json entry = common_fields(instance);
  entry["BurstingEnabled"] = false;
  entry["CurrentKernelVersion"] = kernel_version(instance);
  entry["DBInstanceOrderStatus"] = "all_completed";
  entry["DBInstanceReleaseProtection"] = instance.release_protection;
  entry["Encrypted"] = false;
  entry["MaintainEndTime"] = "22:00Z";
  entry["MaintainStartTime"] = "18:00Z";
  entry["MaxConnections"] = 2000;
  entry["MaxIOPS"] = 8000;
  entry["ProtocolType"] = "mongodb";
  entry["ReadonlyReplicas"] = "0";
  entry["StorageEngine"] = "WiredTiger";
  entry["StorageType"] = instance.storage_type;
  entry["SyncPercent"] = "";
  entry["UseClusterBackup"] = instance.cluster_backup;
  entry["VPCCloudInstanceIds"] = instance.id;
  entry["VPCId"] = vpc_of(instance);
  entry["VSwitchId"] = vswitch_of(instance);
  if (instance.sharded()) {
    add_nodes(entry, instance);
  } else {
    entry["ReplicaSetName"] =
        "mgset-" + std::to_string(10'000'000 + fingerprint(instance.id) % 90'000'000);
    entry["ReplicaSets"] = replica_sets(instance);
  }
  return entry;
}

}  // namespace

ActionResult describe_db_instances(ActionContext& context) {
  const Outcome<std::string> region = asked_region(context);
  if (const auto* refusal = std::get_if<Refusal>(&region)) return *refusal;
  const Outcome<Page> paging = asked_page(context, "PageNumber");
  if (const auto* refusal = std::get_if<Refusal>(&paging)) return *refusal;
  const Outcome<InstanceFilter> filter = read_instance_filter(context.incoming);
  if (const auto* refusal = std::get_if<Refusal>(&filter)) return *refusal;

  std::vector<const Instance*> found;
  for (std::size_t place = 0; place < context.account.size(); ++place) {
    const Instance& instance = context.account.at(place);
    if (!instance.released && instance.region_id == *std::get_if<0>(&region) &&
        std::get_if<0>(&filter)->matches(instance)) {
      found.push_back(&instance);
    }
  }
  const Page page = *std::get_if<0>(&paging);
  json list = json::array();
  page.each(found, [&](const Instance* instance) { list.push_back(listed_instance(*instance)); });
  return json{{"DBInstances", {{"DBInstance", std::move(list)}}},
              {"PageNumber", page.number},
              {"PageSize", page.size},
              {"TotalCount", found.size()}};
}

ActionResult describe_db_instance_attribute(ActionContext& context) {
  const std::string_view deleted = context.incoming.text("IsDelete");
  if (!deleted.empty() && deleted != "true" && deleted != "false") return refuse_value("IsDelete");
  const Outcome<const Instance*> named =
      deleted == "true" ? named_released_instance(context) : named_instance(context);
  if (const auto* refusal = std::get_if<Refusal>(&named)) return *refusal;
  json list = json::array();
  list.push_back(full_instance(**std::get_if<0>(&named)));
  return json{{"DBInstances", {{"DBInstance", std::move(list)}}}};
}

}  // namespace dds::emulator
