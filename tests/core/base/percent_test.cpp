// Percent-encoding as the signature rules want it.
#include <doctest/doctest.h>

#include "core/base/percent.h"

using namespace dds;

TEST_CASE("exactly the unreserved characters stay as they are") {
  const std::string unreserved =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~";
  CHECK(percent_encode(unreserved) == unreserved);
  for (int byte = 0; byte < 256; ++byte) {
    const std::string text(1, static_cast<char>(byte));
    const bool stays = byte != 0 && unreserved.find(text) != std::string::npos;
    CAPTURE(byte);
    CHECK((percent_encode(text) == text) == stays);
    if (!stays) CHECK(percent_encode(text).size() == 3);
  }
}

TEST_CASE("what other encoders get wrong is encoded as the service wants it") {
  CHECK(percent_encode(" ") == "%20");
  CHECK(percent_encode("+") == "%2B");
  CHECK(percent_encode("*") == "%2A");
  CHECK(percent_encode("/") == "%2F");
  CHECK(percent_encode("!'()") == "%21%27%28%29");
  CHECK(percent_encode("~") == "~");
  CHECK(percent_encode("%") == "%25");
  CHECK(percent_encode("=&") == "%3D%26");
  CHECK(percent_encode("中文") == "%E4%B8%AD%E6%96%87");
  CHECK(percent_encode("\xF0\x9F\x98\x80") == "%F0%9F%98%80");
  CHECK(percent_encode("").empty());
}

TEST_CASE("appending keeps what is there, and the size is known beforehand") {
  std::string out = "a=";
  percent_encode_to(out, "b c/d");
  CHECK(out == "a=b%20c%2Fd");
  for (const char* text : {"", "abc", " ", "a b", "中文 backup", "%%%"}) {
    CHECK(percent_encoded_size(text) == percent_encode(text).size());
  }
}

TEST_CASE("decoding undoes encoding for every byte") {
  std::string all;
  for (int byte = 0; byte < 256; ++byte) all += static_cast<char>(byte);
  const Result<std::string> decoded = percent_decode(percent_encode(all));
  REQUIRE(decoded.ok());
  if (decoded) CHECK(*decoded == all);
  const Result<std::string> lower_case = percent_decode("%e4%b8%ad");
  REQUIRE(lower_case.ok());
  if (lower_case) CHECK(*lower_case == "中");
}

TEST_CASE("a plus is a blank only in a form") {
  const Result<std::string> query = percent_decode("a+b%2Bc");
  const Result<std::string> form = percent_decode("a+b%2Bc", true);
  REQUIRE((query.ok() && form.ok()));
  if (query && form) {
    CHECK(*query == "a+b+c");
    CHECK(*form == "a b+c");
  }
}

TEST_CASE("a percent sign without two hex digits is an error that says where") {
  for (const char* text : {"%", "%4", "ab%", "%G0", "%0G", "%%41", "100% sure"}) {
    CAPTURE(text);
    const Result<std::string> decoded = percent_decode(text);
    CHECK_FALSE(decoded.ok());
    if (!decoded) CHECK(decoded.error().code == ErrorCode::InvalidText);
  }
  const Result<std::string> decoded = percent_decode("abc%4");
  if (!decoded) CHECK(decoded.error().detail == "byte 3");
}
