#include "core/api/clone.h"

#include <utility>

#include <nlohmann/json.hpp>

#include "core/api/check.h"
#include "core/api/endpoint.h"

namespace dds::api {
namespace {

using nlohmann::json;
using response::member;
using response::text_at;

constexpr std::string_view kPayAsYouGo = "PostPaid";

bool sharded(const Blueprint& source) {
  return source.instance.kind == InstanceKind::ShardedCluster;
}

std::string class_of(const Blueprint& source, const CloneRequest& request) {
  return request.instance_class.empty() ? source.instance.instance_class : request.instance_class;
}
std::int64_t storage_of(const Blueprint& source, const CloneRequest& request) {
  return request.storage_gb > 0 ? request.storage_gb : source.instance.storage_gb;
}

Error untold(std::string_view parameter) {
  return make_error(ErrorCode::MissingParameter,
                    std::string(parameter) +
                        " was not told of the source instance; a clone cannot be ordered without "
                        "it.",
                    std::string(parameter));
}

Status check_request(const Blueprint& source, const CloneRequest& request) {
  if (Status error = check_instance_id("SrcDBInstanceId", source.instance.id)) return error;
  if (Status error = check_client_token(request.client_token)) return error;
  if (!request.description.empty()) {
    if (Status error = check_description(request.description)) return error;
  }
  if (request.point.backup_id.empty() == !request.point.time) {
    return make_error(ErrorCode::MissingParameter,
                      "Give either BackupId or RestoreTime, one of them and not both.", "BackupId");
  }
  if (!request.point.time) {
    if (Status error = check_backup_id(request.point.backup_id)) return error;
  }
  if (sharded(source) && (!request.instance_class.empty() || request.storage_gb > 0)) {
    return invalid("DBInstanceClass",
                   "DBInstanceClass and DBInstanceStorage are of replica sets; the clone of a "
                   "sharded cluster has the source's nodes.");
  }
  if (request.storage_gb < 0 ||
      (request.storage_gb > 0 && request.storage_gb < source.instance.storage_gb)) {
    return invalid("DBInstanceStorage",
                   "DBInstanceStorage is " + std::to_string(request.storage_gb) +
                       " GB; the source has " + std::to_string(source.instance.storage_gb) +
                       " GB, and its clone needs as much at least.");
  }
  return std::nullopt;
}

Status check_source(const Blueprint& source, const CloneRequest& request) {
  if (source.instance.kind == InstanceKind::Serverless)
    return invalid("SrcDBInstanceId", "Serverless instances are not restored here.");
  if (source.instance.region_id.empty()) return untold("RegionId");
  if (Status error = check_region_id(source.instance.region_id)) return error;
  if (source.instance.engine_version.empty()) return untold("EngineVersion");
  if (!sharded(source)) {
    if (class_of(source, request).empty()) return untold("DBInstanceClass");
    if (storage_of(source, request) <= 0) return untold("DBInstanceStorage");
    return std::nullopt;
  }
  if (source.shards.empty()) return untold("ReplicaSet");
  for (const NodeSpec& shard : source.shards) {
    if (shard.node_class.empty() || shard.storage_gb <= 0) return untold("ReplicaSet");
  }
  if (source.mongos.empty()) return untold("Mongos");
  for (const NodeSpec& node : source.mongos) {
    if (node.node_class.empty()) return untold("Mongos");
  }
  if (!source.config_server || source.config_server->node_class.empty() ||
      source.config_server->storage_gb <= 0)
    return untold("ConfigServer");
  return std::nullopt;
}

class Parts {
 public:
  explicit Parts(Parameters& parameters) : parameters_(parameters) {}
  /// Left out when there is none.
  void add(std::string name, std::string value) {
    if (!value.empty()) parameters_.push_back({std::move(name), std::move(value)});
  }
  void add(std::string name, std::int64_t value) {
    if (value > 0) add(std::move(name), std::to_string(value));
  }

 private:
  Parameters& parameters_;
};

void add_replica_set(Parts& parts, const Blueprint& source, const CloneRequest& request) {
  parts.add("DBInstanceClass", class_of(source, request));
  parts.add("DBInstanceStorage", storage_of(source, request));
  parts.add("ReplicationFactor", source.instance.replication_factor);
  if (source.readonly_replicas != "0") parts.add("ReadonlyReplicas", source.readonly_replicas);
}

void add_cluster(Parts& parts, const Blueprint& source) {
  std::size_t number = 0;
  for (const NodeSpec& shard : source.shards) {
    const std::string prefix = "ReplicaSet." + std::to_string(++number) + ".";
    parts.add(prefix + "Class", shard.node_class);
    parts.add(prefix + "Storage", shard.storage_gb);
    parts.add(prefix + "ReadonlyReplicas", shard.readonly_replicas);
  }
  number = 0;
  for (const NodeSpec& node : source.mongos)
    parts.add("Mongos." + std::to_string(++number) + ".Class", node.node_class);
  parts.add("ConfigServer.1.Class", source.config_server->node_class);
  parts.add("ConfigServer.1.Storage", source.config_server->storage_gb);
  parts.add("ProtocolType", source.protocol_type);
}

std::string engine_of(const Blueprint& source) {
  return source.engine.empty() ? "MongoDB" : source.engine;
}

}  // namespace

Result<Call> clone_instance(const Blueprint& source, const CloneRequest& request) {
  if (Status error = check_request(source, request)) return *std::move(error);
  if (Status error = check_source(source, request)) return *std::move(error);
  const Instance& instance = source.instance;
  Call call;
  call.action = sharded(source) ? "CreateShardingDBInstance" : "CreateDBInstance";
  Parts parts(call.parameters);
  parts.add("RegionId", instance.region_id);
  parts.add("ZoneId", instance.zone_id);
  parts.add("SecondaryZoneId", source.secondary_zone_id);
  parts.add("HiddenZoneId", source.hidden_zone_id);
  parts.add("Engine", engine_of(source));
  parts.add("EngineVersion", instance.engine_version);
  parts.add("StorageEngine", source.storage_engine);
  parts.add("StorageType", source.storage_type);
  sharded(source) ? add_cluster(parts, source) : add_replica_set(parts, source, request);
  if (source.storage_type == "cloud_auto")
    parts.add("ProvisionedIops", source.provisioned_iops.value_or(0));
  if (!source.vpc_id.empty()) {
    parts.add("NetworkType", "VPC");
    parts.add("VpcId", source.vpc_id);
    parts.add("VSwitchId", request.vswitch_id.empty() ? source.vswitch_id : request.vswitch_id);
  }
  // That a clone of an encrypted instance must name the key again is inferred; it cannot hurt.
  if (source.encrypted) {
    parts.add("Encrypted", "true");
    parts.add("EncryptionKey", source.encryption_key);
  }
  parts.add("ResourceGroupId", source.resource_group_id);
  parts.add("ChargeType", std::string(kPayAsYouGo));
  parts.add("DBInstanceDescription", request.description);
  parts.add("SrcDBInstanceId", instance.id);
  if (request.point.time) {
    parts.add("RestoreTime", format_utc(*request.point.time));
    parts.add("RestoreType", "1");
  } else {
    parts.add("BackupId", request.point.backup_id);
    if (!sharded(source)) parts.add("RestoreType", "0");
  }
  parts.add("ClientToken", request.client_token);
  return call;
}

Result<CreatedInstance> read_created_instance(const response::Answer& answer) {
  CreatedInstance created{text_at(*answer.data, "DBInstanceId"), text_at(*answer.data, "OrderId")};
  if (created.instance_id.empty()) {
    return make_error(ErrorCode::NotAnAnswer, "The answer names no new instance.", "DBInstanceId");
  }
  return created;
}

Result<Call> describe_clone_price(const Blueprint& source, const CloneRequest& request) {
  if (Status error = check_request(source, request)) return *std::move(error);
  if (Status error = check_source(source, request)) return *std::move(error);
  const Instance& instance = source.instance;
  json item{{"RegionId", instance.region_id},
            {"Engine", engine_of(source)},
            {"EngineVersion", instance.engine_version},
            {"ChargeType", kPayAsYouGo}};
  if (!instance.zone_id.empty()) item["ZoneId"] = instance.zone_id;
  if (!source.storage_type.empty()) item["StorageType"] = source.storage_type;
  if (!sharded(source)) {
    item["DBInstanceClass"] = class_of(source, request);
    item["DBInstanceStorage"] = storage_of(source, request);
    if (instance.replication_factor > 0)
      item["ReplicationFactor"] = std::to_string(instance.replication_factor);
  } else {
    const auto node = [](const NodeSpec& spec) {
      json one{{"nodeClass", spec.node_class}};
      if (spec.storage_gb > 0) one["nodeStorage"] = spec.storage_gb;
      return one;
    };
    item["configServers"] = json::array({node(*source.config_server)});
    for (const NodeSpec& spec : source.mongos) item["mongos"].push_back(node(spec));
    for (const NodeSpec& spec : source.shards) item["shards"].push_back(node(spec));
  }
  return Call{
      "DescribePrice",
      {{"RegionId", instance.region_id},
       {"OrderType", "BUY"},
       {"DBInstances",
        json::array({std::move(item)}).dump(-1, ' ', false, json::error_handler_t::replace)}},
      Format::Json};
}

std::string describe(const Price& price) {
  std::string text = price.to_pay;
  if (!price.currency.empty()) text = price.currency + " " + text;
  const bool reduced = !price.original.empty() && price.original != price.to_pay;
  if (reduced) text += " (" + price.original;
  if (reduced && !price.discount.empty()) text += " less " + price.discount;
  return reduced ? text + ")" : text;
}

Result<Price> read_price(const response::Answer& answer) {
  const json* order = member(*answer.data, "Order");
  Price price;
  if (order) {
    price = {text_at(*order, "Currency"), text_at(*order, "OriginalAmount"),
             text_at(*order, "DiscountAmount"), text_at(*order, "TradeAmount")};
  }
  if (price.to_pay.empty()) {
    return make_error(ErrorCode::NotAnAnswer, "The answer to DescribePrice tells no amount.",
                      "Order");
  }
  return price;
}

Result<Call> delete_instance(std::string_view instance_id, std::string_view client_token) {
  if (Status error = check_instance_id("DBInstanceId", instance_id)) return *std::move(error);
  if (Status error = check_client_token(client_token)) return *std::move(error);
  return Call{
      "DeleteDBInstance",
      {{"DBInstanceId", std::string(instance_id)}, {"ClientToken", std::string(client_token)}},
      Format::Json};
}

}  // namespace dds::api
