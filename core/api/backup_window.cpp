#include "core/api/backup_window.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>

#include "core/api/check.h"
#include "core/base/ascii.h"

namespace dds::api {
namespace {

constexpr std::int32_t kMinutesPerHour = 60;

constexpr std::array<std::string_view, 7> kDays{"Monday", "Tuesday",  "Wednesday", "Thursday",
                                                "Friday", "Saturday", "Sunday"};

std::int32_t wrapped(std::int32_t minute) {
  return ((minute % kMinutesPerDay) + kMinutesPerDay) % kMinutesPerDay;
}

std::string clock(std::int32_t minute) {
  const auto two = [](std::int32_t number) {
    return (number < 10 ? "0" : "") + std::to_string(number);
  };
  minute = wrapped(minute);
  return two(minute / kMinutesPerHour) + ":" + two(minute % kMinutesPerHour);
}

// "03:00Z" -> 180.
std::optional<std::int32_t> minute_of(std::string_view text) {
  if (text.size() != 6 || text[2] != ':' || text[5] != 'Z') return std::nullopt;
  for (const std::size_t i : {0U, 1U, 3U, 4U}) {
    if (text[i] < '0' || text[i] > '9') return std::nullopt;
  }
  const std::int32_t hour = (text[0] - '0') * 10 + (text[1] - '0');
  const std::int32_t minute = (text[3] - '0') * 10 + (text[4] - '0');
  // Whether the service would write 24:00Z for midnight is not documented: read as 00:00Z.
  if (hour == 24 && minute == 0) return 0;
  if (hour > 23 || minute > 59) return std::nullopt;
  return hour * kMinutesPerHour + minute;
}

}  // namespace

Result<BackupWindow> parse_backup_window(std::string_view text) {
  const std::string given = "PreferredBackupTime is " + shown(text);
  const std::size_t dash = text.find('-');
  const auto begin = minute_of(text.substr(0, dash));
  const auto end = dash == std::string_view::npos ? std::nullopt : minute_of(text.substr(dash + 1));
  if (!begin || !end) {
    return invalid("PreferredBackupTime",
                   given + "; it is written HH:mmZ-HH:mmZ in UTC, such as 03:00Z-04:00Z.");
  }
  if (wrapped(*end - *begin) != kMinutesPerHour) {
    return invalid("PreferredBackupTime",
                   given + "; it must be exactly one hour long: " + window_text({*begin}) + ".");
  }
  return BackupWindow{*begin};
}

std::string window_text(BackupWindow window) {
  return clock(window.begin_minute) + "Z-" + clock(window.begin_minute + kMinutesPerHour) + "Z";
}

Result<Weekdays> parse_weekdays(std::string_view text) {
  Weekdays days;
  std::string_view rest = text;
  while (!rest.empty()) {
    const std::size_t comma = std::min(rest.find(','), rest.size());
    std::string_view word = rest.substr(0, comma);
    rest.remove_prefix(std::min(comma + 1, rest.size()));
    while (word.starts_with(' ')) word.remove_prefix(1);
    while (word.ends_with(' ')) word.remove_suffix(1);
    const auto day = std::find_if(kDays.begin(), kDays.end(), [&](std::string_view name) {
      return equal_ignoring_case(name, word);
    });
    if (day == kDays.end()) {
      return invalid("PreferredBackupPeriod",
                     "PreferredBackupPeriod has " + shown(word) +
                         "; allowed are Monday, Tuesday, Wednesday, Thursday, Friday, Saturday "
                         "and Sunday, separated by commas.");
    }
    days.set(static_cast<std::size_t>(day - kDays.begin()));
  }
  if (days.none()) {
    return invalid("PreferredBackupPeriod",
                   "PreferredBackupPeriod names no day; give at least one, such as "
                   "Monday,Thursday.");
  }
  return days;
}

std::string weekdays_text(Weekdays days) {
  std::string text;
  for (std::size_t i = 0; i < kDays.size(); ++i) {
    if (!days.test(i)) continue;
    if (!text.empty()) text += ',';
    text += kDays[i];
  }
  return text;
}

LocalWindow to_local(BackupWindow window, std::int32_t utc_offset_minutes) {
  const std::int32_t minute = window.begin_minute + utc_offset_minutes;
  const std::int32_t shift = minute < 0 ? -1 : minute >= kMinutesPerDay ? 1 : 0;
  return {wrapped(minute), shift};
}

BackupWindow from_local(std::int32_t local_begin_minute, std::int32_t utc_offset_minutes) {
  return {wrapped(local_begin_minute - utc_offset_minutes)};
}

std::string local_window_text(BackupWindow window, std::int32_t utc_offset_minutes) {
  const LocalWindow local = to_local(window, utc_offset_minutes);
  std::string text = clock(local.begin_minute) + "-" + clock(local.begin_minute + kMinutesPerHour);
  if (local.day_shift > 0) text += ", the day after";
  if (local.day_shift < 0) text += ", the day before";
  return text;
}

}  // namespace dds::api
