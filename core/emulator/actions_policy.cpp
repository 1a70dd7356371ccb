// DescribeBackupPolicy and ModifyBackupPolicy. Source: API reference of both and the guide to
// automatic backups. Which code answers a rule that no list names a code for is inferred:
// InvalidParameter with the parameter's name.
#include <nlohmann/json.hpp>

#include "core/emulator/actions.h"

namespace dds::emulator {
namespace {

using nlohmann::json;

constexpr std::int32_t kMostDays = 730;

// Copies of backups in another region are not simulated; a policy that asks for them would promise
// something that never comes.
constexpr std::string_view kAcrossRegions[] = {
    "CrossBackupPeriod",  "CrossBackupType",     "CrossLogRetentionType", "CrossLogRetentionValue",
    "CrossRetentionType", "CrossRetentionValue", "EnableCrossLogBackup",
};
constexpr std::string_view kOwnParameters[] = {
    "BackupInterval",
    "BackupRetentionPeriod",
    "BackupRetentionPolicyOnClusterDeletion",
    "EnableBackupLog",
    "HighFrequencyBackupRetention",
    "LogBackupRetentionPeriod",
    "PreferredBackupPeriod",
    "PreferredBackupTime",
    "PreserveOneEachHour",
    "SnapshotBackupType",
};

std::optional<Refusal> check_names(const ActionContext& context, const Instance& instance) {
  for (const std::string_view name : kAcrossRegions) {
    if (!context.incoming.text(name).empty()) return refuse_not_simulated("backups across regions");
  }
  if (auto refusal = refuse_other_regions(context, instance)) return refusal;
  if (auto refusal = refuse_unless(context, "InstanceType", {"replicate", "sharding"}))
    return refusal;
  const std::string_view type = context.incoming.text("InstanceType");
  if (!type.empty() && type != instance.type) return refuse_value("InstanceType");  // inferred
  return std::nullopt;
}

std::optional<Refusal> read_schedule(const ActionContext& context, BackupPolicy& policy) {
  if (const std::string_view text = context.incoming.text("PreferredBackupPeriod"); !text.empty()) {
    const auto days = parse_day_names(text);
    if (!days) return refuse("InvalidPreferredBackupPeriod.Malformed");
    policy.days = *days;
  }
  if (const std::string_view text = context.incoming.text("PreferredBackupTime"); !text.empty()) {
    const auto minute = parse_window(text);
    if (!minute) return refuse("InvalidPreferredBackupTime.Malformed");
    policy.window_minute = *minute;
  }
  if (const std::string_view text = context.incoming.text("BackupRetentionPeriod"); !text.empty()) {
    const auto days = whole_number(text);
    // No range is documented here; that of CreateBackup is taken.
    if (!days || *days < 7 || *days > kMostDays)
      return refuse("InvalidBackupRetentionPeriod.Malformed");
    policy.retention_days = *days;
  }
  const auto deletion = asked_number(context, "BackupRetentionPolicyOnClusterDeletion", 0, 2);
  if (const auto* refusal = std::get_if<Refusal>(&deletion)) return *refusal;
  policy.on_deletion = std::get_if<0>(&deletion)->value_or(policy.on_deletion);
  return std::nullopt;
}

std::optional<Refusal> read_snapshots(const ActionContext& context, const Instance& instance,
                                      BackupPolicy& policy) {
  if (auto refusal = refuse_unless(context, "SnapshotBackupType", {"Flash", "Standard"}))
    return refusal;
  if (auto refusal = refuse_unless(context, "BackupInterval",
                                   {"-1", "30", "60", "120", "180", "240", "360", "480", "720"}))
    return refusal;
  if (auto refusal = refuse_unless(context, "PreserveOneEachHour", {"true", "false"}))
    return refusal;
  const std::string_view type = context.incoming.text("SnapshotBackupType");
  if (!type.empty()) policy.flash = type == "Flash";
  // Snapshots are of cloud disks; that the others refuse a kind of snapshot is inferred.
  if (policy.flash && !instance.cloud_disk()) return refuse_value("SnapshotBackupType");
  const std::string_view interval = context.incoming.text("BackupInterval");
  if (!interval.empty()) policy.interval_minutes = whole_number(interval).value_or(-1);
  // High frequency works with Flash only; with Standard the interval must be -1.
  if (!policy.flash && policy.interval_minutes != -1) return refuse_value("BackupInterval");
  const std::string_view each_hour = context.incoming.text("PreserveOneEachHour");
  if (!each_hour.empty()) policy.one_each_hour = each_hour == "true";
  const auto days = asked_number(context, "HighFrequencyBackupRetention", 1, kMostDays);
  if (const auto* refusal = std::get_if<Refusal>(&days)) return *refusal;
  policy.interval_retention_days = std::get_if<0>(&days)->value_or(policy.interval_retention_days);
  return std::nullopt;
}

std::optional<Refusal> read_logs(const ActionContext& context, const Instance& instance,
                                 BackupPolicy& policy, Instant now) {
  const auto enable = asked_number(context, "EnableBackupLog", 0, 1);
  if (const auto* refusal = std::get_if<Refusal>(&enable)) return *refusal;
  const auto days = asked_number(context, "LogBackupRetentionPeriod", 7, kMostDays);
  if (const auto* refusal = std::get_if<Refusal>(&days)) return *refusal;
  if (const auto& on = *std::get_if<0>(&enable)) {
    // It cannot be switched off on sharded clusters; the code is inferred.
    if (*on == 0 && instance.sharded()) return refuse("IncorrectDBInstanceType");
    // Switching it off deletes the logs, so that switching it on begins anew.
    if (*on == 1 && !policy.logs) policy.logs_since = now;
    policy.logs = *on == 1;
  }
  policy.log_retention_days = std::get_if<0>(&days)->value_or(policy.log_retention_days);
  // Logs cannot be kept for longer than full backups.
  if (policy.log_retention_days > policy.retention_days)
    return refuse_value("LogBackupRetentionPeriod");
  return std::nullopt;
}

}  // namespace

ActionResult describe_backup_policy(ActionContext& context) {
  const Outcome<const Instance*> named = named_instance(context);
  if (const auto* refusal = std::get_if<Refusal>(&named)) return *refusal;
  const Instance& instance = **std::get_if<0>(&named);
  if (auto refusal = check_names(context, instance)) return *refusal;
  const BackupPolicy& policy = instance.policy;
  const bool planned = instance.planned != forever();
  return json{
      {"BackupInterval", policy.interval_minutes},
      {"BackupRetentionPeriod", std::to_string(policy.retention_days)},
      {"BackupRetentionPolicyOnClusterDeletion", policy.on_deletion},
      {"EnableBackupLog", policy.logs ? 1 : 0},
      {"EnableCrossLogBackup", 0},
      {"HighFrequencyBackupRetention",
       policy.flash ? std::to_string(policy.interval_retention_days) : ""},
      {"LogBackupRetentionPeriod", policy.log_retention_days},
      {"PreferredBackupPeriod", day_names(policy.days)},
      {"PreferredBackupTime", window_text(policy.window_minute)},
      {"PreferredNextBackupTime", planned ? format_utc(instance.planned, TimeForm::Minutes) : ""},
      {"PreserveOneEachHour", policy.one_each_hour},
      {"SnapshotBackupType", policy.flash ? "Flash" : "Standard"},
      {"SrcRegion", instance.region_id}};
}

ActionResult modify_backup_policy(ActionContext& context) {
  const Outcome<const Instance*> named = named_instance(context);
  if (const auto* refusal = std::get_if<Refusal>(&named)) return *refusal;
  const Instance& instance = **std::get_if<0>(&named);
  if (auto refusal = check_names(context, instance)) return *refusal;
  bool any = false;
  for (const std::string_view name : kOwnParameters)
    any = any || !context.incoming.text(name).empty();
  if (!any) return refuse("ParameterLeastAssociate");
  // That the instance must be Running is inferred from other writes.
  if (instance.status != "Running") return refuse("IncorrectDBInstanceState");

  BackupPolicy policy = instance.policy;
  if (auto refusal = read_schedule(context, policy)) return *refusal;
  if (auto refusal = read_snapshots(context, instance, policy)) return *refusal;
  if (auto refusal = read_logs(context, instance, policy, context.account.now())) return *refusal;
  context.account.set_policy(instance, policy);
  context.account.note_effect({context.account.now(), "ModifyBackupPolicy", instance.id, {}, {}});
  return json::object();
}

}  // namespace dds::emulator
