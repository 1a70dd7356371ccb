#include "core/base/percent.h"

#include <array>
#include <cstdint>

namespace dds {
namespace {

constexpr bool is_unreserved(unsigned char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '_' || c == '.' || c == '~';
}

constexpr std::array<bool, 256> make_unreserved() {
  std::array<bool, 256> table{};
  for (unsigned c = 0; c < 256; ++c) table[c] = is_unreserved(static_cast<unsigned char>(c));
  return table;
}

constexpr std::array<bool, 256> kUnreserved = make_unreserved();
constexpr char kHex[] = "0123456789ABCDEF";

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return -1;
}

}  // namespace

std::size_t percent_encoded_size(std::string_view text) {
  std::size_t size = text.size();
  for (const char c : text) {
    if (!kUnreserved[static_cast<unsigned char>(c)]) size += 2;
  }
  return size;
}

void percent_encode_to(std::string& out, std::string_view text) {
  // Runs of unreserved bytes are copied whole: they are nearly all of an ordinary request.
  std::size_t begin = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (kUnreserved[c]) continue;
    out.append(text.data() + begin, i - begin);
    const char escape[3] = {'%', kHex[c >> 4U], kHex[c & 15U]};
    out.append(escape, 3);
    begin = i + 1;
  }
  out.append(text.data() + begin, text.size() - begin);
}

std::string percent_encode(std::string_view text) {
  std::string out;
  out.reserve(percent_encoded_size(text));
  percent_encode_to(out, text);
  return out;
}

Result<std::string> percent_decode(std::string_view text, bool plus_is_space) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '+' && plus_is_space) {
      out += ' ';
    } else if (c != '%') {
      out += c;
    } else {
      const int high = i + 2 < text.size() ? hex_value(text[i + 1]) : -1;
      const int low = i + 2 < text.size() ? hex_value(text[i + 2]) : -1;
      if (high < 0 || low < 0) {
        return make_error(ErrorCode::InvalidText, "A % must be followed by two hex digits.",
                          "byte " + std::to_string(i));
      }
      out += static_cast<char>(high * 16 + low);
      i += 2;
    }
  }
  return out;
}

}  // namespace dds
