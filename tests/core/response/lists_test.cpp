// What is a list, what is an empty one, and what is none.
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include <string>

#include "core/response/lists.h"

using namespace dds;
using namespace dds::response;
using nlohmann::json;

namespace {

constexpr ListName kWrapped{"List", "Item"};
constexpr ListName kPlain{"List", "Item", true};

// How many entries the list has; nothing when there is none.
std::optional<std::size_t> size_of(const char* data, const ListName& name,
                                   BodyFormat format = BodyFormat::Json) {
  Answer answer;
  answer.format = format;
  json content = json::parse(data, nullptr, false);
  REQUIRE_FALSE(content.is_discarded());
  answer.data = response::Data(std::move(content));
  const Result<Entries> entries = read_list(answer, "DescribeList", name);
  if (!entries) {
    CHECK(entries.error().code == ErrorCode::NotAnAnswer);
    CHECK(entries.error().detail == "List");
    CHECK(entries.error().message.find("DescribeList") != std::string::npos);
    return std::nullopt;
  }
  for (const json* entry : *entries) CHECK(entry->is_object());
  return entries->size();
}

}  // namespace

TEST_CASE("a list of none, one and several, with and without an object around it") {
  CHECK(size_of(R"({"List":{"Item":[]}})", kWrapped) == 0);
  CHECK(size_of(R"({"List":{"Item":[{"a":1},{"a":2}]}})", kWrapped) == 2);
  CHECK(size_of(R"({"lIST":{"ITEM":[{"a":1}]}})", kWrapped) == 1);
  CHECK(size_of(R"({"List":{"Item":{"a":1}}})", kWrapped) == 1);
  CHECK(size_of(R"({"List":[]})", kWrapped) == 0);
  CHECK(size_of(R"({"List":[{"a":1}]})", kWrapped) == 1);
  CHECK(size_of(R"({"List":[]})", kPlain) == 0);
  CHECK(size_of(R"({"List":[{"a":1},{"a":2}]})", kPlain) == 2);
  CHECK(size_of(R"({"List":{"a":1}})", kPlain) == 1);
  CHECK(size_of(R"({"List":{"Item":[{"a":1},{"a":2}]}})", kPlain) == 2);
}

TEST_CASE("an empty element is an empty list in XML, and an empty text is none in JSON") {
  for (const ListName& name : {kWrapped, kPlain}) {
    CHECK(size_of(R"({"List":""})", name, BodyFormat::Xml) == 0);
    CHECK_FALSE(size_of(R"({"List":""})", name));
    CHECK_FALSE(size_of(R"({"List":"x"})", name, BodyFormat::Xml));
    CHECK_FALSE(size_of(R"({"List":["",""]})", name, BodyFormat::Xml));
    CHECK_FALSE(size_of(R"({"RequestId":"R"})", name, BodyFormat::Xml));
  }
}

TEST_CASE("whatever else stands in a list's place is no list") {
  for (const char* data : {"{}",
                           "[]",
                           R"([{"List":[]}])",
                           "null",
                           R"({"List":null})",
                           R"({"List":7})",
                           R"({"List":"x"})",
                           R"({"List":true})",
                           R"({"List":{}})",
                           R"({"List":[null]})",
                           R"({"List":["x"]})",
                           R"({"List":[7]})",
                           R"({"List":[[]]})",
                           R"({"List":[{"a":1},null]})",
                           R"({"List":{"Item":null}})",
                           R"({"List":{"Item":"x"}})",
                           R"({"List":{"Item":""}})",
                           R"({"List":{"Item":7}})",
                           R"({"List":{"Item":{}}})",
                           R"({"List":{"Item":[null]}})",
                           R"({"List":{"Item":["x"]}})",
                           R"({"List":{"Item":[[{"a":1}]]}})"}) {
    CAPTURE(data);
    CHECK_FALSE(size_of(data, kWrapped));
    CHECK_FALSE(size_of(data, kPlain));
  }
  CHECK_FALSE(size_of(R"({"List":{"Entry":[]}})", kWrapped));
  CHECK_FALSE(size_of(R"({"List":{"a":1}})", kWrapped));
}

TEST_CASE("a list inside of an entry may be left out, and is not made up") {
  const auto inner = [](const char* data) {
    const json entry = json::parse(data, nullptr, false);
    return read_inner_list(entry, BodyFormat::Json, kWrapped);
  };
  for (const char* data : {"{}", R"({"List":null})", R"({"List":{}})"}) {
    const auto none = inner(data);
    REQUIRE(none.ok());
    CHECK_FALSE(*none);
  }
  const auto empty = inner(R"({"List":{"Item":[]}})");
  REQUIRE(empty.ok());
  REQUIRE(*empty);
  CHECK((*empty)->empty());
  for (const char* data : {R"({"List":"x"})", R"({"List":7})", R"({"List":{"Foo":1}})",
                           R"({"List":{"Item":null}})", R"({"List":{"Item":[null]}})"})
    CHECK_FALSE(inner(data).ok());
}

TEST_CASE("an id is a text or a whole number, and nothing else passes for one") {
  const json entry{{"text", "a"},          {"number", 17},    {"list", json::array({1})},
                   {"object", {{"a", 1}}}, {"null", nullptr}, {"truth", true}};
  CHECK(id_at(entry, "TEXT") == "a");
  CHECK(id_at(entry, "number") == "17");
  for (const char* name : {"list", "object", "null", "truth", "absent"})
    CHECK(id_at(entry, name).empty());
}
