#include "core/signing/credentials.h"

#include <algorithm>
#include <string_view>

#include "core/base/utf8.h"

namespace dds::signing {
namespace {

bool is_visible_ascii(char c) {
  return c > ' ' && c < 0x7F;
}

bool is_blank_or_control(char c) {
  return (c >= 0 && c <= ' ') || c == 0x7F;
}

// Messages name the part, never its value: this is where a secret could leak into a log.
Error missing(std::string_view part) {
  return make_error(
      ErrorCode::InvalidCredentials,
      "The " + std::string(part) + " is missing: an AccessKey ID and its secret are needed.",
      std::string(part));
}

Error stray_character(std::string_view part) {
  return make_error(ErrorCode::InvalidCredentials,
                    "The " + std::string(part) +
                        " contains a blank, a line break or another character that does not belong "
                        "to it: copy it again without what surrounds it.",
                    std::string(part));
}

Status check_key(std::string_view part, std::string_view text) {
  if (text.empty()) return missing(part);
  if (!std::all_of(text.begin(), text.end(), is_visible_ascii)) return stray_character(part);
  return {};
}

// Tokens are opaque: only what surely came in by copying is refused.
Status check_token(std::string_view text) {
  if (text.empty()) return {};
  if (is_blank_or_control(text.front()) || is_blank_or_control(text.back()) ||
      !is_valid_utf8(text)) {
    return stray_character("security token");
  }
  return {};
}

}  // namespace

Status validate(const Credentials& credentials) {
  if (Status bad = check_key("AccessKey ID", credentials.access_key_id)) return bad;
  if (Status bad = check_key("AccessKey secret", credentials.access_key_secret.reveal())) {
    return bad;
  }
  return check_token(credentials.security_token.reveal());
}

}  // namespace dds::signing
