// Finding "our" job and "our" sets among those that the service lists.
//
// The service gives CreateBackup no client token, so a backup that was started by a lost request is
// recognised by what it must look like: manual, the method that was asked for, begun since the
// attempt. At most one job runs on an instance at a time, and none ran before the attempt, which
// makes a wrong match unlikely but not impossible.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/api/backups.h"
#include "core/api/create_backup.h"

namespace dds::backup {

/// How far a start time may lie before the attempt: clocks differ, and starts are told to the
/// second.
inline constexpr Milliseconds kClockTolerance{2 * 60'000};

struct Attempt {
  Instant at;                               // on the service's clock, as well as it is known
  std::optional<api::BackupMethod> method;  // what was asked for
  std::vector<std::string> known_jobs;      // jobs that ran before
};

/// The manual job that began since the attempt and was not known before it; nullptr when there is
/// none.
[[nodiscard]] const api::BackupJob* find_job(const std::vector<api::BackupJob>& jobs,
                                             const Attempt& attempt);

/// The manual full set of that job: by its number where the service tells it, else by mode, method
/// and start time.
[[nodiscard]] const api::BackupSet* find_set(const std::vector<api::BackupSet>& sets,
                                             const std::string& job_id, const Attempt& attempt);

}  // namespace dds::backup
