// Letters, digits and blanks of ASCII, whatever the locale: what protocols are made of. Other bytes
// are left as they are.
#pragma once

#include <string>
#include <string_view>

namespace dds {

[[nodiscard]] constexpr bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

[[nodiscard]] constexpr char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}
[[nodiscard]] std::string lower(std::string_view text);

[[nodiscard]] bool equal_ignoring_case(std::string_view a, std::string_view b);

/// Without blanks, tabs and line breaks at either end.
[[nodiscard]] std::string_view trimmed(std::string_view text);

/// Takes what stands before the next `separator` off the front, and the separator with it.
[[nodiscard]] std::string_view take_until(std::string_view& text, char separator);

}  // namespace dds
