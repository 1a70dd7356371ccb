// The parts of an http(s) URL as a person may have typed them, checked strictly: what a browser,
// curl and this program could read differently (numbers for addresses, user info, backslashes, dot
// segments) is refused, not repaired.
#pragma once

#include <string>
#include <string_view>

#include "core/base/result.h"

namespace dds::api {

struct UrlText {
  std::string scheme;  // "https", "http", or empty when none was given
  std::string host;    // lower case, an IPv6 address without its brackets, no dot at the end
  int port = 0;        // 0: none was given
  std::string path;    // as given, from its slash on; may be empty
  std::string query;   // as given, without its question mark
  bool has_query = false;
};

/// Takes scheme://host:port/path?query, of which only the host must be there. The error's message
/// is the reason alone, to be put behind what was given ("it has a user name or password; ..."):
/// the text itself may hold a secret.
[[nodiscard]] Result<UrlText> split_url(std::string_view text);

/// What may be shown of a text that was refused: no user info, no query, no control characters, 80
/// bytes at most.
[[nodiscard]] std::string shown_url(std::string_view text);

/// 443 for https, 80 for http.
[[nodiscard]] int default_port(std::string_view scheme);

/// "scheme://host:port", the port only when it is not the scheme's.
[[nodiscard]] std::string origin_text(std::string_view scheme, std::string_view host, int port);

/// 127.0.0.0/8, ::1, localhost.
[[nodiscard]] bool is_loopback_host(std::string_view host);

}  // namespace dds::api
