// What the readers of the single forms share: each fills a Draft, and `finish` makes the Request.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

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
/// A HAR, one entry of it, or a line of `dds sign`; `entry` as in `read_request`.
[[nodiscard]] Result<Request> read_json(std::string_view text, std::size_t entry);

/// The command's words as a POSIX shell splits them, up to its end (a pipe, a semicolon, a
/// redirection, an unescaped line break). An error when a quote is not closed.
[[nodiscard]] Result<std::vector<std::string>> shell_words(std::string_view text);

/// Whether a curl command is written for Windows' cmd: with ^ at its lines' ends or before quotes.
[[nodiscard]] bool is_cmd(std::string_view text);
/// Its words, as cmd and the program split them: ^ before a character, "" and \" for a quote.
[[nodiscard]] Result<std::vector<std::string>> cmd_words(std::string_view text);

/// Cuts off the end of the text that is the service's answer to the request before it: from a line
/// on that begins with HTTP/ or with an error in JSON or XML. Nothing when there is none among the
/// first 16 places that look like one, or when it is larger than 1 MiB.
[[nodiscard]] std::optional<ServiceAnswer> take_answer(std::string_view& text);
/// What `curl -v` showed as raw HTTP: request, empty line, answer; empty when the text is not that.
[[nodiscard]] std::string without_curl_marks(std::string_view text);
/// An error of the service without a request, when its code is known.
[[nodiscard]] std::optional<Request> error_alone(std::string_view text);

/// "name=value&..." as sent.
[[nodiscard]] Fields split_fields(std::string_view text, bool in_body);

/// Sets `kind` and `authorization` from what the request carries.
void find_signature(Request& request);

[[nodiscard]] Error unreadable(std::string sentence);

}  // namespace dds::diagnose
