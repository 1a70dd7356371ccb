// The state of the emulated service: one account's instances and what becomes of their backups as
// time passes. Knows nothing of requests, signatures or formats.
//
// Owns all records. Service time only, never going back; deterministic for its seed.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "core/base/time.h"
#include "core/emulator/emulator.h"
#include "core/emulator/ids.h"
#include "core/emulator/records.h"

namespace dds::emulator {

class Account {
 public:
  /// The sample account (sample_account.h), with the history of its backups up to `start`.
  Account(std::uint64_t seed, Instant start);

  /// Lets time pass: sets of finished jobs appear, finished jobs leave the list.
  void advance(Instant now);
  [[nodiscard]] Instant now() const { return now_; }

  [[nodiscard]] const std::vector<Instance>& instances() const { return instances_; }
  /// nullptr when there is none.
  [[nodiscard]] Instance* find(std::string_view instance_id);

  /// Starts a manual backup; the caller has checked that it may. `retention_days` -1 = for ever,
  /// absent = as the policy says. The reference is good until the next `advance` or `start_backup`.
  const BackupJob& start_backup(Instance& instance, std::string_view method,
                                std::optional<std::int32_t> retention_days, JobFate fate);

  [[nodiscard]] const std::vector<Emulator::Effect>& effects() const { return effects_; }

 private:
  std::uint64_t seed_;
  Instant now_;
  IdSource ids_;
  std::vector<Instance> instances_;
  std::vector<Emulator::Effect> effects_;
};

/// A job that has not finished.
[[nodiscard]] bool is_running(const BackupJob& job, Instant now);
/// Scheduled, Checking, Backuping or Finished: the service's spelling.
[[nodiscard]] std::string_view stage(const BackupJob& job, Instant now);
/// 0 to 99 while Backuping, nothing otherwise.
[[nodiscard]] std::optional<int> percent(const BackupJob& job, Instant now);

/// When a set that ended at `ended` expires; -1 days = for ever.
[[nodiscard]] Instant expiry(Instant ended, std::int32_t retention_days);

}  // namespace dds::emulator
