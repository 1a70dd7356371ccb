#include "core/emulator/instance_filter.h"

#include <algorithm>
#include <array>

#include "core/emulator/random.h"

namespace dds::emulator {
namespace {

// Source: "Instance states" of the product documentation, which may list a few more by now.
constexpr std::array<std::string_view, 25> kStatuses = {
    "AuditLogOpening",
    "Creating",
    "DBInstanceClassChanging",
    "DBInstanceNetTypeChanging",
    "Deleting",
    "EngineVersionUpgrading",
    "GuardSwitching",
    "HASwitching",
    "Importing",
    "ImportingFromOthers",
    "LinkSwitching",
    "MinorVersionUpgrading",
    "NET_CREATING",
    "NET_DELETING",
    "NodeCreating",
    "NodeDeleting",
    "NodeRestarting",
    "Rebooting",
    "Restoring",
    "Running",
    "SSLModifying",
    "TempDBInstanceCreating",
    "Transing",
    "TransingToOthers",
    "Released",
};

struct Choice {
  std::string_view name;
  std::array<std::string_view, 3> allowed;
};
constexpr Choice kChoices[] = {
    {"ChargeType", {"PrePaid", "PostPaid", ""}},
    {"DBInstanceType", {"sharding", "replicate", "serverless"}},
    {"DBNodeType", {"customized", "standard", "default"}},
    {"Expired", {"true", "false", ""}},
    {"NetworkType", {"Classic", "VPC", ""}},
    {"ReplicationFactor", {"3", "5", "7"}},
};

}  // namespace

std::uint64_t fingerprint(std::string_view id) {
  std::uint64_t value = 0;
  for (const char c : id) value = mix(value ^ static_cast<unsigned char>(c));
  return value;
}

namespace {

// `prefix` and 17 letters and digits made from `text`.
std::string made_up_id(std::string_view prefix, std::string_view text) {
  constexpr std::string_view kLetters = "abcdefghijklmnopqrstuvwxyz0123456789";
  Random random(fingerprint(text) ^ fingerprint(prefix));
  std::string id(prefix);
  for (int i = 0; i < 17; ++i) id += kLetters[static_cast<std::size_t>(random.between(0, 35))];
  return id;
}

}  // namespace

std::string vpc_of(const Instance& instance) {
  return made_up_id("vpc-bp1", instance.region_id);
}

std::string vswitch_of(const Instance& instance) {
  return made_up_id("vsw-bp1", instance.zone_id);
}

std::string connection_domain(const Instance& instance, int node) {
  return instance.id + std::to_string(node + 1) + ".mongodb.rds.aliyuncs.com";
}

bool InstanceFilter::matches(const Instance& instance) const {
  if (instance.type != type) return false;
  // Empty or absent parameters filter nothing.
  const auto equals = [&](std::string_view name, std::string_view value) {
    const std::string_view wanted = incoming->text(name);
    return wanted.empty() || wanted == value;
  };
  // Names that are made up from the id cost more than the rest, so only when they are asked for.
  const auto equals_made = [&](std::string_view name, std::string (*make)(const Instance&)) {
    const std::string_view wanted = incoming->text(name);
    return wanted.empty() || wanted == make(instance);
  };
  // That a description is searched for parts of it is inferred.
  if (instance.description.find(incoming->text("DBInstanceDescription")) == std::string::npos)
    return false;
  const std::string_view domain = incoming->text("ConnectionDomain");
  if (!domain.empty() && domain != connection_domain(instance, 0) &&
      domain != connection_domain(instance, 1)) {
    return false;
  }
  if (!equals("ReplicationFactor",
              instance.sharded() ? "" : std::to_string(instance.replication_factor)))
    return false;
  if (!incoming->text("ExpireTime").empty() || incoming->text("Expired") == "true")
    return false;  // none expires
  const bool tagged = std::all_of(tags.begin(), tags.end(), [&](const auto& wanted) {
    return std::any_of(instance.tags.begin(), instance.tags.end(), [&](const Tag& tag) {
      return tag.key == wanted.first && (wanted.second.empty() || tag.value == wanted.second);
    });
  });
  return tagged && equals("DBInstanceId", instance.id) &&
         equals("DBInstanceStatus", instance.status) &&
         equals("DBInstanceClass", instance.instance_class) &&
         equals("EngineVersion", instance.engine_version) && equals("Engine", "MongoDB") &&
         equals("ChargeType", instance.charge_type) && equals("NetworkType", "VPC") &&
         equals("ZoneId", instance.zone_id) && equals_made("VpcId", vpc_of) &&
         equals_made("VSwitchId", vswitch_of) && equals("ResourceGroupId", kResourceGroup) &&
         equals("DBNodeType", "default");
}

Outcome<InstanceFilter> read_instance_filter(const Incoming& incoming) {
  for (const Choice& choice : kChoices) {
    const std::string_view value = incoming.text(choice.name);
    if (!value.empty() &&
        std::find(choice.allowed.begin(), choice.allowed.end(), value) == choice.allowed.end()) {
      return refuse_value(choice.name);
    }
  }
  const std::string_view status = incoming.text("DBInstanceStatus");
  if (!status.empty() && std::find(kStatuses.begin(), kStatuses.end(), status) == kStatuses.end()) {
    return refuse("InvalidStatus.NotFound");
  }
  InstanceFilter filter;
  filter.incoming = &incoming;
  if (const std::string_view type = incoming.text("DBInstanceType"); !type.empty())
    filter.type = type;
  constexpr int kMostTags = 20;
  for (int i = 1; i <= kMostTags; ++i) {
    const std::string prefix = "Tag." + std::to_string(i) + ".";
    const std::string_view key = incoming.text(prefix + "Key");
    if (!key.empty()) filter.tags.emplace_back(key, incoming.text(prefix + "Value"));
  }
  return filter;
}

}  // namespace dds::emulator
