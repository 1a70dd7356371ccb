// What the readers of the single forms share: each fills a Draft, and `finish` makes the Request.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/diagnose/request.h"

namespace dds::diagnose {

struct Draft {
  Source source = Source::Url;
  std::string method;  // empty: GET, or POST when there is a body
  std::string url;     // absolute, or from its path on
  HttpHeaders headers;
  std::string body;
};

[[nodiscard]] Result<Request> finish(Draft draft);

[[nodiscard]] Result<Request> read_curl(std::string_view text);
[[nodiscard]] Result<Request> read_http(std::string_view text);
/// A HAR, one entry of it, or a line of `dds sign`.
[[nodiscard]] Result<Request> read_json(std::string_view text);

/// The command's words as a POSIX shell splits them, up to its end (a pipe, a semicolon, a
/// redirection, an unescaped line break). An error when a quote is not closed.
[[nodiscard]] Result<std::vector<std::string>> shell_words(std::string_view text);

/// "name=value&..." as sent.
[[nodiscard]] Fields split_fields(std::string_view text, bool in_body);

/// Sets `kind` and `authorization` from what the request carries.
void find_signature(Request& request);

[[nodiscard]] Error unreadable(std::string sentence);

}  // namespace dds::diagnose
