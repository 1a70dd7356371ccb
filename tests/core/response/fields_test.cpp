// Reading fields by whatever letter case and type the service uses.
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "core/response/answer.h"

using namespace dds;
using namespace dds::response;
using nlohmann::json;

namespace {

json object_of(std::string_view text) {
  return json::parse(text.begin(), text.end(), nullptr, false);
}

}  // namespace

TEST_CASE("a member is found exactly first, then in any letter case") {
  const json object = object_of(R"({"backupjobid":"1","BackupjobId":"2","x":"3"})");
  const auto text = [&](std::string_view name) { return text_at(object, name); };
  CHECK(text("backupjobid") == "1");
  CHECK(text("BackupjobId") == "2");
  CHECK_FALSE(text("BACKUPJOBID").empty());
  CHECK(text("X") == "3");
  CHECK(text("y").empty());
  for (const char* other : {"[]", "\"x\"", "7", "null"})
    CHECK(member(object_of(other), "x") == nullptr);
}

TEST_CASE("texts are taken from any type") {
  const json object =
      object_of(R"({"s":"t","n":-5,"f":1.5,"b":true,"z":null,"l":[1,"a"],"o":{"k":"v"},"e":""})");
  CHECK(text_at(object, "s") == "t");
  CHECK(text_at(object, "n") == "-5");
  CHECK(text_at(object, "f") == "1.5");
  CHECK(text_at(object, "b") == "true");
  CHECK(text_at(object, "z").empty());
  CHECK(text_at(object, "l") == R"([1,"a"])");
  CHECK(text_at(object, "o") == R"({"k":"v"})");
  CHECK(text_at(object, "e").empty());
  CHECK(text_at(json{{"list", json::array({"\xFF"})}}, "list").find('\xFF') == std::string::npos);
}

TEST_CASE("whole numbers of 64 bits, as numbers or as texts, and nothing else") {
  const json object = object_of(
      R"({"n":12,"s":"12","neg":"-3","min":-9223372036854775808,"max":"9223372036854775807",
      "u":9223372036854775808,"over":"9223372036854775808","f":2.0,"e":"","x":"12 ","plus":"+1","hex":"0x10","b":true,"z":null})");
  CHECK(integer_at(object, "n") == 12);
  CHECK(integer_at(object, "s") == 12);
  CHECK(integer_at(object, "neg") == -3);
  CHECK(integer_at(object, "min") == INT64_MIN);
  CHECK(integer_at(object, "max") == INT64_MAX);
  for (const char* name : {"u", "over", "f", "e", "x", "plus", "hex", "b", "z", "absent"}) {
    CAPTURE(name);
    CHECK_FALSE(integer_at(object, name).has_value());
  }
}

TEST_CASE("truth values in every spelling that the service uses") {
  const json object = object_of(
      R"({"a":true,"b":"true","c":"True","d":1,"e":"1","f":false,"g":"FALSE","h":0,"i":"0",
      "j":2,"k":"yes","l":"","m":null,"n":1.0})");
  for (const char* name : {"a", "b", "c", "d", "e"}) CHECK(boolean_at(object, name) == true);
  for (const char* name : {"f", "g", "h", "i"}) CHECK(boolean_at(object, name) == false);
  for (const char* name : {"j", "k", "l", "m", "absent"})
    CHECK_FALSE(boolean_at(object, name).has_value());
}

TEST_CASE("times of any documented form, nothing for what is none") {
  const json object =
      object_of(R"({"s":"2024-01-16T11:04:56Z","m":"2024-01-16T11:04Z","x":"soon","e":"","n":17})");
  REQUIRE(time_at(object, "s").has_value());
  if (const auto time = time_at(object, "s")) CHECK(format_utc(*time) == "2024-01-16T11:04:56Z");
  CHECK(time_at(object, "m").has_value());
  for (const char* name : {"x", "e", "n", "absent"}) CHECK_FALSE(time_at(object, name).has_value());
}
