// When automatic backups begin: a window of exactly one hour on the UTC clock, and days of the
// week. Source: ModifyBackupPolicy (PreferredBackupTime `HH:mmZ-HH:mmZ`, PreferredBackupPeriod).
// That the days are UTC days, as the window is, is inferred.
#pragma once

#include <bitset>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/base/result.h"

namespace dds::api {

inline constexpr std::int32_t kMinutesPerDay = 24 * 60;

struct BackupWindow {
  std::int32_t begin_minute = 0;  // of the UTC day, 0 to 1439; it ends an hour later
  friend bool operator==(const BackupWindow&, const BackupWindow&) = default;
};

/// "03:00Z-04:00Z"; "23:00Z-00:00Z" goes over midnight. Errors name PreferredBackupTime, what was
/// given and what is allowed.
[[nodiscard]] Result<BackupWindow> parse_backup_window(std::string_view text);
[[nodiscard]] std::string window_text(BackupWindow window);

/// Monday is 0.
using Weekdays = std::bitset<7>;

/// "Monday,Wednesday": names in full, in any order and letter case, blanks around them allowed.
[[nodiscard]] Result<Weekdays> parse_weekdays(std::string_view text);
/// Monday first, joined by commas: as the service takes it.
[[nodiscard]] std::string weekdays_text(Weekdays days);

/// The same hour on a clock that is `utc_offset_minutes` ahead of UTC (-720 to 840), and by how
/// many days its days are later (1) or earlier (-1).
struct LocalWindow {
  std::int32_t begin_minute = 0;
  std::int32_t day_shift = 0;
};
[[nodiscard]] LocalWindow to_local(BackupWindow window, std::int32_t utc_offset_minutes);
[[nodiscard]] BackupWindow from_local(std::int32_t local_begin_minute,
                                      std::int32_t utc_offset_minutes);

/// "11:00-12:00", with ", the day after" or ", the day before" when its day is not the UTC one.
[[nodiscard]] std::string local_window_text(BackupWindow window, std::int32_t utc_offset_minutes);

}  // namespace dds::api
