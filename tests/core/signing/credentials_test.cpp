#include "core/signing/credentials.h"

#include <doctest/doctest.h>

namespace dds::test {
namespace {

signing::Credentials credentials(std::string id, std::string_view secret,
                                 std::string_view token = {}) {
  return {std::move(id), Secret(secret), Secret(token)};
}

}  // namespace

TEST_CASE("a complete pair can sign, with a token or without") {
  CHECK_FALSE(signing::validate(credentials("LTAI5tExample", "secret/+=")));
  CHECK_FALSE(signing::validate(credentials("STS.NUExample", "secret", "CAIS+/token==")));
  // Tokens are opaque; only their ends are looked at.
  CHECK_FALSE(signing::validate(credentials("STS.NUExample", "secret", "CA IS\xC3\xA9")));
}

TEST_CASE("a missing part is named") {
  CHECK(signing::validate(credentials("", "s"))->detail == "AccessKey ID");
  CHECK(signing::validate(credentials("i", ""))->detail == "AccessKey secret");
}

TEST_CASE("a blank or an invisible character anywhere is refused, and the secret is not repeated") {
  for (const char* bad : {" hunter2", "hunter2 ", "hunter2\n", "\thunter2", "hun ter2", "hunter2\r",
                          "hunter2\xC2\xA0", "\xEF\xBB\xBFhunter2", "hunter2\x7F"}) {
    const Status secret = signing::validate(credentials("id", bad));
    REQUIRE(secret);
    CHECK(secret->code == ErrorCode::InvalidCredentials);
    CHECK(secret->detail == "AccessKey secret");
    CHECK((secret->message + secret->detail).find("hunter") == std::string::npos);
    CHECK(signing::validate(credentials(bad, "s"))->detail == "AccessKey ID");
  }
  for (const char* bad : {" token", "token\n", "token\x7F", "\xFFtoken"}) {
    const Status token = signing::validate(credentials("id", "s", bad));
    REQUIRE(token);
    CHECK(token->detail == "security token");
  }
}

}  // namespace dds::test
