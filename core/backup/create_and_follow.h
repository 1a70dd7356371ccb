// CreateBackup, followed to its end: look (instance, running jobs) -> create once -> follow the job
// by DescribeBackupTasks -> read the set from DescribeBackups or DescribeClusterBackups ->
// succeeded or failed.
//
// CreateBackup is sent again only when it is certain that it had no effect (nothing was sent, or
// the service refused it by throttling). After an unknown outcome the operation looks for a manual
// job or set that began since the attempt; it follows what it finds, and ends as Unknown when
// nothing shows up within the limit.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/api/backups.h"
#include "core/api/create_backup.h"
#include "core/backup/operation.h"

namespace dds::backup {

enum class Phase {
  Idle,         // before Started
  Looking,      // reading the instance and its jobs
  Starting,     // CreateBackup is on its way
  Reconciling,  // outcome unknown: finding out whether a job was started
  Following,    // the job runs
  ReadingSet,   // the job ended; waiting for its backup set
  Ended,
};

enum class Ending {
  None,       // not ended
  Succeeded,  // the set is there: Success
  Failed,     // the set or the job says Failed
  Refused,    // the service refused (its ApiError is kept), or the instance cannot be backed up now
  JobRunning,  // another backup job runs on the instance; nothing was started
  NotReached,  // the service was not reached, nothing was started
  Unknown,     // could not find out whether a backup was started, or how it ended
  Started,     // --no-wait: started, not followed
};

struct Limits {
  Milliseconds poll{5'000};  // between two looks at the job; the service documents no figure
  Milliseconds reconcile{5 * 60'000};  // looking for a job after an unknown outcome
  Milliseconds set{10 * 60'000};       // from the job's end to its set's appearance
  Milliseconds outage{15 * 60'000};    // without any answer while a backup is followed
  Milliseconds total{24 * 3'600'000};  // the whole operation
  int attempts = 5;  // of one request, reads and harmless retries of CreateBackup alike
};

struct Options {
  bool look_first = true;  // check state, lock and running jobs before CreateBackup
  bool follow = true;      // false: end as Started once the job's number is known
  Limits limits;
  std::uint64_t jitter_seed = 0;  // for the full jitter of retries
};

/// All that a person or a program wants to know about the operation; a copy is cheap enough for
/// every frame.
struct Progress {
  Phase phase = Phase::Idle;
  Ending ending = Ending::None;
  std::string instance_id;
  std::string instance_title;  // once known
  std::string job_id;
  api::JobState job_state = api::JobState::Unknown;
  std::optional<std::int32_t> percent;
  std::optional<Instant> began;  // when the operation began
  std::optional<Instant> job_started;
  std::optional<Instant> ended;
  std::optional<Instant> retry_at;            // waiting to try again
  std::vector<api::BackupSet> sets;           // one, or one per shard
  std::optional<response::ApiError> refusal;  // as it came: redact its message before showing
  std::string problem;       // why it ended as it did, or what is retried; redacted; may be empty
  bool create_sent = false;  // CreateBackup went out at least once
  std::string request_id;    // of CreateBackup's answer
};

/// "Backing up: checking", "Finished 14:03:12 UTC, 5.9 MiB, Physical"...: one line for people,
/// without the name.
[[nodiscard]] std::string describe(const Progress& progress);

class CreateAndFollow final : public Operation {
 public:
  CreateAndFollow(api::CreateBackupParameters parameters, Options options);
  ~CreateAndFollow() override;

  [[nodiscard]] Step handle(const Event& event, Instant now) override;
  [[nodiscard]] const Progress& progress() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace dds::backup
