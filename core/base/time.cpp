#include "core/base/time.h"

#include <cstdio>

#include "core/base/utf8.h"

namespace dds {
namespace {

using namespace std::chrono;

// `count` decimal digits at `offset`, or -1.
int digits(std::string_view text, std::size_t offset, std::size_t count) {
  if (offset + count > text.size()) return -1;
  int value = 0;
  for (std::size_t i = offset; i < offset + count; ++i) {
    if (text[i] < '0' || text[i] > '9') return -1;
    value = value * 10 + (text[i] - '0');
  }
  return value;
}

Error invalid_time(std::string_view text) {
  constexpr std::size_t kShown = 40;  // what came may be anything; an error stays one sentence
  return make_error(ErrorCode::InvalidTime,
                    "\"" + one_line(text, kShown) +
                        "\" is not a time in UTC; write it like 2024-01-16T11:04:56Z.",
                    {});
}

}  // namespace

Instant forever() {
  return sys_days{year{9999} / January / 1};
}

std::string format_utc(Instant instant, TimeForm form) {
  const auto day = floor<days>(instant);
  const year_month_day date{day};
  const auto rest = instant - day;
  const auto total = duration_cast<milliseconds>(rest).count();
  const int hour = static_cast<int>(total / 3'600'000);
  const int minute = static_cast<int>(total / 60'000 % 60);
  const int second = static_cast<int>(total / 1000 % 60);
  const int milli = static_cast<int>(total % 1000);
  const int y = static_cast<int>(date.year());
  const auto m = static_cast<unsigned>(date.month());
  const auto d = static_cast<unsigned>(date.day());
  char buffer[64];
  int size = 0;
  switch (form) {
    case TimeForm::Seconds:
      size = std::snprintf(buffer, sizeof buffer, "%04d-%02u-%02uT%02d:%02d:%02dZ", y, m, d, hour,
                           minute, second);
      break;
    case TimeForm::Minutes:
      size =
          std::snprintf(buffer, sizeof buffer, "%04d-%02u-%02uT%02d:%02dZ", y, m, d, hour, minute);
      break;
    case TimeForm::Milliseconds:
      size = std::snprintf(buffer, sizeof buffer, "%04d-%02u-%02uT%02d:%02d:%02d.%03dZ", y, m, d,
                           hour, minute, second, milli);
      break;
  }
  return {buffer, static_cast<std::size_t>(size > 0 ? size : 0)};
}

Result<Instant> parse_utc(std::string_view text) {
  const bool with_seconds = text.size() == 20;
  const bool with_milliseconds = text.size() == 24;
  if (text.size() != 17 && !with_seconds && !with_milliseconds) return invalid_time(text);
  if (text[4] != '-' || text[7] != '-' || text[10] != 'T' || text[13] != ':' ||
      text.back() != 'Z') {
    return invalid_time(text);
  }
  int second = 0;
  int milli = 0;
  if (with_seconds || with_milliseconds) {
    if (text[16] != ':') return invalid_time(text);
    second = digits(text, 17, 2);
  }
  if (with_milliseconds) {
    if (text[19] != '.') return invalid_time(text);
    milli = digits(text, 20, 3);
  }
  const int y = digits(text, 0, 4);
  const int m = digits(text, 5, 2);
  const int d = digits(text, 8, 2);
  const int hour = digits(text, 11, 2);
  const int minute = digits(text, 14, 2);
  if (y < 0 || m < 0 || d < 0 || hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 ||
      second > 59 || milli < 0) {
    return invalid_time(text);
  }
  const year_month_day date{year{y}, month{static_cast<unsigned>(m)},
                            day{static_cast<unsigned>(d)}};
  if (!date.ok()) return invalid_time(text);
  return Instant{sys_days{date}} + hours{hour} + minutes{minute} + seconds{second} +
         milliseconds{milli};
}

}  // namespace dds
