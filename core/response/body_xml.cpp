#include <pugixml.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <utility>

#include "core/base/ascii.h"
#include "core/response/answer.h"
#include "core/response/body.h"

namespace dds::response {
namespace {

using nlohmann::json;

// What stands before the root element: declaration, comments, blanks.
std::string_view skip_prolog(std::string_view body) {
  while (true) {
    const std::size_t begin = body.find_first_not_of(" \t\r\n");
    if (begin == std::string_view::npos) return {};
    body.remove_prefix(begin);
    const bool comment = body.starts_with("<!--");
    if (!comment && !body.starts_with("<?")) return body;
    const std::string_view end = comment ? "-->" : "?>";
    const std::size_t at = body.find(end, comment ? 4 : 2);
    if (at == std::string_view::npos) return {};
    body.remove_prefix(at + end.size());
  }
}

std::string text_of(const pugi::xml_node& element) {
  std::string text;
  for (const pugi::xml_node& child : element.children()) {
    if (child.type() == pugi::node_pcdata || child.type() == pugi::node_cdata)
      text += child.value();
  }
  return text;
}

void put(json& object, const char* name, json value) {
  const auto [place, is_new] = object.emplace(name, nullptr);
  if (is_new) {
    *place = std::move(value);
  } else if (place->is_array()) {  // only repetition makes arrays here
    place->push_back(std::move(value));
  } else {
    json list = json::array();
    list.push_back(std::move(*place));
    list.push_back(std::move(value));
    *place = std::move(list);
  }
}

// Walks without recursion, as the tree may be a million levels deep.
bool is_too_deep(const pugi::xml_document& document) {
  int depth = 0;
  pugi::xml_node node = document;
  while (true) {
    if (const pugi::xml_node child = node.first_child()) {
      node = child;
      if (node.type() == pugi::node_element && depth + 1 > kMaxDepth) return true;
      ++depth;
      continue;
    }
    while (!node.next_sibling()) {
      node = node.parent();
      --depth;
      if (depth <= 0) return false;
    }
    node = node.next_sibling();
    if (node.type() == pugi::node_element && depth > kMaxDepth) return true;
  }
}

// Recurses: only for trees that are not too deep.
json to_json(const pugi::xml_node& element) {
  json object = json::object();
  for (const pugi::xml_node& child : element.children()) {
    if (child.type() == pugi::node_element) put(object, child.name(), to_json(child));
  }
  if (!object.empty()) return object;
  return json(text_of(element));
}

Error malformed(std::string message, std::size_t at) {
  return make_error(ErrorCode::MalformedBody, std::move(message), "byte " + std::to_string(at));
}

Error unreadable(const pugi::xml_parse_result& parsed, std::string_view body) {
  // An error at the very end, or a text that does not end with a tag, means that the rest is
  // missing.
  const std::size_t at = parsed.offset < 0 ? body.size() : static_cast<std::size_t>(parsed.offset);
  if (at + 1 >= body.size() || !body.ends_with('>')) return make_error(ErrorCode::TruncatedBody);
  return malformed("The answer begins like XML but is not valid XML.", at);
}

}  // namespace

bool is_web_page(std::string_view body) {
  constexpr std::size_t kLooked = 1024;
  const std::string head = lower(skip_prolog(body.substr(0, kLooked)));
  for (const std::string_view begin :
       {"<!doctype html", "<html", "<head>", "<body", "<script", "<meta"}) {
    if (head.starts_with(begin)) return true;
  }
  return false;
}

Result<XmlBody> parse_xml(std::string_view body) {
  if (const std::size_t zero = body.find('\0'); zero != std::string_view::npos) {
    return malformed("The answer holds a zero byte, which XML does not allow.", zero);
  }
  if (static_cast<std::size_t>(std::count(body.begin(), body.end(), '<')) > kMaxValues)
    return too_many_values();
  if (lower(skip_prolog(body).substr(0, 9)) == "<!doctype") {
    return malformed("The answer declares a document type, which no answer of the service does.",
                     0);
  }
  pugi::xml_document document;
  // As a fragment, so that text and elements beside the root are seen rather than skipped.
  const pugi::xml_parse_result parsed = document.load_buffer(
      body.data(), body.size(), pugi::parse_default | pugi::parse_fragment, pugi::encoding_utf8);
  // Asked first: what is cut off or broken after a million levels is above all too deep.
  if (is_too_deep(document)) return too_deep();
  if (!parsed) return unreadable(parsed, body);
  pugi::xml_node root;
  for (const pugi::xml_node& node : document.children()) {
    if (root || node.type() != pugi::node_element) {
      return malformed("The answer holds something beside its one XML element.", 0);
    }
    root = node;
  }
  if (!root) return make_error(ErrorCode::TruncatedBody);
  json content = to_json(root);
  // A root without child elements is an empty answer, not a text.
  if (!content.is_object()) content = json::object();
  return XmlBody{root.name(), std::move(content)};
}

}  // namespace dds::response
