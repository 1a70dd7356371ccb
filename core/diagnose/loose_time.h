// Times as people and programs write them by mistake: with milliseconds, an offset, no zone at all,
// as seconds since 1970. Signatures take one form only; this tells what another one meant.
#pragma once

#include <optional>
#include <string_view>

#include "core/base/time.h"

namespace dds::diagnose {

enum class Zone { Utc, Offset, None };

struct LooseTime {
  Instant instant;
  Zone zone = Zone::None;  // None: read as if it were UTC
  bool milliseconds = false;
  bool epoch = false;   // a bare number
  bool strict = false;  // exactly yyyy-MM-ddTHH:mm:ssZ
};

/// yyyy-MM-dd, T or a blank, HH:mm[:ss[.fff...]], then Z, +hh:mm, +hhmm or nothing; 10 or 13
/// digits; an HTTP date ("Tue, 16 Jan 2024 11:04:56 GMT"). Nothing for anything else.
[[nodiscard]] std::optional<LooseTime> read_loose_time(std::string_view text);

}  // namespace dds::diagnose
