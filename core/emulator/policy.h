// The automatic backup policy of an instance, and when it lets the next backup begin.
//
// Source: ModifyBackupPolicy and DescribeBackupPolicy of the API reference. When within its window
// a backup begins is not documented: here some minutes after the window opens, the same for the
// same instance and day.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/time.h"

namespace dds::emulator {

inline constexpr std::uint32_t kEveryDay = 0x7F;

struct BackupPolicy {
  std::uint32_t days = kEveryDay;        // bit 0 Monday ... bit 6 Sunday; 0 = none (our invention)
  std::int32_t window_minute = 18 * 60;  // of the day in UTC; the window is one hour long
  std::int32_t retention_days = 30;
  bool flash = false;                        // SnapshotBackupType Flash instead of Standard
  std::int32_t interval_minutes = -1;        // of high-frequency backups; -1 = none
  std::int32_t interval_retention_days = 1;  // theirs; that the unit is days is inferred
  bool one_each_hour = false;
  bool logs = false;  // log backup, which makes any point in time restorable
  std::int32_t log_retention_days = 7;
  Instant logs_since;            // since when there are logs
  std::int32_t on_deletion = 0;  // 0, 1 or 2
};

struct PlannedBackup {
  Instant at;
  std::int32_t retention_days = 0;
};

/// The first automatic backup after `after`; nothing when the policy makes none.
[[nodiscard]] std::optional<PlannedBackup> next_backup(const BackupPolicy& policy,
                                                       std::string_view instance_id, Instant after);

/// "Monday,Wednesday" in the order of the week; "" for none.
[[nodiscard]] std::string day_names(std::uint32_t days);
/// Reads a comma list of English weekday names, spelled so; nothing for anything else.
[[nodiscard]] std::optional<std::uint32_t> parse_day_names(std::string_view text);
/// Bit of the instant's weekday.
[[nodiscard]] std::uint32_t day_bit(Instant instant);

/// "03:00Z-04:00Z"
[[nodiscard]] std::string window_text(std::int32_t window_minute);
/// The window's first minute; nothing unless it is one hour of the form HH:mmZ-HH:mmZ.
[[nodiscard]] std::optional<std::int32_t> parse_window(std::string_view text);

}  // namespace dds::emulator
