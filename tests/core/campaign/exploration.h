// Every sequence of up to so many faults, of every kind, at every request of one backup: explored
// in simulated time, exhaustively, with states that will go on alike visited once. A
// counter-example is a path of requests with their faults that can be replayed.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/backup/create_and_follow.h"

namespace dds::testing {

struct ExplorationSettings {
  int most_faults = 5;
  std::string instance_id = "dds-bp1a7f3c9d2e5b81";
  backup::Options options;
  std::uint64_t seed = 1;
  bool jobs_may_hang = false;  // such a backup ends by the total limit only: give a short one
};

/// Limits that keep one operation to a few dozen requests: the emulator takes a request at once or
/// never, so that nothing can be late by more than a moment.
[[nodiscard]] backup::Options exploration_options();

struct CounterExample {
  std::string path;   // "DescribeBackupTasks,CreateBackup:lost-after,..."
  std::string wrong;  // what the promise says otherwise
};

struct ExplorationResult {
  std::uint64_t states = 0;           // different ones
  std::uint64_t requests = 0;         // that were played
  std::uint64_t endings = 0;          // paths that came to an end
  std::vector<CounterExample> wrong;  // the first few
};

[[nodiscard]] ExplorationResult explore(const ExplorationSettings& settings);

/// Plays one path and tells what happens, a line a step; where the path ends, without faults on.
[[nodiscard]] std::string replay(const ExplorationSettings& settings, std::string_view path);

}  // namespace dds::testing
