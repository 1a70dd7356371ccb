#include "core/signing/rpc_v1.h"

#include <algorithm>

#include "core/base/percent.h"
#include "core/base/utf8.h"
#include "core/signing/hmac.h"

namespace dds::signing {
namespace {

Status check(std::string_view method, const Parameters& sorted) {
  if (method != "GET" && method != "POST") {
    return make_error(ErrorCode::InvalidParameter, "The method is \"" + std::string(method) + "\"; RPC requests are GET or POST.",
                      "method");
  }
  const std::string* previous = nullptr;
  for (const Parameter& parameter : sorted) {
    if (!is_valid_utf8(parameter.name) || !is_valid_utf8(parameter.value)) {
      return make_error(ErrorCode::InvalidText,
                        "Parameter " + replace_invalid_utf8(parameter.name) + " is not valid UTF-8; signatures are made over UTF-8.",
                        replace_invalid_utf8(parameter.name));
    }
    if (parameter.name == "Signature") {
      return make_error(ErrorCode::InvalidParameter,
                        "Signature is among the parameters; it is what signing makes, so leave it out.", "Signature");
    }
    if (previous && *previous == parameter.name) {
      return make_error(ErrorCode::InvalidParameter, "Parameter " + parameter.name + " is given twice; give it once.",
                        parameter.name);
    }
    previous = &parameter.name;
  }
  return std::nullopt;
}

}  // namespace

std::string rpc_v1_signature(std::string_view string_to_sign, const Secret& secret, Scheme scheme) {
  std::string key;
  key.reserve(secret.size() + 1);
  key.append(secret.reveal());
  key += '&';
  std::string signature =
      to_base64(scheme == Scheme::RpcV1Sha256 ? hmac_sha256(key, string_to_sign) : hmac_sha1(key, string_to_sign));
  wipe_text(key);
  return signature;
}

std::string encode_parameters(const Parameters& parameters) {
  std::size_t size = 0;
  for (const Parameter& parameter : parameters) {
    size += percent_encoded_size(parameter.name) + percent_encoded_size(parameter.value) + 2;
  }
  std::string text;
  text.reserve(size);
  for (const Parameter& parameter : parameters) {
    if (!text.empty()) text += '&';
    percent_encode_to(text, parameter.name);
    text += '=';
    percent_encode_to(text, parameter.value);
  }
  return text;
}

Result<SigningTrace> sign_rpc_v1(std::string_view method, Parameters parameters, const Secret& secret, Scheme scheme) {
  if (scheme == Scheme::Acs3) {
    return make_error(ErrorCode::InvalidParameter, "ACS3 is not an RPC v1 scheme; use HMAC-SHA1 or HMAC-SHA256.", "scheme");
  }
  // std::string compares bytes as unsigned, which is the order that the documentation asks for.
  std::sort(parameters.begin(), parameters.end(),
            [](const Parameter& a, const Parameter& b) { return a.name < b.name; });
  if (Status error = check(method, parameters)) return *error;

  SigningTrace trace;
  trace.scheme = scheme;
  trace.method = method;
  trace.canonical_query = encode_parameters(parameters);
  trace.parameters = std::move(parameters);
  trace.string_to_sign.reserve(method.size() + 5 + trace.canonical_query.size() * 3 / 2);
  trace.string_to_sign += method;
  trace.string_to_sign += "&%2F&";
  percent_encode_to(trace.string_to_sign, trace.canonical_query);
  trace.signature = rpc_v1_signature(trace.string_to_sign, secret, scheme);
  return trace;
}

}  // namespace dds::signing
