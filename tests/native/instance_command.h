// What the tests of the commands on instances share: reading their JSON, and a person at a terminal
// who is asked something.
#pragma once

#include <doctest/doctest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "tests/native/program.h"
#include "tests/native/service.h"

namespace dds::test {

// Further instances of the emulator's sample account.
inline constexpr const char* kSharded = "dds-bp16cb162771fa30";  // cloud disks, cluster backups
inline constexpr const char* kNeverBackedUp = "dds-bp1b5d07c2ee9a66";  // sharded, local disks
inline constexpr const char* kLocked = "dds-bp1ff92a6c0d7e48";

[[nodiscard]] inline nlohmann::json parsed(const Ended& ended) {
  INFO("stdout: ", ended.out, "stderr: ", ended.error);
  nlohmann::json document = nlohmann::json::parse(ended.out, nullptr, false);
  REQUIRE_FALSE(document.is_discarded());
  return document;
}

/// How many requests of that action took effect.
[[nodiscard]] inline int effects(Service& service, std::string_view action) {
  int count = 0;
  service.server().with_emulator([&](emulator::Emulator& emulator) {
    for (const auto& effect : emulator.effects()) count += effect.action == action ? 1 : 0;
  });
  return count;
}

/// Answers the question that ends in "go on: " with a line.
[[nodiscard]] inline Ended answer(const Service& service, std::vector<std::string> arguments,
                                  const std::string& line) {
  Start start = service.start(std::move(arguments));
  start.terminal = true;
  start.keyboard = true;
  Program program(std::move(start));
  REQUIRE(program.wait_for_output("to go on: "));
  program.type(line + "\n");
  return program.wait();
}

}  // namespace dds::test
