// Nothing that must not be seen passes redact(), in whatever notation it stands.
#include <doctest/doctest.h>

#include "core/base/percent.h"
#include "core/response/redact.h"

using namespace dds;
using response::redact;

namespace {
constexpr std::string_view kToken = "CAIS+token/with=signs~1234567890";
bool hides(std::string_view text, std::string_view secret) {
  return redact(text).find(secret) == std::string::npos;
}
}  // namespace

TEST_CASE("a token is masked in every notation a request or an answer can have") {
  const std::string once = percent_encode(kToken);
  const std::string twice = percent_encode(once);
  const std::string thrice = percent_encode(twice);
  const std::string token(kToken);
  const auto check = [](const std::string& text, std::string_view secret) {
    CAPTURE(text);
    CHECK(hides(text, secret));
    CHECK(redact(text).find(response::kMask) != std::string::npos);
  };
  check("https://mongodb.aliyuncs.com/?Action=A&SecurityToken=" + once + "&Version=1", once);
  check("SecurityToken=" + once, once);
  check("POST&%2F&Action%3DA%26SecurityToken%3D" + twice + "%26Version%3D1", twice);
  check("server string to sign is:GET&%2F&A%253D%2526SecurityToken%253D" + thrice + "%2526B",
        thrice);
  check(R"({"SecurityToken": ")" + token + R"(","a":1})", token);
  check(R"({"sts_token":")" + token + "\"}", token);
  check(R"("{\"SecurityToken\":\")" + token + R"(\",\"a\":1}")", token);
  check("<SecurityToken>" + token + "</SecurityToken>", token);
  check("x-acs-security-token: " + token + "\r\nhost: h", token);
  check("x-acs-security-token:" + token + "\nx-acs-version:1", token);
  check(
      "Authorization: ACS3-HMAC-SHA256 "
      "Credential=LTAI5tQ3abcdefgh,SignedHeaders=host,Signature=0123456789abcdef",
      "0123456789abcdef");
  check("securitytoken=" + once, once);
  check("AccountPassword=Geheim123&x=1", "Geheim123");
  check("'Signature': 'abc+/='", "abc+/=");
}

TEST_CASE("what stands beside a secret stays readable") {
  const std::string text =
      redact("Action=CreateBackup&SignatureNonce=n1&Signature=abc%2B&SignatureMethod=HMAC-SHA1");
  CHECK(text == "Action=CreateBackup&SignatureNonce=n1&Signature=" + std::string(response::kMask) +
                    "&SignatureMethod=HMAC-SHA1");
  CHECK(redact("plain words, signature of a contract") == "plain words, signature of a contract");
}

TEST_CASE("an AccessKey ID is shortened, not hidden") {
  CHECK(redact("AccessKeyId=LTAI5tQ3abcdefgh9f&x=1").find("LTAI5tQ3") == std::string::npos);
  CHECK(redact("AccessKeyId=LTAI5tQ3abcdefgh9f&x=1").find("LTAI") != std::string::npos);
  CHECK(redact("AccessKeyId=testid&x=1") == "AccessKeyId=testid&x=1");
}

TEST_CASE("known credentials are masked wherever they stand, encoded or not") {
  signing::Credentials credentials;
  credentials.access_key_id = "testid";
  credentials.access_key_secret = Secret("se/cr+et=");
  credentials.security_token = Secret(kToken);
  for (const std::string_view secret :
       {credentials.access_key_secret.reveal(), credentials.security_token.reveal()}) {
    const std::string once = percent_encode(secret);
    const std::string twice = percent_encode(once);
    const std::string text =
        redact("a " + std::string(secret) + " b " + once + " c " + twice + " d", credentials);
    CHECK(text.find(secret) == std::string::npos);
    CHECK(text.find(once) == std::string::npos);
    CHECK(text.find(twice) == std::string::npos);
    CHECK(text.find(" d") != std::string::npos);
  }
}

TEST_CASE("a request's URL, headers and body are redacted together") {
  HttpRequest request;
  request.url = "https://h/?Signature=abcdef&a=1";
  request.body = "SecurityToken=abcdef&b=2";
  request.headers = {
      {"Authorization", "Bearer abcdef"}, {"x-acs-security-token", "abcdef"}, {"Accept", "json"}};
  const HttpRequest masked = response::redacted(request);
  CHECK(masked.url.find("abcdef") == std::string::npos);
  CHECK(masked.body.find("abcdef") == std::string::npos);
  CHECK(masked.headers[0].value == response::kMask);
  CHECK(masked.headers[1].value == response::kMask);
  CHECK(masked.headers[2].value == "json");
}

TEST_CASE("redacting twice changes nothing more") {
  const std::string once =
      redact("SecurityToken=abc&Signature=d&x=<SecurityToken>q</SecurityToken>");
  CHECK(redact(once) == once);
}

TEST_CASE("a secret among the attributes of an element that is masked does not come out") {
  for (const std::string& attributes : {std::string("kind=\"x\"&SecurityToken=q7Zk9xToken&"),
                                        std::string("a=\"1\"\nx-acs-security-token: q7Zk9xToken\n"),
                                        std::string("Signature='q7Zk9xToken'")}) {
    CAPTURE(attributes);
    const std::string out =
        dds::response::redact("<SecurityToken " + attributes + ">abc</SecurityToken>");
    CHECK(out.find("q7Zk9xToken") == std::string::npos);
    CHECK(out.find("abc") == std::string::npos);
  }
}

TEST_CASE("a name in the place of a missing value keeps its own value hidden") {
  for (const char* text : {R"({"Token":"AccessKeySecret":"q7Zk9xToken"})",
                           "Signature: \n\"SecurityToken\":\"q7Zk9xToken\"",
                           "headers['Authorization'] = \nx-acs-security-token: q7Zk9xToken\n",
                           "AccessKeyId: x-acs-security-token: q7Zk9xToken\n"}) {
    CAPTURE(text);
    CHECK(redact(text).find("q7Zk9xToken") == std::string::npos);
  }
  // A secret that happens to be such a word is one all the same.
  CHECK(redact("AccessKeySecret=Signature&a=b") ==
        "AccessKeySecret=\xE2\x80\xA2\xE2\x80\xA2"
        "\xE2\x80\xA2\xE2\x80\xA2\xE2\x80\xA2"
        "\xE2\x80\xA2&a=b");
}
