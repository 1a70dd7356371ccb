#include "core/emulator/policy.h"

#include <array>

#include "core/emulator/instance_filter.h"
#include "core/emulator/random.h"

namespace dds::emulator {
namespace {

using std::chrono::days;
using std::chrono::minutes;

constexpr std::array<std::string_view, 7> kDays = {
    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
};
constexpr std::int32_t kMinutesADay = 24 * 60;

Instant begin_on(const BackupPolicy& policy, std::string_view instance_id,
                 std::chrono::sys_days day) {
  const auto number = static_cast<std::uint64_t>(day.time_since_epoch().count());
  Random random(fingerprint(instance_id) ^ mix(number));
  return day + minutes(policy.window_minute) + Milliseconds(random.between(60'000, 720'000));
}

std::optional<std::int32_t> minute_of_day(std::string_view text) {  // HH:mmZ
  if (text.size() != 6 || text[2] != ':' || text[5] != 'Z') return std::nullopt;
  for (const std::size_t i : {0U, 1U, 3U, 4U}) {
    if (text[i] < '0' || text[i] > '9') return std::nullopt;
  }
  const std::int32_t hour = (text[0] - '0') * 10 + (text[1] - '0');
  const std::int32_t minute = (text[3] - '0') * 10 + (text[4] - '0');
  if (hour > 23 || minute > 59) return std::nullopt;
  return hour * 60 + minute;
}

std::string clock_text(std::int32_t minute) {
  const auto two = [](std::int32_t number) {
    return (number < 10 ? "0" : "") + std::to_string(number);
  };
  return two(minute / 60 % 24) + ":" + two(minute % 60) + "Z";
}

}  // namespace

std::optional<PlannedBackup> next_backup(const BackupPolicy& policy, std::string_view instance_id,
                                         Instant after) {
  std::optional<PlannedBackup> next;
  if ((policy.days & kEveryDay) != 0) {
    // From yesterday's window, which may reach into today, to the same weekday a week on.
    auto day = std::chrono::floor<days>(after) - days(1);
    for (;; day += days(1)) {
      if ((policy.days & day_bit(day)) == 0) continue;
      const Instant begin = begin_on(policy, instance_id, day);
      if (begin <= after) continue;
      next = PlannedBackup{begin, policy.retention_days};
      break;
    }
  }
  if (policy.flash && policy.interval_minutes > 0) {
    const Milliseconds every = minutes(policy.interval_minutes);
    const Instant begin{(after.time_since_epoch() / every + 1) * every};
    if (!next || begin < next->at) next = PlannedBackup{begin, policy.interval_retention_days};
  }
  return next;
}

std::uint32_t day_bit(Instant instant) {
  const std::chrono::weekday day{std::chrono::floor<days>(instant)};
  return 1U << ((day.c_encoding() + 6U) % 7U);  // Monday is 0
}

std::string day_names(std::uint32_t chosen) {
  std::string text;
  for (std::size_t i = 0; i < kDays.size(); ++i) {
    if ((chosen >> i & 1U) == 0) continue;
    if (!text.empty()) text += ",";
    text += kDays[i];
  }
  return text;
}

std::optional<std::uint32_t> parse_day_names(std::string_view text) {
  std::uint32_t chosen = 0;
  for (;;) {
    const std::size_t comma = text.find(',');
    const std::string_view name = text.substr(0, comma);
    std::uint32_t bit = 0;
    for (std::size_t i = 0; i < kDays.size(); ++i) {
      if (kDays[i] == name) bit = 1U << i;
    }
    if (bit == 0) return std::nullopt;
    chosen |= bit;
    if (comma == std::string_view::npos) return chosen;
    text.remove_prefix(comma + 1);
  }
}

std::string window_text(std::int32_t window_minute) {
  return clock_text(window_minute) + "-" + clock_text(window_minute + 60);
}

std::optional<std::int32_t> parse_window(std::string_view text) {
  if (text.size() != 13 || text[6] != '-') return std::nullopt;
  const auto begin = minute_of_day(text.substr(0, 6));
  const auto end = minute_of_day(text.substr(7));
  if (!begin || !end || (*begin + 60) % kMinutesADay != *end) return std::nullopt;
  return begin;
}

}  // namespace dds::emulator
