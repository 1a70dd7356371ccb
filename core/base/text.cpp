#include "core/base/text.h"

#include <cstddef>
#include <cstdio>
#include <iterator>

namespace dds {

std::string format_size(std::int64_t bytes) {
  constexpr const char* kUnits[] = {"B", "KiB", "MiB", "GiB", "TiB", "PiB"};
  if (bytes < 1024) return std::to_string(bytes) + " B";
  double value = static_cast<double>(bytes);
  std::size_t unit = 0;
  // 1023.95 would be shown as 1024.0: the next unit says it better.
  while (value >= 1023.95 && unit + 1 < std::size(kUnits)) {
    value /= 1024.0;
    ++unit;
  }
  char buffer[48];
  const int size = std::snprintf(buffer, sizeof buffer, "%.1f %s", value, kUnits[unit]);
  return {buffer, static_cast<std::size_t>(size > 0 ? size : 0)};
}

std::string format_duration(Milliseconds duration) {
  if (duration.count() <= 0) return "0 s";
  if (duration < Seconds{1}) return std::to_string(duration.count()) + " ms";
  const long long seconds = duration.count() / 1000;
  const auto two = [](long long large, const char* large_unit, long long small,
                      const char* small_unit) {
    std::string text = std::to_string(large) + " " + large_unit;
    if (small > 0) text += " " + std::to_string(small) + " " + small_unit;
    return text;
  };
  if (seconds < 60) return std::to_string(seconds) + " s";
  if (seconds < 3600) return two(seconds / 60, "min", seconds % 60, "s");
  if (seconds < 86'400) return two(seconds / 3600, "h", seconds % 3600 / 60, "min");
  return two(seconds / 86'400, "d", seconds % 86'400 / 3600, "h");
}

std::string format_estimate(Milliseconds duration) {
  using std::chrono::hours;
  using std::chrono::minutes;
  // The step may round up to the next unit, which `format_duration` then says.
  const Milliseconds step = duration < minutes{1}  ? Milliseconds{Seconds{10}}
                            : duration < hours{1}  ? Milliseconds{minutes{1}}
                            : duration < hours{24} ? Milliseconds{minutes{10}}
                                                   : Milliseconds{hours{1}};
  if (duration <= step) return format_duration(step);
  return format_duration((duration + step / 2) / step * step);
}

}  // namespace dds
