// Questions that cannot be answered are answered with an error, whatever they are.
#include <doctest/doctest.h>

#include <string>

#include "core/workbench/answer.h"
#include "core/workbench/question.h"
#include "core/workbench/workbench.h"

using namespace dds;

TEST_CASE("what is no question is answered with one sentence") {
  const std::string deep(5'000, '[');
  for (const std::string& question :
       {std::string(), std::string("{"), std::string("[]"), std::string("7"), std::string("null"),
        std::string("\xFF"), deep, std::string(R"({"ask":"coffee"})"), std::string(R"({"ask":7})"),
        std::string(R"({"ask":"sample","language":"curl","parameters":[[1,2]]})"),
        std::string(R"({"ask":"diagnose","request":[],"secret":{}})"),
        std::string(R"({"ask":"explain"})")}) {
    CAPTURE(question.substr(0, 60));
    const auto told = workbench::read_diagnosis(workbench::answer(question));
    REQUIRE_FALSE(told.ok());
    CHECK_FALSE(told.error().message.empty());
    CHECK(told.error().message.back() == '.');
  }
}

TEST_CASE("the part of the question that is wrong is named") {
  const auto of_request =
      workbench::read_diagnosis(workbench::answer(workbench::ask_diagnosis({.request = "hello"})));
  REQUIRE_FALSE(of_request.ok());
  CHECK(of_request.error().detail == "request");
  const auto of_answer = workbench::read_diagnosis(workbench::answer(workbench::ask_diagnosis(
      {.request = "https://mongodb.aliyuncs.com/?Action=DescribeRegions&Signature=x",
       .answer = "{"})));
  REQUIRE_FALSE(of_answer.ok());
  CHECK(of_answer.error().detail == "answer");
  const auto of_trace =
      workbench::read_trace(workbench::answer(workbench::ask_trace({.request = "hello"})));
  REQUIRE_FALSE(of_trace.ok());
  CHECK(of_trace.error().detail == "request");
}

TEST_CASE("a question survives being cut anywhere") {
  const std::string whole = workbench::ask_diagnosis(
      {.request = "curl 'https://mongodb.aliyuncs.com/?Action=DescribeRegions&Signature=x'",
       .answer = R"({"Code":"SignatureDoesNotMatch"})"});
  for (std::size_t size = 0; size < whole.size(); ++size) {
    CHECK_FALSE(workbench::read_diagnosis(workbench::answer(whole.substr(0, size))).ok());
  }
  CHECK(workbench::read_diagnosis(workbench::answer(whole)).ok());
}

TEST_CASE("an answer that is not the workbench's is an error for every reader") {
  for (const std::string_view answer : {"", "{", "[]", "{}", R"({"diagnosis":7})", "\xFF"}) {
    CAPTURE(answer);
    CHECK_FALSE(workbench::read_trace(answer).ok());
    CHECK_FALSE(workbench::read_sample(answer).ok());
    CHECK_FALSE(workbench::read_languages(answer).ok());
    CHECK_FALSE(workbench::read_explanation(answer).ok());
  }
  // Members of the wrong kind, and ranges beyond their texts, are taken as absent.
  const auto odd = workbench::read_trace(
      R"({"trace":{"steps":[{"name":7,"text":"ab","changed":[[-1,99],[5,3],"x",[1]]}]}})");
  REQUIRE(odd.ok());
  REQUIRE(odd->steps.size() == 1);
  for (const diagnose::Range range : odd->steps[0].changed) {
    CHECK(range.begin <= range.end);
    CHECK(range.end <= 2);
  }
}

TEST_CASE("text is written as JSON whatever is in it") {
  std::string out;
  workbench::append_json_text(out, std::string_view("a\"\\\n\0\x7F\xC3\xA9\xFFz", 10));
  CHECK(out == "\"a\\u0022\\u005c\\u000a\\u0000\\u007f\xC3\xA9\xEF\xBF\xBDz\"");
}
