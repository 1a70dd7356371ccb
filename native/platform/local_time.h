// This machine's time zone (TZ), for what people read and type. Programs get UTC.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/time.h"

namespace dds::platform {

/// "2026-01-14 14:00": on this machine's clock, cut to minutes.
[[nodiscard]] std::string format_local(Instant instant);

/// How far this machine's clock is ahead of UTC at that instant, in minutes.
[[nodiscard]] std::int32_t utc_offset_minutes(Instant instant);

/// "CST", "UTC": how this machine calls its time at that instant.
[[nodiscard]] std::string zone_name(Instant instant);

/// The instant at which the day `2026-01-14` (or, with `days_later`, one after it) begins on this
/// machine's clock; nothing when that is no date.
[[nodiscard]] std::optional<Instant> begin_of_day(std::string_view date, int days_later = 0);

}  // namespace dds::platform
