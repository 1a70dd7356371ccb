#include "native/cli/options/option_values.h"

#include <charconv>
#include <cmath>

#include "core/base/utf8.h"
#include "native/platform/local_time.h"

namespace dds::cli {

std::optional<std::int64_t> parse_integer(std::string_view text, std::int64_t least,
                                          std::int64_t most) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || value < least || value > most)
    return std::nullopt;
  return value;
}

std::optional<double> parse_decimal(std::string_view text, double least, double most) {
  if (text.empty() || text.find_first_not_of("0123456789.") != std::string_view::npos)
    return std::nullopt;
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || value < least || value > most)
    return std::nullopt;
  return value;
}

std::optional<Milliseconds> parse_length(std::string_view text) {
  if (text.empty()) return std::nullopt;
  std::int64_t minutes = 0;
  switch (text.back()) {
    case 'm': minutes = 1; break;
    case 'h': minutes = 60; break;
    case 'd': minutes = 24 * 60; break;
    default: return std::nullopt;
  }
  constexpr std::int64_t kMostMinutes = std::int64_t{10} * 366 * 24 * 60;
  const std::optional<std::int64_t> count =
      parse_integer(text.substr(0, text.size() - 1), 1, kMostMinutes / minutes);
  if (!count) return std::nullopt;
  return std::chrono::minutes(*count * minutes);
}

Status read_late(std::string_view text, Milliseconds& late) {
  if (text.empty()) return std::nullopt;
  const std::optional<double> seconds = parse_decimal(text, 1, 7200);
  if (!seconds)
    return make_error(ErrorCode::InvalidParameter,
                      "--late takes seconds from 1 to 7200; \"" + one_line(text) + "\" was given.",
                      "--late");
  late = Milliseconds(std::lround(*seconds * 1000));
  return std::nullopt;
}

Result<Instant> read_point(std::string_view option, std::string_view text, bool end_of_day,
                           Instant now) {
  if (const std::optional<Milliseconds> ago = parse_length(text)) return now - *ago;
  if (const std::optional<Instant> day = platform::begin_of_day(text, end_of_day ? 1 : 0))
    return *day;
  Result<Instant> utc = parse_utc(text);
  if (utc) return utc;
  return make_error(ErrorCode::InvalidTime,
                    std::string(option) +
                        " takes a day (2026-01-14), a time in UTC (2026-01-14T06:00Z) or how long "
                        "ago (90m, 24h, 7d); \"" +
                        one_line(text) + "\" was given.",
                    std::string(option));
}

std::string local_text(const std::optional<Instant>& instant) {
  if (!instant) return {};
  return *instant == forever() ? "for ever" : platform::format_local(*instant);
}

Result<std::size_t> read_min_instances(const std::string& text) {
  if (text.empty()) return std::size_t{0};
  const std::optional<std::int64_t> count = parse_integer(text, 1, 1'000'000);
  if (count) return static_cast<std::size_t>(*count);
  return make_error(
      ErrorCode::InvalidParameter,
      "--min-instances takes a number from 1 to 1000000; \"" + one_line(text) + "\" was given.",
      "--min-instances");
}

std::optional<std::string> too_few(std::size_t listed, std::size_t wanted) {
  if (listed >= wanted) return std::nullopt;
  return "Only " + std::to_string(listed) + (listed == 1 ? " instance was" : " instances were") +
         " listed; --min-instances wants " + std::to_string(wanted) + ".";
}

}  // namespace dds::cli
