// How the console says times and ages: local time first, UTC beside it; ages in words. Sizes and
// durations are said as in the terminal (core/base/text.h). Pure: the instant and the offset of
// local time are arguments.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/ascii.h"
#include "core/base/time.h"

namespace dds::shell {

/// "just now" (under a minute), "5 min ago", "2 h ago", "3 d ago"; the future counts as just now.
[[nodiscard]] std::string age_text(Instant now, Instant then);
/// When `age_text` changes next.
[[nodiscard]] Instant age_changes_at(Instant now, Instant then);

/// "14 Jan 03:57", with the year when it is not that of `now`. `offset` = minutes that local time
/// is ahead of UTC.
[[nodiscard]] std::string local_time(Instant instant, int offset, Instant now);
/// "14 Jan", with the year when it is not that of `now`.
[[nodiscard]] std::string local_date(Instant instant, int offset, Instant now);
/// "03:57:12".
[[nodiscard]] std::string local_clock(Instant instant, int offset);
/// "2026-01-13 19:57:12 UTC", for beside or on hover.
[[nodiscard]] std::string utc_time(Instant instant);

/// "about 2 min left" from what passed and the percentage; empty while it says nothing yet (under 5
/// %).
[[nodiscard]] std::string time_left(std::optional<Instant> started, Instant now,
                                    std::optional<std::int32_t> percent);

/// A whole number without sign, or nothing.
[[nodiscard]] std::optional<std::int32_t> parse_count(std::string_view text);

/// A length as people type it, "90m", "24 h" or "2d": from a minute to ten years, or nothing.
[[nodiscard]] std::optional<Milliseconds> parse_length(std::string_view text);

/// "1 backup", "3 backups".
[[nodiscard]] std::string counted(std::size_t count, std::string_view noun);
/// Adds ", <what>" to a list of words, without the comma to an empty one.
void add_part(std::string& list, std::string_view what);

}  // namespace dds::shell
