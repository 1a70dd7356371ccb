#include "core/api/create_backup.h"

#include <algorithm>

#include "core/api/check.h"
#include "core/api/endpoint.h"
#include "core/base/ascii.h"

namespace dds::api {
namespace {

constexpr BackupMethod kMethods[] = {BackupMethod::Physical, BackupMethod::Logical,
                                     BackupMethod::Snapshot};

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
      return invalid("BackupMethod", "BackupMethod is " + shown(text) + "; the service spells it " +
                                         std::string(name(method)) + ".");
    }
  }
  return invalid("BackupMethod", "BackupMethod is " + shown(text) +
                                     "; allowed are Logical, Physical and Snapshot.");
}

Result<Call> create_backup(const CreateBackupParameters& parameters) {
  const std::string& id = parameters.instance_id;
  if (Status error = check_instance_id("DBInstanceId", id)) return *std::move(error);
  Call call;
  call.action = "CreateBackup";
  call.parameters.push_back({"DBInstanceId", id});
  if (parameters.method)
    call.parameters.push_back({"BackupMethod", std::string(name(*parameters.method))});
  if (parameters.retention_days) {
    const std::int32_t days = *parameters.retention_days;
    if (days != -1 && (days < 7 || days > 730)) {
      return invalid("BackupRetentionPeriod", "BackupRetentionPeriod is " + std::to_string(days) +
                                                  "; allowed are 7 to 730 days, or -1 for ever.");
    }
    call.parameters.push_back({"BackupRetentionPeriod", std::to_string(days)});
  }
  if (!parameters.region_id.empty()) {
    if (Status error = check_region_id(parameters.region_id)) return *std::move(error);
    call.parameters.push_back({"RegionId", parameters.region_id});
  }
  return call;
}

std::vector<MethodChoice> method_choices(const Instance& instance) {
  const bool standalone = instance.kind == InstanceKind::Standalone;
  // That serverless instances take snapshots is inferred: they have no local disk.
  const bool snapshot_only =
      instance.cloud_disk() || standalone || instance.kind == InstanceKind::Serverless;
  // A listing may leave the storage out; then the service decides.
  const bool unknown = !snapshot_only && instance.storage_type.empty();
  std::vector<MethodChoice> choices;
  for (const BackupMethod method : kMethods) {
    const bool snapshot = method == BackupMethod::Snapshot;
    MethodChoice choice{method, unknown || snapshot == snapshot_only, false, {}};
    choice.is_default = choice.allowed &&
                        method == (snapshot_only ? BackupMethod::Snapshot : BackupMethod::Physical);
    if (!choice.allowed) {
      choice.reason =
          snapshot ? "Only for cloud disks; this instance is on a local SSD."
          : standalone
              ? "Standalone instances are always backed up by a snapshot."
              : "Only for local disks; this instance is on cloud disks and takes snapshots.";
    }
    choices.push_back(std::move(choice));
  }
  return choices;
}

std::string backup_obstacle(const Instance& instance) {
  if (!instance.running()) {
    return "The instance is " +
           (instance.status.empty() ? std::string("in an unknown state") : instance.status) +
           "; a backup can be started only while it is Running.";
  }
  if (instance.locked()) {
    return "The instance is locked (" + instance.lock_mode +
           "); a backup can be started only once it is unlocked.";
  }
  return {};
}

std::string retention_obstacle(const Instance& instance) {
  if (instance.kind == InstanceKind::Standalone || instance.kind == InstanceKind::Serverless) {
    return "Only replica sets and sharded clusters keep a backup for a time of its own; here the "
           "backup policy decides.";
  }
  if (!instance.cloud_disk()) {
    return "Only cloud-disk instances keep a backup for a time of its own; here the backup policy "
           "decides.";
  }
  // Source: guide "Manually back up a MongoDB instance".
  if (is_before(instance.engine_version, 4, 2)) {
    return "Keeping a backup for a time of its own needs MongoDB 4.2 or later; this instance has " +
           instance.engine_version + ".";
  }
  return {};
}

}  // namespace dds::api
