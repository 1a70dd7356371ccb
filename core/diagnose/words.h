// Small helpers on text that the readers share. ASCII only.
#pragma once

#include <string>
#include <string_view>

namespace dds::diagnose {

[[nodiscard]] std::string lower_case(std::string_view text);
/// Without blanks, tabs and line breaks at either end.
[[nodiscard]] std::string_view trimmed(std::string_view text);
[[nodiscard]] bool equal_ignoring_case(std::string_view a, std::string_view b);
[[nodiscard]] bool is_hex_digits(std::string_view text);  // at least one
[[nodiscard]] bool is_ascii(std::string_view text);
/// A copy with every `what` replaced; an empty `what` replaces nothing.
[[nodiscard]] std::string replaced(std::string_view text, std::string_view what,
                                   std::string_view with);
/// Takes what stands before the next `separator` off the front, and the separator with it.
[[nodiscard]] std::string_view take_until(std::string_view& text, char separator);

}  // namespace dds::diagnose
