#include "core/api/error_guide.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>

using namespace dds;

namespace {

bool is_sentence(std::string_view text) {
  return text.size() > 10 && text.front() >= 'A' && text.front() <= 'Z' && text.ends_with('.') &&
         text.find("..", 0) == text.find("...", 0);
}

}  // namespace

TEST_CASE("every code of the service's lists has a cause and a next step, each one sentence") {
  CHECK(api::error_guides().size() == 72);
  for (const api::ErrorGuide& guide : api::error_guides()) {
    CAPTURE(guide.code);
    CHECK(is_sentence(guide.cause));
    CHECK(is_sentence(guide.next));
    CHECK((guide.status == 0 || (guide.status >= 400 && guide.status < 600)));
  }
}

TEST_CASE("guides are sorted by code and found by it") {
  const auto guides = api::error_guides();
  CHECK(std::is_sorted(guides.begin(), guides.end(),
                       [](const auto& a, const auto& b) { return a.code < b.code; }));
  for (const api::ErrorGuide& guide : guides) {
    CAPTURE(guide.code);
    const auto explanation = api::explain_error(guide.code);
    REQUIRE(explanation);
    CHECK(explanation->guide == &guide);
    CHECK(explanation->parameter.empty());
  }
}

TEST_CASE("codes that name a parameter are explained by their pattern") {
  const auto missing = api::explain_error("MissingDBInstanceId");
  REQUIRE(missing);
  CHECK(missing->guide->code == "Missing{ParameterName}");
  CHECK(missing->parameter == "DBInstanceId");
  const auto invalid = api::explain_error("InvalidVpcId.NotFound");
  REQUIRE(invalid);
  CHECK(invalid->guide->code == "Invalid{ParameterName}");
  CHECK(invalid->parameter == "VpcId");
}

TEST_CASE(
    "any throttling passes by itself, and nothing else is said to but what may have had effect") {
  for (const std::string_view code : {"Throttling.Api", "Rejected.Throttling", "Throttling.User"}) {
    CAPTURE(code);
    const auto explanation = api::explain_error(code);
    REQUIRE(explanation);
    CHECK(explanation->guide->retry == api::Retry::Later);
  }
  for (const api::ErrorGuide& guide : api::error_guides()) {
    CAPTURE(guide.code);
    if (guide.status >= 500) CHECK(guide.retry == api::Retry::LaterIfHarmless);
    if (guide.retry == api::Retry::Later)
      CHECK(guide.code.find("Throttling") != std::string_view::npos);
  }
}

TEST_CASE("a code of no list is not explained") {
  for (const std::string_view code :
       {"", "Missing", "Invalid", "Invalidity", "NoSuchCode", "missingAction"}) {
    CAPTURE(code);
    CHECK_FALSE(api::explain_error(code));
  }
}

TEST_CASE("the error centre's address holds the code encoded") {
  CHECK(api::error_centre_url("Forbidden.RAM") ==
        "https://api.aliyun.com/troubleshoot?product=Dds&q=Forbidden.RAM");
  CHECK(api::error_centre_url("a&b").ends_with("q=a%26b"));
}
