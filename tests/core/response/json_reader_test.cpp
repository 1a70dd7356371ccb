#include "core/response/json_reader.h"

#include <doctest/doctest.h>

#include <random>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "tests/core/response/library_json.h"

namespace {

using nlohmann::json;
using namespace dds::response;

std::string shown(std::string_view text) {
  json quoted = std::string(text);
  return quoted.dump(-1, ' ', true, json::error_handler_t::replace);
}

// Texts that between them hold every rule of RFC 8259.
const std::vector<std::string>& texts() {
  static const std::vector<std::string> all = {
      "{}",
      "[]",
      "  [ ] ",
      R"({"a":1,"b":[true,false,null],"c":{"d":"e"}})",
      R"([[[]],[{}],{"x":[]}])",
      R"({"a":1,"a":2})",
      R"({"":""})",
      R"([0,-0,1,-1,12,120,0.5,-0.5,1e3,1E+3,1e-3,1.25e2,123456789012345678])",
      R"([9223372036854775807,-9223372036854775808,18446744073709551615])",
      R"(["\"\\\/\b\f\n\r\t","\u0041\u00e9\u4e2d\ud83d\ude00","\u0000"])",
      "[\"\xC3\xA9 \xE4\xB8\xAD \xF0\x9F\x98\x80\"]",
      "\"text alone\"",
      "12",
      " null ",
      "[1,\r\n\t 2 ]",
      R"({ "BackupId" : "5664" , "IsAvail" : true , "BackupSize" : 6167838720 })",
  };
  return all;
}

const std::vector<std::string>& wrong_texts() {
  static const std::vector<std::string> all = {
      "",
      "{",
      "[",
      "]",
      "}",
      ",",
      "[1,]",
      "[,1]",
      "[1 2]",
      "{\"a\"}",
      "{\"a\":}",
      "{\"a\":1,}",
      "{a:1}",
      "{1:1}",
      "{'a':1}",
      "[1}",
      "{\"a\":1]",
      "[] []",
      "[]x",
      "01",
      "+1",
      "1.",
      ".5",
      "1e",
      "1e+",
      "-",
      "--1",
      "0x10",
      "1e999",
      "-1e999",
      "tru",
      "truee",
      "True",
      "nul",
      "NaN",
      "Infinity",
      "\"",
      "\"\\\"",
      "\"\\x\"",
      "\"\\u12\"",
      "\"\\u12G4\"",
      "\"\\ud800\"",
      "\"\\udc00\"",
      "\"\\ud800\\u0041\"",
      "\"\\ud800x\"",
      "\"\n\"",
      "\"\x1F\"",
      "[\"\xFF\"]",
      "[\"\xC3\"]",
      "[\"\xE4\xB8\"]",
      "[\"\xED\xA0\x80\"]",
      "[\"\xC0\xAF\"]",
      "\xEF\xBB\xBF[]",
      "[1]/*x*/",
      "// x\n[]",
  };
  return all;
}

void reads_as_the_library_does(const std::string& text) {
  CAPTURE(shown(text));
  const std::string difference = test::difference_from_library(text);
  CHECK(difference == "");
}

}  // namespace

TEST_CASE("What is JSON is read as the library reads it") {
  for (const std::string& text : texts()) {
    reads_as_the_library_does(text);
    JsonBuilder builder;
    CAPTURE(shown(text));
    CHECK(JsonReader(text, builder).read());
  }
}

TEST_CASE("What is not JSON is refused, as the library refuses it") {
  for (const std::string& text : wrong_texts()) {
    reads_as_the_library_does(text);
    JsonBuilder builder;
    CAPTURE(shown(text));
    CHECK_FALSE(JsonReader(text, builder).read());
  }
}

TEST_CASE("Every beginning of a JSON text ends too early, at its last byte") {
  for (const std::string& whole : texts()) {
    if (!whole.starts_with('{') && !whole.starts_with('[')) continue;
    for (std::size_t size = 0; size < whole.find_last_of("}]"); ++size) {
      const std::string_view text = std::string_view(whole).substr(0, size);
      CAPTURE(shown(text));
      JsonBuilder builder;
      JsonReader reader(text, builder);
      CHECK_FALSE(reader.read());
      CHECK(reader.position() == size);
    }
  }
}

TEST_CASE("Texts with bytes changed, left out and put in are read as the library reads them") {
  std::mt19937 random(20151201);
  const std::string_view bytes = "{}[]\",:\\0123456789.eE+-truefalsn \n\x01\x7F\xC3\xA9\xFF";
  const auto below = [&random](std::size_t bound) { return random() % bound; };
  for (int round = 0; round < 20'000; ++round) {
    std::string text = texts()[below(texts().size())];
    for (std::size_t changes = 1 + below(3); changes > 0; --changes) {
      const std::size_t at = below(text.size() + 1);
      const char byte = bytes[below(bytes.size())];
      switch (below(3)) {
        case 0: text.insert(at, 1, byte); break;
        case 1: text.erase(at, 1); break;
        default:
          if (at < text.size()) text[at] = byte;
      }
    }
    const std::string difference = test::difference_from_library(text);
    if (difference.empty()) continue;
    CAPTURE(shown(text));
    FAIL_CHECK(difference);
  }
}
