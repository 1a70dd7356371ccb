// A run of many backups against the emulator under faults, in simulated time: the real driver,
// fleet and journal over the emulator's transport, with the program killed at random moments, on a
// machine whose clock is wrong, drifts and is set, and that sleeps. Afterwards what was reported is
// held against what really happened, once everything that was still under way has arrived.
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

/// What is wrong with the time of the machine that the program runs on.
struct TimeTrouble {
  Milliseconds most_skew{0};  // of its wall clock, either way
  int set_one_in =
      0;  // one of so many turns sets the wall clock, somewhere within `most_skew`; 0 = never
  int sleep_one_in = 0;  // one of so many turns sends it to sleep for up to an hour, connections
                         // and all; 0 = never
  int drift_ppm = 0;     // of the wall clock, parts per million; a tenth of it of the steady one
};

struct CampaignSettings {
  std::uint64_t seed = 1;
  std::string faults;   // in the manner of --faults; "" = none
  int kill_one_in = 0;  // one of so many turns of the loop kills the program; 0 = never
  std::size_t at_once = 32;
  std::int32_t instances = 0;  // further replica sets of the account, in the sample region
  Milliseconds total = backup::Limits{}.total;  // of one backup: ends those whose job hangs
  Instant start{std::chrono::hours{490'000}};
  TimeTrouble time;
  Milliseconds timestamp_window{15 * 60'000};  // of the service
  backup::IfUnknown if_unknown = backup::IfUnknown::Resend;
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
  [[nodiscard]] Moment clocks() const;
  [[nodiscard]] Instant true_time(SteadyInstant steady) const;
  void set_clock();
  void trouble_time(emulator::EmulatorTransport& transport);

  CampaignSettings settings_;
  Instant now_;  // the right time, which is the service's
  Milliseconds skew_{0};
  emulator::Emulator emulator_;
  emulator::Postponed postponed_;
  std::uint64_t state_;
  std::uint64_t nonces_ = 0;
  std::uint64_t requests_ = 0;
  std::uint64_t kills_ = 0;
  bool stuck_ = false;
};

/// Why a verdict is wrong; empty when it is right.
[[nodiscard]] std::string wrong_with(const Verdict& verdict);

}  // namespace dds::testing
