#include "core/diagnose/loose_time.h"

#include <algorithm>
#include <array>
#include <string>

#include "core/base/ascii.h"

namespace dds::diagnose {
namespace {

// Takes exactly `count` digits off the front; -1 when they are not there.
int take_digits(std::string_view& text, std::size_t count) {
  if (text.size() < count) return -1;
  int value = 0;
  for (std::size_t i = 0; i < count; ++i) {
    if (!is_digit(text[i])) return -1;
    value = value * 10 + (text[i] - '0');
  }
  text.remove_prefix(count);
  return value;
}

bool take(std::string_view& text, char c) {
  if (text.empty() || text.front() != c) return false;
  text.remove_prefix(1);
  return true;
}

std::string two(int number) {
  std::string text = std::to_string(number);
  return number < 10 ? "0" + text : text;
}

// The library knows which dates exist.
std::optional<Instant> instant_of(std::string_view date, int hour, int minute, int second) {
  const Result<Instant> instant =
      parse_utc(std::string(date) + "T" + two(hour) + ":" + two(minute) + ":" + two(second) + "Z");
  if (!instant) return std::nullopt;
  return *instant;
}

std::optional<LooseTime> read_epoch(std::string_view text) {
  const bool with_milliseconds = text.size() == 13;
  if (text.size() != 10 && !with_milliseconds) return std::nullopt;
  std::int64_t value = 0;
  for (const char c : text) {
    if (!is_digit(c)) return std::nullopt;
    value = value * 10 + (c - '0');
  }
  LooseTime time;
  time.instant = Instant(Milliseconds(with_milliseconds ? value : value * 1000));
  time.zone = Zone::Utc;
  time.milliseconds = with_milliseconds;
  time.epoch = true;
  return time;
}

// "Z", "+08:00", "-0530" or nothing: minutes ahead of UTC.
std::optional<int> read_zone(std::string_view text, Zone& zone) {
  zone = Zone::None;
  if (text.empty()) return 0;
  zone = Zone::Utc;
  if (text == "Z" || text == "z") return 0;
  zone = Zone::Offset;
  const int sign = text.front() == '-' ? -1 : 1;
  if (!take(text, '+') && !take(text, '-') && !take(text, ' ')) return std::nullopt;
  const int hours = take_digits(text, 2);
  take(text, ':');
  const int minutes = text.empty() ? 0 : take_digits(text, 2);
  if (hours < 0 || hours > 14 || minutes < 0 || minutes > 59 || !text.empty()) return std::nullopt;
  return sign * (hours * 60 + minutes);
}

std::optional<LooseTime> read_iso(std::string_view text) {
  if (text.size() < 16) return std::nullopt;
  LooseTime time;
  const std::string_view date = text.substr(0, 10);
  text.remove_prefix(10);
  if (!take(text, 'T') && !take(text, ' ') && !take(text, 't')) return std::nullopt;
  const int hour = take_digits(text, 2);
  if (hour < 0 || !take(text, ':')) return std::nullopt;
  const int minute = take_digits(text, 2);
  const int second = take(text, ':') ? take_digits(text, 2) : 0;
  if (minute < 0 || second < 0) return std::nullopt;
  int milliseconds = 0;
  if (take(text, '.') || take(text, ',')) {
    time.milliseconds = true;
    int place = 100;
    if (text.empty() || !is_digit(text.front())) return std::nullopt;
    for (; !text.empty() && is_digit(text.front()); text.remove_prefix(1), place /= 10)
      milliseconds += (text.front() - '0') * place;
  }
  const std::optional<int> ahead = read_zone(text, time.zone);
  const std::optional<Instant> instant = instant_of(date, hour, minute, second);
  if (!ahead || !instant) return std::nullopt;
  time.instant = *instant + Milliseconds(milliseconds) - std::chrono::minutes(*ahead);
  return time;
}

std::optional<LooseTime> read_http_date(std::string_view text) {
  constexpr std::array<std::string_view, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  if (text.size() != 29 || text.substr(3, 2) != ", " || !text.ends_with(" GMT"))
    return std::nullopt;
  text.remove_prefix(5);
  const int day = take_digits(text, 2);
  if (day < 0 || !take(text, ' ')) return std::nullopt;
  const auto month = std::find(kMonths.begin(), kMonths.end(), text.substr(0, 3));
  if (month == kMonths.end()) return std::nullopt;
  text.remove_prefix(3);
  if (!take(text, ' ')) return std::nullopt;
  const std::string year(text.substr(0, 4));
  text.remove_prefix(4);
  if (!take(text, ' ')) return std::nullopt;
  const int hour = take_digits(text, 2);
  const bool colons = take(text, ':');
  const int minute = take_digits(text, 2);
  const bool more = take(text, ':');
  const int second = take_digits(text, 2);
  if (hour < 0 || minute < 0 || second < 0 || !colons || !more) return std::nullopt;
  const std::string date =
      year + "-" + two(static_cast<int>(month - kMonths.begin()) + 1) + "-" + two(day);
  const std::optional<Instant> instant = instant_of(date, hour, minute, second);
  if (!instant) return std::nullopt;
  LooseTime time;
  time.instant = *instant;
  time.zone = Zone::Utc;
  return time;
}

}  // namespace

std::optional<LooseTime> read_loose_time(std::string_view text) {
  if (auto time = read_epoch(text)) return time;
  if (auto time = read_http_date(text)) return time;
  auto time = read_iso(text);
  if (time) {
    time->strict =
        text.size() == std::string_view("2024-01-16T11:04:56Z").size() && parse_utc(text).ok();
  }
  return time;
}

}  // namespace dds::diagnose
