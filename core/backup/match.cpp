#include "core/backup/match.h"

#include <algorithm>

namespace dds::backup {
namespace {

bool holds(const std::vector<std::string>& known, const std::string& id) {
  return std::find(known.begin(), known.end(), id) != known.end();
}

// Whether it may be what the attempt started, as far as its looks go.
bool fits(const api::BackupSet& set, const Attempt& attempt) {
  if (!set.manual || !set.started || *set.started < attempt.earliest()) return false;
  if (holds(attempt.known_sets, set.id)) return false;
  if (!set.job_id.empty() && holds(attempt.known_jobs, set.job_id)) return false;
  return !attempt.method || set.method.empty() || set.method == api::name(*attempt.method);
}

}  // namespace

const api::BackupJob* find_job(const std::vector<api::BackupJob>& jobs, const Attempt& attempt) {
  for (const api::BackupJob& job : jobs) {
    if (!job.manual || job.id.empty() || holds(attempt.known_jobs, job.id)) continue;
    // A scheduled job may have no start time yet; then it counts, as it was not there before.
    if (job.started && *job.started < attempt.earliest()) continue;
    return &job;
  }
  return nullptr;
}

const api::BackupSet* find_set(const std::vector<api::BackupSet>& sets, const std::string& job_id,
                               const Attempt& attempt, const std::string& node_id) {
  const auto here = [&](const api::BackupSet& set) {
    return node_id.empty() || set.node_id == node_id;
  };
  for (const api::BackupSet& set : sets) {
    if (!job_id.empty() && here(set) && set.job_id == job_id) return &set;
  }
  const api::BackupSet* earliest = nullptr;
  for (const api::BackupSet& set : sets) {
    if (!here(set) || !fits(set, attempt)) continue;
    if (!job_id.empty() && !set.job_id.empty()) continue;  // it says that it is another job's
    if (!earliest || *set.started < *earliest->started) earliest = &set;
  }
  return earliest;
}

}  // namespace dds::backup
