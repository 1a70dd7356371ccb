#include "core/api/sign_call.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "core/api/catalogue.h"
#include "core/base/percent.h"
#include "core/response/redact.h"
#include "core/signing/acs3.h"
#include "core/signing/rpc_v1.h"

namespace dds::api {
namespace {

constexpr std::string_view kBearerType = "BEARERTOKEN";

signing::SigningTrace unsigned_trace(std::string_view method, Parameters parameters,
                                     signing::Scheme scheme) {
  signing::SigningTrace trace;
  trace.scheme = scheme;
  trace.method = method;
  trace.canonical_query = signing::encode_parameters(parameters);
  trace.parameters = std::move(parameters);
  return trace;
}

Result<SignedRequest> sign_rpc(const Call& call, const signing::Credentials& credentials,
                               const Endpoint& endpoint, Instant now, std::string_view nonce,
                               const SignOptions& options) {
  // Put in order before the strings are made, which spares signing from moving them about.
  const std::string timestamp = format_utc(now);
  std::vector<std::pair<std::string_view, std::string_view>> views;
  views.reserve(call.parameters.size() + 9);
  for (const Parameter& parameter : call.parameters)
    views.emplace_back(parameter.name, parameter.value);
  if (!options.bearer) views.emplace_back("AccessKeyId", credentials.access_key_id);
  views.emplace_back("Action", call.action);
  views.emplace_back("Format", call.format == Format::Xml ? "XML" : "JSON");
  if (options.bearer) {
    views.emplace_back("BearerToken", credentials.security_token.reveal());
    views.emplace_back("SignatureType", kBearerType);
  } else {
    if (!credentials.security_token.empty())
      views.emplace_back("SecurityToken", credentials.security_token.reveal());
    views.emplace_back("SignatureMethod", signing::method_name(options.scheme));
    views.emplace_back("SignatureVersion", "1.0");
  }
  views.emplace_back("SignatureNonce", nonce);
  views.emplace_back("Timestamp", timestamp);
  views.emplace_back("Version", kVersion);
  std::sort(views.begin(), views.end());
  Parameters parameters;
  parameters.reserve(views.size());
  for (const auto& [name, value] : views)
    parameters.push_back({std::string(name), std::string(value)});

  const bool form = options.placement == Placement::Form;
  SignedRequest request;
  if (options.bearer) {
    request.trace = unsigned_trace(form ? "POST" : "GET", std::move(parameters), options.scheme);
  } else {
    Result<signing::SigningTrace> trace =
        signing::sign_rpc_v1(form ? "POST" : "GET", std::move(parameters),
                             credentials.access_key_secret, options.scheme);
    if (!trace) return trace.error();
    request.trace = *std::move(trace);
  }
  request.http.method = request.trace.method;
  request.http.url = endpoint.url();

  constexpr std::string_view kSignature = "&Signature=";
  std::string wire;
  // A Base64 signature triples at most: its +, / and = become %XX.
  wire.reserve(request.trace.canonical_query.size() + kSignature.size() +
               3 * request.trace.signature.size());
  wire += request.trace.canonical_query;
  if (!options.bearer) {
    wire += kSignature;
    percent_encode_to(wire, request.trace.signature);
  }
  if (form) {
    request.http.headers.push_back({"Content-Type", "application/x-www-form-urlencoded"});
    request.http.body = std::move(wire);
  } else {
    request.http.url += '?';
    request.http.url += wire;
  }
  return request;
}

// The Host that the transport will send: what stands between the scheme and the path of the URL.
std::string host_header(const Endpoint& endpoint) {
  const std::string url = endpoint.url();
  const std::size_t begin = url.find("://") + 3;
  return url.substr(begin, url.find('/', begin) - begin);
}

// The action's parameters travel in the query with either method, as the official clients send all
// of Dds's parameters (their metadata say `in: query`); the token travels in a header. Untested
// live.
Result<SignedRequest> sign_v3(const Call& call, const signing::Credentials& credentials,
                              const Endpoint& endpoint, Instant now, std::string_view nonce,
                              const SignOptions& options) {
  if (call.format == Format::Xml) {
    return make_error(
        ErrorCode::InvalidParameter,
        "Answers to ACS3 requests come as JSON: choose JSON, or sign with RPC v1 for XML.",
        "Format");
  }
  SignedRequest request;
  request.http.method = options.placement == Placement::Form ? "POST" : "GET";
  HttpHeaders& headers = request.http.headers;
  headers.push_back({"x-acs-action", call.action});
  headers.push_back({"x-acs-version", std::string(kVersion)});
  headers.push_back({"x-acs-date", format_utc(now)});
  headers.push_back({"x-acs-signature-nonce", std::string(nonce)});
  headers.push_back({"x-acs-content-sha256", signing::sha256_hex({})});
  if (options.bearer) {
    headers.push_back({"x-acs-bearer-token", std::string(credentials.security_token.reveal())});
  } else if (!credentials.security_token.empty()) {
    headers.push_back({"x-acs-accesskey-id", credentials.access_key_id});
    headers.push_back({"x-acs-security-token", std::string(credentials.security_token.reveal())});
  }

  signing::Acs3Input input;
  input.method = request.http.method;
  input.access_key_id = credentials.access_key_id;
  input.query = call.parameters;
  if (options.bearer) input.query.push_back({"SignatureType", std::string(kBearerType)});
  input.headers = headers;
  input.headers.push_back({"host", host_header(endpoint)});  // signed here, sent by the transport
  if (options.bearer) {
    signing::Acs3Canonical canonical = signing::canonicalize_acs3(input, {});
    request.trace = unsigned_trace(input.method, std::move(canonical.query), options.scheme);
  } else {
    Result<signing::SigningTrace> trace = signing::sign_acs3(input, credentials.access_key_secret);
    if (!trace) return trace.error();
    request.trace = *std::move(trace);
  }
  headers.push_back({"Accept", "application/json"});
  if (!options.bearer) headers.push_back({"Authorization", request.trace.authorization});
  request.http.url = endpoint.url();
  if (!request.trace.canonical_query.empty()) {
    request.http.url += '?';
    request.http.url += request.trace.canonical_query;
  }
  return request;
}

}  // namespace

// It becomes a header: what could end one must not be in it.
Status check_bearer(std::string_view token) {
  const bool visible =
      std::all_of(token.begin(), token.end(), [](char c) { return c > ' ' && c < 0x7F; });
  if (!token.empty() && visible) return {};
  return make_error(ErrorCode::InvalidCredentials,
                    token.empty() ? "The bearer token is missing."
                                  : "The bearer token contains a blank, a line break or another "
                                    "character that does not belong to it: copy it again.",
                    "bearer token");
}

SignOptions options_for(const Call& call, SignOptions options) {
  const bool holds_password = std::any_of(
      call.parameters.begin(), call.parameters.end(),
      [](const Parameter& parameter) { return response::is_secret_name(parameter.name); });
  const Action* listed = catalogue().find(call.action);
  if (listed != nullptr && listed->methods == Methods::GetOnly)
    options.placement = Placement::Query;
  if (holds_password || (listed != nullptr && listed->methods == Methods::PostOnly))
    options.placement = Placement::Form;
  if (options.bearer && options.placement == Placement::Query) {
    // Whoever reads the URL, in a log or a history, could use the token: a header carries it.
    if (call.format == Format::Xml)
      options.placement = Placement::Form;
    else
      options.scheme = signing::Scheme::Acs3;
  }
  if ((holds_password || call.format == Format::Xml) && options.scheme == signing::Scheme::Acs3)
    options.scheme = signing::Scheme::RpcV1Sha1;
  return options;
}

Result<SignedRequest> sign_call(const Call& call, const signing::Credentials& credentials,
                                const Endpoint& endpoint, Instant now, std::string_view nonce,
                                const SignOptions& options) {
  if (Status bad = options.bearer ? check_bearer(credentials.security_token.reveal())
                                  : signing::validate(credentials))
    return *std::move(bad);
  if (Status bad = validate(call)) return *std::move(bad);
  if (nonce.empty()) {
    return make_error(
        ErrorCode::InvalidParameter,
        "The nonce is empty: every attempt needs a new one, such as 32 random hex digits.",
        "SignatureNonce");
  }
  Result<SignedRequest> request = options.scheme == signing::Scheme::Acs3
                                      ? sign_v3(call, credentials, endpoint, now, nonce, options)
                                      : sign_rpc(call, credentials, endpoint, now, nonce, options);
  if (request) request->http.timeout = options.timeout;
  return request;
}

}  // namespace dds::api
