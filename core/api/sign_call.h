// Call + credentials + endpoint + instant + nonce -> a signed HttpRequest and the trace of its
// signing.
#pragma once

#include <string>
#include <string_view>

#include "core/api/call.h"
#include "core/api/endpoint.h"
#include "core/http.h"
#include "core/signing/credentials.h"
#include "core/signing/trace.h"

namespace dds::api {

/// Where the parameters travel. Both are signed alike but for the method's name.
enum class Placement {
  Query,  // GET, everything in the query
  Form,   // POST, everything in an application/x-www-form-urlencoded body: no preflight in a
          // browser, and neither token nor parameters end up in URLs. The default.
};

struct SignOptions {
  Placement placement = Placement::Form;
  signing::Scheme scheme = signing::Scheme::RpcV1Sha1;
  Milliseconds timeout{30'000};
  /// The credentials' security token is a bearer token: it is sent as it is, nothing is signed, and
  /// there is no key (its ID only stands in what is shown, kBearerId). RPC v1 sends BearerToken and
  /// SignatureType=BEARERTOKEN as parameters, ACS3 the header x-acs-bearer-token and SignatureType
  /// in the query. Source: the official client (openapi-core); untested live.
  bool bearer = false;
};
inline constexpr std::string_view kBearerId = "bearer";
/// Nothing, or why it cannot be a bearer token: it is empty, or holds what would end a header.
[[nodiscard]] Status check_bearer(std::string_view token);

/// What a call is signed with where the options do not suit it. ACS3 has no parameter for the
/// answer's format and carries all parameters in the URL: a call that wants XML, or that holds a
/// password, is signed by RPC v1 whatever the options say, the latter always as a form. An action
/// that the catalogue knows as taken by GET alone, or by POST alone, is sent so. A bearer token is
/// never part of a URL: by GET it travels in ACS3's header, or as a form where XML is wanted.
[[nodiscard]] SignOptions options_for(const Call& call, SignOptions options);

struct SignedRequest {
  HttpRequest http;  // its URL is the endpoint's; apply `routed_url` before sending
  signing::SigningTrace trace;
};

/// Adds the common parameters (Format, Version, AccessKeyId, SignatureMethod, SignatureVersion,
/// SignatureNonce, Timestamp, Action, SecurityToken when there is one) and signs. `nonce` must be
/// new for every attempt, a retry included. Errors: invalid credentials, invalid call.
[[nodiscard]] Result<SignedRequest> sign_call(const Call& call,
                                              const signing::Credentials& credentials,
                                              const Endpoint& endpoint, Instant now,
                                              std::string_view nonce,
                                              const SignOptions& options = {});

}  // namespace dds::api
