#include "core/signing/acs3.h"

#include <doctest/doctest.h>

#include "core/base/secret.h"

namespace dds::test {
namespace {

const Secret kSecret("testsecret");

signing::Acs3Input input(HttpHeaders headers, std::string_view body = {}) {
  signing::Acs3Input in;
  in.method = "POST";
  in.access_key_id = "testid";
  in.headers = std::move(headers);
  in.body = body;
  return in;
}

signing::SigningTrace sign(const signing::Acs3Input& in) {
  auto trace = signing::sign_acs3(in, kSecret);
  REQUIRE(trace.ok());
  return *trace;
}

Error refuse(const signing::Acs3Input& in) {
  auto trace = signing::sign_acs3(in, kSecret);
  REQUIRE_FALSE(trace.ok());
  return trace.error();
}

}  // namespace

TEST_CASE("only x-acs-*, host and content-type are signed: lower-cased, trimmed, sorted") {
  const auto trace = sign(input({{"X-Acs-Version", " 2015-12-01 "},
                                 {"Accept", "application/json"},
                                 {"Host", "mongodb.aliyuncs.com"},
                                 {"User-Agent", "x"},
                                 {"Content-Type", "application/x-www-form-urlencoded"},
                                 {"Authorization", "never"},
                                 {"x-acs-action", "CreateBackup"}}));
  CHECK(trace.canonical_request ==
        "POST\n/\n\ncontent-type:application/x-www-form-urlencoded\nhost:mongodb.aliyuncs.com\n"
        "x-acs-action:CreateBackup\nx-acs-version:2015-12-01\n\n"
        "content-type;host;x-acs-action;x-acs-version\n"
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(trace.authorization ==
        "ACS3-HMAC-SHA256 "
        "Credential=testid,SignedHeaders=content-type;host;x-acs-action;x-acs-version,"
        "Signature=" +
            trace.signature);
}

TEST_CASE("several values of one header are sorted and joined, whatever the case of its name") {
  CHECK(sign(input({{"x-acs-test", "https"}, {"x-acs-TEST", "http"}}))
            .canonical_request.find("x-acs-test:http,https\n") != std::string::npos);
}

TEST_CASE("the body is hashed unless its hash is among the headers") {
  CHECK(signing::sha256_hex("abc") ==
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(sign(input({}, "abc")).canonical_request.ends_with(signing::sha256_hex("abc")));
  CHECK(sign(input({{"X-Acs-Content-Sha256", "given"}}, "abc"))
            .canonical_request.ends_with("\ngiven"));
}

TEST_CASE("query parameters are sorted by bytes and both sides encoded") {
  signing::Acs3Input in = input({});
  in.query = {{"b", "2"}, {"B c", ""}, {"键", "~*"}};
  CHECK(sign(in).canonical_query == "B%20c=&b=2&%E9%94%AE=~%2A");
}

TEST_CASE("what would make the canonical request ambiguous is refused") {
  signing::Acs3Input in = input({});
  in.query = {{"A", "1"}, {"B", "1"}, {"A", "2"}};
  CHECK(refuse(in).detail == "A");
  in.query = {{"A", "\xFF"}};
  CHECK(refuse(in).code == ErrorCode::InvalidText);
  CHECK(refuse(input({{"x-acs-a", "1\nx-acs-b:2"}})).code == ErrorCode::InvalidParameter);
  CHECK(refuse(input({{"x-acs-a:1", "2"}})).code == ErrorCode::InvalidParameter);
  CHECK(refuse(input({{"", "2"}})).code == ErrorCode::InvalidText);
  in = input({});
  in.method = "post";
  CHECK(refuse(in).message.find("capital letters") != std::string::npos);
}

}  // namespace dds::test
