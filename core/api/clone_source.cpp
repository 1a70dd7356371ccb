// What the source of a clone tells about itself, and whether an instance is there at all.
#include <limits>
#include <utility>

#include <nlohmann/json.hpp>

#include "core/api/clone.h"
#include "core/response/lists.h"

namespace dds::api {
namespace {

using nlohmann::json;
using response::BodyFormat;
using response::boolean_at;
using response::integer_at;
using response::ListName;
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

constexpr ListName kShards{"ShardList", "ShardAttribute"};
constexpr ListName kMongos{"MongosList", "MongosAttribute"};
constexpr ListName kConfigServers{"ConfigserverList", "ConfigserverAttribute"};

Status read_nodes(std::vector<NodeSpec>& nodes, const json& object, BodyFormat format,
                  const ListName& list) {
  const auto entries = read_inner_list(object, format, list);
  if (!entries) return entries.error();
  for (const json* node : entries->value_or(response::Entries{})) {
    NodeSpec spec;
    spec.node_class = text_at(*node, "NodeClass");
    spec.storage_gb = integer_at(*node, "NodeStorage").value_or(0);
    const auto readonly = integer_at(*node, "ReadonlyReplicas");
    if (readonly && *readonly > 0 && *readonly < std::numeric_limits<std::int32_t>::max())
      spec.readonly_replicas = static_cast<std::int32_t>(*readonly);
    nodes.push_back(std::move(spec));
  }
  return std::nullopt;
}

// Where the instance itself tells no network, its nodes may. What cannot be read tells none.
std::string network_at(const json& object, BodyFormat format, std::string_view name) {
  if (std::string text = text_at(object, name); !text.empty()) return text;
  const auto entries = read_inner_list(object, format, kMongos);
  if (!entries || !*entries) return {};
  for (const json* node : **entries) {
    if (std::string text = text_at(*node, name); !text.empty()) return text;
  }
  return {};
}

Result<Blueprint> blueprint_of(const json& object, BodyFormat format) {
  Blueprint source;
  source.engine = text_at(object, "Engine");
  source.storage_engine = text_at(object, "StorageEngine");
  source.storage_type = orderable(text_at(object, "StorageType"));
  source.network_type = text_at(object, "NetworkType");
  source.vpc_id = network_at(object, format, "VPCId");
  source.vswitch_id = network_at(object, format, "VSwitchId");
  source.secondary_zone_id = text_at(object, "SecondaryZoneId");
  source.hidden_zone_id = text_at(object, "HiddenZoneId");
  source.resource_group_id = text_at(object, "ResourceGroupId");
  source.readonly_replicas = text_at(object, "ReadonlyReplicas");
  source.provisioned_iops = integer_at(object, "ProvisionedIops");
  source.encrypted = boolean_at(object, "Encrypted").value_or(false);
  source.encryption_key = text_at(object, "EncryptionKey");
  source.protocol_type = text_at(object, "ProtocolType");
  source.release_protected = boolean_at(object, "DBInstanceReleaseProtection").value_or(false);
  std::vector<NodeSpec> config;
  for (const auto& [nodes, list] :
       {std::pair{&source.shards, kShards}, {&source.mongos, kMongos}, {&config, kConfigServers}}) {
    if (Status problem = read_nodes(*nodes, object, format, list)) return *std::move(problem);
  }
  if (!config.empty()) source.config_server = config.front();
  return source;
}

}  // namespace

Result<Blueprint> read_blueprint(const response::Answer& answer, std::string_view instance_id) {
  Result<Instance> instance = read_instance(answer, instance_id);
  if (!instance) return instance.error();
  const Result<const json*> entry = instance_entry(answer, instance_id);
  if (!entry) return entry.error();
  Result<Blueprint> source = blueprint_of(**entry, answer.format);
  if (source) source->instance = *std::move(instance);
  return source;
}

Result<std::optional<Instance>> read_instance_if_any(const response::Answer& answer,
                                                     std::string_view instance_id) {
  const Result<response::Entries> entries =
      response::read_list(answer, "DescribeDBInstanceAttribute", {"DBInstances", "DBInstance"});
  if (!entries) return entries.error();
  // Only a list that is there and empty says that the instance is not.
  if (entries->empty()) return std::optional<Instance>{};
  Result<Instance> instance = read_instance(answer, instance_id);
  if (!instance) return instance.error();
  return std::optional<Instance>{*std::move(instance)};
}

bool is_no_such_instance(const response::ApiError& error) {
  // Terraform's Dds provider, the official list of codes, and other database products, in turn.
  return error.code == "InvalidDBInstanceId.NotFound" ||
         error.code == "InvalidInstanceId.NotFound" || error.code == "Forbidden.InstanceNotFound";
}

}  // namespace dds::api
