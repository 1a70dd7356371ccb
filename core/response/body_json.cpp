#include "core/response/answer.h"
#include "core/response/body.h"

namespace dds::response {
namespace {

enum class Shape { Closed, Open, TooDeep };

// Follows brackets and strings only; what lies between is the parser's business.
Shape measure(std::string_view body) {
  int depth = 0;
  bool in_string = false;
  for (std::size_t i = 0; i < body.size(); ++i) {
    const char c = body[i];
    if (in_string) {
      if (c == '\\') ++i;
      else if (c == '"') in_string = false;
    } else if (c == '"') {
      in_string = true;
    } else if (c == '{' || c == '[') {
      if (++depth > kMaxDepth) return Shape::TooDeep;
    } else if (c == '}' || c == ']') {
      --depth;
    }
  }
  return in_string || depth > 0 ? Shape::Open : Shape::Closed;
}

}  // namespace

Result<nlohmann::json> parse_json(std::string_view body) {
  const Shape shape = measure(body);
  if (shape == Shape::TooDeep) {
    return make_error(ErrorCode::BodyTooDeep,
                      "The answer is nested more than " + std::to_string(kMaxDepth) + " levels deep, which no answer of the service is.", {});
  }
  if (shape == Shape::Open) return make_error(ErrorCode::TruncatedBody);
  nlohmann::json value = nlohmann::json::parse(body.begin(), body.end(), nullptr, false);
  if (value.is_discarded()) {
    return make_error(ErrorCode::MalformedBody, "The answer begins like JSON but is not valid JSON.", {});
  }
  return value;
}

}  // namespace dds::response
