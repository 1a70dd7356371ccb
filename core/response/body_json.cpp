#include "core/base/utf8.h"

#include <nlohmann/json.hpp>
#include "core/response/body.h"
#include "core/response/json_builder.h"
#include "core/response/json_reader.h"

namespace dds::response {
namespace {

// Whether what stands at `at` is the beginning of a UTF-8 sequence whose rest was cut off.
bool is_cut_off(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned lead = byte(at);
  if (lead < 0xC2 || lead > 0xF4) return false;
  const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (text.size() - at >= length) return false;
  for (std::size_t i = at + 1; i < text.size(); ++i) {
    if (byte(i) < 0x80 || byte(i) > 0xBF) return false;
  }
  return true;
}

}  // namespace

Error too_deep() {
  return make_error(ErrorCode::BodyTooDeep,
                    "The answer is nested more than " + std::to_string(kMaxDepth) +
                        " levels deep, which no answer of the service is.",
                    {});
}

Error too_many_values() {
  return make_error(ErrorCode::BodyTooLarge,
                    "The answer holds more than " + std::to_string(kMaxValues) +
                        " values, which no answer of the service does.",
                    {});
}

Status check_utf8(std::string_view body) {
  const std::size_t at = find_invalid_utf8(body);
  if (at == std::string_view::npos) return {};
  return make_error(is_cut_off(body, at) ? ErrorCode::TruncatedBody : ErrorCode::BodyNotUtf8,
                    "byte " + std::to_string(at));
}

Result<nlohmann::json> parse_json(std::string_view body) {
  if (const std::size_t zero = body.find('\0'); zero != std::string_view::npos) {
    return make_error(ErrorCode::MalformedBody,
                      "The answer holds a zero byte, which JSON does not allow.",
                      "byte " + std::to_string(zero));
  }
  JsonBuilder builder;
  JsonReader reader(body, builder);
  if (reader.read()) return builder.take();
  switch (builder.stop()) {
    case JsonBuilder::Stop::TooDeep: return too_deep();
    case JsonBuilder::Stop::TooMany: return too_many_values();
    case JsonBuilder::Stop::None: break;
  }
  if (Status error = check_utf8(body)) return *error;
  if (reader.position() == body.size()) return make_error(ErrorCode::TruncatedBody);
  return make_error(ErrorCode::MalformedBody, "The answer begins like JSON but is not valid JSON.",
                    "byte " + std::to_string(reader.position()));
}

}  // namespace dds::response
