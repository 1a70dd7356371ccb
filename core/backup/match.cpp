#include "core/backup/match.h"

#include <algorithm>

namespace dds::backup {

const api::BackupJob* find_job(const std::vector<api::BackupJob>& jobs, const Attempt& attempt) {
  for (const api::BackupJob& job : jobs) {
    if (!job.manual || job.id.empty()) continue;
    if (std::find(attempt.known_jobs.begin(), attempt.known_jobs.end(), job.id) !=
        attempt.known_jobs.end())
      continue;
    // A scheduled job may have no start time yet; then it counts, as it was not there before the
    // attempt.
    if (job.started && *job.started < attempt.at - kClockTolerance) continue;
    return &job;
  }
  return nullptr;
}

const api::BackupSet* find_set(const std::vector<api::BackupSet>& sets, const std::string& job_id,
                               const Attempt& attempt) {
  for (const api::BackupSet& set : sets) {
    if (!job_id.empty() && set.job_id == job_id) return &set;
  }
  const api::BackupSet* earliest = nullptr;
  for (const api::BackupSet& set : sets) {
    if (!set.manual || !set.started || *set.started < attempt.at - kClockTolerance) continue;
    if (!job_id.empty() && !set.job_id.empty()) continue;  // it says that it belongs to another job
    if (attempt.method && !set.method.empty() && set.method != api::name(*attempt.method)) continue;
    if (!earliest || *set.started < *earliest->started) earliest = &set;
  }
  return earliest;
}

}  // namespace dds::backup
