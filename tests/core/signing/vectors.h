// The signing vectors below tests/vectors/signing, one JSON object a line.
//
// published.jsonl  signatures printed in documentation or official test suites; `in` is a line for
// `dds sign` steps.jsonl      single steps of official test suites that no whole request leads to
// sdk-rpc1.jsonl   requests signed by official clients with a pinned clock and nonce; `wire` is
// what they sent sdk-acs3.jsonl   the same with ACS3-HMAC-SHA256 wrong.jsonl      published
// examples whose signature is wrong: `out` is right, `printed_signature` is not
#pragma once

#include <doctest/doctest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "core/signing/trace.h"

namespace dds::test {

using nlohmann::json;

/// Every line of the file. `count` is what the file is known to hold, so that a lost or shortened
/// file fails.
inline std::vector<json> load_vectors(const std::string& file, std::size_t count) {
  std::vector<json> vectors;
  std::ifstream stream(std::string(DDS_TEST_DATA) + "/signing/" + file, std::ios::binary);
  for (std::string line; std::getline(stream, line);) {
    json vector = json::parse(line, nullptr, false);
    REQUIRE_MESSAGE(vector.is_object(), file);
    vectors.push_back(std::move(vector));
  }
  REQUIRE_MESSAGE(vectors.size() == count, file);
  return vectors;
}

inline std::string text(const json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

inline Parameters parameters(const json& object) {
  Parameters list;
  for (const auto& [name, value] : object.items()) list.push_back({name, value.get<std::string>()});
  return list;
}

}  // namespace dds::test
