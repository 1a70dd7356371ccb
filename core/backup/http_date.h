// The Date header of an answer, which tells how far the local clock is off.
#pragma once

#include <optional>
#include <string_view>

#include "core/base/time.h"

namespace dds::backup {

/// "Tue, 15 Nov 1994 08:12:31 GMT" (IMF-fixdate, RFC 9110 section 5.6.7); nothing for any other
/// form.
[[nodiscard]] std::optional<Instant> parse_http_date(std::string_view text);

}  // namespace dds::backup
