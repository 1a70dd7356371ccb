// Signature version 3, ACS3-HMAC-SHA256: canonical request -> string to sign -> signature -> Authorization header.
// Source: "V3 request signatures" page and the official clients; see tests/vectors.
//
// Requests are sent with RPC v1 so far; this serves `dds sign` and its WebAssembly twin.
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
  std::string_view body;           // exact bytes; hashed unless x-acs-content-sha256 is among the headers
};

/// Headers are lower-cased, trimmed, sorted by name; several values of one name are sorted and joined with ','.
[[nodiscard]] Result<SigningTrace> sign_acs3(const Acs3Input& input, const Secret& secret);

/// Lower-case hex SHA-256 of the bytes.
[[nodiscard]] std::string sha256_hex(std::string_view bytes);

}  // namespace dds::signing
