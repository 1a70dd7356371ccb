// Signature version 3, ACS3-HMAC-SHA256: canonical request -> string to sign -> signature ->
// Authorization header. Source: "V3 request signatures" page and the official clients; see
// tests/vectors.
//
// Used for requests with scheme ACS3 and for `dds sign`. The service's acceptance of it is inferred
// from the official clients, which sign Dds requests this way by default; untested live.
#pragma once

#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/base/secret.h"
#include "core/http.h"
#include "core/signing/trace.h"

namespace dds::signing {

struct Acs3Input {
  std::string_view method;         // GET, POST, ...
  std::string_view path = "/";     // canonical URI; "/" for RPC style
  std::string_view access_key_id;  // goes into the Authorization header
  Parameters query;                // unencoded
  HttpHeaders headers;             // all that are sent; x-acs-*, host and content-type are signed
  std::string_view body;  // exact bytes; hashed unless x-acs-content-sha256 is among the headers
};

/// Headers are lower-cased, trimmed, sorted by name; several values of one name are sorted and
/// joined with ','. InvalidParameter or InvalidText errors: a method that is not in capital
/// letters, a query name that is repeated, a header whose name or value cannot stand on one line,
/// text that is not UTF-8. Names of query parameters are percent-encoded as the documentation says.
/// The official clients leave them raw, which is the same text for every name of the Dds API
/// (letters, digits and dots) and differs for others; what the service does with such names is
/// untested live.
[[nodiscard]] Result<SigningTrace> sign_acs3(const Acs3Input& input, const Secret& secret);

/// The steps before the signature, with nothing checked: what `sign_acs3` hashes and signs.
struct Acs3Canonical {
  Parameters query;  // sorted
  std::string canonical_query;
  std::string signed_headers;  // names joined with ';'
  std::string canonical_request;
  std::string string_to_sign;
};
[[nodiscard]] Acs3Canonical canonicalize_acs3(const Acs3Input& input,
                                              std::string_view payload_hash);

/// Lower-case hex of the HMAC-SHA256 over `string_to_sign`; the key is the secret itself.
[[nodiscard]] std::string acs3_signature(std::string_view string_to_sign, const Secret& secret);

/// Lower-case hex SHA-256 of the bytes.
[[nodiscard]] std::string sha256_hex(std::string_view bytes);

}  // namespace dds::signing
