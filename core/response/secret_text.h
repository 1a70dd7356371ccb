// Finding secrets in free text: which names hold one, and where in the text the value of such a
// name lies. Parts of `redact()`; pure functions over views that the caller owns.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace dds::response {

enum class NameKind {
  Plain,
  Secret,  // its value is masked
  KeyId,   // its value is shortened
};

/// What a name says about its value, in any letter case and with - or _ between its words.
[[nodiscard]] NameKind kind_of_name(std::string_view name);

/// The same for the word text[begin, end), which may be glued to what is left of an escape before
/// it:
/// "%26SecurityToken", "%2526SecurityToken", "\nSecurityToken", "\u0026SecurityToken".
[[nodiscard]] NameKind kind_of_word(std::string_view text, std::size_t begin, std::size_t end);

/// An ASCII character as it is, percent-encoded any number of times, or as \u00XX.
struct Escape {
  std::size_t size = 0;  // bytes in the text; 0: the character is not there
  int level = 0;         // how many times it is percent-encoded
};
[[nodiscard]] Escape find_escape(std::string_view text, std::size_t at, char c);

struct ValueRange {
  std::size_t begin = 0;
  std::size_t end = 0;
  bool bare_json = false;  // a JSON value without quotes
};

/// The value that belongs to the word text[begin, end), in whatever notation: query, form, string
/// to sign, JSON (also inside a JSON text), XML, header, assignment in a program, command line.
/// Nothing when no value follows. `in_quotes`: the word stands inside a double-quoted text, so a
/// header's value ends where that text does.
[[nodiscard]] std::optional<ValueRange> find_value(std::string_view text, std::size_t begin,
                                                   std::size_t end, bool in_quotes);

}  // namespace dds::response
