// Times and lengths of time in options.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/base/time.h"

namespace dds::cli {

/// "90m", "24h", "2d": a whole number of minutes, hours or days, from a minute to ten years.
[[nodiscard]] std::optional<Milliseconds> parse_length(std::string_view text);

/// A point in the past: "2026-01-14" (a day of this machine's clock), "2026-01-14T06:00:00Z" (UTC,
/// seconds may be left out), or a length of time ago ("7d"). With `end_of_day` a day means its end.
/// The error is a sentence that names the option.
[[nodiscard]] Result<Instant> read_point(std::string_view option, std::string_view text,
                                         bool end_of_day, Instant now);

/// "2026-01-14 14:00", on this machine's clock; "for ever"; "" when it is not known.
[[nodiscard]] std::string local_text(const std::optional<Instant>& instant);

}  // namespace dds::cli
