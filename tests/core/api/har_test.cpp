// Exchanges as HAR 1.2: what is in it, that it is read back, and that no secret is.
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "core/api/har.h"
#include "core/api/sign_call.h"
#include "core/diagnose/request.h"
#include "core/response/body.h"

using namespace dds;
using namespace dds::api;

namespace {

constexpr std::string_view kSecret = "horse-battery-staple";
constexpr std::string_view kToken = "CAISf-token-of-sts==";

HarEntry exchange(signing::Scheme scheme, Placement placement, const Call& call) {
  const signing::Credentials key{"LTAI5tQ3xxxxxxxxxxxxxx9f", Secret(kSecret), Secret(kToken)};
  SignOptions options;
  options.scheme = scheme;
  options.placement = placement;
  const Result<SignedRequest> request =
      sign_call(call, key, *parse_endpoint("mongodb.aliyuncs.com"),
                *parse_utc("2026-01-14T06:00:00.250Z"), "3f9d0c", options);
  REQUIRE(request.ok());
  HarEntry entry;
  entry.request = request->http;
  entry.sent = *parse_utc("2026-01-14T06:00:00.250Z");
  entry.answered = entry.sent + Milliseconds{84};
  entry.status = 400;
  entry.answer_headers = {{"Content-Type", "application/json"},
                          {"Date", "Wed, 14 Jan 2026 06:00:00 GMT"}};
  entry.answer_body = R"({"RequestId":"0C1F","Code":"SignatureDoesNotMatch","Message":"\"x\""})";
  return entry;
}

const Call kCall{"CreateAccount",
                 {{"DBInstanceId", "dds-bp1"},
                  {"AccountPassword", "Horse-9-battery"},
                  {"Note", "a b&c \xE4\xB8\xAD"}},
                 Format::Json};

nlohmann::json parsed(const std::string& text) {
  Result<nlohmann::json> json = response::parse_json(text);
  REQUIRE(json.ok());
  return *std::move(json);
}

void check_clean(const std::string& text) {
  for (const std::string_view secret :
       {kSecret, kToken, std::string_view("CAISf"), std::string_view("Horse-9-battery")})
    CHECK(text.find(secret) == std::string::npos);
}

}  // namespace

TEST_CASE("a file has everything that HAR 1.2 wants, at the places where it wants it") {
  const HarEntry entry = exchange(signing::Scheme::RpcV1Sha1, Placement::Form, kCall);
  const HarEntry entries[] = {entry, entry};
  const nlohmann::json log = parsed(har(entries, "1.2.3"))["log"];
  CHECK(log["version"] == "1.2");
  CHECK(log["creator"]["name"] == "DDS Console");
  CHECK(log["creator"]["version"] == "1.2.3");
  REQUIRE(log["entries"].size() == 2);
  const nlohmann::json& one = log["entries"][1];
  CHECK(one["startedDateTime"] == "2026-01-14T06:00:00.250Z");
  CHECK(one["time"] == 84);
  CHECK(one["cache"].is_object());
  CHECK(one["timings"]["send"] == 0);
  CHECK(one["timings"]["wait"] == 84);
  CHECK(one["timings"]["receive"] == 0);
  const nlohmann::json& request = one["request"];
  CHECK(request["method"] == "POST");
  CHECK(request["url"] == "https://mongodb.aliyuncs.com/");
  CHECK(request["httpVersion"] == "HTTP/1.1");
  CHECK(request["cookies"].empty());
  CHECK(request["headers"][0]["name"] == "Content-Type");
  CHECK(request["queryString"].is_array());
  CHECK(request["postData"]["mimeType"] == "application/x-www-form-urlencoded");
  CHECK(request["headersSize"] == -1);
  CHECK(request["bodySize"].get<std::size_t>() ==
        request["postData"]["text"].get<std::string>().size());
  const nlohmann::json& response = one["response"];
  CHECK(response["status"] == 400);
  CHECK(response["statusText"].is_string());
  CHECK(response["content"]["mimeType"] == "application/json");
  CHECK(response["content"]["text"] == entry.answer_body);
  CHECK(response["content"]["size"].get<std::size_t>() == entry.answer_body.size());
  CHECK(response["redirectURL"] == "");
  CHECK(response["cookies"].is_array());
  CHECK(response["headersSize"] == -1);
}

TEST_CASE("no entries are a valid file as well") {
  CHECK(parsed(har({}, "1"))["log"]["entries"].empty());
}

TEST_CASE("the diagnosis reads an entry back as what was sent, its signature masked") {
  for (const Placement placement : {Placement::Form, Placement::Query}) {
    const HarEntry entry = exchange(signing::Scheme::RpcV1Sha1, placement, kCall);
    const Result<diagnose::Request> read = diagnose::read_request(har({&entry, 1}, "1"));
    REQUIRE(read.ok());
    CHECK(read->source == diagnose::Source::Har);
    CHECK(read->kind == diagnose::SignatureKind::RpcV1);
    CHECK(read->method == entry.request.method);
    CHECK(read->host == "mongodb.aliyuncs.com");
    CHECK(read->sent_at == entry.sent);
    REQUIRE(read->find("Note") != nullptr);
    CHECK(read->find("Note")->value == "a b&c \xE4\xB8\xAD");
    CHECK(read->find("DBInstanceId")->value == "dds-bp1");
    CHECK(read->find("AccountPassword")->value ==
          "\xE2\x80\xA2\xE2\x80\xA2\xE2\x80\xA2\xE2\x80\xA2\xE2\x80\xA2\xE2\x80\xA2");
    CHECK_FALSE(read->find("AccountPassword")->broken_escape);
    REQUIRE(read->answer.has_value());
  }
}

TEST_CASE("an ACS3 request is read back with its Authorization header and no query of its own") {
  const HarEntry entry = exchange(signing::Scheme::Acs3, Placement::Form, kCall);
  const std::string text = har({&entry, 1}, "1");
  check_clean(text);
  CHECK_FALSE(parsed(text)["log"]["entries"][0]["request"].contains("postData"));
  const Result<diagnose::Request> read = diagnose::read_request(text);
  REQUIRE(read.ok());
  CHECK(read->kind == diagnose::SignatureKind::Acs3);
  CHECK(find_header(read->headers, "x-acs-action") == "CreateAccount");
}

TEST_CASE("signature, token, password and authorization are in no file") {
  for (const signing::Scheme scheme : {signing::Scheme::RpcV1Sha1, signing::Scheme::Acs3}) {
    for (const Placement placement : {Placement::Form, Placement::Query}) {
      HarEntry entry = exchange(scheme, placement, kCall);
      entry.request.headers.push_back({"x-acs-bearer-token", std::string(kToken)});
      entry.answer_headers.push_back({"x-acs-security-token", std::string(kToken)});
      entry.answer_body = R"({"Credentials":{"AccessKeySecret":"horse-battery-staple",)"
                          R"("SecurityToken":"CAISf-token-of-sts=="}})";
      entry.failure = "It said SecurityToken=CAISf-token-of-sts== and no more.";
      const std::string text = har({&entry, 1}, "1");
      check_clean(text);
      CHECK(parsed(text).is_object());
    }
  }
}

TEST_CASE("a call without an answer has the status 0 and says why") {
  HarEntry entry = exchange(signing::Scheme::RpcV1Sha1, Placement::Form, kCall);
  entry.status = 0;
  entry.answered.reset();
  entry.answer_headers.clear();
  entry.answer_body = "\xFF";  // no text that JSON could hold
  entry.failure = "The host cannot be reached.";
  const nlohmann::json one = parsed(har({&entry, 1}, "1"))["log"]["entries"][0];
  CHECK(one["response"]["status"] == 0);
  CHECK(one["response"]["comment"] == entry.failure);
  CHECK(one["time"] == 0);
}

TEST_CASE("a body that was cut says so") {
  HarEntry entry = exchange(signing::Scheme::RpcV1Sha1, Placement::Form, kCall);
  entry.answer_cut = true;
  CHECK(parsed(har({&entry, 1}, "1"))["log"]["entries"][0]["response"]["content"]["comment"]
            .is_string());
}
