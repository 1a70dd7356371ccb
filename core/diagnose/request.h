// A request as somebody pasted it: a URL, a curl command, an entry of a HAR file, a line of `dds
// sign`, raw HTTP, or the string to sign that the service quotes in its error.
//
// Whatever was pasted is kept as it was sent, still encoded, beside what it means, because the
// difference between the two is what a diagnosis looks at. It holds the security token and the
// signature, and perhaps a secret: show nothing of it but through `response::redact`.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/base/secret.h"
#include "core/base/time.h"
#include "core/diagnose/answer.h"
#include "core/http.h"
#include "core/signing/acs3_authorization.h"
#include "core/signing/trace.h"

namespace dds::diagnose {

enum class Source {
  Url,
  Curl,
  Har,
  JsonLine,
  Http,
  StringToSign,
  Answer,  // only what the service answered: there is no request
};

enum class SignatureKind {
  None,   // no Signature parameter and no Authorization header
  RpcV1,  // parameter Signature
  Acs3,   // header Authorization: ACS3-HMAC-SHA256 ...
};

/// One `name=value` of the query or of a form body.
struct Field {
  std::string raw_name;  // as sent
  std::string raw_value;
  std::string name;  // decoded as the service does it: %XX, and + as a blank
  std::string value;
  bool in_body = false;
  bool broken_escape = false;  // a % without two hex digits: then the decoded text is the raw one
};
using Fields = std::vector<Field>;

struct Request {
  Source source = Source::Url;
  SignatureKind kind = SignatureKind::None;
  std::string method = "GET";
  std::string host;  // of the Host header, else of the URL; with the port if one was written
  std::string url_host;
  std::string path = "/";  // as sent
  std::string raw_query;
  HttpHeaders headers;  // values as pasted: blanks at their ends are kept
  Fields query;
  Fields form;  // of a body that is name=value&...; see `form_is_read`
  /// Whether the service reads the form: POST with application/x-www-form-urlencoded.
  bool form_is_read = false;
  std::string body;
  std::optional<signing::Acs3Authorization> authorization;  // of an ACS3 request

  // What some of the forms tell beside the request.
  std::optional<Instant> sent_at;       // HAR
  std::optional<ServiceAnswer> answer;  // HAR; the service's error; behind the request in a dump
  std::string client_string_to_sign;    // "string_to_sign" of a JSON line
  Secret secret;                        // "secret" of a JSON line

  /// The field of that name in the query, then in the form; nullptr when there is none.
  [[nodiscard]] const Field* find(std::string_view name) const;
};

inline constexpr std::size_t kMaxPasted = std::size_t{16} << 20U;  // a HAR is large
inline constexpr std::size_t kMaxRequest = std::size_t{1} << 20U;  // URL, headers and body
inline constexpr std::size_t kMaxFields = 2'000;

/// Reads any of the forms; which one it is is seen from the text. The error is one sentence about
/// what is wrong or missing, and holds nothing of the text's values.
/// `entry`: which one of a HAR is meant, counted from 1; 0: the signed one that was refused, or the
/// only signed one; several of these are an error that names them.
[[nodiscard]] Result<Request> read_request(std::string_view text, std::size_t entry = 0);

/// Makes a request out of a string to sign of RPC v1 ("POST&%2F&...").
[[nodiscard]] Result<Request> request_of_string_to_sign(std::string_view string_to_sign);

}  // namespace dds::diagnose
