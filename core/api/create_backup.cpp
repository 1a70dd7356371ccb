#include "core/api/create_backup.h"

#include <algorithm>

namespace dds::api {
namespace {

constexpr BackupMethod kMethods[] = {BackupMethod::Physical, BackupMethod::Logical, BackupMethod::Snapshot};

bool equal_ignoring_case(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [&](char x, char y) { return lower(x) == lower(y); });
}

Error invalid(std::string_view parameter, std::string message) {
  return make_error(ErrorCode::InvalidParameter, std::move(message), std::string(parameter));
}

bool is_instance_id(std::string_view id) {
  return !id.empty() && id.size() <= 64 && std::all_of(id.begin(), id.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
  });
}

std::string shown(std::string_view text) {
  constexpr std::size_t kShown = 60;
  return "\"" + std::string(text.substr(0, kShown)) + (text.size() > kShown ? "...\"" : "\"");
}

}  // namespace

std::string_view name(BackupMethod method) {
  switch (method) {
    case BackupMethod::Logical: return "Logical";
    case BackupMethod::Physical: return "Physical";
    case BackupMethod::Snapshot: return "Snapshot";
  }
  return {};
}

Result<BackupMethod> parse_backup_method(std::string_view text) {
  for (const BackupMethod method : kMethods) {
    if (text == name(method)) return method;
  }
  for (const BackupMethod method : kMethods) {
    if (equal_ignoring_case(text, name(method))) {
      return invalid("BackupMethod", "BackupMethod is " + shown(text) + "; the service spells it " + std::string(name(method)) + ".");
    }
  }
  return invalid("BackupMethod", "BackupMethod is " + shown(text) + "; allowed are Logical, Physical and Snapshot.");
}

Result<Call> create_backup(const CreateBackupParameters& parameters) {
  if (parameters.instance_id.empty()) {
    return make_error(ErrorCode::MissingParameter, "DBInstanceId is missing; give the id of an instance, such as dds-bp1a7f3c9d2e5b81.",
                      "DBInstanceId");
  }
  const std::string& id = parameters.instance_id;
  if (!is_instance_id(id)) {
    return invalid("DBInstanceId", "DBInstanceId is " + shown(id) + "; an id is of letters, digits and dashes, such as dds-bp1a7f3c9d2e5b81.");
  }
  if (id.starts_with("d-") || id.starts_with("s-")) {
    return invalid("DBInstanceId", "DBInstanceId is " + shown(id) + ", which is a node of a sharded cluster; give the cluster's id, which begins with dds-.");
  }
  Call call;
  call.action = "CreateBackup";
  call.parameters.push_back({"DBInstanceId", id});
  if (parameters.method) call.parameters.push_back({"BackupMethod", std::string(name(*parameters.method))});
  if (parameters.retention_days) {
    const std::int32_t days = *parameters.retention_days;
    if (days != -1 && (days < 7 || days > 730)) {
      return invalid("BackupRetentionPeriod", "BackupRetentionPeriod is " + std::to_string(days) + "; allowed are 7 to 730 days, or -1 for ever.");
    }
    call.parameters.push_back({"BackupRetentionPeriod", std::to_string(days)});
  }
  if (!parameters.region_id.empty()) call.parameters.push_back({"RegionId", parameters.region_id});
  return call;
}

std::vector<MethodChoice> method_choices(const Instance& instance) {
  const bool snapshot_only = instance.cloud_disk() || instance.kind == InstanceKind::Standalone;
  const std::string no_files = instance.kind == InstanceKind::Standalone
                                   ? "Standalone instances are always backed up by a snapshot."
                                   : "Only for local disks; this instance is on cloud disks and takes snapshots.";
  std::vector<MethodChoice> choices;
  for (const BackupMethod method : kMethods) {
    MethodChoice choice{method, false, false, {}};
    choice.allowed = (method == BackupMethod::Snapshot) == snapshot_only;
    choice.is_default = choice.allowed && method != BackupMethod::Logical;
    if (!choice.allowed) {
      choice.reason = snapshot_only ? no_files : "Only for cloud disks; this instance is on a local SSD.";
    }
    choices.push_back(std::move(choice));
  }
  return choices;
}

std::string backup_obstacle(const Instance& instance) {
  if (!instance.running()) {
    return "The instance is " + (instance.status.empty() ? std::string("in an unknown state") : instance.status) +
           "; a backup can be started only while it is Running.";
  }
  if (instance.locked()) {
    return "The instance is locked (" + instance.lock_mode + "); a backup can be started only once it is unlocked.";
  }
  return {};
}

std::string retention_obstacle(const Instance& instance) {
  if (!instance.cloud_disk()) return "Only cloud-disk instances keep a backup for a time of its own; here the backup policy decides.";
  if (instance.kind == InstanceKind::Standalone) {
    return "Only replica sets and sharded clusters keep a backup for a time of its own; here the backup policy decides.";
  }
  return {};
}

}  // namespace dds::api
