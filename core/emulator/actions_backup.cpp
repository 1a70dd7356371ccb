// CreateBackup and DescribeBackupTasks. Source: API reference of both.
#include <charconv>

#include <nlohmann/json.hpp>

#include "core/emulator/actions.h"

namespace dds::emulator {
namespace {

using nlohmann::json;

bool is_method(std::string_view text) {
  return text == "Physical" || text == "Logical" || text == "Snapshot";
}

/// The method, or "" when none was given. A value that is none of the three is .Format, one that
/// does not go with the disk is .ValueNotSupport; which code stands for which is inferred from
/// their names.
Outcome<std::string> asked_method(const ActionContext& context) {
  const std::string_view text = context.incoming.text("BackupMethod");
  if (!text.empty() && !is_method(text)) return refuse("InvalidBackupMethod.Format");
  return std::string(text);
}

/// 7 to 730 days, or -1 for ever; nothing when none was given.
Outcome<std::optional<std::int32_t>> asked_retention(const ActionContext& context) {
  const std::string_view text = context.incoming.text("BackupRetentionPeriod");
  if (text.empty()) return std::optional<std::int32_t>();
  std::int32_t days = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), days);
  const bool number = error == std::errc{} && end == text.data() + text.size();
  if (!number || (days != -1 && (days < 7 || days > 730)))
    return refuse("InvalidBackupRetentionPeriod.Malformed");
  return std::optional<std::int32_t>(days);
}

bool too_often(const ActionContext& context, const Instance& instance) {
  const auto today = std::chrono::floor<std::chrono::days>(context.account.now());
  return context.settings.backups_a_day > 0 &&
         instance.counted_day == today.time_since_epoch().count() &&
         instance.backups_that_day >= context.settings.backups_a_day;
}

}  // namespace

ActionResult create_backup(ActionContext& context) {
  const Outcome<const Instance*> named = named_instance(context);
  if (const auto* refusal = std::get_if<Refusal>(&named)) return *refusal;
  Outcome<std::string> asked = asked_method(context);
  if (auto* refusal = std::get_if<Refusal>(&asked)) return *refusal;
  const auto retention = asked_retention(context);
  if (const auto* refusal = std::get_if<Refusal>(&retention)) return *refusal;
  const Instance& instance = **std::get_if<0>(&named);
  std::string method = *std::get_if<0>(&asked);
  const std::optional<std::int32_t> days = *std::get_if<0>(&retention);

  // The page of CreateBackup only says that the instance must be Running; the code for it is
  // inferred from the general list (other writes of Dds were seen to answer
  // OperationDenied.DBInstanceStatus or InstanceStatusInvalid).
  if (instance.status != "Running") return refuse("IncorrectDBInstanceState");
  if (instance.lock_mode != "Unlock") return refuse("IncorrectDBInstanceLockMode");
  const bool snapshots = takes_only_snapshots(instance);
  // Without a value the documented default is Physical; that cloud disks and standalone instances
  // then take their snapshot is documented for standalone ones and inferred for cloud disks.
  if (method.empty()) method = default_method(instance);
  if ((method == "Snapshot") != snapshots) return refuse("InvalidBackupMethod.ValueNotSupport");
  // A retention of its own: cloud-disk replica sets and sharded clusters only. The code is
  // inferred.
  if (days && (!instance.cloud_disk() || instance.standalone()))
    return refuse("InvalidBackupRetentionPeriod.Malformed");
  const Instant now = context.account.now();
  if (running_job(instance, now)) return refuse("OperationDenied.BackupJobExists");
  if (too_often(context, instance)) return refuse("BackupTimesExceeded");

  const BackupJob& job = context.account.start_backup(instance, method, days, context.fate);
  // BackupId is deprecated and "may be empty" (the Terraform provider's experience).
  return json{{"BackupId", ""}, {"BackupJobId", job.id}};
}

ActionResult describe_backup_tasks(ActionContext& context) {
  const Outcome<const Instance*> named = named_instance(context);
  if (const auto* refusal = std::get_if<Refusal>(&named)) return *refusal;
  const std::string_view wanted = context.incoming.text("BackupJobId");
  const Instant now = context.account.now();
  json jobs = json::array();
  for (const BackupJob& job : (*std::get_if<0>(&named))->jobs) {
    // That a finished job leaves the list after a while is inferred.
    if (now >= job.gone || (!wanted.empty() && job.id != wanted)) continue;
    const std::optional<int> done = percent(job, now);
    jobs.push_back(json{{"BackupjobId", job.id},  // spelled so by the service
                        {"BackupSetStatus", stage(job, now)},
                        {"BackupStartTime", format_utc(job.created)},
                        {"JobMode", job.manual ? "Manual" : "Automated"},
                        {"Progress", done ? std::to_string(*done) + "%" : std::string()}});
  }
  return json{{"BackupJobs", std::move(jobs)}};
}

}  // namespace dds::emulator
