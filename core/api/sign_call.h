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
};

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
