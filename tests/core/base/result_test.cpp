// Errors as values, and the sentences that people read.
#include <doctest/doctest.h>

#include <memory>
#include <set>

#include "core/base/result.h"
#include "core/http.h"

using namespace dds;

TEST_CASE("a result holds a value or an error") {
  Result<int> value = 7;
  CHECK(value.ok());
  CHECK(static_cast<bool>(value));
  CHECK(*value == 7);
  *value = 8;
  CHECK(value.value() == 8);

  const Result<int> error = make_error(ErrorCode::InvalidTime, "offset 3");
  CHECK_FALSE(error.ok());
  CHECK(error.error().code == ErrorCode::InvalidTime);
  CHECK(error.error().message == sentence(ErrorCode::InvalidTime));
  CHECK(error.error().detail == "offset 3");
}

TEST_CASE("a result can hold an Error as its value's type apart, and what can only be moved") {
  Result<std::unique_ptr<int>> result = std::make_unique<int>(3);
  REQUIRE(result.ok());
  const std::unique_ptr<int> taken = *std::move(result);
  REQUIRE(taken != nullptr);
  if (taken) CHECK(*taken == 3);
}

TEST_CASE("every code has a sentence of its own that ends like one") {
  std::set<std::string_view> seen;
  for (int code = 0; code <= static_cast<int>(ErrorCode::Io); ++code) {
    const std::string_view text = sentence(static_cast<ErrorCode>(code));
    CAPTURE(code);
    CHECK(text.size() > 10);
    CHECK(text.ends_with('.'));
    CHECK(seen.insert(text).second);
    CHECK(text != "Something is wrong.");
  }
  for (int failure = 0; failure <= static_cast<int>(TransportFailure::Cancelled); ++failure) {
    const std::string_view text = sentence(static_cast<TransportFailure>(failure));
    CHECK(text.ends_with('.'));
    CHECK(seen.insert(text).second);
  }
}

TEST_CASE("a header is found in any letter case, the first one, or not at all") {
  const HttpHeaders headers = {
      {"Content-Type", "a"}, {"x-acs-request-id", "R"}, {"content-type", "b"}};
  CHECK(find_header(headers, "CONTENT-TYPE") == "a");
  CHECK(find_header(headers, "X-Acs-Request-Id") == "R");
  CHECK(find_header(headers, "content").empty());
  CHECK(find_header({}, "x").empty());
}
