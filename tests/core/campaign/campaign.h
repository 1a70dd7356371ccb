// A run of many backups against the emulator under faults, in simulated time: the real driver,
// fleet and journal over the emulator's transport, with the program killed at random moments.
// Afterwards what was reported is held against what really happened.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "core/backup/fleet.h"
#include "core/emulator/emulator.h"

namespace dds::testing {

/// A journal in memory. A kill may cut off the last line, never an earlier one.
class MemoryJournal final : public backup::JournalSink {
 public:
  std::string text;
  Status append(std::string_view line) override {
    text += line;
    return std::nullopt;
  }
};

struct CampaignSettings {
  std::uint64_t seed = 1;
  std::string faults;   // in the manner of --faults; "" = none
  int kill_one_in = 0;  // one of so many turns of the loop kills the program; 0 = never
  std::size_t at_once = 32;
  std::int32_t instances = 0;  // further replica sets of the account, in the sample region
  Milliseconds total = backup::Limits{}.total;  // of one backup: ends those whose job hangs
  Instant start{std::chrono::hours{490'000}};
};

/// What happened to one backup that was asked for.
struct Verdict {
  std::string instance_id;
  backup::Progress progress;
  std::size_t effects = 0;  // CreateBackups of that instance that took effect during the run
  std::string running_job;  // on that instance, afterwards; empty: none
};

/// The backup job that runs on that instance; empty when there is none.
[[nodiscard]] std::string running_job(const emulator::Emulator& service,
                                      const std::string& instance_id);

class Campaign {
 public:
  explicit Campaign(CampaignSettings settings);

  /// Backs up each of them once, to the end, however often the program is killed.
  std::vector<Verdict> run(const std::vector<std::string>& instances);

  emulator::Emulator& emulator() { return emulator_; }
  [[nodiscard]] Instant now() const { return now_; }
  [[nodiscard]] std::uint64_t requests() const { return requests_; }
  [[nodiscard]] std::uint64_t kills() const { return kills_; }
  /// Nothing went on for as long as no operation may take.
  [[nodiscard]] bool stuck() const { return stuck_; }

 private:
  bool run_until_killed(backup::Journal journal, MemoryJournal& kept,
                        std::vector<backup::Progress>& reported);
  std::uint64_t random(std::uint64_t bound);

  CampaignSettings settings_;
  Instant now_;
  emulator::Emulator emulator_;
  std::uint64_t state_;
  std::uint64_t nonces_ = 0;
  std::uint64_t requests_ = 0;
  std::uint64_t kills_ = 0;
  bool stuck_ = false;
};

/// Why a verdict is wrong; empty when it is right.
[[nodiscard]] std::string wrong_with(const Verdict& verdict);

}  // namespace dds::testing
