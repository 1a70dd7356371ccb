#include <pugixml.hpp>

#include "core/response/answer.h"
#include "core/response/body.h"

namespace dds::response {
namespace {

using nlohmann::json;

// Depth of the element nesting, counted from the text: comments, CDATA, declarations and quoted attribute values are
// skipped. Wrong XML may be counted wrongly, but never lower than pugixml would nest it: an end tag takes one level off.
bool too_deep(std::string_view body) {
  int depth = 0;
  std::size_t i = 0;
  const auto skip_past = [&](std::string_view end) {
    const std::size_t found = body.find(end, i);
    i = found == std::string_view::npos ? body.size() : found + end.size();
  };
  while ((i = body.find('<', i)) != std::string_view::npos) {
    const std::string_view rest = body.substr(i);
    if (rest.starts_with("<!--")) {
      skip_past("-->");
    } else if (rest.starts_with("<![CDATA[")) {
      skip_past("]]>");
    } else if (rest.starts_with("<?") || rest.starts_with("<!")) {
      skip_past(">");
    } else if (rest.starts_with("</")) {
      --depth;
      skip_past(">");
    } else {
      if (++depth > kMaxDepth) return true;
      char quote = 0;
      for (++i; i < body.size() && (quote != 0 || body[i] != '>'); ++i) {
        if (quote != 0 ? body[i] == quote : (body[i] == '"' || body[i] == '\'')) quote = quote != 0 ? '\0' : body[i];
      }
      if (i < body.size() && body[i - 1] == '/') --depth;
    }
  }
  return false;
}

json to_json(const pugi::xml_node& element) {
  json object = json::object();
  for (const pugi::xml_node& child : element.children()) {
    if (child.type() != pugi::node_element) continue;
    json value = to_json(child);
    auto [place, is_new] = object.emplace(child.name(), nullptr);
    if (is_new) {
      *place = std::move(value);
    } else if (place->is_array()) {
      place->push_back(std::move(value));
    } else {
      json first = std::move(*place);
      *place = json::array({std::move(first), std::move(value)});
    }
  }
  if (!object.empty()) return object;
  return json(element.text().get());
}

}  // namespace

Result<XmlBody> parse_xml(std::string_view body) {
  if (too_deep(body)) {
    return make_error(ErrorCode::BodyTooDeep,
                      "The answer is nested more than " + std::to_string(kMaxDepth) + " levels deep, which no answer of the service is.", {});
  }
  pugi::xml_document document;
  const pugi::xml_parse_result parsed = document.load_buffer(body.data(), body.size(), pugi::parse_default, pugi::encoding_utf8);
  if (!parsed) {
    // pugixml names the place; an error at the very end means that the rest is missing.
    const bool at_end = parsed.offset < 0 || static_cast<std::size_t>(parsed.offset) + 1 >= body.size();
    if (at_end) return make_error(ErrorCode::TruncatedBody);
    return make_error(ErrorCode::MalformedBody, "The answer begins like XML but is not valid XML.",
                      "byte " + std::to_string(parsed.offset));
  }
  const pugi::xml_node root = document.document_element();
  if (!root) return make_error(ErrorCode::MalformedBody, "The answer begins like XML but has no element.", {});
  XmlBody xml{root.name(), to_json(root)};
  // A root without child elements is an empty answer, not a text.
  if (!xml.content.is_object()) xml.content = json::object();
  return xml;
}

}  // namespace dds::response
