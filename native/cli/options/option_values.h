// The values of options: numbers, lengths of time, points in time, and how many instances a listing
// must hold.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/base/time.h"

namespace dds::cli {

/// "-1", "8620"; absent for anything else or outside the range.
[[nodiscard]] std::optional<std::int64_t> parse_integer(std::string_view text, std::int64_t least,
                                                        std::int64_t most);

/// "0.5", "200"; digits and at most one point.
[[nodiscard]] std::optional<double> parse_decimal(std::string_view text, double least, double most);

/// "90m", "24h", "2d": a whole number of minutes, hours or days, from a minute to ten years.
[[nodiscard]] std::optional<Milliseconds> parse_length(std::string_view text);

/// Reads --late: how long a request whose answer was lost may still take effect, 1 to 7200
/// seconds. Leaves `late` unchanged if `text` is empty.
[[nodiscard]] Status read_late(std::string_view text, Milliseconds& late);
inline constexpr const char* kLateHelp =
    "seconds that a lost request may be late by (default 1920; an emulator's is its "
    "--timestamp-window)";

/// A point in the past: "2026-01-14" (a day of this machine's clock), "2026-01-14T06:00:00Z" (UTC,
/// seconds may be left out), or a length of time ago ("7d"). With `end_of_day` a day means its end.
/// The error is a sentence that names the option.
[[nodiscard]] Result<Instant> read_point(std::string_view option, std::string_view text,
                                         bool end_of_day, Instant now);

/// "2026-01-14 14:00", on this machine's clock; "for ever"; "" if it is unknown.
[[nodiscard]] std::string local_text(const std::optional<Instant>& instant);

// Guards of commands that choose instances by listing them: a key that sees less than it should, or
// an empty listing, must not pass for "all is well".

inline constexpr const char* kMinInstancesHelp =
    "how many instances have to be listed at least; fewer fall short (code 5)";
inline constexpr const char* kAllowNoneHelp =
    "that no instance is listed is all right; else it falls short (code 5)";

/// Reads --min-instances: 1 to 1,000,000; 0 for an empty text.
[[nodiscard]] Result<std::size_t> read_min_instances(const std::string& text);

/// The sentence to report if fewer were listed than `wanted`.
[[nodiscard]] std::optional<std::string> too_few(std::size_t listed, std::size_t wanted);

}  // namespace dds::cli
