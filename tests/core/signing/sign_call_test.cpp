#include "core/api/sign_call.h"

#include "core/base/percent.h"
#include "tests/core/signing/vectors.h"

namespace dds::test {
namespace {

signing::Credentials credentials(std::string_view token = {}) {
  return {"testAccessKeyId", Secret("testAccessKeySecret"), Secret(token)};
}

api::Endpoint endpoint() {
  api::Endpoint central;
  central.host = "mongodb.aliyuncs.com";
  return central;
}

const Instant kNow = *parse_utc("2024-01-16T11:04:56Z");

api::Call create_backup() {
  return {"CreateBackup", {{"DBInstanceId", "dds-bp1"}}, api::Format::Json};
}

Error refuse(const api::Call& call, const signing::Credentials& who, std::string_view nonce = "n",
             const api::SignOptions& options = {}) {
  const auto request = api::sign_call(call, who, endpoint(), kNow, nonce, options);
  REQUIRE_FALSE(request.ok());
  return request.error();
}

// The call behind a client's request: its parameters without the common ones.
api::Call call_of(const json& params) {
  api::Call call{text(params, "Action"), {}, api::Format::Json};
  for (const Parameter& parameter : parameters(params)) {
    const bool common = parameter.name == "AccessKeyId" || parameter.name == "Action" ||
                        parameter.name == "Format" || parameter.name == "SecurityToken" ||
                        parameter.name == "SignatureMethod" || parameter.name == "SignatureNonce" ||
                        parameter.name == "SignatureVersion" || parameter.name == "Timestamp" ||
                        parameter.name == "Version";
    if (!common) call.parameters.push_back(parameter);
  }
  return call;
}

std::string header(const HttpRequest& request, std::string_view name) {
  return std::string(find_header(request.headers, name));
}

}  // namespace

TEST_CASE("a bearer token is sent where the official client sends it, without key and signature") {
  signing::Credentials who;
  who.access_key_id = api::kBearerId;
  who.security_token = Secret("bearer.token/x");
  api::SignOptions options;
  options.bearer = true;
  const auto form = api::sign_call(create_backup(), who, endpoint(), kNow, "n", options);
  REQUIRE(form.ok());
  CHECK(form->http.body ==
        "Action=CreateBackup&BearerToken=bearer.token%2Fx&DBInstanceId=dds-bp1&Format=JSON"
        "&SignatureNonce=n&SignatureType=BEARERTOKEN&Timestamp=2024-01-16T11%3A04%3A56Z"
        "&Version=2015-12-01");
  CHECK(form->trace.string_to_sign.empty());
  options.scheme = signing::Scheme::Acs3;
  const auto v3 = api::sign_call(create_backup(), who, endpoint(), kNow, "n", options);
  REQUIRE(v3.ok());
  CHECK(header(v3->http, "x-acs-bearer-token") == "bearer.token/x");
  CHECK(header(v3->http, "Authorization").empty());
  CHECK(header(v3->http, "x-acs-action") == "CreateBackup");
  CHECK(v3->http.url ==
        "https://mongodb.aliyuncs.com/?DBInstanceId=dds-bp1&SignatureType=BEARERTOKEN");
  CHECK(v3->http.body.empty());
}

TEST_CASE("a bearer token never travels in a URL, whatever the options say") {
  signing::Credentials who;
  who.access_key_id = api::kBearerId;
  who.security_token = Secret("bearer.token");
  for (const char* action : {"DescribeRegions", "DescribeGlobalSecurityIPGroup"}) {
    for (const signing::Scheme scheme : {signing::Scheme::Acs3, signing::Scheme::RpcV1Sha1}) {
      for (const api::Placement placement : {api::Placement::Query, api::Placement::Form}) {
        for (const api::Format format : {api::Format::Json, api::Format::Xml}) {
          const api::Call call{action, {}, format};
          api::SignOptions options;
          options.bearer = true;
          options.scheme = scheme;
          options.placement = placement;
          const auto request =
              api::sign_call(call, who, endpoint(), kNow, "n", api::options_for(call, options));
          REQUIRE(request.ok());
          CHECK(request->http.url.find("bearer.token") == std::string::npos);
          const bool in_body = request->http.body.find("bearer.token") != std::string::npos;
          CHECK(in_body != (header(request->http, "x-acs-bearer-token") == "bearer.token"));
        }
      }
    }
  }
}

TEST_CASE("a bearer token that could end a header is refused, and not shown") {
  api::SignOptions options;
  options.bearer = true;
  signing::Credentials who;
  CHECK(refuse(create_backup(), who, "n", options).message.find("missing") != std::string::npos);
  who.security_token = Secret("hidden\r\nX: y");
  const Error error = refuse(create_backup(), who, "n", options);
  CHECK(error.code == ErrorCode::InvalidCredentials);
  CHECK(error.message.find("hidden") == std::string::npos);
}

TEST_CASE("a call that wants XML is signed by RPC v1 whatever the options say") {
  api::SignOptions options;
  options.scheme = signing::Scheme::Acs3;
  api::Call call = create_backup();
  CHECK(api::options_for(call, options).scheme == signing::Scheme::Acs3);
  call.format = api::Format::Xml;
  CHECK(api::options_for(call, options).scheme == signing::Scheme::RpcV1Sha1);
}

TEST_CASE("a password never travels in a URL, whatever the options say") {
  const std::string password = "Sesame-0pen";
  const api::Call call{"ResetAccountPassword",
                       {{"DBInstanceId", "dds-bp1234567890abcd"}, {"AccountPassword", password}},
                       api::Format::Json};
  for (const signing::Scheme scheme : {signing::Scheme::Acs3, signing::Scheme::RpcV1Sha1}) {
    for (const api::Placement placement : {api::Placement::Query, api::Placement::Form}) {
      api::SignOptions options;
      options.scheme = scheme;
      options.placement = placement;
      const auto request = api::sign_call(call, credentials(), endpoint(), kNow, "n",
                                          api::options_for(call, options));
      REQUIRE(request.ok());
      CHECK(request->http.method == "POST");
      CHECK(request->http.url.find(password) == std::string::npos);
      CHECK(request->http.body.find(password) != std::string::npos);
    }
  }
}

TEST_CASE("an action that takes one method only is sent by it, whatever the options say") {
  api::SignOptions options;
  options.placement = api::Placement::Form;
  CHECK(api::options_for({"DescribeGlobalSecurityIPGroup", {}, api::Format::Json}, options)
            .placement == api::Placement::Query);
  options.placement = api::Placement::Query;
  CHECK(api::options_for({"DescribeClusterBackups", {}, api::Format::Json}, options).placement ==
        api::Placement::Form);
  CHECK(api::options_for({"DescribeRegions", {}, api::Format::Json}, options).placement ==
        api::Placement::Query);
}

TEST_CASE("a call becomes the very request that the official client sends") {
  std::size_t compared = 0;
  std::size_t refused = 0;
  for (const json& vector : load_vectors("sdk-rpc1.jsonl", 80)) {
    if (!vector.contains("wire")) continue;  // a client that places parameters elsewhere
    CAPTURE(text(vector, "name"));
    const json& params = vector["in"]["params"];
    const api::Call call = call_of(params);
    api::SignOptions options;
    options.placement =
        text(vector["in"], "method") == "GET" ? api::Placement::Query : api::Placement::Form;
    const auto request = api::sign_call(call, credentials(text(params, "SecurityToken")),
                                        endpoint(), *parse_utc(text(params, "Timestamp")),
                                        text(params, "SignatureNonce"), options);
    if (!request.ok()) {
      // No parameter of the API has such a name, so that a call refuses what the signature itself
      // allows.
      CHECK(request.error().message.find("parameter's name") != std::string::npos);
      ++refused;
      continue;
    }
    ++compared;
    CHECK(request->http.method == text(vector["wire"], "method"));
    CHECK(request->http.url == text(vector["wire"], "url"));
    CHECK(request->http.body == text(vector["wire"], "body"));
    CHECK(request->trace.string_to_sign == text(vector["out"], "string_to_sign"));
  }
  CHECK(compared == 55);
  CHECK(refused == 3);
}

TEST_CASE("a form request has one header, which needs no preflight, and nothing in its URL") {
  const auto request =
      api::sign_call(create_backup(), credentials("token"), endpoint(), kNow, "nonce");
  REQUIRE(request.ok());
  CHECK(request->http.method == "POST");
  CHECK(request->http.url == "https://mongodb.aliyuncs.com/");
  REQUIRE(request->http.headers.size() == 1);
  CHECK(header(request->http, "content-type") == "application/x-www-form-urlencoded");
  CHECK(request->http.body ==
        request->trace.canonical_query + "&Signature=" + percent_encode(request->trace.signature));
  CHECK(request->http.timeout == Milliseconds(30'000));
  CHECK(request->trace.canonical_query ==
        "AccessKeyId=testAccessKeyId&Action=CreateBackup&DBInstanceId=dds-bp1&Format=JSON&"
        "SecurityToken=token&"
        "SignatureMethod=HMAC-SHA1&SignatureNonce=nonce&SignatureVersion=1.0&Timestamp=2024-01-"
        "16T11%3A04%3A56Z&"
        "Version=2015-12-01");
}

TEST_CASE("a query request has no header and no body") {
  api::SignOptions options;
  options.placement = api::Placement::Query;
  options.timeout = Milliseconds(5'000);
  const auto request =
      api::sign_call(create_backup(), credentials(), endpoint(), kNow, "nonce", options);
  REQUIRE(request.ok());
  CHECK(request->http.method == "GET");
  CHECK(request->http.headers.empty());
  CHECK(request->http.body.empty());
  CHECK(request->http.url.find("https://mongodb.aliyuncs.com/?AccessKeyId=") == 0);
  CHECK(request->http.timeout == Milliseconds(5'000));
}

TEST_CASE("format and method name follow the call and the scheme") {
  api::Call call = create_backup();
  call.format = api::Format::Xml;
  api::SignOptions options;
  options.scheme = signing::Scheme::RpcV1Sha256;
  const auto request = api::sign_call(call, credentials(), endpoint(), kNow, "nonce", options);
  REQUIRE(request.ok());
  CHECK(*find_parameter(request->trace.parameters, "Format") == "XML");
  CHECK(*find_parameter(request->trace.parameters, "SignatureMethod") == "HMAC-SHA256");
  CHECK(request->trace.signature.size() == 44);
}

TEST_CASE("an ACS3 call signs the headers it sends, and the host that the transport sends") {
  api::SignOptions options;
  options.scheme = signing::Scheme::Acs3;
  api::Endpoint local;
  local.scheme = "http";
  local.host = "127.0.0.1";
  local.port = 8620;
  const auto request =
      api::sign_call(create_backup(), credentials("token"), local, kNow, "nonce", options);
  REQUIRE(request.ok());
  CHECK(request->http.method == "POST");
  CHECK(request->http.url == "http://127.0.0.1:8620/?DBInstanceId=dds-bp1");
  CHECK(request->http.body.empty());
  CHECK(header(request->http, "host").empty());
  CHECK(header(request->http, "authorization") == request->trace.authorization);
  CHECK(request->trace.canonical_request ==
        "POST\n/\nDBInstanceId=dds-bp1\nhost:127.0.0.1:8620\nx-acs-accesskey-id:testAccessKeyId\n"
        "x-acs-action:CreateBackup\n"
        "x-acs-content-sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\n"
        "x-acs-date:2024-01-16T11:04:56Z\nx-acs-security-token:token\nx-acs-signature-nonce:nonce\n"
        "x-acs-version:2015-12-01\n\n"
        "host;x-acs-accesskey-id;x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-security-token;"
        "x-acs-signature-nonce;x-acs-version\n"
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  for (const char* name :
       {"x-acs-accesskey-id", "x-acs-action", "x-acs-content-sha256", "x-acs-date",
        "x-acs-security-token", "x-acs-signature-nonce", "x-acs-version"}) {
    CHECK_FALSE(header(request->http, name).empty());
  }
}

TEST_CASE("bad credentials, a bad call, an empty nonce and XML by ACS3 are refused") {
  CHECK(refuse(create_backup(), {"id", Secret(" secret"), Secret()}).code ==
        ErrorCode::InvalidCredentials);
  CHECK(refuse({"Create Backup", {}, api::Format::Json}, credentials()).code ==
        ErrorCode::UnknownAction);
  CHECK(refuse({"CreateBackup", {{"Signature", "x"}}, api::Format::Json}, credentials()).detail ==
        "Signature");
  CHECK(refuse(create_backup(), credentials(), "").detail == "SignatureNonce");
  api::Call xml = create_backup();
  xml.format = api::Format::Xml;
  api::SignOptions options;
  options.scheme = signing::Scheme::Acs3;
  CHECK(refuse(xml, credentials(), "n", options).detail == "Format");
}

}  // namespace dds::test
