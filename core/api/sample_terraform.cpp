// The actions that Terraform has a resource for, and which argument takes which parameter. Source:
// the documentation of the provider aliyun/alicloud (resources mongodb_*), read in 2026; untested.
#include <algorithm>
#include <array>
#include <map>
#include <span>

#include "core/api/sample_parts.h"

namespace dds::api::samples {
namespace {

enum class Kind { Text, Bare, List };  // "a", 10 or true, ["a", "b"] of a comma list

struct Argument {
  std::string_view parameter;
  std::string_view argument;
  Kind kind = Kind::Text;
};

constexpr std::array<Argument, 26> kInstance{
    {{"EngineVersion", "engine_version"},
     {"DBInstanceClass", "db_instance_class"},
     {"DBInstanceStorage", "db_instance_storage", Kind::Bare},
     {"DBInstanceDescription", "name"},
     {"StorageEngine", "storage_engine"},
     {"StorageType", "storage_type"},
     {"ProvisionedIops", "provisioned_iops", Kind::Bare},
     {"VpcId", "vpc_id"},
     {"VSwitchId", "vswitch_id"},
     {"ZoneId", "zone_id"},
     {"SecondaryZoneId", "secondary_zone_id"},
     {"HiddenZoneId", "hidden_zone_id"},
     {"ReplicationFactor", "replication_factor", Kind::Bare},
     {"ReadonlyReplicas", "readonly_replicas", Kind::Bare},
     {"NetworkType", "network_type"},
     {"ChargeType", "instance_charge_type"},
     {"Period", "period", Kind::Bare},
     {"AutoRenew", "auto_renew", Kind::Bare},
     {"SecurityIPList", "security_ip_list", Kind::List},
     {"AccountPassword", "account_password"},
     {"Encrypted", "encrypted", Kind::Bare},
     {"EncryptionKey", "cloud_disk_encryption_key"},
     {"ResourceGroupId", "resource_group_id"},
     {"SrcDBInstanceId", ""},
     {"BackupId", ""},
     {"RestoreTime", ""}}};

constexpr std::array<Argument, 16> kSharding{{{"EngineVersion", "engine_version"},
                                              {"DBInstanceDescription", "name"},
                                              {"StorageEngine", "storage_engine"},
                                              {"StorageType", "storage_type"},
                                              {"ProvisionedIops", "provisioned_iops", Kind::Bare},
                                              {"ProtocolType", "protocol_type"},
                                              {"VpcId", "vpc_id"},
                                              {"VSwitchId", "vswitch_id"},
                                              {"ZoneId", "zone_id"},
                                              {"NetworkType", "network_type"},
                                              {"ChargeType", "instance_charge_type"},
                                              {"Period", "period", Kind::Bare},
                                              {"AutoRenew", "auto_renew", Kind::Bare},
                                              {"SecurityIPList", "security_ip_list", Kind::List},
                                              {"AccountPassword", "account_password"},
                                              {"ResourceGroupId", "resource_group_id"}}};

constexpr std::array<Argument, 8> kPolicy{
    {{"PreferredBackupTime", "backup_time"},
     {"PreferredBackupPeriod", "backup_period", Kind::List},
     {"BackupRetentionPeriod", "backup_retention_period", Kind::Bare},
     {"BackupRetentionPolicyOnClusterDeletion", "backup_retention_policy_on_cluster_deletion",
      Kind::Bare},
     {"EnableBackupLog", "enable_backup_log", Kind::Bare},
     {"LogBackupRetentionPeriod", "log_backup_retention_period", Kind::Bare},
     {"SnapshotBackupType", "snapshot_backup_type"},
     {"BackupInterval", "backup_interval"}}};

constexpr std::array<Argument, 3> kBackup{
    {{"DBInstanceId", "db_instance_id"},
     {"BackupMethod", "backup_method"},
     {"BackupRetentionPeriod", "backup_retention_period", Kind::Bare}}};

constexpr std::array<Argument, 4> kAccount{{{"DBInstanceId", "instance_id"},
                                            {"AccountName", "account_name"},
                                            {"AccountPassword", "account_password"},
                                            {"CharacterType", "character_type"}}};

struct Resource {
  std::string_view action;
  std::string_view type;
  std::span<const Argument> arguments;
  std::string_view note;  // a comment in the resource
};

constexpr std::string_view kPolicyNote =
    "  # Beside the arguments that the instance has already; an instance that Terraform does not\n"
    "  # manage yet comes in by terraform import.\n";

constexpr std::array<Resource, 5> kResources{{
    {"CreateDBInstance", "alicloud_mongodb_instance", kInstance, {}},
    {"CreateShardingDBInstance", "alicloud_mongodb_sharding_instance", kSharding, {}},
    {"ModifyBackupPolicy", "alicloud_mongodb_instance", kPolicy, kPolicyNote},
    {"CreateBackup", "alicloud_mongodb_backup", kBackup,
     "  # Provider 1.292.0 or later; destroying the resource deletes the set.\n"},
    {"CreateAccount", "alicloud_mongodb_account", kAccount, {}},
}};

// A list of objects becomes a block for each: ReplicaSet.2.Class is node_class of the second
// shard_list.
struct Block {
  std::string_view list;
  std::string_view block;
};
constexpr std::array<Block, 3> kBlocks{{{"Mongos", "mongo_list"},
                                        {"ReplicaSet", "shard_list"},
                                        {"ConfigServer", "config_server_list"}}};

struct Member {
  std::string_view member;
  std::string_view argument;
  Kind kind = Kind::Text;
};
constexpr std::array<Member, 3> kMembers{{{"Class", "node_class"},
                                          {"Storage", "node_storage", Kind::Bare},
                                          {"ReadonlyReplicas", "readonly_replicas", Kind::Bare}}};

struct FlatName {
  std::string_view list;
  std::string_view number;
  std::string_view member;
};

FlatName split(std::string_view name) {
  const std::size_t first = name.find('.');
  if (first == std::string_view::npos) return {name, {}, {}};
  const std::size_t second = name.find('.', first + 1);
  if (second == std::string_view::npos) return {name, name.substr(first + 1), {}};
  return {name.substr(0, first), name.substr(first + 1, second - first - 1),
          name.substr(second + 1)};
}

// A number or a truth value, as it is; anything else goes between quotes.
bool can_be_bare(std::string_view text) {
  if (text == "true" || text == "false") return true;
  if (text.starts_with('-')) text.remove_prefix(1);
  return !text.empty() && text.size() < 16 &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::string list_literal(std::string_view text) {
  std::string out = "[";
  while (true) {
    const std::size_t comma = text.find(',');
    out += (out.size() > 1 ? ", " : "") + quoted(Quoting::Terraform, text.substr(0, comma));
    if (comma == std::string_view::npos) return out + "]";
    text.remove_prefix(comma + 1);
  }
}

std::string literal(const std::string& text, Kind kind) {
  if (kind == Kind::List) return list_literal(text);
  if (kind == Kind::Bare && can_be_bare(text)) return text;
  return quoted(Quoting::Terraform, text);
}

// What of the call is said in the resource, and what has no place there.
struct Body {
  std::string arguments;
  std::map<std::string, std::string> blocks;  // "shard_list 0002" and the like -> its lines
  std::map<std::string, std::string> tags;    // number -> its line's parts
  std::string left_out;
  std::string variables;
};

std::string lower_variable(std::string_view argument) {
  return "variable \"" + std::string(argument) +
         "\" {\n  type      = string\n  sensitive = true\n}\n\n";
}

bool put_argument(Body& body, const Resource& resource, const Value& value) {
  const auto at = std::find_if(resource.arguments.begin(), resource.arguments.end(),
                               [&](const Argument& one) { return one.parameter == value.name; });
  if (at == resource.arguments.end() || at->argument.empty()) return false;
  const std::string argument(at->argument);
  body.arguments += "  " + argument + " = ";
  if (value.secret()) {
    body.variables += lower_variable(argument);
    body.arguments += "var." + argument + "\n";
  } else {
    body.arguments += literal(value.text, at->kind) + "\n";
  }
  return true;
}

bool put_block(Body& body, const Resource& resource, const Value& value) {
  if (resource.type != "alicloud_mongodb_sharding_instance") return false;
  const FlatName name = split(value.name);
  const auto block = std::find_if(kBlocks.begin(), kBlocks.end(),
                                  [&](const Block& one) { return one.list == name.list; });
  const auto member = std::find_if(kMembers.begin(), kMembers.end(),
                                   [&](const Member& one) { return one.member == name.member; });
  if (block == kBlocks.end() || member == kMembers.end() || name.number.size() > 9) return false;
  const std::string order = std::string(9 - name.number.size(), '0') + std::string(name.number);
  body.blocks[std::string(block->block) + " " + order] +=
      "    " + std::string(member->argument) + " = " + literal(value.text, member->kind) + "\n";
  return true;
}

const std::string* text_of(const Sample& sample, const std::string& name) {
  for (const Value& value : sample.values) {
    if (value.name == name) return &value.text;
  }
  return nullptr;
}

bool put_tag(Body& body, const Sample& sample, const Value& value) {
  const FlatName name = split(value.name);
  if (name.list != "Tag" || (name.member != "Key" && name.member != "Value")) return false;
  const std::string number(name.number);
  const std::string* key = text_of(sample, "Tag." + number + ".Key");
  if (key == nullptr) return false;
  const std::string* text = text_of(sample, "Tag." + number + ".Value");
  body.tags[number] = "    " + quoted(Quoting::Terraform, *key) + " = " +
                      quoted(Quoting::Terraform, text != nullptr ? *text : std::string()) + "\n";
  return true;
}

bool is_policy(const Resource& resource) {
  return resource.action == "ModifyBackupPolicy";
}

bool has_own_place(const Resource& resource, const Value& value) {
  if (value.name == "RegionId") return true;  // the provider's
  return is_policy(resource) && (value.name == "DBInstanceId" || value.name == "InstanceType");
}

Body read(const Sample& sample, const Resource& resource) {
  Body body;
  const bool tagged = resource.action.ends_with("DBInstance");
  for (const Value& value : sample.values) {
    if (has_own_place(resource, value) || put_argument(body, resource, value) ||
        put_block(body, resource, value) || (tagged && put_tag(body, sample, value))) {
      continue;
    }
    body.left_out += "  # Terraform has no argument for " + value.name + ".\n";
  }
  return body;
}

std::string resource_text(const Sample& sample, const Resource& resource, const Body& body) {
  const std::string* kind = text_of(sample, "InstanceType");
  const bool sharding = is_policy(resource) && kind != nullptr && *kind == "sharding";
  const std::string type =
      sharding ? "alicloud_mongodb_sharding_instance" : std::string(resource.type);
  std::string text = "resource \"" + type + "\" \"example\" {\n" + std::string(resource.note);
  text += body.arguments;
  for (const auto& [name, lines] : body.blocks)
    text += "  " + name.substr(0, name.find(' ')) + " {\n" + lines + "  }\n";
  if (!body.tags.empty()) text += "  tags = {\n";
  for (const auto& [number, line] : body.tags) text += line;
  if (!body.tags.empty()) text += "  }\n";
  text += body.left_out + "}\n";
  const std::string* id = text_of(sample, "DBInstanceId");
  if (is_policy(resource) && id != nullptr && !id->empty()) {
    text += "\nimport {\n  to = " + type + ".example\n  id = " + quoted(Quoting::Terraform, *id) +
            "\n}\n";
  }
  return text;
}

}  // namespace

Result<std::string> terraform(const Sample& sample) {
  const auto resource =
      std::find_if(kResources.begin(), kResources.end(),
                   [&](const Resource& one) { return one.action == sample.action; });
  if (resource == kResources.end()) {
    return make_error(ErrorCode::UnknownAction,
                      "Terraform has no resource for " + sample.action +
                          "; it has for CreateDBInstance, CreateShardingDBInstance, "
                          "ModifyBackupPolicy, CreateBackup and CreateAccount.",
                      "Action");
  }
  const Body body = read(sample, *resource);
  std::string text = head(sample, "#", {}, true);
  if (!body.variables.empty()) {
    text +=
        "# A password is given to Terraform as "
        "TF_VAR_account_password=\"$DDS_ACCOUNT_PASSWORD\".\n";
  }
  text +=
      "terraform {\n  required_providers {\n    alicloud = {\n      source = \"aliyun/alicloud\"\n"
      "    }\n  }\n}\n\n";
  text += "provider \"alicloud\" {\n  region = " + quoted(Quoting::Terraform, sample.region) + "\n";
  if (!sample.default_endpoint) {
    text +=
        "  endpoints {\n    dds = " + quoted(Quoting::Terraform, sample.authority()) + "\n  }\n";
  }
  return text + "}\n\n" + body.variables + resource_text(sample, *resource, body);
}

}  // namespace dds::api::samples
