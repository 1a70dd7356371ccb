#include "core/signing/acs3.h"

#include <algorithm>
#include <map>
#include <vector>

#include "core/base/utf8.h"
#include "core/signing/hmac.h"
#include "core/signing/rpc_v1.h"

namespace dds::signing {
namespace {

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

std::string_view trim(std::string_view text) {
  const auto blank = [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; };
  while (!text.empty() && blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && blank(text.back())) text.remove_suffix(1);
  return text;
}

bool is_signed(std::string_view lower_name) {
  return lower_name.starts_with("x-acs-") || lower_name == "host" || lower_name == "content-type";
}

struct CanonicalHeaders {
  std::string block;  // name:value\n for each
  std::string names;  // a;b;c
};

CanonicalHeaders canonical_headers(const HttpHeaders& headers) {
  std::map<std::string, std::vector<std::string>> by_name;
  for (const HttpHeader& header : headers) {
    std::string name = lower(trim(header.name));
    if (is_signed(name)) by_name[std::move(name)].emplace_back(trim(header.value));
  }
  CanonicalHeaders canonical;
  for (auto& [name, values] : by_name) {
    std::sort(values.begin(), values.end());
    canonical.block += name + ":";
    for (std::size_t i = 0; i < values.size(); ++i) canonical.block += (i == 0 ? "" : ",") + values[i];
    canonical.block += '\n';
    canonical.names += (canonical.names.empty() ? "" : ";") + name;
  }
  return canonical;
}

}  // namespace

std::string sha256_hex(std::string_view bytes) { return to_hex(sha256(bytes)); }

Result<SigningTrace> sign_acs3(const Acs3Input& input, const Secret& secret) {
  SigningTrace trace;
  trace.scheme = Scheme::Acs3;
  trace.method = input.method;
  trace.parameters = input.query;
  std::sort(trace.parameters.begin(), trace.parameters.end(),
            [](const Parameter& a, const Parameter& b) { return a.name < b.name; });
  for (const Parameter& parameter : trace.parameters) {
    if (!is_valid_utf8(parameter.name) || !is_valid_utf8(parameter.value)) {
      return make_error(ErrorCode::InvalidText,
                        "Query parameter " + replace_invalid_utf8(parameter.name) + " is not valid UTF-8; signatures are made over UTF-8.",
                        replace_invalid_utf8(parameter.name));
    }
  }
  trace.canonical_query = encode_parameters(trace.parameters);
  const CanonicalHeaders headers = canonical_headers(input.headers);
  const std::string_view given_hash = find_header(input.headers, "x-acs-content-sha256");
  const std::string payload_hash = given_hash.empty() ? sha256_hex(input.body) : std::string(trim(given_hash));
  trace.canonical_request = std::string(input.method) + "\n" + std::string(input.path) + "\n" + trace.canonical_query + "\n" +
                            headers.block + "\n" + headers.names + "\n" + payload_hash;
  trace.string_to_sign = "ACS3-HMAC-SHA256\n" + sha256_hex(trace.canonical_request);
  trace.signature = to_hex(hmac_sha256(secret.reveal(), trace.string_to_sign));
  trace.authorization = "ACS3-HMAC-SHA256 Credential=" + std::string(input.access_key_id) +
                        ",SignedHeaders=" + headers.names + ",Signature=" + trace.signature;
  return trace;
}

}  // namespace dds::signing
