// nlohmann's own reader as the measure for core/response/json_reader.h; for tests and the fuzzer.
#pragma once

#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "core/response/json_reader.h"

namespace dds::response::test {

/// Of more than 64 bits: read as texts here, as floating numbers there.
inline bool has_long_number(std::string_view text) {
  std::size_t digits = 0;
  for (const char c : text) {
    digits = c >= '0' && c <= '9' ? digits + 1 : 0;
    if (digits > 18) return true;
  }
  return false;
}

/// Nothing when both refuse the text or read the same value; else what differs.
inline std::string difference_from_library(const std::string& text) {
  if (text.find('\0') != std::string::npos) return {};  // the library takes it for the end
  if (text.starts_with("\xEF\xBB\xBF")) return {};      // which it skips; parse() does so before
  const nlohmann::json expected = nlohmann::json::parse(text, nullptr, false);
  JsonBuilder builder;
  const bool ours = JsonReader(text, builder).read();
  if (builder.stop() != JsonBuilder::Stop::None) return {};
  if (expected.is_discarded() == ours) {
    return ours ? "read, where the library refuses it" : "refused, where the library reads it";
  }
  if (!ours || has_long_number(text)) return {};
  const nlohmann::json value = builder.take();
  // As texts: numbers of different kinds compare equal.
  using nlohmann::json;
  const auto dump = [](const json& of) {
    return of.dump(-1, ' ', false, json::error_handler_t::replace);
  };
  return dump(value) == dump(expected) ? "" : dump(value) + " instead of " + dump(expected);
}

}  // namespace dds::response::test
