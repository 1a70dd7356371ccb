#include "shell/model/words.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>

#include "core/base/text.h"

namespace dds::shell {
namespace {

using std::chrono::days;
using std::chrono::duration_cast;
using std::chrono::floor;
using std::chrono::hours;
using std::chrono::minutes;

constexpr std::array<std::string_view, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

struct LocalDate {
  int year;
  std::size_t month;  // 0..11
  unsigned day;
  long long minute;  // of the day
};

LocalDate to_local(Instant instant, int offset) {
  const Instant local = instant + minutes{offset};
  const auto day = floor<days>(local);
  const std::chrono::year_month_day date{day};
  return {static_cast<int>(date.year()), static_cast<unsigned>(date.month()) - 1U,
          static_cast<unsigned>(date.day()), duration_cast<minutes>(local - day).count()};
}

std::string two(long long value) {
  return (value < 10 ? "0" : "") + std::to_string(value);
}

}  // namespace

std::string age_text(Instant now, Instant then) {
  const auto age = now - then;
  if (age < minutes{1}) return "just now";
  if (age < hours{1}) return std::to_string(duration_cast<minutes>(age).count()) + " min ago";
  if (age < days{2}) return std::to_string(duration_cast<hours>(age).count()) + " h ago";
  return std::to_string(duration_cast<days>(age).count()) + " d ago";
}

Instant age_changes_at(Instant now, Instant then) {
  const auto age = std::max(now - then, Milliseconds{0});
  if (age < hours{1}) return then + floor<minutes>(age) + minutes{1};
  if (age < days{2}) return then + floor<hours>(age) + hours{1};
  return then + floor<days>(age) + days{1};
}

std::string local_date(Instant instant, int offset, Instant now) {
  const LocalDate date = to_local(instant, offset);
  std::string text = two(date.day) + " " + std::string(kMonths[date.month]);
  if (date.year != to_local(now, offset).year) text += " " + std::to_string(date.year);
  return text;
}

std::string local_time(Instant instant, int offset, Instant now) {
  const LocalDate date = to_local(instant, offset);
  return local_date(instant, offset, now) + " " + two(date.minute / 60) + ":" +
         two(date.minute % 60);
}

std::string local_clock(Instant instant, int offset) {
  const Instant local = instant + minutes{offset};
  const auto second = duration_cast<Seconds>(local - floor<days>(local)).count();
  return two(second / 3600) + ":" + two(second / 60 % 60) + ":" + two(second % 60);
}

std::string utc_time(Instant instant) {
  std::string text = format_utc(instant);
  std::replace(text.begin(), text.end(), 'T', ' ');
  if (!text.empty() && text.back() == 'Z') text.replace(text.size() - 1, 1, " UTC");
  return text;
}

std::string time_left(std::optional<Instant> started, Instant now,
                      std::optional<std::int32_t> percent) {
  if (!started || !percent || *percent < 5 || *percent >= 100 || now <= *started) return {};
  const auto left = (now - *started) * (100 - *percent) / *percent;
  return "about " + format_estimate(left) + " left";
}

std::optional<std::int32_t> parse_count(std::string_view text) {
  std::int32_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || value < 0) return std::nullopt;
  return value;
}

std::optional<Milliseconds> parse_length(std::string_view text) {
  text = trimmed(text);
  if (text.empty()) return std::nullopt;
  minutes unit{};
  switch (text.back()) {
    case 'm': unit = minutes{1}; break;
    case 'h': unit = hours{1}; break;
    case 'd': unit = days{1}; break;
    default: return std::nullopt;
  }
  text.remove_suffix(1);
  const std::optional<std::int32_t> count = parse_count(trimmed(text));
  constexpr std::int64_t kMostMinutes = std::int64_t{10} * 366 * 24 * 60;
  if (!count || *count == 0 || *count > kMostMinutes / unit.count()) return std::nullopt;
  return *count * unit;
}

std::string counted(std::size_t count, std::string_view noun) {
  std::string text = std::to_string(count) + " ";
  text += noun;
  if (count != 1) text += "s";
  return text;
}

void add_part(std::string& list, std::string_view what) {
  if (!list.empty()) list += ", ";
  list += what;
}

}  // namespace dds::shell
