// One record of how a request was signed. The inspector, `dds sign`, the diagnosis and the golden
// tests all read it.
//
// A trace holds no AccessKey secret, but it does hold the security token (a parameter or header)
// and the signature: run it through `redacted()` before it is shown, logged, copied or exported.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace dds {

struct Parameter {
  std::string name;
  std::string value;
  friend bool operator==(const Parameter&, const Parameter&) = default;
};
/// Names are unique; order does not matter unless a function says so.
using Parameters = std::vector<Parameter>;

/// The value of that name (exact case), or nullptr.
[[nodiscard]] const std::string* find_parameter(const Parameters& parameters,
                                                std::string_view name);

}  // namespace dds

namespace dds::signing {

enum class Scheme {
  RpcV1Sha1,    // SignatureVersion 1.0, HMAC-SHA1
  RpcV1Sha256,  // SignatureVersion 1.0, HMAC-SHA256: known from one official client only; untested
                // live
  Acs3,         // ACS3-HMAC-SHA256
};

/// "HMAC-SHA1", "HMAC-SHA256", "ACS3-HMAC-SHA256".
[[nodiscard]] std::string_view method_name(Scheme scheme);

struct SigningTrace {
  Scheme scheme = Scheme::RpcV1Sha1;
  std::string method;     // GET or POST
  Parameters parameters;  // RPC v1: everything that was signed, sorted; ACS3: the query, sorted
  std::string canonical_query;    // RPC v1 and ACS3
  std::string canonical_request;  // ACS3 only
  std::string string_to_sign;
  std::string signature;      // Base64 (RPC v1) or lower-case hex (ACS3)
  std::string authorization;  // ACS3 only: the header's value
};

/// A copy in which the security token, the bearer token and the signature are masked in every step.
[[nodiscard]] SigningTrace redacted(const SigningTrace& trace);

}  // namespace dds::signing
