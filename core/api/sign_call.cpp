#include "core/api/sign_call.h"

#include <utility>

#include "core/base/percent.h"
#include "core/signing/acs3.h"
#include "core/signing/rpc_v1.h"

namespace dds::api {
namespace {

std::string_view text(Format format) { return format == Format::Xml ? "XML" : "JSON"; }

Result<SignedRequest> sign_rpc(const Call& call, const signing::Credentials& credentials, const Endpoint& endpoint,
                               Instant now, std::string_view nonce, const SignOptions& options) {
  Parameters parameters = call.parameters;
  parameters.reserve(parameters.size() + 10);
  const auto add = [&](std::string_view name, std::string_view value) {
    parameters.push_back({std::string(name), std::string(value)});
  };
  add("AccessKeyId", credentials.access_key_id);
  add("Action", call.action);
  add("Format", text(call.format));
  add("SignatureMethod", signing::method_name(options.scheme));
  add("SignatureNonce", nonce);
  add("SignatureVersion", "1.0");
  add("Timestamp", format_utc(now));
  add("Version", kVersion);
  if (!credentials.security_token.empty()) add("SecurityToken", credentials.security_token.reveal());

  const bool form = options.placement == Placement::Form;
  Result<signing::SigningTrace> trace = signing::sign_rpc_v1(form ? "POST" : "GET", std::move(parameters),
                                                             credentials.access_key_secret, options.scheme);
  if (!trace) return trace.error();

  SignedRequest request;
  request.trace = std::move(*trace);
  std::string wire = request.trace.canonical_query;
  wire += "&Signature=";
  percent_encode_to(wire, request.trace.signature);
  request.http.url = endpoint.url();
  if (form) {
    request.http.method = "POST";
    request.http.headers.push_back({"Content-Type", "application/x-www-form-urlencoded"});
    request.http.body = std::move(wire);
  } else {
    request.http.method = "GET";
    request.http.url += '?';
    request.http.url += wire;
  }
  return request;
}

// Every parameter of the actions used here travels in the query, as the official clients send it; the body is empty.
Result<SignedRequest> sign_acs3(const Call& call, const signing::Credentials& credentials, const Endpoint& endpoint,
                                Instant now, std::string_view nonce) {
  SignedRequest request;
  request.http.method = "POST";
  HttpHeaders& headers = request.http.headers;
  const bool default_port = endpoint.port == (endpoint.scheme == "https" ? 443 : 80);
  const std::string host = default_port ? endpoint.host : endpoint.host + ":" + std::to_string(endpoint.port);
  headers.push_back({"x-acs-action", call.action});
  headers.push_back({"x-acs-version", std::string(kVersion)});
  headers.push_back({"x-acs-date", format_utc(now)});
  headers.push_back({"x-acs-signature-nonce", std::string(nonce)});
  headers.push_back({"x-acs-content-sha256", signing::sha256_hex("")});
  if (!credentials.security_token.empty()) {
    headers.push_back({"x-acs-accesskey-id", credentials.access_key_id});
    headers.push_back({"x-acs-security-token", std::string(credentials.security_token.reveal())});
  }
  signing::Acs3Input input;
  input.method = "POST";
  input.access_key_id = credentials.access_key_id;
  input.query = call.parameters;
  if (call.format == Format::Xml) input.query.push_back({"Format", "XML"});
  input.headers = headers;
  input.headers.push_back({"host", host});  // signed, but the transport sends it
  Result<signing::SigningTrace> trace = signing::sign_acs3(input, credentials.access_key_secret);
  if (!trace) return trace.error();
  request.trace = std::move(*trace);
  headers.push_back({"Authorization", request.trace.authorization});
  headers.push_back({"Accept", "application/json"});
  request.http.url = endpoint.url();
  if (!request.trace.canonical_query.empty()) request.http.url += "?" + request.trace.canonical_query;
  return request;
}

}  // namespace

Result<SignedRequest> sign_call(const Call& call, const signing::Credentials& credentials, const Endpoint& endpoint,
                                Instant now, std::string_view nonce, const SignOptions& options) {
  if (Status error = signing::validate(credentials)) return *error;
  if (Status error = validate(call)) return *error;
  Result<SignedRequest> request = options.scheme == signing::Scheme::Acs3
                                      ? sign_acs3(call, credentials, endpoint, now, nonce)
                                      : sign_rpc(call, credentials, endpoint, now, nonce, options);
  if (request) request->http.timeout = options.timeout;
  return request;
}

}  // namespace dds::api
