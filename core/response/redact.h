// The one gate before every log, history, export, sample, error and text on screen: masks what must
// not be seen.
#pragma once

#include <string>
#include <string_view>

#include "core/http.h"
#include "core/signing/credentials.h"

namespace dds::response {

/// What a masked value looks like everywhere.
inline constexpr std::string_view kMask =
    "\xE2\x80\xA2\xE2\x80\xA2\xE2\x80\xA2\xE2\x80\xA2\xE2\x80\xA2\xE2\x80\xA2";

/// Signature, SecurityToken, BearerToken, AccessKeySecret, AccountPassword and their like, in any
/// letter case, also as headers (Authorization, x-acs-security-token).
[[nodiscard]] bool is_secret_name(std::string_view name);

/// Masks the values of Signature, SecurityToken, BearerToken, AccountPassword and the like in free
/// text: in queries, form bodies, JSON, XML, headers and strings to sign (percent-encoded once or
/// twice), whatever else is around them. The AccessKey ID stays, shortened, as it is not a secret
/// but need not be copied around.
[[nodiscard]] std::string redact(std::string_view text);

/// Additionally masks the secret and the token of these credentials wherever they occur literally
/// or percent-encoded (once or twice).
[[nodiscard]] std::string redact(std::string_view text, const signing::Credentials& credentials);

/// A copy with URL, headers and body redacted.
[[nodiscard]] HttpRequest redacted(const HttpRequest& request);

}  // namespace dds::response
