#include "core/signing/credentials.h"

namespace dds::signing {
namespace {

bool is_visible(char c) { return c > ' ' && c < 0x7F; }

// Keys and tokens are visible ASCII throughout; what is not came in by copying.
Status check_part(std::string_view text, std::string_view part) {
  if (text.empty()) {
    return make_error(ErrorCode::InvalidCredentials, "The " + std::string(part) + " is missing.", std::string(part));
  }
  for (const char c : text) {
    if (is_visible(c)) continue;
    return make_error(ErrorCode::InvalidCredentials,
                      "The " + std::string(part) +
                          " contains a blank, a line break or another character that no key has; copy it again without "
                          "what surrounds it.",
                      std::string(part));
  }
  return std::nullopt;
}

}  // namespace

Status validate(const Credentials& credentials) {
  if (Status error = check_part(credentials.access_key_id, "AccessKey ID")) return error;
  if (Status error = check_part(credentials.access_key_secret.reveal(), "AccessKey secret")) return error;
  if (credentials.security_token.empty()) return std::nullopt;
  return check_part(credentials.security_token.reveal(), "security token");
}

}  // namespace dds::signing
