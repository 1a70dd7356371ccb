#include <doctest/doctest.h>

#include <functional>

#include "core/signing/acs3.h"
#include "tests/core/emulator/service.h"

using namespace dds;
using namespace dds::testing;

namespace {

// A request as the product signs it by ACS3, changed before it is sent.
struct Signed {
  Service service;
  api::Call call{
      "DescribeDBInstances", {{"DBInstanceDescription", "库存 +*~/'()!"}}, api::Format::Json};
  api::SignOptions options{.scheme = signing::Scheme::Acs3};
  std::string nonce = "n1";

  [[nodiscard]] HttpRequest request() const {
    const auto endpoint = api::parse_endpoint("mongodb.aliyuncs.com");
    REQUIRE(endpoint);
    const auto made =
        api::sign_call(call, service.credentials, *endpoint, service.now, nonce, options);
    REQUIRE(made);
    return made->http;
  }
  std::string code(const HttpRequest& request) { return Service::code(service.send(request)); }
  std::string code() { return code(request()); }
};

HttpHeader& header(HttpRequest& request, std::string_view name) {
  for (HttpHeader& one : request.headers) {
    if (one.name == name) return one;
  }
  FAIL("no header of that name");
  return request.headers.front();
}

struct Change {
  const char* what;
  std::function<void(HttpRequest&)> apply;
};

struct Lack {
  std::string_view header;
  std::string_view code;
};

void leave_out(HttpRequest& request, std::string_view name) {
  std::erase_if(request.headers, [name](const HttpHeader& one) { return one.name == name; });
}

}  // namespace

TEST_CASE(
    "a request that the product signs by ACS3 passes, by GET and by POST, and is answered in "
    "JSON") {
  for (const auto placement : {api::Placement::Query, api::Placement::Form}) {
    Signed made;
    made.options.placement = placement;
    const HttpResponse response = made.service.send(made.request());
    CHECK(response.status == 200);
    CHECK(response.body.starts_with('{'));
  }
}

TEST_CASE("a content type that a library adds to an ACS3 request does not break its signature") {
  Signed made;
  HttpRequest request = made.request();
  request.headers.push_back({"Content-Type", "application/x-www-form-urlencoded"});
  CHECK(made.code(request).empty());
}

TEST_CASE("parameters of an ACS3 request may travel in a form body whose hash is signed") {
  Signed made;
  HttpRequest request = made.request();
  request.url = "https://mongodb.aliyuncs.com/";
  request.body = "DBInstanceDescription=x";
  leave_out(request, "Authorization");
  leave_out(request, "Accept");
  header(request, "x-acs-content-sha256").value = signing::sha256_hex(request.body);
  request.headers.push_back({"Content-Type", "application/x-www-form-urlencoded"});
  signing::Acs3Input input;
  input.method = "POST";
  input.access_key_id = made.service.credentials.access_key_id;
  input.headers = request.headers;
  input.headers.push_back({"host", "mongodb.aliyuncs.com"});
  input.body = request.body;
  const auto trace = signing::sign_acs3(input, made.service.credentials.access_key_secret);
  REQUIRE(trace);
  request.headers.push_back({"Authorization", trace->authorization});
  const HttpResponse response = made.service.send(request);
  CHECK(response.status == 200);
  CHECK(response.body.find("\"TotalCount\":0") != std::string::npos);  // nothing is called x
}

TEST_CASE("an ACS3 request of a temporary key carries its token in a header") {
  Signed made;
  made.service.credentials = {"STS.test0001", Secret("secret"), Secret("CAIStoken+/=")};
  made.service.emulator.add_credentials(made.service.credentials);
  CHECK(made.code().empty());
  made.nonce = "n2";
  made.service.credentials.security_token = Secret();
  CHECK(made.code() == "MissingSecurityToken");
  made.service.credentials.security_token = Secret("CAISother");
  CHECK(made.code() == "InvalidSecurityToken.MismatchWithAccessKey");
}

TEST_CASE("whatever of an ACS3 request is changed on its way, its signature does not match") {
  const std::vector<Change> changes = {
      {"a parameter", [](HttpRequest& r) { r.url += "&PageSize=30"; }},
      {"the host",
       [](HttpRequest& r) {
         r.headers.push_back({"Host", "mongodb.example.com"});
       }},
      {"the body", [](HttpRequest& r) { r.body = "{}"; }},
      {"the body and its hash",
       [](HttpRequest& r) {
         r.body = "{}";
         header(r, "x-acs-content-sha256").value = signing::sha256_hex(r.body);
       }},
      {"the action", [](HttpRequest& r) { header(r, "x-acs-action").value = "DescribeRegions"; }},
      {"the nonce", [](HttpRequest& r) { header(r, "x-acs-signature-nonce").value = "n9"; }},
      {"the method", [](HttpRequest& r) { r.method = "GET"; }},
      {"the signature",
       [](HttpRequest& r) {
         char& last = header(r, "Authorization").value.back();
         last = last == '0' ? '1' : '0';
       }},
  };
  for (const Change& change : changes) {
    CAPTURE(change.what);
    Signed made;
    HttpRequest request = made.request();
    change.apply(request);
    CHECK(made.code(request) == "SignatureDoesNotMatch");
  }
}

TEST_CASE("an ACS3 request of another secret is refused with the server's string to sign") {
  Signed made;
  made.service.credentials.access_key_secret = Secret("another");
  const HttpResponse response = made.service.send(made.request());
  CHECK(Service::code(response) == "SignatureDoesNotMatch");
  CHECK(response.body.find("server string to sign is:ACS3-HMAC-SHA256") != std::string::npos);
}

TEST_CASE("what an ACS3 request lacks is named") {
  const std::vector<Lack> lacks = {
      {"x-acs-action", "MissingAction"},
      {"x-acs-version", "MissingVersion"},
      {"x-acs-date", "IllegalTimestamp"},
      {"x-acs-signature-nonce", "MissingSignatureNonce"},
      {"x-acs-content-sha256", "SignatureDoesNotMatch"},
  };
  for (const Lack& lack : lacks) {
    CAPTURE(lack.header);
    Signed made;
    HttpRequest request = made.request();
    leave_out(request, lack.header);
    CHECK(made.code(request) == lack.code);
  }
}

TEST_CASE("a header of ACS3 that is not among the signed ones makes the signature incomplete") {
  Signed made;
  HttpRequest request = made.request();
  request.headers.push_back({"x-acs-retry-attempts", "1"});
  CHECK(made.code(request) == "IncompleteSignature");
  Signed without_host;
  request = without_host.request();
  std::string& authorization = header(request, "Authorization").value;
  const std::size_t host = authorization.find("host;");
  REQUIRE(host != std::string::npos);
  authorization.erase(host, 5);
  CHECK(without_host.code(request) == "IncompleteSignature");
}

TEST_CASE("ACS3 requests have the same time window, nonces and keys as the others") {
  Signed made;
  const HttpRequest request = made.request();
  CHECK(made.code(request).empty());
  CHECK(made.code(request) == "SignatureNonceUsed");
  HttpRequest late = request;
  header(late, "x-acs-date").value = "2000-01-01T00:00:00Z";
  CHECK(made.code(late) == "InvalidTimeStamp.Expired");
  header(late, "x-acs-date").value = "yesterday";
  CHECK(made.code(late) == "InvalidTimeStamp.Format");
  made.nonce = "n2";
  made.service.credentials.access_key_id = "LTAInobody";
  CHECK(made.code() == "InvalidAccessKeyId.NotFound");
}

TEST_CASE("another algorithm of ACS3 is said to be not simulated") {
  Signed made;
  HttpRequest request = made.request();
  std::string& authorization = header(request, "Authorization").value;
  authorization.replace(0, authorization.find(' '), "ACS3-RSA-SHA256");
  const HttpResponse response = made.service.send(request);
  CHECK(Service::code(response) == "UnsupportedOperation");
  CHECK(find_header(response.headers, "x-dds-emulator") == "not simulated");
}
