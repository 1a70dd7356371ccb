#include "core/signing/acs3.h"

#include <algorithm>
#include <map>

#include "core/base/ascii.h"
#include "core/base/utf8.h"
#include "core/signing/digest.h"
#include "core/signing/rpc_v1.h"
#include "core/signing/sorted_by_name.h"

namespace dds::signing {
namespace {

constexpr std::string_view kAlgorithm = "ACS3-HMAC-SHA256";
constexpr std::string_view kPayloadHashHeader = "x-acs-content-sha256";

bool is_signed(std::string_view lower_name) {
  return lower_name.starts_with("x-acs-") || lower_name == "host" || lower_name == "content-type";
}

// Name to its values: sorted by name, and the values of one name among themselves.
std::map<std::string, std::vector<std::string_view>> signed_headers(const HttpHeaders& headers) {
  std::map<std::string, std::vector<std::string_view>> sorted;
  for (const HttpHeader& header : headers) {
    const std::string name = lower(trimmed(header.name));
    if (is_signed(name)) sorted[name].push_back(trimmed(header.value));
  }
  for (auto& [name, values] : sorted) std::sort(values.begin(), values.end());
  return sorted;
}

Error invalid(std::string message, std::string detail) {
  return make_error(ErrorCode::InvalidParameter, std::move(message), std::move(detail));
}

Status check_method(std::string_view method) {
  const bool capitals =
      std::all_of(method.begin(), method.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
  if (method.empty() || !capitals) {
    return invalid("The method must be an HTTP method in capital letters, such as GET or POST.",
                   "method");
  }
  return {};
}

Status check_query(const Parameters& query) {
  std::vector<std::string_view> names;
  for (const Parameter& parameter : query) {
    if (!is_valid_utf8(parameter.name) || !is_valid_utf8(parameter.value)) {
      const std::string shown = replace_invalid_utf8(parameter.name);
      return make_error(
          ErrorCode::InvalidText,
          "Parameter " + shown + " is not valid UTF-8: give its name and its value as UTF-8 text.",
          shown);
    }
    names.push_back(parameter.name);
  }
  std::sort(names.begin(), names.end());
  const auto twin = std::adjacent_find(names.begin(), names.end());
  if (twin != names.end()) {
    const std::string name(*twin);
    return invalid("Parameter " + name +
                       " is given more than once: give it once, or number it as " + name + ".1, " +
                       name + ".2.",
                   name);
  }
  return {};
}

Status check_headers(const HttpHeaders& headers) {
  for (const HttpHeader& header : headers) {
    const std::string shown = replace_invalid_utf8(header.name);
    if (header.name.empty() || !is_valid_utf8(header.name) || !is_valid_utf8(header.value)) {
      return make_error(
          ErrorCode::InvalidText,
          "Header \"" + shown + "\" must have a name, and be valid UTF-8 like its value.", shown);
    }
    // A line break would let one header pass for two.
    if (header.name.find_first_of("\r\n:;") != std::string::npos ||
        trimmed(header.value).find_first_of("\r\n") != std::string_view::npos) {
      return invalid(
          "Header \"" + shown + "\" must stand on one line, its name without colon or semicolon.",
          shown);
    }
  }
  return {};
}

}  // namespace

Acs3Canonical canonicalize_acs3(const Acs3Input& input, std::string_view payload_hash) {
  Acs3Canonical out;
  out.query = sorted_by_name(input.query);
  out.canonical_query = encode_parameters(out.query);

  std::string header_lines;
  for (const auto& [name, values] : signed_headers(input.headers)) {
    if (!out.signed_headers.empty()) out.signed_headers += ';';
    out.signed_headers += name;
    header_lines += name;
    header_lines += ':';
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (i > 0) header_lines += ',';
      header_lines += values[i];
    }
    header_lines += '\n';
  }

  std::string& request = out.canonical_request;
  request.reserve(input.method.size() + input.path.size() + out.canonical_query.size() +
                  header_lines.size() + out.signed_headers.size() + payload_hash.size() + 5);
  request.append(input.method).append("\n");
  request.append(input.path).append("\n");
  request.append(out.canonical_query).append("\n");
  request.append(header_lines).append("\n");
  request.append(out.signed_headers).append("\n");
  request.append(payload_hash);

  out.string_to_sign.append(kAlgorithm).append("\n").append(sha256_hex(request));
  return out;
}

std::string acs3_signature(std::string_view string_to_sign, const Secret& secret) {
  return hex(hmac_sha256(secret.reveal(), {}, string_to_sign));
}

Result<SigningTrace> sign_acs3(const Acs3Input& input, const Secret& secret) {
  if (Status bad = check_method(input.method)) return *std::move(bad);
  if (Status bad = check_query(input.query)) return *std::move(bad);
  if (Status bad = check_headers(input.headers)) return *std::move(bad);

  std::string payload_hash(trimmed(find_header(input.headers, kPayloadHashHeader)));
  if (payload_hash.empty()) payload_hash = sha256_hex(input.body);

  Acs3Canonical canonical = canonicalize_acs3(input, payload_hash);
  SigningTrace trace;
  trace.scheme = Scheme::Acs3;
  trace.method = input.method;
  trace.parameters = std::move(canonical.query);
  trace.canonical_query = std::move(canonical.canonical_query);
  trace.canonical_request = std::move(canonical.canonical_request);
  trace.string_to_sign = std::move(canonical.string_to_sign);
  trace.signature = acs3_signature(trace.string_to_sign, secret);
  trace.authorization.append(kAlgorithm)
      .append(" Credential=")
      .append(input.access_key_id)
      .append(",SignedHeaders=")
      .append(canonical.signed_headers)
      .append(",Signature=")
      .append(trace.signature);
  return trace;
}

std::string sha256_hex(std::string_view bytes) {
  return hex(sha256(bytes));
}

}  // namespace dds::signing
