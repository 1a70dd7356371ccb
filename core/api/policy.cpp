// Reading a policy, what differs between two, and the call that changes it.
#include "core/api/policy.h"

#include <chrono>
#include <limits>
#include <utility>

#include <nlohmann/json.hpp>

#include "core/api/check.h"
#include "core/base/text.h"

namespace dds::api {
namespace {

using nlohmann::json;
using response::boolean_at;
using response::integer_at;
using response::member;
using response::text_at;
using response::time_at;

std::optional<std::int32_t> small_at(const json& object, std::string_view name) {
  const auto value = integer_at(object, name);
  if (!value || *value < std::numeric_limits<std::int32_t>::min() ||
      *value > std::numeric_limits<std::int32_t>::max())
    return std::nullopt;
  return static_cast<std::int32_t>(*value);
}

std::optional<SnapshotType> snapshot_type_of(std::string_view text) {
  if (text == "Flash" || text == "flash") return SnapshotType::Flash;
  if (text == "Standard" || text == "standard") return SnapshotType::Standard;
  return std::nullopt;
}

std::optional<OnRelease> on_release_of(std::optional<std::int32_t> number) {
  if (!number || *number < 0 || *number > 2) return std::nullopt;
  return static_cast<OnRelease>(*number);
}

std::string days_count(std::int32_t days) {
  return std::to_string(days) + (days == 1 ? " day" : " days");
}
std::string on_off(bool on) {
  return on ? "on" : "off";
}

// One field that may be changed: how it is shown and how it is sent.
struct Field {
  std::string name;
  std::string label;
  std::string before;
  std::string after;
  std::string value;
};

template <class T, class Show, class Value>
void add(std::vector<Field>& fields, std::string name, std::string label,
         const std::optional<T>& before, const std::optional<T>& after, const Show& show,
         const Value& value) {
  if (!after || before == after) return;
  fields.push_back({std::move(name), std::move(label), before ? show(*before) : "not told",
                    show(*after), value(*after)});
}

std::vector<Field> changed_fields(const BackupPolicy& before, const BackupPolicy& after) {
  std::vector<Field> fields;
  const auto number = [](std::int32_t value) { return std::to_string(value); };
  const auto flag = [](bool on) { return std::string(on ? "1" : "0"); };
  const auto truth = [](bool on) { return std::string(on ? "true" : "false"); };
  add(fields, "PreferredBackupTime", "Backup window", before.window, after.window, window_text,
      window_text);
  if (before.days != after.days) {
    fields.push_back({"PreferredBackupPeriod", "Backup days",
                      before.days.none() ? "not told" : weekdays_text(before.days),
                      after.days.none() ? "none" : weekdays_text(after.days),
                      weekdays_text(after.days)});
  }
  add(fields, "BackupRetentionPeriod", "Backups are kept", before.retention_days,
      after.retention_days, days_count, number);
  add(fields, "EnableBackupLog", "Log backup", before.log_backup, after.log_backup, on_off, flag);
  add(fields, "LogBackupRetentionPeriod", "Logs are kept", before.log_retention_days,
      after.log_retention_days, days_count, number);
  const auto type_name = [](SnapshotType type) { return std::string(name(type)); };
  add(fields, "SnapshotBackupType", "Snapshots", before.snapshot_type, after.snapshot_type,
      type_name, type_name);
  add(fields, "BackupInterval", "High-frequency backup", before.interval_minutes,
      after.interval_minutes, interval_text, number);
  add(fields, "HighFrequencyBackupRetention", "High-frequency backups are kept",
      before.high_frequency_days, after.high_frequency_days, days_count, number);
  add(fields, "PreserveOneEachHour", "One backup of each hour is kept",
      before.preserve_one_each_hour, after.preserve_one_each_hour, on_off, truth);
  add(
      fields, "BackupRetentionPolicyOnClusterDeletion", "When the instance is released",
      before.on_release, after.on_release, [](OnRelease rule) { return std::string(name(rule)); },
      [](OnRelease rule) { return std::to_string(static_cast<int>(rule)); });
  return fields;
}

}  // namespace

std::string interval_text(std::int32_t minutes) {
  if (minutes == kNoHighFrequency) return "off";
  return "every " + format_duration(std::chrono::minutes(minutes));
}

std::string_view name(SnapshotType type) {
  return type == SnapshotType::Flash ? "Flash" : "Standard";
}

std::string_view name(OnRelease rule) {
  switch (rule) {
    case OnRelease::DeleteAll: return "all backups are deleted";
    case OnRelease::KeepLast: return "a last backup is made and kept";
    case OnRelease::KeepAll: return "a last backup is made and all are kept";
  }
  return {};
}

Call describe_backup_policy(std::string_view instance_id) {
  return {"DescribeBackupPolicy", {{"DBInstanceId", std::string(instance_id)}}, Format::Json};
}

Result<BackupPolicy> read_backup_policy(const response::Answer& answer) {
  const json& data = *answer.data;
  if (!member(data, "PreferredBackupTime") && !member(data, "PreferredBackupPeriod") &&
      !member(data, "BackupRetentionPeriod")) {
    return make_error(ErrorCode::NotAnAnswer,
                      "The answer to DescribeBackupPolicy tells no backup policy.",
                      "PreferredBackupTime");
  }
  BackupPolicy policy;
  policy.window_text = text_at(data, "PreferredBackupTime");
  if (const Result<BackupWindow> window = parse_backup_window(policy.window_text))
    policy.window = *window;
  if (const Result<Weekdays> days = parse_weekdays(text_at(data, "PreferredBackupPeriod")))
    policy.days = *days;
  policy.next_backup = time_at(data, "PreferredNextBackupTime");
  policy.retention_days = small_at(data, "BackupRetentionPeriod");
  policy.log_backup = boolean_at(data, "EnableBackupLog");
  policy.log_retention_days = small_at(data, "LogBackupRetentionPeriod");
  policy.snapshot_type = snapshot_type_of(text_at(data, "SnapshotBackupType"));
  policy.interval_minutes = small_at(data, "BackupInterval");
  policy.high_frequency_days = small_at(data, "HighFrequencyBackupRetention");
  policy.preserve_one_each_hour = boolean_at(data, "PreserveOneEachHour");
  policy.on_release = on_release_of(small_at(data, "BackupRetentionPolicyOnClusterDeletion"));
  policy.cross_region = text_at(data, "DestRegion");
  policy.cross_region_days = small_at(data, "CrossRetentionValue");
  return policy;
}

std::vector<PolicyChange> describe_changes(const BackupPolicy& before, const BackupPolicy& after) {
  std::vector<PolicyChange> changes;
  for (Field& field : changed_fields(before, after)) {
    changes.push_back({std::move(field.name), std::move(field.label), std::move(field.before),
                       std::move(field.after)});
  }
  return changes;
}

Result<Call> modify_backup_policy(const Instance& instance, const BackupPolicy& before,
                                  const BackupPolicy& after) {
  if (Status error = check_instance_id("DBInstanceId", instance.id)) return *std::move(error);
  for (const PolicyFinding& finding : check_policy_change(instance, before, after)) {
    if (finding.severity == PolicyFinding::Severity::Error)
      return invalid(finding.field, finding.sentence);
  }
  const std::vector<Field> fields = changed_fields(before, after);
  // The service wants at least one (ParameterLeastAssociate).
  if (fields.empty()) return invalid("", "Nothing of the backup policy is to be changed.");
  Call call{"ModifyBackupPolicy", {{"DBInstanceId", instance.id}}, Format::Json};
  for (const Field& field : fields) call.parameters.push_back({field.name, field.value});
  return call;
}

}  // namespace dds::api
