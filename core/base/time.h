// Instants and their ISO-8601 UTC texts. The core never asks for the time: hosts pass an Instant
// in.
//
// Forms (source: parameter tables of the service's API reference): signatures, answers, RestoreTime
// and BackupExpireTime use yyyy-MM-ddTHH:mm:ssZ; list filters use yyyy-MM-ddTHH:mmZ; log files
// carry milliseconds. 9999-01-01T00:00:00Z means "kept for ever".
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "core/base/result.h"

namespace dds {

using Milliseconds = std::chrono::milliseconds;
using Seconds = std::chrono::seconds;

/// Milliseconds since 1970-01-01T00:00:00Z, years 0 to 9999.
using Instant = std::chrono::sys_time<Milliseconds>;

enum class TimeForm {
  Seconds,       // 2024-01-16T11:04:56Z
  Minutes,       // 2024-01-16T11:04Z
  Milliseconds,  // 2024-01-16T11:04:56.123Z
};

/// The instant as text, cut (not rounded) to the form's precision.
[[nodiscard]] std::string format_utc(Instant instant, TimeForm form = TimeForm::Seconds);

/// Reads any of the three forms. The date must exist and the text must end in Z (UTC): offsets such
/// as +08:00, a blank instead of T, lower-case letters or trailing text are InvalidTime errors.
/// Second 60 is refused.
[[nodiscard]] Result<Instant> parse_utc(std::string_view text);

/// 9999-01-01T00:00:00Z, the service's "for ever".
[[nodiscard]] Instant forever();

}  // namespace dds
