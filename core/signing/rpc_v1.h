// RPC signature version 1.0 (the documentation calls it "V2 RPC"): parameters -> canonical query ->
// string to sign
// -> signature. Pure: the same inputs give the same bytes on every target.
// Source: "Request signatures" and "Common parameters" pages of the product documentation; see
// tests/vectors.
#pragma once

#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/base/secret.h"
#include "core/signing/trace.h"

namespace dds::signing {

/// Signs a complete set of parameters (common ones included, `Signature` left out; one that is
/// there is an InvalidParameter error, as are repeated names and text that is not UTF-8). `method`
/// is GET or POST; the path is always "/". `scheme` is one of the two RPC v1 ones. An empty secret
/// is signed too: the caller validates credentials, and verification of foreign requests needs it.
[[nodiscard]] Result<SigningTrace> sign_rpc_v1(std::string_view method, Parameters parameters,
                                               const Secret& secret,
                                               Scheme scheme = Scheme::RpcV1Sha1);

/// Base64 of the HMAC over `string_to_sign`, key = secret + "&".
[[nodiscard]] std::string rpc_v1_signature(std::string_view string_to_sign, const Secret& secret,
                                           Scheme scheme);

/// `name=value&...` in the order given, both sides percent-encoded: the text of a query or a form
/// body.
[[nodiscard]] std::string encode_parameters(const Parameters& parameters);

}  // namespace dds::signing
