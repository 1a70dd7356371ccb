// `dds diagnose` as somebody with a refused request uses it.
#include <doctest/doctest.h>

#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "core/base/percent.h"
#include "core/signing/acs3.h"
#include "core/signing/rpc_v1.h"
#include "tests/native/program.h"
#include "tests/native/service.h"
#include "tests/native/temporary_folder.h"

using dds::Parameters;
using dds::Secret;
using dds::test::check_usage;
using dds::test::Ended;
using dds::test::has;
using dds::test::kId;
using dds::test::kSecret;
using dds::test::run;
using dds::test::Start;
using dds::test::TemporaryFolder;

namespace {

struct Sent {
  std::string curl;
  std::string right;   // string to sign
  std::string client;  // what was signed
  std::string signature;
};

// With `instead` where the right string to sign has `right`.
Sent send(const std::string& what, const std::string& instead, const std::string& token = {}) {
  Parameters parameters{{"AccessKeyId", kId},
                        {"Action", "ModifyDBInstanceDescription"},
                        {"DBInstanceDescription", "nightly copy"},
                        {"Format", "JSON"},
                        {"SignatureMethod", "HMAC-SHA1"},
                        {"SignatureNonce", "9d3f1c62e0b84a7f"},
                        {"SignatureVersion", "1.0"},
                        {"Timestamp", "2026-01-14T06:03:27Z"},
                        {"Version", "2015-12-01"}};
  if (!token.empty()) parameters.push_back({"SecurityToken", token});
  const auto trace = dds::signing::sign_rpc_v1("POST", parameters, Secret(kSecret));
  REQUIRE(trace.ok());
  Sent sent;
  sent.right = trace->string_to_sign;
  sent.client = sent.right;
  const std::size_t at = sent.client.find(what);
  REQUIRE(at != std::string::npos);
  sent.client.replace(at, what.size(), instead);
  sent.signature =
      dds::signing::rpc_v1_signature(sent.client, Secret(kSecret), dds::signing::Scheme::RpcV1Sha1);
  sent.curl = "curl https://mongodb.aliyuncs.com/ -d '" + trace->canonical_query +
              "&Signature=" + dds::percent_encode(sent.signature) + "'\n";
  return sent;
}

Sent blank_as_plus() {
  return send("%2520", "%252B");
}

std::string refusal(const Sent& sent) {
  return R"({"Code":"SignatureDoesNotMatch","Message":"Specified signature is not matched with our )"
         "calculation. server string to sign is:" +
         sent.right + "\"}";
}

Ended diagnose(std::vector<std::string> arguments, const std::string& input, bool with_key = true) {
  Start start;
  start.arguments = std::move(arguments);
  start.arguments.insert(start.arguments.begin(), "diagnose");
  start.input = input;
  if (with_key) {
    start.environment = {{"ALIBABA_CLOUD_ACCESS_KEY_ID", kId},
                         {"ALIBABA_CLOUD_ACCESS_KEY_SECRET", kSecret}};
  }
  return run(std::move(start));
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    lines.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return lines;
}

}  // namespace

TEST_CASE("the mistake, its remedy and its place are printed, with a caret under the difference") {
  const Ended ended = diagnose({}, blank_as_plus().curl);
  CAPTURE(ended.out);
  CHECK(ended.code == 0);
  CHECK(ended.error.empty());
  const std::vector<std::string> lines = lines_of(ended.out);
  REQUIRE(lines.size() == 7);
  CHECK(has(lines[0], "The blank in DBInstanceDescription was encoded as \"+\""));
  CHECK(has(lines[1], "no form encoder"));
  CHECK(lines[3].substr(lines[4].find('^'), 5) == "%252B");
  CHECK(lines[5].substr(lines[6].find('^'), 5) == "%2520");
}

TEST_CASE("JSON has everything for programs") {
  const Ended ended = diagnose({"--output", "json"}, blank_as_plus().curl);
  CHECK(ended.code == 0);
  const nlohmann::json json = nlohmann::json::parse(ended.out, nullptr, false);
  REQUIRE(json.is_object());
  CHECK(json["verdict"] == "explained");
  CHECK(json["findings"][0]["id"] == "space_as_plus");
  CHECK(json["findings"][0]["evidence"] == "signature");
  CHECK(json["signature_checked"] == true);
  CHECK(json["difference"]["parameter"] == "DBInstanceDescription");
  CHECK(json["checks"].size() == 7);
}

TEST_CASE("a good request and an unexplained one both end with 1, and say which they are") {
  const Ended good = diagnose({}, send("POST", "POST").curl);
  CHECK(good.code == 1);
  CHECK(has(good.out, "Nothing wrong was found: the signature is right."));
  const Ended unexplained = diagnose({}, send("nightly", "NIGHTLY").curl);
  CHECK(unexplained.code == 1);
  CHECK(has(unexplained.out, "No known mistake"));
}

TEST_CASE("without a key the client's string and the service's answer explain as well") {
  const Sent sent = blank_as_plus();
  const TemporaryFolder folder;
  const std::string request = folder.write("request", sent.curl).string();
  const std::string answer = folder.write("answer", refusal(sent)).string();
  const std::string client = folder.write("client", sent.client + "\n").string();
  const Ended ended =
      diagnose({"--file", request, "--answer", answer, "--client-string", client}, {}, false);
  CHECK(ended.code == 0);
  CHECK(has(ended.out, "encoded as \"+\""));
  const Ended alone = diagnose({"--file", request, "--answer", answer}, {}, false);
  CHECK(alone.code == 1);
  CHECK(has(alone.out, "give the secret"));
}

TEST_CASE("the service's error alone is a request too") {
  const Ended ended = diagnose({}, refusal(blank_as_plus()), false);
  CHECK(ended.code == 1);
  CHECK(has(ended.out, "with its signature"));
}

TEST_CASE("the clock is judged at the time that is given") {
  const std::string good = send("POST", "POST").curl;
  CHECK(diagnose({"--at", "2026-01-14T06:03:29Z"}, good).code == 1);
  const Ended zone = diagnose({"--at", "2026-01-13T22:03:30Z"}, good);
  CHECK(zone.code == 0);
  CHECK(has(zone.out, "UTC+08:00"));
  const Ended now = diagnose({"--at", "now"}, good);
  CHECK(now.code == 0);
  CHECK(has(now.out, "15 minutes"));
}

TEST_CASE("a key of another id is not used, and that is said") {
  Start start;
  start.arguments = {"diagnose"};
  start.input = blank_as_plus().curl;
  start.environment = {{"ALIBABA_CLOUD_ACCESS_KEY_ID", "LTAIanother00001"},
                       {"ALIBABA_CLOUD_ACCESS_KEY_SECRET", "quite-another-secret"}};
  const Ended ended = run(std::move(start));
  CHECK(ended.code == 1);
  CHECK(has(ended.out, "another AccessKey ID"));
}

TEST_CASE("neither secret nor token nor signature is printed") {
  const std::string token = "CAISveryhiddentoken/with+signs==";
  const std::string encoded = dds::percent_encode(token);
  const Sent sent = send(dds::percent_encode(encoded), encoded, token);
  for (const char* const output : {"text", "json"}) {
    Start start;
    start.arguments = {"diagnose", "--output", output};
    start.input = sent.curl;
    start.environment = {{"ALIBABA_CLOUD_ACCESS_KEY_ID", kId},
                         {"ALIBABA_CLOUD_ACCESS_KEY_SECRET", kSecret}};
    const Ended ended = run(std::move(start));
    CAPTURE(ended.out);
    CHECK(ended.code == 0);
    CHECK(has(ended.out, "SecurityToken"));
    for (const std::string& hidden :
         {std::string("veryhidden"), std::string("with%25"), sent.signature,
          dds::percent_encode(sent.signature), std::string(kSecret)}) {
      CHECK_FALSE(has(ended.out, hidden));
      CHECK_FALSE(has(ended.error, hidden));
    }
  }
  // A secret that came with a JSON line is as hidden.
  const Ended line =
      diagnose({"--output", "json"},
               R"({"kind":"rpc1-sha1","method":"GET","secret":"a-secret-of-the-line","params":)"
               R"({"Note":"a-secret-of-the-line"},"signature":"AAAAAAAAAAAAAAAAAAAAAAAAAAA="})",
               false);
  CHECK_FALSE(has(line.out, "a-secret-of-the-line"));
}

TEST_CASE("nor is the token that an ACS3 request carries in a header, whoever's key is set") {
  const std::string token = "CAIS+a/token+of==";
  const dds::HttpHeaders headers{{"host", "mongodb.aliyuncs.com"},
                                 {"x-acs-action", "DescribeRegions"},
                                 {"x-acs-version", "2015-12-01"},
                                 {"x-acs-date", "2026-01-14T06:03:27Z"},
                                 {"x-acs-signature-nonce", "9d3f1c62e0b84a7f"},
                                 {"x-acs-content-sha256", dds::signing::sha256_hex("")},
                                 {"x-acs-security-token", token}};
  const auto trace = dds::signing::sign_acs3({"POST", "/", kId, {}, headers, ""}, Secret(kSecret));
  REQUIRE(trace.ok());
  const std::string signature = trace->signature;
  std::string curl = "curl -X POST https://mongodb.aliyuncs.com/";
  for (const dds::HttpHeader& header : headers)
    curl += " -H '" + header.name + ": " + header.value + "'";
  curl += " -H 'Authorization: " + trace->authorization + "'\n";
  for (const bool with_key : {true, false}) {
    for (const char* output : {"text", "json"}) {
      std::vector<std::string> arguments;
      if (std::string(output) == "json") arguments = {"--output", "json"};
      const Ended ended = diagnose(arguments, curl, with_key);
      const std::string all = ended.out + ended.error;
      CAPTURE(all);
      CHECK_FALSE(ended.out.empty());
      CHECK_FALSE(has(all, token));
      CHECK_FALSE(has(all, dds::percent_encode(token)));
      CHECK_FALSE(has(all, signature));
      CHECK_FALSE(has(all, kSecret));
    }
  }
}

TEST_CASE("bad input is one sentence, and wrong usage") {
  check_usage(diagnose({}, "hello"), "This is no request");
  check_usage(diagnose({}, ""), "Nothing was pasted");
  check_usage(diagnose({"--output", "xml"}, "x"), "text or json");
  check_usage(diagnose({"--at", "tomorrow"}, "https://h/?Signature=x"), "2024-01-16T11:04:56Z");
  check_usage(diagnose({"--file", "/nowhere/at/all"}, ""), "There is no file");
  check_usage(diagnose({"--fiel", "x"}, ""), "--file");
  check_usage(diagnose({"--profile", "none"}, "https://h/?Signature=x", false), "config.json");
  check_usage(diagnose({"extra"}, ""), "not expected");
}

TEST_CASE("help has an example") {
  const Ended ended = diagnose({"--help"}, "");
  CHECK(ended.code == 0);
  CHECK(has(ended.out, "dds diagnose < request.txt"));
  CHECK(has(ended.out, "Exit codes"));
}

TEST_CASE("an error alone is explained, and an entry of a HAR can be chosen") {
  const Ended error = diagnose({}, "{\"Code\":\"Forbidden.RAM\",\"Message\":\"m\"}", false);
  CHECK(error.code == 0);
  CHECK(has(error.out, "dds:<Action>"));
  const std::string entry =
      R"({"request":{"method":"GET","url":"https://h/?Action=A&Signature=b"}})";
  const std::string har = "[" + entry + "," + entry + "]";
  check_usage(diagnose({}, har, false), "--entry 1");
  CHECK(diagnose({"--entry", "2"}, har, false).code == 0);
  check_usage(diagnose({"--entry", "3"}, har, false), "no entry 3");
}
