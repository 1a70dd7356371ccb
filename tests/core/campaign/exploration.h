// Every sequence of up to so many faults, of every kind, at every request of one backup: explored
// in simulated time, exhaustively, with states that will go on alike visited once. What goes wrong
// with time is among them: clocks that are set, sleep, dates that lie, requests that arrive late. A
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
  bool jobs_may_hang = false;     // such a backup ends by the total limit only: give a short one
  bool nonces_forgotten = false;  // the service's replay check forgets now and then
  bool only_time = false;         // faults of time, and lost answers
  Milliseconds skew{0};           // of the machine's clock at first
  Milliseconds timestamp_window{15 * 60'000};  // of the service
};

/// Limits that keep one operation to a few dozen requests: a request can be late by no more than
/// half a minute.
[[nodiscard]] backup::Options exploration_options();
/// With them, and a service that refuses what is older than that.
[[nodiscard]] ExplorationSettings exploration_of_time();

struct CounterExample {
  std::string path;   // "DescribeBackupTasks,CreateBackup:lost-after,..."
  std::string wrong;  // what the promise says otherwise
};

struct ExplorationResult {
  std::uint64_t states = 0;           // different ones
  std::uint64_t requests = 0;         // that were played
  std::uint64_t endings = 0;          // paths that came to an end
  std::vector<CounterExample> wrong;  // the first few
  /// Further ones where three or more Dates lie, and a request arrives late or its answer is slept
  /// through as well: lies that are the majority cannot be told from the truth (ARCHITECTURE.md).
  std::uint64_t wrong_by_false_majority = 0;
};

[[nodiscard]] ExplorationResult explore(const ExplorationSettings& settings);

/// Of all that can go wrong with a request, as paths name it.
[[nodiscard]] std::vector<std::string> trouble_names();

/// Plays one path and tells what happens, a line a step; where the path ends, without faults on.
[[nodiscard]] std::string replay(const ExplorationSettings& settings, std::string_view path);

}  // namespace dds::testing
