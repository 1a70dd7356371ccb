// UTF-8: what is valid, where it stops being so, and how it is walked.
#include <doctest/doctest.h>

#include "core/base/utf8.h"

using namespace dds;

namespace {

std::string encode(char32_t code) {
  std::string out;
  const auto put = [&](unsigned byte) { out += static_cast<char>(byte); };
  const auto c = static_cast<unsigned>(code);
  if (c < 0x80) {
    put(c);
  } else if (c < 0x800) {
    put(0xC0 | (c >> 6));
    put(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    put(0xE0 | (c >> 12));
    put(0x80 | ((c >> 6) & 0x3F));
    put(0x80 | (c & 0x3F));
  } else {
    put(0xF0 | (c >> 18));
    put(0x80 | ((c >> 12) & 0x3F));
    put(0x80 | ((c >> 6) & 0x3F));
    put(0x80 | (c & 0x3F));
  }
  return out;
}

}  // namespace

TEST_CASE("every code point but the surrogates is valid and read back") {
  int wrong = 0;
  for (char32_t code = 0; code <= 0x10FFFF; ++code) {
    const std::string text = encode(code);
    const bool surrogate = code >= 0xD800 && code <= 0xDFFF;
    if (is_valid_utf8(text) == surrogate) ++wrong;
    if (surrogate) continue;
    std::size_t offset = 0;
    if (next_code_point(text, offset) != code || offset != text.size()) ++wrong;
  }
  CHECK(wrong == 0);
}

TEST_CASE("overlong forms, surrogates, too large values and lone bytes are invalid") {
  for (const char* text :
       {"\x80", "\xBF", "\xC0\x80", "\xC1\xBF", "\xE0\x80\x80", "\xE0\x9F\xBF", "\xED\xA0\x80",
        "\xED\xBF\xBF", "\xF0\x80\x80\x80", "\xF0\x8F\xBF\xBF", "\xF4\x90\x80\x80",
        "\xF5\x80\x80\x80", "\xFE", "\xFF", "\xC3\x28", "\xE4\xB8\x28", "\xF0\x9F\x98\x28"}) {
    CHECK(find_invalid_utf8(text) == 0);
  }
}

TEST_CASE("a sequence that is cut off is invalid at its beginning") {
  const std::string text = "ab\xF0\x9F\x98\x80";
  CHECK(is_valid_utf8(text));
  for (std::size_t length = 3; length < text.size(); ++length) {
    CHECK(find_invalid_utf8(std::string_view(text).substr(0, length)) == 2);
  }
  CHECK(is_valid_utf8(""));
  CHECK(is_valid_utf8(std::string_view("a\0b", 3)));
}

TEST_CASE("an invalid byte is one replacement character and the walk goes on behind it") {
  const std::string text = "a\xFF\xE4\xB8z";
  std::size_t offset = 0;
  std::u32string seen;
  while (offset < text.size()) seen += next_code_point(text, offset);
  CHECK((seen == U"a\uFFFD\uFFFD\uFFFDz"));
  CHECK(replace_invalid_utf8(text) == "a\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBDz");
  CHECK(replace_invalid_utf8("中文") == "中文");
}

TEST_CASE("what somebody typed is shown on one line, valid, and cut between characters") {
  CHECK(dds::one_line("plain") == "plain");
  CHECK(dds::one_line("a\nb\tc\x7f"
                      "d") == "a b c d");
  CHECK(dds::one_line("\xF0ig") == "\xEF\xBF\xBDig");
  CHECK(dds::one_line("\xE5\xBA\x93\xE5\xAD\x98", 4) == "\xE5\xBA\x93...");
  CHECK(dds::one_line("12345", 5) == "12345");
  CHECK(dds::one_line("123456", 5) == "12345...");
  CHECK(dds::one_line(std::string(100, '\x80'), 10) == "...");
}
