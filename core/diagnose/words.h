// Small helpers on text that the readers share, beside those of core/base/ascii.h.
#pragma once

#include <string>
#include <string_view>

#include "core/base/ascii.h"

namespace dds::diagnose {

[[nodiscard]] bool is_hex_digits(std::string_view text);  // at least one
[[nodiscard]] bool is_ascii(std::string_view text);
/// A copy with every `what` replaced; an empty `what` replaces nothing.
[[nodiscard]] std::string replaced(std::string_view text, std::string_view what,
                                   std::string_view with);

}  // namespace dds::diagnose
