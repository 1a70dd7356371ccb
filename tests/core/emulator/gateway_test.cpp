#include <doctest/doctest.h>

#include "core/emulator/action_names.h"
#include "core/emulator/refusal.h"
#include "tests/core/emulator/service.h"

using namespace dds;
using namespace dds::testing;

namespace {

std::string code_of(Service& service, const Parameters& all) {
  return Service::code(service.send(service.sign(all)));
}

}  // namespace

TEST_CASE("a rightly signed request passes, by GET and by POST") {
  Service service;
  CHECK(service.refusal("DescribeRegions").empty());
  service.get = true;
  CHECK(service.refusal("DescribeRegions").empty());
}

TEST_CASE("a request that the product itself signs passes, in every placement and both digests") {
  Service service;
  const auto endpoint = api::parse_endpoint("mongodb.aliyuncs.com");
  REQUIRE(endpoint);
  for (const auto placement : {api::Placement::Query, api::Placement::Form}) {
    for (const auto scheme : {signing::Scheme::RpcV1Sha1, signing::Scheme::RpcV1Sha256}) {
      const auto request = api::sign_call(
          {"DescribeDBInstances", {{"DBInstanceDescription", "库存 +*~/'()!"}}, api::Format::Json},
          service.credentials, *endpoint, service.now, "n" + std::to_string(++service.nonces),
          {.placement = placement, .scheme = scheme});
      REQUIRE(request);
      CHECK(service.send(request->http).status == 200);
    }
  }
}

TEST_CASE("parameters may be spread over query and form body") {
  Service service;
  Parameters all = service.complete("DescribeRegions", {{"AcceptLanguage", "en"}});
  const auto trace = signing::sign_rpc_v1("POST", all, service.credentials.access_key_secret);
  REQUIRE(trace);
  const Parameters form{all.front()};
  Parameters query(all.begin() + 1, all.end());
  query.push_back({"Signature", trace->signature});
  HttpRequest request = service.carry(signing::encode_parameters(form));
  request.url += "?" + signing::encode_parameters(query);
  CHECK(service.send(request).status == 200);
}

TEST_CASE("a body that is not a form is not looked into") {
  Service service;
  HttpRequest request = service.sign(service.complete("DescribeRegions", {}));
  request.headers = {{"Content-Type", "text/plain"}};
  CHECK(Service::code(service.send(request)) == "MissingVersion");
}

TEST_CASE("every missing common parameter is named") {
  Service service;
  const Parameters all = service.complete("DescribeRegions", {});
  CHECK(code_of(service, without(all, "Version")) == "MissingVersion");
  CHECK(code_of(service, without(all, "Action")) == "MissingAction");
  CHECK(code_of(service, without(all, "AccessKeyId")) == "MissingAccessKeyId");
  CHECK(code_of(service, without(all, "SignatureMethod")) == "MissingSignatureMethod");
  CHECK(code_of(service, without(all, "SignatureVersion")) == "MissingSignatureVersion");
  CHECK(code_of(service, without(all, "SignatureNonce")) == "MissingSignatureNonce");
  CHECK(code_of(service, without(all, "Timestamp")) == "IllegalTimestamp");
  const HttpResponse unsigned_answer = service.send(service.carry(signing::encode_parameters(all)));
  CHECK(Service::code(unsigned_answer) == "MissingSignature");
  CHECK(unsigned_answer.status == 400);
  CHECK(Service::error(unsigned_answer).message == "Signature is mandatory for this action.");
}

TEST_CASE("common parameters with wrong values are refused by name") {
  Service service;
  const Parameters all = service.complete("DescribeRegions", {});
  CHECK(code_of(service, with(all, "Version", "2014-05-26")) == "NoSuchVersion");
  CHECK(code_of(service, with(all, "Version", "latest")) == "InvalidVersion");
  CHECK(code_of(service, with(all, "SignatureMethod", "HMAC-MD5")) == "InvalidSignatureMethod");
  CHECK(code_of(service, with(all, "SignatureVersion", "2.0")) == "InvalidSignatureVersion");
  CHECK(code_of(service, with(all, "Format", "YAML")) == "InvalidFormat");
}

TEST_CASE("an action that does not exist is told from one that is not simulated") {
  Service service;
  CHECK(service.refusal("CreateBackups") == "InvalidAction");
  CHECK(service.refusal("createbackup") == "InvalidAction");
  const HttpResponse response =
      service.raw("DescribeBinlogFiles", {{"DBInstanceId", std::string(kOrders)},
                                          {"StartTime", "2026-01-13T06:00:00.000Z"},
                                          {"EndTime", "2026-01-14T06:00:00.000Z"}});
  CHECK(response.status == 200);
  CHECK(find_header(response.headers, "x-dds-emulator") == "not simulated");
  CHECK(find_header(service.raw("CreateBackups").headers, "x-dds-emulator").empty());
}

TEST_CASE("an action that is not simulated is told only to who may call") {
  Service service;
  service.credentials.access_key_secret = Secret("wrong");
  CHECK(service.refusal("DescribeBinlogFiles") == "SignatureDoesNotMatch");
}

TEST_CASE("timestamps are of one form and within the window, by real time") {
  Service service;
  const Parameters all = service.complete("DescribeRegions", {});
  for (const std::string_view wrong :
       {"2026-01-14T06:00Z", "2026-01-14T06:00:00.000Z", "2026-01-14T14:00:00+08:00",
        "2026-01-14 06:00:00", "Wed, 14 Jan 2026 06:00:00 GMT", "now", "2026-02-30T06:00:00Z"}) {
    CAPTURE(wrong);
    CHECK(code_of(service, with(all, "Timestamp", wrong)) == "InvalidTimeStamp.Format");
  }
  const auto at = [&](Milliseconds offset) {
    return code_of(service, with(service.complete("DescribeRegions", {}), "Timestamp",
                                 format_utc(service.now + offset)));
  };
  CHECK(at(std::chrono::minutes(15)).empty());
  CHECK(at(-std::chrono::minutes(15)).empty());
  CHECK(at(std::chrono::minutes(15) + Seconds(1)) == "InvalidTimeStamp.Expired");
  CHECK(at(-std::chrono::minutes(15) - Seconds(1)) == "InvalidTimeStamp.Expired");

  // The service's clock may be hours ahead: it does not judge signatures.
  const HttpRequest request = service.sign(service.complete("DescribeRegions", {}));
  CHECK(
      service.emulator.handle(request, service.now, service.now + std::chrono::hours(50)).status ==
      200);
}

TEST_CASE("a key that is unknown or disabled is refused, with the list's statuses") {
  Service service;
  service.credentials.access_key_id = "LTAInobody";
  const HttpResponse unknown = service.raw("DescribeRegions");
  CHECK(Service::code(unknown) == "InvalidAccessKeyId.NotFound");
  CHECK(unknown.status == 404);
  service.credentials = well_known();
  CHECK(service.emulator.disable_credentials(emulator::kAccessKeyId));
  CHECK_FALSE(service.emulator.disable_credentials("LTAInobody"));
  CHECK(service.refusal("DescribeRegions") == "InvalidAccessKeyId.Inactive");
}

TEST_CASE("a wrong secret is told with the server's string to sign, which equals ours") {
  Service service;
  service.credentials.access_key_secret = Secret("testsecretx");
  const Parameters all = service.complete("DescribeRegions", {{"AcceptLanguage", "en"}});
  const auto trace = signing::sign_rpc_v1("POST", all, service.credentials.access_key_secret);
  REQUIRE(trace);
  const HttpResponse response = service.send(service.sign(all));
  CHECK(Service::code(response) == "SignatureDoesNotMatch");
  CHECK(response.status == 400);
  CHECK(Service::error(response).message ==
        "Specified signature is not matched with our calculation. server string to sign is:" +
            trace->string_to_sign);
}

TEST_CASE("a parameter changed after signing does not pass, and names the server's side") {
  Service service;
  const Parameters all = service.complete("CreateBackup", {{"DBInstanceId", std::string(kOrders)}});
  HttpRequest request = service.sign(all);
  const std::size_t at = request.body.find(kOrders);
  REQUIRE(at != std::string::npos);
  request.body.replace(at, kOrders.size(), kPayments);
  const HttpResponse response = service.send(request);
  CHECK(Service::code(response) == "SignatureDoesNotMatch");
  CHECK(Service::error(response).message.find(kPayments) != std::string::npos);
  CHECK(service.emulator.effects().empty());
}

TEST_CASE("a signature for GET does not pass with POST") {
  Service service;
  service.get = true;
  HttpRequest request = service.sign(service.complete("DescribeRegions", {}));
  request.method = "POST";
  CHECK(Service::code(service.send(request)) == "SignatureDoesNotMatch");
}

TEST_CASE("a signature that is not one is incomplete") {
  Service service;
  Parameters all = service.complete("DescribeRegions", {});
  for (const std::string_view wrong :
       {"x", "0000000000000000000000000000", "AAAAAAAAAAAAA AAAAAAAAAAAAA="}) {
    CAPTURE(wrong);
    const HttpResponse response =
        service.send(service.carry(signing::encode_parameters(with(all, "Signature", wrong))));
    CHECK(Service::code(response) == "IncompleteSignature");
    CHECK(Service::error(response).message.find("server string to sign is:POST&%2F&") !=
          std::string::npos);
  }
}

TEST_CASE("a nonce passes once within the window, per key, and is free again after it") {
  Service service;
  const HttpRequest request = service.sign(service.complete("DescribeRegions", {}));
  CHECK(service.send(request).status == 200);
  const HttpResponse again = service.send(request);
  CHECK(Service::code(again) == "SignatureNonceUsed");
  CHECK(again.status == 400);

  const auto with_nonce = [&](std::string_view nonce) {
    return code_of(service, with(service.complete("DescribeRegions", {}), "SignatureNonce", nonce));
  };
  CHECK(with_nonce("nonce-1") == "SignatureNonceUsed");
  service.now += std::chrono::minutes(29);
  CHECK(with_nonce("nonce-1") == "SignatureNonceUsed");
  service.now += std::chrono::minutes(2);
  CHECK(with_nonce("nonce-1").empty());

  service.emulator.add_credentials({"LTAIother", Secret("othersecret"), Secret()});
  service.credentials = {"LTAIother", Secret("othersecret"), Secret()};
  CHECK(with_nonce("nonce-1").empty());
}

TEST_CASE("a request that is not rightly signed uses up no nonce") {
  Service service;
  const Parameters all = service.complete("DescribeRegions", {});
  service.credentials.access_key_secret = Secret("wrong");
  CHECK(code_of(service, all) == "SignatureDoesNotMatch");
  service.credentials = well_known();
  CHECK(code_of(service, all).empty());
}

TEST_CASE("a temporary key needs its own security token") {
  Service service;
  const signing::Credentials temporary{"STS.NUxyz", Secret("stssecret"), Secret("CAIS+token/=")};
  service.emulator.add_credentials(temporary);
  service.credentials = temporary;
  CHECK(service.refusal("DescribeRegions").empty());
  service.credentials.security_token = Secret();
  CHECK(service.refusal("DescribeRegions") == "MissingSecurityToken");
  service.credentials.security_token = Secret("CAISother");
  CHECK(service.refusal("DescribeRegions") == "InvalidSecurityToken.MismatchWithAccessKey");
  service.credentials = well_known();
  service.credentials.security_token = Secret("CAISother");
  CHECK(service.refusal("DescribeRegions") == "InvalidSecurityToken.MismatchWithAccessKey");
}

TEST_CASE("an empty SignatureType is signed like any parameter, another kind is not simulated") {
  Service service;
  CHECK(service.refusal("DescribeRegions", {{"SignatureType", ""}}).empty());
  CHECK(service.refusal("DescribeRegions", {{"SignatureType", "PRIVATEKEY"}}) ==
        "UnsupportedOperation");
}

TEST_CASE("the well-known bearer token is taken in place of a signature, in both forms") {
  Service service;
  const auto answer = [&](signing::Scheme scheme, std::string_view token, const char* nonce) {
    api::SignOptions options;
    options.scheme = scheme;
    options.bearer = true;
    const auto request =
        api::sign_call({"DescribeRegions", {}, api::Format::Json},
                       {std::string(api::kBearerId), Secret(), Secret(token)},
                       *api::parse_endpoint("mongodb.aliyuncs.com"), service.now, nonce, options);
    REQUIRE(request.ok());
    const HttpResponse response = service.send(request->http);
    return response.status == 200 ? std::string() : Service::code(response);
  };
  for (const signing::Scheme scheme : {signing::Scheme::RpcV1Sha1, signing::Scheme::Acs3}) {
    const bool acs3 = scheme == signing::Scheme::Acs3;
    CAPTURE(acs3);
    CHECK(answer(scheme, emulator::kBearerToken, acs3 ? "a1" : "b1").empty());
    CHECK(answer(scheme, emulator::kBearerToken, acs3 ? "a1" : "b1") == "SignatureNonceUsed");
    CHECK(answer(scheme, "another", acs3 ? "a2" : "b2") == "InvalidBearerToken");
  }
  CHECK(service.refusal("DescribeRegions", {{"SignatureType", "BEARERTOKEN"}}) ==
        "MissingBearerToken");
}

TEST_CASE("other HTTP methods are refused") {
  Service service;
  for (const std::string_view method : {"PUT", "DELETE", "HEAD", "PATCH", "get", ""}) {
    CAPTURE(method);
    HttpRequest request = service.sign(service.complete("DescribeRegions", {}));
    request.method = method;
    const HttpResponse response = service.send(request);
    CHECK(Service::code(response) == "UnsupportedHTTPMethod");
    CHECK(response.status == 403);
  }
}

TEST_CASE("there are 131 actions in the service's list, found by exact name") {
  CHECK(emulator::is_service_action("CreateBackup"));
  CHECK(emulator::is_service_action("AllocateDBInstanceSrvNetworkAddress"));
  CHECK(emulator::is_service_action("UpgradeDBInstanceKernelVersion"));
  CHECK_FALSE(emulator::is_service_action("CreateBackup "));
  CHECK_FALSE(emulator::is_service_action(""));
}

TEST_CASE("a code that the table lacks is an internal error, not a crash") {
  CHECK(emulator::refuse("NoSuchCode").code == "InternalError");
}
