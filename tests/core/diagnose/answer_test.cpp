// What the service said, in every form that people paste it in.
#include <doctest/doctest.h>

#include <string>

#include "core/diagnose/answer.h"
#include "core/diagnose/loose_time.h"

using namespace dds;
using namespace dds::diagnose;

namespace {

constexpr const char* kString = "POST&%2F&AccessKeyId%3Dtestid%26Action%3DDescribeRegions";

ServiceAnswer read(const std::string& text) {
  CAPTURE(text);
  Result<ServiceAnswer> answer = read_answer(text);
  REQUIRE(answer.ok());
  return *std::move(answer);
}

}  // namespace

TEST_CASE("JSON, XML, HTTP and plain text give code and string to sign") {
  const std::string message =
      std::string(
          "Specified signature is not matched with our calculation. server string to sign "
          "is:") +
      kString;
  const std::string escaped =
      "Specified signature is not matched with our calculation. server string to sign is:POST"
      "&amp;%2F&amp;AccessKeyId%3Dtestid%26Action%3DDescribeRegions";
  for (const std::string& text :
       {"{\"Code\":\"SignatureDoesNotMatch\",\"Message\":\"" + message + "\"}",
        "<?xml version='1.0'?><Error><Code>SignatureDoesNotMatch</Code><Message>" + escaped +
            "</Message></Error>",
        "HTTP/1.1 400 Bad Request\r\nDate: Tue, 16 Jan 2024 11:04:56 GMT\r\n\r\n{\"Code\":"
        "\"SignatureDoesNotMatch\",\"Message\":\"" +
            message + "\"}",
        "SignatureDoesNotMatch: " + message,
        "com.aliyuncs.exceptions.ClientException: SignatureDoesNotMatch : " + message,
        "ERROR: SDK.ServerError\nErrorCode: SignatureDoesNotMatch\nMessage: " + message, message}) {
    const ServiceAnswer answer = read(text);
    CHECK(answer.code == "SignatureDoesNotMatch");
    CHECK(answer.string_to_sign == kString);
    CHECK(answer.date.has_value() == text.starts_with("HTTP"));
  }
  CHECK(read("Code: InvalidTimeStamp.Expired. It is late.").code == "InvalidTimeStamp.Expired");
  CHECK(read("Throttling.User: Slow down.").code == "Throttling.User");
  CHECK(read("{\"RequestId\":\"1\"}").code.empty());
}

TEST_CASE("a string to sign of ACS3 is its algorithm and hash") {
  const std::string hash(64, 'a');
  for (const char* const mark : {"\n", "\\n", "\r\n"}) {
    CHECK(quoted_string_to_sign("server string to sign is:ACS3-HMAC-SHA256" + std::string(mark) +
                                hash + ", and more") == "ACS3-HMAC-SHA256\n" + hash);
  }
  CHECK(quoted_string_to_sign("nothing of the kind").empty());
}

TEST_CASE("an answer that cannot be read is one sentence") {
  for (const std::string& text : {std::string(), std::string("\xFF"), std::string("{\"Code\":"),
                                  std::string("<html></html>"), std::string(2'000'000, 'a')}) {
    const Result<ServiceAnswer> answer = read_answer(text);
    REQUIRE_FALSE(answer.ok());
    CHECK(answer.error().message.ends_with('.'));
  }
}

TEST_CASE("times of wrong forms are understood") {
  const Result<Instant> right = parse_utc("2024-01-16T11:04:56Z");
  REQUIRE(right.ok());
  for (const char* const text :
       {"2024-01-16T11:04:56Z", "2024-01-16T11:04:56.000Z", "2024-01-16T11:04:56",
        "2024-01-16 11:04:56", "2024-01-16T19:04:56+08:00", "2024-01-16T19:04:56 08:00",
        "2024-01-16T06:04:56-0500", "1705403096", "1705403096000",
        "Tue, 16 Jan 2024 11:04:56 GMT"}) {
    CAPTURE(text);
    const auto time = read_loose_time(text);
    REQUIRE(time.has_value());
    CHECK(time->instant == *right);
    CHECK(time->strict == (std::string_view(text) == "2024-01-16T11:04:56Z"));
  }
  for (const char* const text : {"", "now", "2024-13-16T11:04:56Z", "2024-01-16T11:04:56ZZ",
                                 "2024-01-16T11:04:56+99:00", "12345678901",
                                 "Tue, 99 Jan 2024 "
                                 "11:04:56 GMT"}) {
    CAPTURE(text);
    CHECK_FALSE(read_loose_time(text).has_value());
  }
}
