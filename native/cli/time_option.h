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

/// What --late takes: how long a request whose answer was lost may still take effect, 1 to 7200
/// seconds. `late` stays as it is when `text` is empty.
[[nodiscard]] Status read_late(std::string_view text, Milliseconds& late);
inline constexpr const char* kLateHelp =
    "seconds that a lost request may be late by (default 1920; an emulator's is its "
    "--timestamp-window)";

/// A point in the past: "2026-01-14" (a day of this machine's clock), "2026-01-14T06:00:00Z" (UTC,
/// seconds may be left out), or a length of time ago ("7d"). With `end_of_day` a day means its end.
/// The error is a sentence that names the option.
[[nodiscard]] Result<Instant> read_point(std::string_view option, std::string_view text,
                                         bool end_of_day, Instant now);

/// "2026-01-14 14:00", on this machine's clock; "for ever"; "" when it is not known.
[[nodiscard]] std::string local_text(const std::optional<Instant>& instant);

}  // namespace dds::cli
