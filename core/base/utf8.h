// UTF-8 validation and a cursor over code points.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace dds {

/// Offset of the first byte that is not valid UTF-8 (overlong forms, surrogates and values above
/// U+10FFFF are invalid), or npos when all of it is valid.
[[nodiscard]] std::size_t find_invalid_utf8(std::string_view text);

[[nodiscard]] inline bool is_valid_utf8(std::string_view text) {
  return find_invalid_utf8(text) == std::string_view::npos;
}

/// Takes the code point at `offset` (which is advanced by 1 to 4). An invalid byte yields U+FFFD
/// and advances by 1.
[[nodiscard]] char32_t next_code_point(std::string_view text, std::size_t& offset);

/// A copy with every invalid byte replaced by U+FFFD: for showing bytes that came from outside.
[[nodiscard]] std::string replace_invalid_utf8(std::string_view text);

/// What somebody typed, for a sentence about it: valid UTF-8 on one line, control characters as
/// blanks, cut after `longest` bytes at a character's end with "..." behind.
[[nodiscard]] std::string one_line(std::string_view text, std::size_t longest = 60);

}  // namespace dds
