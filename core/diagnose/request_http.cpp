#include <utility>

#include "core/diagnose/request_parts.h"
#include "core/diagnose/words.h"

namespace dds::diagnose {
namespace {

std::string_view without_return(std::string_view line) {
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

}  // namespace

// "POST / HTTP/1.1", headers, an empty line, the body; the version may be left out, as `dds
// --dry-run` does.
Result<Request> read_http(std::string_view text) {
  Draft draft;
  draft.source = Source::Http;
  std::string_view line = without_return(take_until(text, '\n'));
  draft.method = take_until(line, ' ');
  std::string_view target = trimmed(line);
  const std::size_t version = target.rfind(" HTTP/");
  if (version != std::string_view::npos) target = trimmed(target.substr(0, version));
  if (target.find_first_of(" \t") != std::string_view::npos) {
    return unreadable(
        "The request line has a blank within its path: it must be like GET /?Action=... HTTP/1.1.");
  }
  draft.url = target;
  while (!text.empty()) {
    line = without_return(take_until(text, '\n'));
    if (line.empty()) break;
    const std::size_t colon = line.find(':', line.starts_with(':') ? 1 : 0);
    if (colon == std::string_view::npos) {
      return unreadable(
          "A line among the headers has no colon: headers are like Name: value, and an empty line "
          "stands before the body.");
    }
    std::string_view value = line.substr(colon + 1);
    if (value.starts_with(' ')) value.remove_prefix(1);
    draft.headers.push_back({std::string(line.substr(0, colon)), std::string(value)});
  }
  // An editor's last line break belongs to no form.
  if (text.ends_with('\n') && find_header(draft.headers, "content-length").empty()) {
    text.remove_suffix(1);
    text = without_return(text);
  }
  draft.body = text;
  return finish(std::move(draft));
}

}  // namespace dds::diagnose
