#include "core/signing/sign_line.h"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>
#include <string>

namespace dds::test {
namespace {

using nlohmann::json;

// The one sentence of a refused line. The secret of every line here is "hunter2" and must not come
// back.
std::string refusal(std::string_view line) {
  const signing::SignedLine answer = signing::sign_line(line);
  CHECK_FALSE(answer.ok);
  CHECK(answer.answer.find("hunter2") == std::string::npos);
  CHECK(answer.answer.find('\n') == std::string::npos);
  const json parsed = json::parse(answer.answer, nullptr, false);
  REQUIRE(parsed.is_object());
  CHECK(parsed.size() == 1);
  REQUIRE(parsed["error"].is_string());
  const std::string sentence = parsed["error"];
  CHECK(sentence.ends_with("."));
  return sentence;
}

bool contains(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

constexpr std::string_view kGood =
    R"({"kind":"rpc1-sha1","method":"GET","secret":"testsecret","params":{"A":"1"}})";

}  // namespace

TEST_CASE("an answer is one line of JSON with the steps in the order of the contract") {
  CHECK(
      signing::sign_line(kGood).answer ==
      R"({"canonical_query":"A=1","string_to_sign":"GET&%2F&A%3D1","signature":"ZWnRw6U2HTwXq1I4Nx/CGbhwuqk="})");
  const auto v3 = signing::sign_line(
      R"({"kind":"acs3","method":"GET","access_key_id":"i","secret":"s","query":{},"headers":{},"body":""})");
  CHECK(v3.ok);
  CHECK(v3.answer.find(R"({"canonical_request":"GET\n/\n\n\n\ne3b0)") == 0);
  CHECK(v3.answer.find(R"("string_to_sign")") < v3.answer.find(R"("signature")"));
  CHECK(v3.answer.find(R"("signature")") < v3.answer.find(R"("authorization")"));
}

TEST_CASE("blanks around a line, other members and the members' order do not matter") {
  CHECK(signing::sign_line(std::string(kGood) + "\r").answer == signing::sign_line(kGood).answer);
  CHECK(
      signing::sign_line(
          R"( {"name":"x","list":[1,{"a":2}],"params":{"A":"1"},"secret":"testsecret","method":"GET","kind":"rpc1-sha1"} )")
          .answer == signing::sign_line(kGood).answer);
}

TEST_CASE("a line that is not one JSON object is refused") {
  for (const char* line : {"", "   ", "\t\r"}) CHECK(contains(refusal(line), "The line is empty"));
  for (const char* line : {"hunter2", R"({"kind":"rpc1-sha1","secret":"hunter2")",
                           R"({"secret":"hunter2"} x)", R"({"secret":"hunter2\ud800"})"}) {
    CHECK(contains(refusal(line), "not valid JSON"));
  }
  for (const char* line : {"[]", R"("hunter2")", "1", "null"}) {
    CHECK(contains(refusal(line), "must be one JSON object"));
  }
}

TEST_CASE("a line that is not UTF-8 is refused") {
  CHECK(contains(refusal("{\"kind\":\"rpc1-sha1\",\"method\":\"GET\",\"secret\":\"hunter2\","
                         "\"params\":{\"A\":\"\xFF\"}}"),
                 "UTF-8"));
}

TEST_CASE("a line nested without end is refused and does no harm") {
  CHECK(
      contains(refusal(R"({"kind":)" + std::string(200'000, '[') + std::string(200'000, ']') + "}"),
               "nested"));
  refusal(std::string(200'000, '['));
  std::string objects;
  for (int i = 0; i < 50'000; ++i) objects += R"({"a":)";
  refusal(objects);
}

TEST_CASE("a missing or mistyped field is named, with what it must be") {
  const json rpc = {
      {"kind", "rpc1-sha1"}, {"method", "GET"}, {"secret", "hunter2"}, {"params", {{"A", "1"}}}};
  const json v3 = {{"kind", "acs3"},      {"method", "GET"},       {"access_key_id", "i"},
                   {"secret", "hunter2"}, {"query", {{"A", "1"}}}, {"headers", {{"host", "h"}}},
                   {"body", ""}};
  REQUIRE(signing::sign_line(rpc.dump()).ok);
  REQUIRE(signing::sign_line(v3.dump()).ok);
  for (const json& good : {rpc, v3}) {
    for (const auto& member : good.items()) {
      const std::string& field = member.key();
      CAPTURE(field);
      json bad = good;
      bad.erase(field);
      CHECK(contains(refusal(bad.dump()), "\"" + field + "\" is missing"));
      bad[field] = 1;
      CHECK(contains(refusal(bad.dump()), "\"" + field + "\" has the wrong type"));
      bad[field] = nullptr;
      CHECK(contains(refusal(bad.dump()), "\"" + field + "\" has the wrong type"));
      if (member.value().is_object()) {
        bad[field] = {{"A", 1}};
        CHECK(contains(refusal(bad.dump()), "\"A\" in \"" + field + "\" has the wrong type"));
      }
    }
  }
}

TEST_CASE("an unknown kind or method names those there are, and never what was given") {
  CHECK(contains(refusal(R"({"kind":"hunter2"})"), "rpc1-sha1, rpc1-sha256 or acs3"));
  CHECK(
      contains(refusal(R"({"kind":"rpc1-sha1","method":"hunter2","secret":"hunter2","params":{}})"),
               "GET or POST"));
}

TEST_CASE("a name that is given twice is refused, at either level") {
  CHECK(contains(refusal(R"({"kind":"rpc1-sha1","kind":"acs3"})"),
                 "\"kind\" is given more than once"));
  CHECK(contains(
      refusal(
          R"({"kind":"rpc1-sha1","method":"GET","secret":"hunter2","params":{"A":"1","A":"2"}})"),
      "\"A\" is given more than once"));
}

TEST_CASE("a Signature among the parameters is refused") {
  CHECK(contains(
      refusal(
          R"({"kind":"rpc1-sha1","method":"GET","secret":"hunter2","params":{"Signature":"x"}})"),
      "Signature"));
}

}  // namespace dds::test
