// The automatic backup policy of an instance: DescribeBackupPolicy and ModifyBackupPolicy. Values,
// calls, readers, and the rules that a change must obey. Sources: API references of both actions,
// guide "Configure automatic backup".
#pragma once

#include <bitset>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/api/backup_window.h"
#include "core/api/call.h"
#include "core/api/instance.h"

namespace dds::api {

enum class SnapshotType { Standard, Flash };
/// "Standard", "Flash".
[[nodiscard]] std::string_view name(SnapshotType type);

/// What becomes of the backups when the instance is released
/// (BackupRetentionPolicyOnClusterDeletion). The numbers' meaning is documented with the answer of
/// DescribeBackupPolicy.
enum class OnRelease {
  DeleteAll = 0,  // all sets are deleted
  KeepLast = 1,   // a last set is made and kept for long
  KeepAll = 2,    // all sets are kept for long
};
[[nodiscard]] std::string_view name(OnRelease rule);

inline constexpr std::int32_t kShortestRetention = 7;  // days, of full and log backups
inline constexpr std::int32_t kLongestRetention = 730;
inline constexpr std::int32_t kNoHighFrequency = -1;  // BackupInterval

/// What the service did not tell is absent.
struct BackupPolicy {
  std::optional<BackupWindow> window;               // PreferredBackupTime: one hour, UTC
  std::string window_text;                          // as the service wrote it
  Weekdays days;                                    // PreferredBackupPeriod
  std::optional<Instant> next_backup;               // PreferredNextBackupTime; read only
  std::optional<std::int32_t> retention_days;       // BackupRetentionPeriod: 7 to 730
  std::optional<bool> log_backup;                   // EnableBackupLog
  std::optional<std::int32_t> log_retention_days;   // LogBackupRetentionPeriod: 7 to 730
  std::optional<SnapshotType> snapshot_type;        // cloud disks
  std::optional<std::int32_t> interval_minutes;     // BackupInterval: -1, or see intervals()
  std::optional<std::int32_t> high_frequency_days;  // HighFrequencyBackupRetention
  std::optional<bool> preserve_one_each_hour;       // PreserveOneEachHour
  std::optional<OnRelease> on_release;              // see OnRelease
  std::string cross_region;                         // DestRegion; read only here
  std::optional<std::int32_t> cross_region_days;    // CrossRetentionValue; read only here
};

[[nodiscard]] Call describe_backup_policy(std::string_view instance_id);
[[nodiscard]] Result<BackupPolicy> read_backup_policy(const response::Answer& answer);

/// Minutes that ModifyBackupPolicy takes for BackupInterval, without -1: 30, 60, 120, 180, 240,
/// 360, 480, 720. DescribeBackupPolicy also lists 15, which cannot be set.
[[nodiscard]] const std::vector<std::int32_t>& intervals();
/// "every 30 min", "every 1 h", "off".
[[nodiscard]] std::string interval_text(std::int32_t minutes);

/// 7 days for instances made before 2021-09-10, 30 for later ones and those of unknown age.
[[nodiscard]] std::int32_t default_retention_days(const Instance& instance);

struct PolicyFinding {
  enum class Severity {
    Error,   // the service would refuse it, or it makes no sense: not sent
    Advice,  // allowed, but say it before it is sent
  };
  std::string field;     // the service's name: "PreferredBackupTime"
  std::string sentence;  // what is wrong and what would be right, or what will happen
  Severity severity = Severity::Error;
};

/// What sentences call the fields and their values: as the service does, unless a form has words of
/// its own.
struct PolicyTerms {
  std::string (*field)(std::string_view parameter) = nullptr;  // nullptr: the parameter's name
  std::string_view no_high_frequency = "-1";
};

/// Everything that is to be said about a change, errors first. Only what changes is judged, and
/// what depends on it. Empty: nothing speaks against it.
[[nodiscard]] std::vector<PolicyFinding> check_policy_change(const Instance& instance,
                                                             const BackupPolicy& before,
                                                             const BackupPolicy& after,
                                                             const PolicyTerms& terms = {});
[[nodiscard]] bool has_error(const std::vector<PolicyFinding>& findings);

/// One changed field, for confirming: "Retention: 7 days -> 30 days".
struct PolicyChange {
  std::string field;  // the service's name
  std::string label;  // for people
  std::string before;
  std::string after;
};
/// What differs between the two, in the order of the struct. What is absent in `after` counts as
/// unchanged. Empty: nothing to send.
[[nodiscard]] std::vector<PolicyChange> describe_changes(const BackupPolicy& before,
                                                         const BackupPolicy& after);

/// ModifyBackupPolicy with the changed fields only. Errors: the first error of
/// `check_policy_change`; InvalidParameter when nothing differs.
[[nodiscard]] Result<Call> modify_backup_policy(const Instance& instance,
                                                const BackupPolicy& before,
                                                const BackupPolicy& after);

}  // namespace dds::api
