// The service's error pasted alone, and an answer that stands behind its request in a dump.
#include <utility>

#include "core/api/error_guide.h"
#include "core/diagnose/checks.h"
#include "core/diagnose/request_parts.h"
#include "core/diagnose/words.h"

namespace dds::diagnose {
namespace {

// What is pasted may be large, and every line of it may look like an answer's first: each place is
// read to the end.
constexpr std::size_t kMostPlaces = 16;
constexpr std::size_t kLargestAnswer = std::size_t{1} << 20U;

bool begins_answer(std::string_view line) {
  for (const std::string_view begin : {"HTTP/", "HTTP ", "{", "<?xml", "<Error"}) {
    if (line.starts_with(begin)) return true;
  }
  return false;
}

// What `curl -v` shows: "> " before what is sent, "< " before what comes, "* " before its own
// words.
std::string marked_lines(std::string_view text, char mark) {
  std::string out;
  while (!text.empty()) {
    const std::string_view line = take_until(text, '\n');
    const bool body = mark == '<' && begins_answer(line);
    if (!body && (line.size() < 2 || line[0] != mark || line[1] != ' ') &&
        trimmed(line) != std::string_view(&mark, 1))
      continue;
    out.append(body ? line : line.substr(std::min<std::size_t>(2, line.size()))).append("\n");
  }
  return out;
}

}  // namespace

std::string without_curl_marks(std::string_view text) {
  const std::size_t sent = text.starts_with("> ") ? 0 : text.find("\n> ");
  if (sent == std::string_view::npos || text.find("\n< HTTP/") == std::string_view::npos) return {};
  return marked_lines(text, '>') + "\n" + marked_lines(text, '<');
}

std::optional<ServiceAnswer> take_answer(std::string_view& text) {
  std::size_t places = 0;
  for (std::size_t line = text.find('\n'); line != std::string_view::npos && places < kMostPlaces;
       line = text.find('\n', line + 1)) {
    std::string_view rest = text.substr(line + 1);
    if (rest.starts_with("< ")) rest.remove_prefix(2);
    if (rest.size() > kLargestAnswer || !begins_answer(rest)) continue;
    ++places;
    Result<ServiceAnswer> answer = read_answer(rest);
    // A request's own body may be JSON: an answer has a status line, or refuses.
    if (!answer || (answer->code.empty() && !rest.starts_with("HTTP"))) continue;
    text = text.substr(0, text.find_last_not_of("\r\n", line) + 1);
    return *std::move(answer);
  }
  return std::nullopt;
}

std::optional<Request> error_alone(std::string_view text) {
  Result<ServiceAnswer> answer = read_answer(text);
  if (!answer || answer->code.empty()) return std::nullopt;
  if (!api::explain_error(answer->code) && !concern_of(answer->code)) return std::nullopt;
  Request request;
  request.source = Source::Answer;
  request.answer = *std::move(answer);
  return request;
}

}  // namespace dds::diagnose
