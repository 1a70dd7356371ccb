// What the source of a clone tells about itself, and whether an instance is there at all.
#include <limits>

#include "core/api/clone.h"

namespace dds::api {
namespace {

using nlohmann::json;
using response::boolean_at;
using response::integer_at;
using response::list_at;
using response::member;
using response::text_at;

// DescribeDBInstances says "cloud_essd" for all levels, which cannot be ordered.
std::string orderable(const std::string& storage_type) {
  for (const char* known :
       {"cloud_essd1", "cloud_essd2", "cloud_essd3", "cloud_auto", "local_ssd"}) {
    if (storage_type == known) return storage_type;
  }
  return {};
}

std::vector<NodeSpec> nodes_at(const json& object, std::string_view list, std::string_view item) {
  std::vector<NodeSpec> nodes;
  const json* outer = member(object, list);
  if (!outer) return nodes;
  for (const json* node : list_at(*outer, item)) {
    NodeSpec spec;
    spec.node_class = text_at(*node, "NodeClass");
    spec.storage_gb = integer_at(*node, "NodeStorage").value_or(0);
    const auto readonly = integer_at(*node, "ReadonlyReplicas");
    if (readonly && *readonly > 0 && *readonly < std::numeric_limits<std::int32_t>::max())
      spec.readonly_replicas = static_cast<std::int32_t>(*readonly);
    nodes.push_back(std::move(spec));
  }
  return nodes;
}

// Where the instance itself tells no network, its nodes may.
std::string network_at(const json& object, std::string_view name) {
  if (std::string text = text_at(object, name); !text.empty()) return text;
  const json* mongos = member(object, "MongosList");
  if (!mongos) return {};
  for (const json* node : list_at(*mongos, "MongosAttribute")) {
    if (std::string text = text_at(*node, name); !text.empty()) return text;
  }
  return {};
}

Blueprint blueprint_of(const json& object) {
  Blueprint source;
  source.engine = text_at(object, "Engine");
  source.storage_engine = text_at(object, "StorageEngine");
  source.storage_type = orderable(text_at(object, "StorageType"));
  source.network_type = text_at(object, "NetworkType");
  source.vpc_id = network_at(object, "VPCId");
  source.vswitch_id = network_at(object, "VSwitchId");
  source.secondary_zone_id = text_at(object, "SecondaryZoneId");
  source.hidden_zone_id = text_at(object, "HiddenZoneId");
  source.resource_group_id = text_at(object, "ResourceGroupId");
  source.readonly_replicas = text_at(object, "ReadonlyReplicas");
  source.provisioned_iops = integer_at(object, "ProvisionedIops");
  source.encrypted = boolean_at(object, "Encrypted").value_or(false);
  source.encryption_key = text_at(object, "EncryptionKey");
  source.protocol_type = text_at(object, "ProtocolType");
  source.release_protected = boolean_at(object, "DBInstanceReleaseProtection").value_or(false);
  source.shards = nodes_at(object, "ShardList", "ShardAttribute");
  source.mongos = nodes_at(object, "MongosList", "MongosAttribute");
  const std::vector<NodeSpec> config =
      nodes_at(object, "ConfigserverList", "ConfigserverAttribute");
  if (!config.empty()) source.config_server = config.front();
  return source;
}

}  // namespace

Result<Blueprint> read_blueprint(const response::Answer& answer) {
  Result<Instance> instance = read_instance(answer);
  if (!instance) return instance.error();
  for (const json* object : list_at(answer.data, "DBInstances", "DBInstance")) {
    if (text_at(*object, "DBInstanceId") != instance->id) continue;
    Blueprint source = blueprint_of(*object);
    source.instance = *std::move(instance);
    return source;
  }
  return make_error(ErrorCode::NotAnAnswer, "The answer names no instance.", "DBInstances");
}

Result<std::optional<Instance>> read_instance_if_any(const response::Answer& answer) {
  const json* list = member(answer.data, "DBInstances");
  // Only a list that is there and empty says that the instance is not.
  const bool is_list =
      list && (list->is_structured() || text_at(answer.data, "DBInstances").empty());
  if (is_list && list_at(answer.data, "DBInstances", "DBInstance").empty())
    return std::optional<Instance>{};
  Result<Instance> instance = read_instance(answer);
  if (!instance) return instance.error();
  return std::optional<Instance>{*std::move(instance)};
}

bool is_no_such_instance(const response::ApiError& error) {
  // Terraform's Dds provider, the official list of codes, and other database products, in turn.
  return error.code == "InvalidDBInstanceId.NotFound" ||
         error.code == "InvalidInstanceId.NotFound" || error.code == "Forbidden.InstanceNotFound";
}

}  // namespace dds::api
