// Calls that outlive the console: redacted, bounded, kept by the host under one key as one line a
// call.
//
// Only calls that a person caused are kept, once they have ended. What is written is merged with
// what stands there, so that consoles of one host keep each other's calls. Not guaranteed: of two
// consoles that write within the same moment one may lose the calls of its last second (the host
// has no lock for it), and a console that is killed loses those of its last second.
//
// Owned by the CallHistory. Nothing is read or written but in `advance`, `read` and `forget`.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "shell/host.h"
#include "shell/model/exchange_log.h"

namespace dds::shell {

inline constexpr std::size_t kMostKeptCalls = 200;
inline constexpr std::size_t kMostKeptBytes = 400'000;
inline constexpr std::size_t kKeptBody = std::size_t{8} * 1024;
inline constexpr std::string_view kCallsKey = "calls";

class CallStore {
 public:
  explicit CallStore(Host& host) : host_(host) {}

  /// Redacts the call and has it written soon.
  void keep(const ExchangeEntry& entry);
  /// Writes what is due; `now` = nothing: all of it.
  void write(std::optional<SteadyInstant> now);
  [[nodiscard]] std::optional<SteadyInstant> next_wake() const { return due_; }

  /// All that are kept, newest first. Lines that are no calls are left out. `number` is kEarlier
  /// and more; `ours` tells a call that this console made by its number in the log, 0 for others'.
  struct Kept {
    ExchangeEntry entry;
    std::uint64_t ours = 0;
  };
  [[nodiscard]] std::vector<Kept> read() const;
  void forget();
  /// Why the last ones could not be kept; empty when they were.
  [[nodiscard]] const std::string& problem() const { return problem_; }

 private:
  Host& host_;
  std::string console_;             // tells this console's lines from others'
  std::vector<std::string> lines_;  // to be written, oldest first
  std::optional<SteadyInstant> due_;
  std::string problem_;
};

}  // namespace dds::shell
