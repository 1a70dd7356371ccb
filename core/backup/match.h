// Finding "our" job and "our" sets among those that the service lists.
//
// The service gives CreateBackup no client token, so a backup that was started by a lost request is
// recognised by what it must look like: manual, the method that was asked for, begun since the
// attempt, and not known before it. At most one job runs on an instance at a time, and none ran
// before the attempt, which makes a wrong match unlikely but not impossible: somebody else's manual
// backup of the same instance, begun in the very seconds after the attempt, looks the same.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/api/backups.h"
#include "core/api/create_backup.h"
#include "core/backup/operation.h"

namespace dds::backup {

/// How far a start time may lie before the attempt. Starts and the Date header are told to the
/// second, and answers take time.
inline constexpr Milliseconds kMeasuredClockTolerance{5'000};
/// While no answer has told the service's clock.
inline constexpr Milliseconds kUnknownClockTolerance{2 * 60'000};

struct Attempt {
  Stamp stamp;   // of the request that left; empty in journals of earlier versions
  Instant at;    // on the service's clock, as well as it is known
  Instant sent;  // on our wall clock
  Milliseconds tolerance = kUnknownClockTolerance;
  std::optional<api::BackupMethod> method;  // what was asked for
  std::vector<std::string> known_jobs;      // jobs that were there before
  std::vector<std::string> known_sets;      // sets that were there before, as far as they were read

  [[nodiscard]] Instant earliest() const { return at - tolerance; }
};

/// The manual job that began since the attempt and was not known before it; nullptr when there is
/// none.
[[nodiscard]] const api::BackupJob* find_job(const std::vector<api::BackupJob>& jobs,
                                             const Attempt& attempt);

/// The manual full set of that job, among those of one list: by its number where the service tells
/// it, else by mode, method and start time. With `node_id` only that shard's sets count.
[[nodiscard]] const api::BackupSet* find_set(const std::vector<api::BackupSet>& sets,
                                             const std::string& job_id, const Attempt& attempt,
                                             const std::string& node_id = {});

}  // namespace dds::backup
