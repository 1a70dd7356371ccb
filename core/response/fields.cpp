// Reading fields of an answer by whatever letter case and type the service uses.
#include <algorithm>
#include <charconv>
#include <cstdint>

#include <nlohmann/json.hpp>

#include "core/base/ascii.h"
#include "core/response/answer.h"

namespace dds::response {

using nlohmann::json;

const json* member(const json& object, std::string_view name) {
  if (!object.is_object()) return nullptr;
  const auto exact = object.find(name);
  if (exact != object.end()) return &*exact;
  for (auto it = object.begin(); it != object.end(); ++it) {
    if (equal_ignoring_case(it.key(), name)) return &*it;
  }
  return nullptr;
}

std::string text_at(const json& object, std::string_view name) {
  const json* value = member(object, name);
  if (!value || value->is_null()) return {};
  if (const auto* text = value->get_ptr<const json::string_t*>()) return *text;
  // Lists and objects where a text was expected are shown as they came rather than lost.
  return value->dump(-1, ' ', false, json::error_handler_t::replace);
}

std::optional<std::int64_t> integer_at(const json& object, std::string_view name) {
  const json* value = member(object, name);
  if (!value) return std::nullopt;
  if (const auto* number = value->get_ptr<const json::number_unsigned_t*>()) {
    if (*number > static_cast<json::number_unsigned_t>(INT64_MAX)) return std::nullopt;
    return static_cast<std::int64_t>(*number);
  }
  if (const auto* number = value->get_ptr<const json::number_integer_t*>()) return *number;
  const auto* text = value->get_ptr<const json::string_t*>();
  if (!text || text->empty()) return std::nullopt;
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), number);
  if (error != std::errc{} || end != text->data() + text->size()) return std::nullopt;
  return number;
}

std::optional<bool> boolean_at(const json& object, std::string_view name) {
  const json* value = member(object, name);
  if (!value) return std::nullopt;
  if (const auto* truth = value->get_ptr<const json::boolean_t*>()) return *truth;
  const std::string text = text_at(object, name);
  if (text == "1" || equal_ignoring_case(text, "true")) return true;
  if (text == "0" || equal_ignoring_case(text, "false")) return false;
  return std::nullopt;
}

std::optional<Instant> time_at(const json& object, std::string_view name) {
  const json* value = member(object, name);
  const auto* text = value ? value->get_ptr<const json::string_t*>() : nullptr;
  if (!text || text->empty()) return std::nullopt;
  const Result<Instant> instant = parse_utc(*text);
  if (!instant) return std::nullopt;
  return *instant;
}

}  // namespace dds::response
