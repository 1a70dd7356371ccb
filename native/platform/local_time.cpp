#include "native/platform/local_time.h"

#include <array>
#include <ctime>

namespace dds::platform {
namespace {

std::tm local(Instant instant) {
  const auto seconds =
      static_cast<std::time_t>(std::chrono::floor<Seconds>(instant.time_since_epoch()).count());
  std::tm time{};
  localtime_r(&seconds, &time);
  return time;
}

}  // namespace

std::string format_local(Instant instant) {
  const std::tm time = local(instant);
  std::array<char, 32> text{};
  return {text.data(), std::strftime(text.data(), text.size(), "%Y-%m-%d %H:%M", &time)};
}

std::int32_t utc_offset_minutes(Instant instant) {
  return static_cast<std::int32_t>(local(instant).tm_gmtoff / 60);
}

std::string zone_name(Instant instant) {
  const std::tm time = local(instant);
  return time.tm_zone == nullptr ? std::string() : std::string(time.tm_zone);
}

std::optional<Instant> begin_of_day(std::string_view date, int days_later) {
  // parse_utc knows which dates exist.
  const Result<Instant> utc = parse_utc(std::string(date) + "T00:00Z");
  if (!utc) return std::nullopt;
  const auto seconds =
      static_cast<std::time_t>(std::chrono::floor<Seconds>(utc->time_since_epoch()).count());
  std::tm time{};
  gmtime_r(&seconds, &time);
  time.tm_mday += days_later;
  time.tm_isdst = -1;
  const std::time_t begin = std::mktime(&time);
  return Instant(Seconds(begin));
}

}  // namespace dds::platform
