// Figures as people read them. English, locale-free.
#pragma once

#include <cstdint>
#include <string>

#include "core/base/time.h"

namespace dds {

/// Binary units with one decimal: "812 B", "5.9 MiB", "107.4 GiB".
[[nodiscard]] std::string format_size(std::int64_t bytes);

/// A length of time in its two largest units: "40 s", "2 min 5 s", "3 h 10 min", "2 d 4 h".
[[nodiscard]] std::string format_duration(Milliseconds duration);

}  // namespace dds
