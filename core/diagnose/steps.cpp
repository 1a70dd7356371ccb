#include "core/diagnose/steps.h"

#include <algorithm>
#include <utility>

#include "core/base/utf8.h"
#include "core/diagnose/recipe.h"
#include "core/diagnose/words.h"

namespace dds::diagnose {
namespace {

using signing::Scheme;

// "Name = value" lines; values on one line whatever is in them.
std::string lines_of(const std::vector<Item>& items, Ranges* moved) {
  std::string text;
  std::string_view before;
  for (const Item& item : items) {
    const std::size_t begin = text.size();
    text += replace_invalid_utf8(item.name) + " = " + replace_invalid_utf8(item.value);
    // Out of order: where sorting will put something in front of it.
    if (moved != nullptr && item.name < before) moved->push_back({begin, text.size()});
    before = item.name;
    text += '\n';
  }
  if (!text.empty()) text.pop_back();
  return text;
}

std::vector<Item> sorted(std::vector<Item> items) {
  std::stable_sort(items.begin(), items.end(),
                   [](const Item& a, const Item& b) { return a.name < b.name; });
  return items;
}

// Lines that stand elsewhere than before.
Ranges moved_lines(std::string_view before, std::string_view after) {
  Ranges ranges;
  std::size_t at = 0;
  while (at < after.size()) {
    const std::size_t end = std::min(after.find('\n', at), after.size());
    if (take_until(before, '\n') != after.substr(at, end - at)) ranges.push_back({at, end});
    at = end + 1;
  }
  return ranges;
}

// %XX, and %25XX where an escape was encoded again; neighbours are one range.
Ranges escapes(std::string_view text, std::size_t from) {
  Ranges ranges;
  for (std::size_t at = text.find('%', from); at != std::string_view::npos;
       at = text.find('%', at + 1)) {
    const std::size_t end = std::min(at + 3, text.size());
    if (!ranges.empty() && ranges.back().end == at) {
      ranges.back().end = end;
    } else {
      ranges.push_back({at, end});
    }
  }
  return ranges;
}

Range whole(const std::string& text) {
  return {0, text.size()};
}

void add_signature(Steps& steps, const Material& material, const Secret* secret) {
  steps.sent_signature = material.signature;
  if (secret == nullptr) return;
  steps.expected_signature = signature_of(steps.string_to_sign, material, Recipe{}, *secret);
  steps.steps.push_back(
      {StepKind::Signature,
       material.scheme == Scheme::Acs3
           ? "The HMAC-SHA256 over the string to sign, with the secret as its key, in hex."
           : "The HMAC over the string to sign, with the secret and an \"&\" as its key, in "
             "Base64.",
       steps.expected_signature,
       {whole(steps.expected_signature)}});
  if (material.signature.empty()) return;
  steps.check = steps.expected_signature == material.signature ? SignatureCheck::Same
                                                               : SignatureCheck::Differs;
}

void add_query(Steps& steps, const Material& material, const Made& made) {
  Ranges out_of_order;
  const std::string sent = lines_of(material.items, &out_of_order);
  steps.steps.push_back({StepKind::Parameters,
                         "All parameters of query and form but Signature, decoded, as sent.", sent,
                         out_of_order});
  const std::string in_order = lines_of(sorted(material.items), nullptr);
  steps.steps.push_back({StepKind::Sorted, "By name, byte by byte: A-Z before a-z.", in_order,
                         moved_lines(sent, in_order)});
  steps.steps.push_back({StepKind::CanonicalQuery,
                         "Names and values percent-encoded, joined with = and &.",
                         made.canonical_query, escapes(made.canonical_query, 0)});
}

void add_rpc(Steps& steps, const Made& made) {
  const std::string& text = made.string_to_sign;
  const std::size_t begin = text.find('&', text.find('&') + 1) + 1;
  Ranges changed{{0, begin}};
  for (const Range range : escapes(text, begin)) changed.push_back(range);
  steps.steps.push_back({StepKind::StringToSign,
                         "The method, the encoded path / and the canonical query encoded once "
                         "more, joined with &.",
                         text, changed});
}

void add_acs3(Steps& steps, const Made& made) {
  steps.steps.push_back({StepKind::CanonicalHeaders,
                         "The signed headers: names in lower case, values trimmed, sorted by name.",
                         made.canonical_headers,
                         {}});
  const std::string& text = made.canonical_request;
  const std::size_t headers = text.find(made.canonical_headers);
  const std::size_t rest =
      headers == std::string::npos ? 0 : headers + made.canonical_headers.size();
  steps.steps.push_back({StepKind::CanonicalRequest,
                         "Method, path, canonical query, canonical headers, an empty line, the "
                         "names of the signed headers, and the body's SHA-256.",
                         text,
                         {{0, text.find('\n', text.find('\n') + 1) + 1}, {rest, text.size()}}});
  steps.steps.push_back({StepKind::StringToSign,
                         "The algorithm's name and the canonical request's SHA-256.",
                         made.string_to_sign,
                         {whole(made.string_to_sign)}});
}

}  // namespace

Result<Steps> trace_steps(const Request& request, const Secret* secret) {
  if (request.source == Source::Answer) {
    return make_error(ErrorCode::InvalidParameter,
                      "An error alone has no signature to show: paste the request.", "request");
  }
  const Material material = material_of(request);
  for (const Item& item : material.items) {
    if (is_valid_utf8(item.name) && is_valid_utf8(item.value)) continue;
    return make_error(ErrorCode::InvalidText,
                      "Parameter " + one_line(item.name) +
                          " is not valid UTF-8: the service signs UTF-8 text only.",
                      one_line(item.name));
  }
  const Made made = make(material, Recipe{});
  Steps steps;
  steps.scheme = material.scheme;
  steps.string_to_sign = made.string_to_sign;
  add_query(steps, material, made);
  if (material.scheme == Scheme::Acs3) {
    add_acs3(steps, made);
  } else {
    add_rpc(steps, made);
  }
  add_signature(steps, material, secret);
  return steps;
}

}  // namespace dds::diagnose
