// An HTTP request as the gateway reads it: parameters from the query and from a form body in one
// list. Bytes may be anything whatever.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/api/call.h"
#include "core/emulator/refusal.h"
#include "core/http.h"
#include "core/signing/acs3_authorization.h"
#include "core/signing/trace.h"

namespace dds::emulator {

inline constexpr std::size_t kMaxRequestBytes = std::size_t{1} << 20U;  // query and body together
inline constexpr std::size_t kMaxParameters = 2'000;

/// What every request carries beside its action's own parameters.
struct CommonFields {
  std::string action;
  std::string version;
  std::string access_key_id;
  std::string security_token;
  std::string nonce;
  std::string timestamp;
};

struct Incoming {
  std::string method;
  std::string host;       // lower case, without a port; empty when the URL has none
  Parameters parameters;  // sorted by name; what could be read
  /// Of a request that is signed by ACS3: its common fields are headers, and else among the
  /// parameters.
  std::optional<signing::Acs3Authorization> acs3;
  /// Its common fields are headers, and it is answered as JSON: ACS3, also with a bearer token.
  bool in_headers = false;
  /// The token that stands in place of a signature: the header x-acs-bearer-token, or the parameter
  /// BearerToken. Source: the official client (openapi-core).
  std::string bearer;
  CommonFields common;
  Parameters query;  // ACS3: those of the parameters that stand in the URL
  /// Why it cannot be read in full: too large, bad percent-encoding, not UTF-8, a name given twice.
  std::optional<Refusal> unreadable;

  /// The value of that name, or nullptr. In O(log n).
  [[nodiscard]] const std::string* find(std::string_view name) const;
  /// The value, or "" when it is absent.
  [[nodiscard]] std::string_view text(std::string_view name) const;
  /// What it wants to be answered in: XML unless it says something else; nothing for what the
  /// gateway does not know. The letter case of Format does not count: the official client
  /// (openapi-core) sends "json" with RPC signatures, others "JSON". That names and all other
  /// values are compared as they are is inferred.
  [[nodiscard]] std::optional<api::Format> format() const;
};

/// A `+` is read as a blank in query and body, as servlet containers do it. A body counts only with
/// POST and the content type application/x-www-form-urlencoded.
[[nodiscard]] Incoming read_incoming(const HttpRequest& request);

/// The Action that a request asks for; "" when it cannot be read, and for a preflight.
[[nodiscard]] std::string requested_action(const HttpRequest& request);

}  // namespace dds::emulator
