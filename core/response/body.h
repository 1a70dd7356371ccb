// Bytes -> JSON value, from JSON or XML, for any input whatever: the gate in front of everything else in response/.
#pragma once

#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "core/base/result.h"

namespace dds::response {

/// Both want valid UTF-8 within the size limit. Nesting is measured before anything is built, because values (and
/// pugixml's trees) are copied and destroyed recursively. Errors: TruncatedBody, MalformedBody, BodyTooDeep.
[[nodiscard]] Result<nlohmann::json> parse_json(std::string_view body);

/// The root element's name, and its content: elements as members, repeated ones as arrays, leaves as strings.
struct XmlBody {
  std::string root;
  nlohmann::json content;
};
[[nodiscard]] Result<XmlBody> parse_xml(std::string_view body);

}  // namespace dds::response
