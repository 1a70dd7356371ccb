// Who is calling: an AccessKey pair, with a security token when it is a temporary (STS) one.
#pragma once

#include <string>

#include "core/base/result.h"
#include "core/base/secret.h"

namespace dds::signing {

struct Credentials {
  std::string access_key_id;  // public; shown shortened
  Secret access_key_secret;
  Secret security_token;  // empty for a permanent key
};

/// Nothing when the pair can sign. A missing ID or secret, or one with a blank, a line break or
/// anything else than visible ASCII in it, and a token with blanks or control characters at either
/// end (pasted by accident, a common cause of SignatureDoesNotMatch) give one sentence that names
/// the part and not its value.
[[nodiscard]] Status validate(const Credentials& credentials);

}  // namespace dds::signing
