#include "core/emulator/signature_check.h"

#include <algorithm>
#include <utility>

#include "core/base/ascii.h"
#include "core/signing/acs3.h"
#include "core/signing/rpc_v1.h"

namespace dds::emulator {
namespace {

// Base64 of a digest: 27 characters and one '=', or 43 and one.
bool looks_like_signature(std::string_view text, signing::Scheme scheme) {
  const std::size_t size = scheme == signing::Scheme::RpcV1Sha256 ? 44 : 28;
  if (text.size() != size || text.back() != '=') return false;
  text.remove_suffix(1);
  return std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '+' ||
           c == '/';
  });
}

// HMAC-SHA256 is known from one official client only; whether the service takes it is untested.
std::optional<signing::Scheme> scheme_of(std::string_view method) {
  if (method == signing::method_name(signing::Scheme::RpcV1Sha1)) return signing::Scheme::RpcV1Sha1;
  if (method == signing::method_name(signing::Scheme::RpcV1Sha256))
    return signing::Scheme::RpcV1Sha256;
  return std::nullopt;
}

Refusal with_string_to_sign(std::string_view code, const std::string& string_to_sign) {
  Refusal refusal = refuse(code);
  // The text after the colon is what clients compare with their own; nothing may follow it.
  refusal.message += " server string to sign is:" + string_to_sign;
  return refusal;
}

// A content type may have been added on the way, by a client's HTTP library for one.
bool must_be_signed(std::string_view lower_name) {
  return lower_name.starts_with("x-acs-") || lower_name == "host";
}

using Names = std::vector<std::string>;

bool is_listed(const Names& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

std::string joined(const Names& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ";") + name;
  return text;
}

// Host and port, as a client has to sign them.
std::string authority_of(const HttpRequest& request) {
  if (const std::string_view host = find_header(request.headers, "Host"); !host.empty())
    return std::string(host);
  const std::string_view url = request.url;
  const std::size_t scheme = url.find("://");
  if (scheme == std::string_view::npos) return {};
  const std::string_view rest = url.substr(scheme + 3);
  return std::string(rest.substr(0, rest.find_first_of("/?#")));
}

HttpHeaders signed_headers(const HttpRequest& request, const Names& names) {
  HttpHeaders headers = {{"host", authority_of(request)}};
  for (const HttpHeader& header : request.headers) {
    const std::string name = lower(header.name);
    if (name != "host" && is_listed(names, name)) headers.push_back(header);
  }
  return headers;
}

}  // namespace

bool equal_in_constant_time(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  unsigned difference = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    difference |=
        static_cast<unsigned>(static_cast<unsigned char>(a[i]) ^ static_cast<unsigned char>(b[i]));
  }
  return difference == 0;
}

std::optional<Refusal> check_rpc_v1_shape(const Incoming& incoming) {
  for (const std::string_view name :
       {"AccessKeyId", "SignatureMethod", "SignatureVersion", "SignatureNonce", "Signature"}) {
    if (incoming.text(name).empty()) return refuse_missing(name);
  }
  if (!scheme_of(incoming.text("SignatureMethod"))) return refuse("InvalidSignatureMethod");
  if (incoming.text("SignatureVersion") != "1.0") return refuse_common("SignatureVersion");
  return std::nullopt;
}

std::optional<Refusal> check_rpc_v1_signature(const Incoming& incoming, const Secret& secret) {
  const signing::Scheme scheme =
      scheme_of(incoming.text("SignatureMethod")).value_or(signing::Scheme::RpcV1Sha1);
  Parameters to_sign;
  to_sign.reserve(incoming.parameters.size());
  for (const Parameter& parameter : incoming.parameters) {
    if (parameter.name != "Signature") to_sign.push_back(parameter);
  }
  const Result<signing::SigningTrace> expected =
      signing::sign_rpc_v1(incoming.method, std::move(to_sign), secret, scheme);
  if (!expected) return refuse("InvalidParameter.Format");
  const std::string_view given = incoming.text("Signature");
  if (!looks_like_signature(given, scheme)) {
    return with_string_to_sign("IncompleteSignature", expected->string_to_sign);
  }
  if (!equal_in_constant_time(given, expected->signature)) {
    return with_string_to_sign("SignatureDoesNotMatch", expected->string_to_sign);
  }
  return std::nullopt;
}

std::optional<Refusal> check_acs3_shape(const HttpRequest& request, const Incoming& incoming) {
  const signing::Acs3Authorization& authorization = *incoming.acs3;
  if (authorization.algorithm != signing::method_name(signing::Scheme::Acs3))
    return refuse_not_simulated("the signature " + authorization.algorithm);
  if (incoming.common.nonce.empty()) return refuse_missing("SignatureNonce");
  if (authorization.access_key_id.empty()) return refuse_missing("AccessKeyId");
  if (authorization.signature.empty()) return refuse_missing("Signature");
  const std::string_view named = find_header(request.headers, "x-acs-accesskey-id");
  if (!named.empty() && named != authorization.access_key_id) return refuse_common("AccessKeyId");
  if (!is_listed(authorization.signed_headers, "host")) return refuse("IncompleteSignature");
  for (const HttpHeader& header : request.headers) {
    const std::string name = lower(header.name);
    if (must_be_signed(name) && !is_listed(authorization.signed_headers, name))
      return refuse("IncompleteSignature");
  }
  return std::nullopt;
}

std::optional<Refusal> check_acs3_signature(const HttpRequest& request, const Incoming& incoming,
                                            const Secret& secret) {
  const signing::Acs3Authorization& authorization = *incoming.acs3;
  signing::Acs3Input input;
  input.method = incoming.method;
  input.query = incoming.query;
  input.headers = signed_headers(request, authorization.signed_headers);
  const std::string body_hash = signing::sha256_hex(request.body);
  const signing::Acs3Canonical expected = signing::canonicalize_acs3(input, body_hash);
  // A body that was changed on its way has another hash than the one that was signed.
  const std::string_view told = find_header(request.headers, "x-acs-content-sha256");
  const std::string signature = signing::acs3_signature(expected.string_to_sign, secret);
  if (told != body_hash || joined(authorization.signed_headers) != expected.signed_headers ||
      !equal_in_constant_time(authorization.signature, signature)) {
    return with_string_to_sign("SignatureDoesNotMatch", expected.string_to_sign);
  }
  return std::nullopt;
}

}  // namespace dds::emulator
