// The rules that a change of the backup policy must obey. Sources: API reference of
// ModifyBackupPolicy and guide "Configure automatic backup", unless a rule says otherwise.
#include <algorithm>
#include <utility>

#include "core/api/policy.h"
#include "core/base/stable_order.h"

namespace dds::api {
namespace {

using Severity = PolicyFinding::Severity;

// What is true after the change: what is not given stays.
template <class T>
std::optional<T> then(const std::optional<T>& before, const std::optional<T>& after) {
  return after ? after : before;
}

template <class T>
bool changed(const std::optional<T>& before, const std::optional<T>& after) {
  return after.has_value() && before != after;
}

class Rules {
 public:
  Rules(const Instance& instance, const BackupPolicy& before, const BackupPolicy& after,
        const PolicyTerms& terms)
      : instance_(instance), before_(before), after_(after), terms_(terms) {}

  std::vector<PolicyFinding> all() {
    window_and_days();
    retention();
    log();
    high_frequency();
    release();
    sort_stable(findings_, [](const PolicyFinding& a, const PolicyFinding& b) {
      return a.severity == Severity::Error && b.severity == Severity::Advice;
    });
    return std::move(findings_);
  }

 private:
  [[nodiscard]] std::string named(std::string_view field) const {
    return terms_.field != nullptr ? terms_.field(field) : std::string(field);
  }
  void error(std::string_view field, std::string sentence) {
    findings_.push_back({std::string(field), std::move(sentence), Severity::Error});
  }
  void advice(std::string_view field, std::string sentence) {
    findings_.push_back({std::string(field), std::move(sentence), Severity::Advice});
  }

  void window_and_days() {
    if (changed(before_.window, after_.window) &&
        (after_.window->begin_minute < 0 || after_.window->begin_minute >= kMinutesPerDay))
      error("PreferredBackupTime",
            named("PreferredBackupTime") + " begins at minute " +
                std::to_string(after_.window->begin_minute) +
                " of the day; allowed are 0 to 1439, for a window of one hour in UTC.");
    if (before_.days == after_.days) return;
    if (after_.days.none())
      error("PreferredBackupPeriod",
            named("PreferredBackupPeriod") + " names no day; choose one at least, better two.");
    if (after_.days.count() == 1)
      advice("PreferredBackupPeriod",
             "Only one day a week is backed up; two at least are advised.");
  }

  void check_days(std::string_view field, std::int32_t days) {
    if (days >= kShortestRetention && days <= kLongestRetention) return;
    error(field, named(field) + " is " + std::to_string(days) +
                     "; allowed are 7 to 730 days (the default of this instance is " +
                     std::to_string(default_retention_days(instance_)) + ").");
  }

  void retention() {
    if (changed(before_.retention_days, after_.retention_days)) {
      check_days("BackupRetentionPeriod", *after_.retention_days);
      // That a shorter time also counts for sets that are there already is inferred.
      if (before_.retention_days && *after_.retention_days < *before_.retention_days)
        advice("BackupRetentionPeriod",
               "Backups are kept shorter than before: older ones may be deleted.");
    }
    if (changed(before_.log_retention_days, after_.log_retention_days))
      check_days("LogBackupRetentionPeriod", *after_.log_retention_days);
    if (!changed(before_.retention_days, after_.retention_days) &&
        !changed(before_.log_retention_days, after_.log_retention_days) &&
        !changed(before_.log_backup, after_.log_backup))
      return;
    const auto full = then(before_.retention_days, after_.retention_days);
    const auto logs = then(before_.log_retention_days, after_.log_retention_days);
    const bool on = then(before_.log_backup, after_.log_backup).value_or(true);
    // The service checks a period that is changed also while log backup is off.
    const bool counts = on || changed(before_.log_retention_days, after_.log_retention_days);
    if (counts && full && logs && *logs > *full)
      error("LogBackupRetentionPeriod", "Logs would be kept for " + std::to_string(*logs) +
                                            " days and backups for " + std::to_string(*full) +
                                            "; logs cannot be kept longer than the backups.");
  }

  void log() {
    const bool on = then(before_.log_backup, after_.log_backup).value_or(true);
    if (changed(before_.log_retention_days, after_.log_retention_days) && !on)
      advice("LogBackupRetentionPeriod",
             "Log backup is off, so that how long logs are kept has no effect.");
    if (!changed(before_.log_backup, after_.log_backup) || *after_.log_backup) return;
    if (instance_.kind == InstanceKind::ShardedCluster)
      return error("EnableBackupLog", "Log backup cannot be switched off on sharded clusters.");
    advice("EnableBackupLog",
           "Switching log backup off deletes the logs that are there: until new ones are kept, "
           "nothing can be restored to a point in time.");
  }

  void high_frequency() {
    const bool local_disk = !instance_.storage_type.empty() && !instance_.cloud_disk();
    const bool type_changed = changed(before_.snapshot_type, after_.snapshot_type);
    const bool interval_changed = changed(before_.interval_minutes, after_.interval_minutes);
    // Local disks are backed up without snapshots, see method_choices.
    if (type_changed && local_disk && *after_.snapshot_type == SnapshotType::Flash)
      error("SnapshotBackupType",
            named("SnapshotBackupType") +
                " is Flash; this instance is on a local SSD, where no snapshots are "
                "taken.");
    const bool flash =
        then(before_.snapshot_type, after_.snapshot_type).value_or(SnapshotType::Standard) ==
        SnapshotType::Flash;
    const std::int32_t interval =
        then(before_.interval_minutes, after_.interval_minutes).value_or(kNoHighFrequency);
    if (interval_changed && interval != kNoHighFrequency &&
        std::find(intervals().begin(), intervals().end(), interval) == intervals().end())
      error("BackupInterval",
            named("BackupInterval") + " is " + std::to_string(interval) +
                "; allowed are 30, 60, 120, 180, 240, 360, 480 and 720 minutes, or " +
                std::string(terms_.no_high_frequency) + " for none.");
    else if ((type_changed || interval_changed) && interval != kNoHighFrequency && !flash)
      error("BackupInterval",
            named("BackupInterval") + " is " + std::to_string(interval) +
                " minutes; high-frequency backup needs " + named("SnapshotBackupType") +
                " Flash, with Standard it must be " + std::string(terms_.no_high_frequency) + ".");
    if (changed(before_.high_frequency_days, after_.high_frequency_days)) {
      // No range is documented; the reference's example is 1.
      if (*after_.high_frequency_days < 1)
        error("HighFrequencyBackupRetention", named("HighFrequencyBackupRetention") + " is " +
                                                  std::to_string(*after_.high_frequency_days) +
                                                  "; it is a number of days, 1 at least.");
      else if (interval == kNoHighFrequency)
        advice("HighFrequencyBackupRetention",
               "High-frequency backup is off, so that how long its backups are kept has no "
               "effect.");
    }
    if (changed(before_.preserve_one_each_hour, after_.preserve_one_each_hour) &&
        *after_.preserve_one_each_hour && interval == kNoHighFrequency)
      advice("PreserveOneEachHour",
             "High-frequency backup is off, so that keeping one backup of each hour has no "
             "effect.");
  }

  void release() {
    if (changed(before_.on_release, after_.on_release) &&
        *after_.on_release == OnRelease::DeleteAll)
      advice("BackupRetentionPolicyOnClusterDeletion",
             "When the instance is released, all its backups will be deleted with it.");
    if (after_.cross_region != before_.cross_region ||
        changed(before_.cross_region_days, after_.cross_region_days))
      error("DestRegion", "Copies in another region cannot be changed here.");
  }

  const Instance& instance_;
  const BackupPolicy& before_;
  const BackupPolicy& after_;
  const PolicyTerms& terms_;
  std::vector<PolicyFinding> findings_;
};

}  // namespace

const std::vector<std::int32_t>& intervals() {
  static const std::vector<std::int32_t> kIntervals{30, 60, 120, 180, 240, 360, 480, 720};
  return kIntervals;
}

std::int32_t default_retention_days(const Instance& instance) {
  constexpr Instant kChanged{
      std::chrono::sys_days{std::chrono::year{2021} / 9 / 10}.time_since_epoch()};
  return instance.created && *instance.created < kChanged ? 7 : 30;
}

std::vector<PolicyFinding> check_policy_change(const Instance& instance, const BackupPolicy& before,
                                               const BackupPolicy& after,
                                               const PolicyTerms& terms) {
  return Rules(instance, before, after, terms).all();
}

bool has_error(const std::vector<PolicyFinding>& findings) {
  return std::any_of(findings.begin(), findings.end(), [](const PolicyFinding& finding) {
    return finding.severity == Severity::Error;
  });
}

}  // namespace dds::api
