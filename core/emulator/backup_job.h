// The life of one backup job: how long it takes, what comes of it, and what it says at an instant.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "core/emulator/emulator.h"
#include "core/emulator/ids.h"
#include "core/emulator/random.h"
#include "core/emulator/records.h"

namespace dds::emulator {

struct JobOrder {
  std::string_view method;
  bool manual = true;
  std::int32_t retention_days = 30;  // -1 = for ever
  JobFate fate = JobFate::Ordinary;
};

/// A job of that instance that begins now, with the sets that will come of it. `random` is for this
/// job alone.
[[nodiscard]] BackupJob make_job(const Instance& instance, const JobOrder& order, Instant now,
                                 IdSource& ids, Random random);

/// A job that has not finished.
[[nodiscard]] bool is_running(const BackupJob& job, Instant now);
/// The instance's job that has not finished, or nullptr. There is at most one.
[[nodiscard]] const BackupJob* running_job(const Instance& instance, Instant now);
/// Scheduled, Checking, Backuping or Finished: the service's spelling.
[[nodiscard]] std::string_view stage(const BackupJob& job, Instant now);
/// 0 to 99 while Backuping, nothing otherwise.
[[nodiscard]] std::optional<int> percent(const BackupJob& job, Instant now);

/// When a set that ended at `ended` expires; -1 days = for ever.
[[nodiscard]] Instant expiry(Instant ended, std::int32_t retention_days);

/// Cloud disks and standalone instances are backed up by snapshots, local disks by Physical or
/// Logical.
[[nodiscard]] bool takes_only_snapshots(const Instance& instance);
/// Snapshot or Physical: Logical is only made by hand.
[[nodiscard]] std::string_view default_method(const Instance& instance);

}  // namespace dds::emulator
