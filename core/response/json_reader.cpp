#include "core/response/json_reader.h"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <system_error>

#include "core/base/ascii.h"
#include "core/base/utf8.h"

namespace dds::response {
namespace {

// Bytes of a string that stand for themselves without a further look.
constexpr std::array<bool, 256> make_plain() {
  std::array<bool, 256> table{};
  for (std::size_t byte = 0x20; byte < 0x80; ++byte) table[byte] = byte != '"' && byte != '\\';
  return table;
}
constexpr std::array<bool, 256> kPlain = make_plain();

bool is_control(char c) {
  return static_cast<unsigned char>(c) < 0x20;
}

void append_utf8(std::string& out, std::uint32_t code_point) {
  const auto put = [&out](std::uint32_t byte) { out += static_cast<char>(byte); };
  const auto continuation = [](std::uint32_t bits) { return 0x80U | (bits & 0x3FU); };
  if (code_point < 0x80) {
    put(code_point);
  } else if (code_point < 0x800) {
    put(0xC0U | code_point >> 6U);
    put(continuation(code_point));
  } else if (code_point < 0x10000) {
    put(0xE0U | code_point >> 12U);
    put(continuation(code_point >> 6U));
    put(continuation(code_point));
  } else {
    put(0xF0U | code_point >> 18U);
    put(continuation(code_point >> 12U));
    put(continuation(code_point >> 6U));
    put(continuation(code_point));
  }
}

}  // namespace

bool JsonReader::read() {
  bool another = true;
  while (another) {
    skip_blanks();
    if (!value() || !after_value(another)) return false;
  }
  return at_ == end_;
}

// One scalar, an empty list or object, or the opening of one and what precedes its first value.
bool JsonReader::value() {
  for (;;) {
    if (at_ == end_) return false;
    switch (*at_) {
      case '{':
        if (!builder_.open_object()) return false;
        ++at_;
        skip_blanks();
        if (next_is('}')) return true;  // for after_value to close
        if (!member_name()) return false;
        break;
      case '[':
        if (!builder_.open_array()) return false;
        ++at_;
        skip_blanks();
        if (next_is(']')) return true;
        break;
      case '"': {
        std::string text;
        return string(text) && builder_.add(std::move(text));
      }
      case 't': return word("true") && builder_.add(true);
      case 'f': return word("false") && builder_.add(false);
      case 'n': return word("null") && builder_.add(nullptr);
      default: return number();
    }
  }
}

// What may stand behind a value: the ends of what is open, and a comma before another value.
bool JsonReader::after_value(bool& another) {
  for (;;) {
    skip_blanks();
    if (!builder_.is_open()) {
      another = false;
      return true;
    }
    const bool in_object = builder_.in_object();
    if (skip(',')) {
      if (!in_object) return true;
      skip_blanks();
      return member_name();
    }
    if (!skip(in_object ? '}' : ']')) return false;
    builder_.close();
  }
}

// "name" : and the blanks behind it.
bool JsonReader::member_name() {
  std::string name;
  if (!next_is('"') || !string(name)) return false;
  skip_blanks();
  if (!skip(':')) return false;
  skip_blanks();
  builder_.name(std::move(name));
  return true;
}

// From the opening quote to behind the closing one.
bool JsonReader::string(std::string& out) {
  ++at_;
  const char* first = at_;
  bool ascii = true;
  while (at_ != end_) {
    const char c = *at_;
    if (kPlain[static_cast<unsigned char>(c)]) {
      ++at_;
    } else if (c == '"') {
      out.append(first, at_);
      // Escapes give valid UTF-8, so that the whole is as valid as its parts.
      if (!ascii && !is_valid_utf8(out)) return false;
      ++at_;
      return true;
    } else if (c == '\\') {
      out.append(first, at_);
      if (!escape(out)) return false;
      first = at_;
    } else if (is_control(c)) {
      return false;
    } else {
      ascii = false;
      ++at_;
    }
  }
  return false;
}

bool JsonReader::escape(std::string& out) {
  ++at_;
  if (at_ == end_) return false;
  switch (*at_) {
    case '"':
    case '\\':
    case '/': out += *at_; break;
    case 'b': out += '\b'; break;
    case 'f': out += '\f'; break;
    case 'n': out += '\n'; break;
    case 'r': out += '\r'; break;
    case 't': out += '\t'; break;
    case 'u': {
      constexpr unsigned kHigh = 0xD800;  // to 0xDBFF: the first half of a surrogate pair
      constexpr unsigned kLow = 0xDC00;   // to 0xDFFF: the second
      constexpr unsigned kHalf = 0x400;
      unsigned unit = 0;
      if (!code_unit(unit)) return false;
      if (unit >= kLow && unit < kLow + kHalf) return false;
      if (unit < kHigh || unit >= kHigh + kHalf) {
        append_utf8(out, unit);
        return true;
      }
      unsigned second = 0;
      if (!skip('\\') || !next_is('u') || !code_unit(second)) return false;
      if (second < kLow || second >= kLow + kHalf) return false;
      append_utf8(out, 0x10000U + ((unit - kHigh) << 10U) + (second - kLow));
      return true;
    }
    default: return false;
  }
  ++at_;
  return true;
}

// uXXXX.
bool JsonReader::code_unit(unsigned& unit) {
  ++at_;
  for (int i = 0; i < 4; ++i, ++at_) {
    if (at_ == end_) return false;
    const char c = *at_;
    unsigned digit = 0;
    if (is_digit(c)) {
      digit = static_cast<unsigned>(c - '0');
    } else if (c >= 'a' && c <= 'f') {
      digit = static_cast<unsigned>(c - 'a') + 10;
    } else if (c >= 'A' && c <= 'F') {
      digit = static_cast<unsigned>(c - 'A') + 10;
    } else {
      return false;
    }
    unit = unit * 16 + digit;
  }
  return true;
}

bool JsonReader::number() {
  const char* first = at_;
  skip('-');
  if (!skip('0') && !skip_digits()) return false;
  bool is_whole = true;
  if (skip('.')) {
    is_whole = false;
    if (!skip_digits()) return false;
  }
  if (next_is('e') || next_is('E')) {
    is_whole = false;
    ++at_;
    if (!skip('+')) skip('-');
    if (!skip_digits()) return false;
  }
  return is_whole ? whole(first) : floating(first);
}

bool JsonReader::whole(const char* first) {
  if (*first == '-') {
    std::int64_t value = 0;
    if (std::from_chars(first, at_, value).ec == std::errc{}) return builder_.add(value);
  } else {
    std::uint64_t value = 0;
    if (std::from_chars(first, at_, value).ec == std::errc{}) return builder_.add(value);
  }
  // More than 64 bits: as a floating number an id would lose its last digits.
  return builder_.add(std::string(first, at_));
}

bool JsonReader::floating(const char* first) {
  // Not from_chars: libc++ has none for floating numbers before version 20. Nobody here calls
  // setlocale for numbers, so that the point is a point.
  const std::string text(first, at_);
  const double value = std::strtod(text.c_str(), nullptr);
  if (!std::isfinite(value)) return false;
  return builder_.add(value);
}

bool JsonReader::word(std::string_view expected) {
  for (const char c : expected) {
    if (!skip(c)) return false;
  }
  return true;
}

bool JsonReader::skip_digits() {
  const char* first = at_;
  while (at_ != end_ && is_digit(*at_)) ++at_;
  return at_ != first;
}

void JsonReader::skip_blanks() {
  while (at_ != end_ && (*at_ == ' ' || *at_ == '\n' || *at_ == '\r' || *at_ == '\t')) ++at_;
}

bool JsonReader::skip(char expected) {
  if (!next_is(expected)) return false;
  ++at_;
  return true;
}

}  // namespace dds::response
