#include "core/signing/credentials.h"

#include <algorithm>
#include <string_view>

namespace dds::signing {
namespace {

bool is_visible_ascii(char c) {
  return c > ' ' && c < 0x7F;
}

// Messages name the part, never its value: this is where a secret could leak into a log.
Status check_part(std::string_view part, std::string_view text) {
  if (text.empty()) {
    return make_error(
        ErrorCode::InvalidCredentials,
        "The " + std::string(part) + " is missing: an AccessKey ID and its secret are needed.",
        std::string(part));
  }
  if (!std::all_of(text.begin(), text.end(), is_visible_ascii)) {
    return make_error(
        ErrorCode::InvalidCredentials,
        "The " + std::string(part) +
            " contains a blank, a line break or another character that no key has: copy it again "
            "without what surrounds it.",
        std::string(part));
  }
  return {};
}

}  // namespace

Status validate(const Credentials& credentials) {
  if (Status bad = check_part("AccessKey ID", credentials.access_key_id)) return bad;
  if (Status bad = check_part("AccessKey secret", credentials.access_key_secret.reveal()))
    return bad;
  if (credentials.security_token.empty()) return {};
  return check_part("security token", credentials.security_token.reveal());
}

}  // namespace dds::signing
