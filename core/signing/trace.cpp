#include "core/signing/trace.h"

#include "core/response/redact.h"

namespace dds {

const std::string* find_parameter(const Parameters& parameters, std::string_view name) {
  for (const Parameter& parameter : parameters) {
    if (parameter.name == name) return &parameter.value;
  }
  return nullptr;
}

}  // namespace dds

namespace dds::signing {

std::string_view method_name(Scheme scheme) {
  switch (scheme) {
    case Scheme::RpcV1Sha1: return "HMAC-SHA1";
    case Scheme::RpcV1Sha256: return "HMAC-SHA256";
    case Scheme::Acs3: return "ACS3-HMAC-SHA256";
  }
  return {};
}

SigningTrace redacted(const SigningTrace& trace) {
  SigningTrace masked = trace;
  for (Parameter& parameter : masked.parameters) {
    if (response::is_secret_name(parameter.name)) parameter.value = response::kMask;
  }
  masked.canonical_query = response::redact(trace.canonical_query);
  masked.canonical_request = response::redact(trace.canonical_request);
  masked.string_to_sign = response::redact(trace.string_to_sign);
  masked.authorization = response::redact(trace.authorization);
  masked.signature = response::kMask;
  return masked;
}

}  // namespace dds::signing
