// Bytes -> JSON value, from JSON or XML, for any input whatever: the gate in front of everything
// else in response/.
//
// Both parsers are iterative, count what they build and stop at kMaxDepth, so that no input makes
// them (or the copying, printing and destroying of what they return, which recurse) run out of
// stack or memory.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "core/base/result.h"

namespace dds::response {

/// Values (JSON) or elements (XML) of one body at most. The largest answers, pages of 100 sets,
/// have some thousands.
inline constexpr std::size_t kMaxValues = 4'000'000;

/// One JSON text, with nothing but blanks around it. Whole numbers of more than 64 bits stay texts,
/// digit for digit. Of members with the same name the last one counts, as for the official clients.
/// Errors: TruncatedBody, MalformedBody, BodyNotUtf8, BodyTooDeep, BodyTooLarge; the detail is the
/// place.
[[nodiscard]] Result<nlohmann::json> parse_json(std::string_view body);

/// The root element's name, and its content: elements as members, repeated ones as arrays, leaves
/// as strings. Attributes, comments and text beside child elements are dropped.
struct XmlBody {
  std::string root;
  nlohmann::json content;  // always an object
};

/// One XML element, with a declaration and comments around it. Document types are refused (no
/// answer has one), so there are no entities but the five of XML itself. Wants valid UTF-8. Errors
/// as above.
[[nodiscard]] Result<XmlBody> parse_xml(std::string_view body);

/// A page for people (HTML or XHTML), not for programs; looks at the first kilobyte only, whatever
/// its encoding.
[[nodiscard]] bool is_web_page(std::string_view body);

/// Nothing when the text is valid UTF-8; TruncatedBody when it ends inside a character, else
/// BodyNotUtf8.
[[nodiscard]] Status check_utf8(std::string_view body);

/// The two bounds, as sentences.
[[nodiscard]] Error too_deep();
[[nodiscard]] Error too_many_values();

}  // namespace dds::response
