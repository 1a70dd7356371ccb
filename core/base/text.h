// Figures as people read them, in the console and in the terminal alike. English, locale-free.
#pragma once

#include <cstdint>
#include <string>

#include "core/base/time.h"

namespace dds {

/// Binary units with one decimal: "812 B", "5.9 MiB", "107.4 GiB". Rounded before the unit is
/// chosen, so that there is never a "1024.0".
[[nodiscard]] std::string format_size(std::int64_t bytes);

/// A length of time in its two largest units: "84 ms", "40 s", "2 min 5 s", "3 h 10 min", "2 d 4
/// h". What is smaller is cut off, so that nothing is said to have lasted longer than it did.
/// Nothing and less than nothing are "0 s".
[[nodiscard]] std::string format_duration(Milliseconds duration);

/// An estimate, rounded to what it is good for: "10 s", "5 min", "1 h 20 min", "2 d 4 h". Never
/// less than "10 s".
[[nodiscard]] std::string format_estimate(Milliseconds duration);

}  // namespace dds
