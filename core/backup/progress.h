// What becomes of one backup: its phases, its endings, and all that people and programs want to
// know on the way.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/api/backups.h"
#include "core/backup/ending.h"
#include "core/base/time.h"
#include "core/response/answer.h"

namespace dds::backup {

enum class Phase {
  Idle,          // before Started
  Looking,       // reading the instance and its jobs
  Waiting,       // another job runs; ours is started when it has ended
  Starting,      // CreateBackup is on its way
  Reconciling,   // outcome unknown: finding out whether a job was started
  Following,     // the job runs
  ReadingSet,    // the job ended; waiting for its backup set
  AttachingLog,  // the cluster backup is there; the service attaches the log that belongs to it
  Ended,
};

/// A copy is cheap enough for every frame.
struct Progress {
  Phase phase = Phase::Idle;
  Ending ending = Ending::None;
  std::string instance_id;
  std::string instance_title;  // once known
  std::string job_id;
  bool joined = false;  // the job is somebody else's: nothing was started, it was followed
  api::JobState job_state = api::JobState::Unknown;
  std::optional<std::int32_t> percent;
  std::optional<Instant> began;  // when the operation began
  std::optional<Instant> job_started;
  std::optional<Instant> ended;
  std::optional<Instant> retry_at;            // waiting to try again
  std::optional<Instant> certain_at;          // reconciling: absence is proof from then on
  std::vector<api::BackupSet> sets;           // one, or one per shard
  std::optional<response::ApiError> refusal;  // as it came: redact its message before showing
  std::string problem;        // why it ended as it did, or what is retried; redacted; may be empty
  int creates_sent = 0;       // how often CreateBackup went out
  bool create_sent = false;   // one that went out took effect, or may have
  bool attempt_open = false;  // CreateBackup went out and what became of it is not known (yet)
  std::string request_id;     // of CreateBackup's answer
};

/// "Backing up: checking", "Finished 14:03:12 UTC, 5.9 MiB, Physical"...: one line for people,
/// without the name.
[[nodiscard]] std::string describe(const Progress& progress);

}  // namespace dds::backup
