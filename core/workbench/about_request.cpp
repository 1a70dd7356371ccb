#include "core/workbench/about_request.h"

#include <string_view>
#include <utility>

#include "core/base/ascii.h"
#include "core/base/utf8.h"
#include "core/diagnose/mask.h"

namespace dds::workbench {
namespace {

using diagnose::Request;
using diagnose::Source;

std::string_view source_in_words(Source source) {
  switch (source) {
    case Source::Url: return "A URL";
    case Source::Curl: return "A curl command";
    case Source::Har: return "An entry of a HAR file";
    case Source::JsonLine: return "A line of dds sign";
    case Source::Http: return "An HTTP request";
    case Source::StringToSign: return "A string to sign";
    case Source::Answer: return "An error of the service";
  }
  return {};
}

std::string action_of(const Request& request) {
  if (const diagnose::Field* action = request.find("Action")) return action->value;
  return std::string(find_header(request.headers, "x-acs-action"));
}

// Where `Signature=` and its value stand in a query or form that begins at `from`.
void mark_signature(std::string_view text, std::size_t from, diagnose::Ranges& ranges) {
  constexpr std::string_view kName = "Signature=";
  for (std::size_t at = text.find(kName, from); at != std::string_view::npos;
       at = text.find(kName, at + 1)) {
    const bool whole_name = at == from || text[at - 1] == '&' || text[at - 1] == '?';
    if (!whole_name) continue;
    ranges.push_back({at, std::min(text.find_first_of("&\n ", at), text.size())});
  }
}

}  // namespace

std::string in_words(const Request& request) {
  std::string words(source_in_words(request.source));
  if (request.source == Source::Answer) return words;
  words += ": " + one_line(request.method);
  if (const std::string action = action_of(request); !action.empty())
    words += " " + one_line(action);
  if (!request.host.empty()) words += " to " + one_line(request.host);
  return words;
}

std::optional<diagnose::Step> wire_step(const Request& request) {
  const bool travelled =
      request.source != Source::StringToSign && request.source != Source::JsonLine;
  if (!travelled) return std::nullopt;
  std::string text = request.method + " " + request.path;
  if (!request.raw_query.empty()) text += "?" + request.raw_query;
  diagnose::Ranges signature;
  mark_signature(text, 0, signature);
  const bool has_host = !find_header(request.headers, "Host").empty();
  if (!has_host && !request.host.empty()) text += "\nHost: " + request.host;
  for (const HttpHeader& header : request.headers) {
    const std::size_t begin = text.size() + 1;
    text += "\n" + header.name + ": " + header.value;
    if (equal_ignoring_case(header.name, "Authorization"))
      signature.push_back({begin, text.size()});
  }
  if (!request.body.empty()) {
    text += "\n\n";
    const std::size_t begin = text.size();
    text += request.body;
    mark_signature(text, begin, signature);
  }
  // Bytes that are not UTF-8 become longer: then the marks would lie elsewhere.
  if (!is_valid_utf8(text)) signature.clear();
  diagnose::Masked masked = diagnose::mask(replace_invalid_utf8(text), signature);
  return diagnose::Step{diagnose::StepKind::Wire,
                        "What travelled: the signature goes along with what it signs.",
                        std::move(masked.text), std::move(masked.ranges)};
}

}  // namespace dds::workbench
