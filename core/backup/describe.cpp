#include <cstdint>

#include "core/backup/progress.h"
#include "core/base/text.h"

namespace dds::backup {
namespace {

std::string running_text(const Progress& progress) {
  if (progress.percent) return "Backing up: " + std::to_string(*progress.percent) + " %";
  switch (progress.job_state) {
    case api::JobState::Scheduled: return "Backing up: scheduled";
    case api::JobState::Checking: return "Backing up: checking";
    case api::JobState::Backuping: return "Backing up";
    case api::JobState::Finished: return "Backing up: finishing";
    case api::JobState::Unknown: break;
  }
  return "Backing up: started";
}

std::string finished_text(const Progress& progress) {
  std::optional<Instant> ended;
  std::int64_t bytes = 0;
  bool sized = false;
  std::string method;
  for (const api::BackupSet& set : progress.sets) {
    if (set.ended && (!ended || *set.ended > *ended)) ended = set.ended;
    if (set.size_bytes) bytes += *set.size_bytes;
    sized = sized || set.size_bytes.has_value();
    if (method.empty()) method = set.method;
  }
  std::string text = "Finished";
  if (ended) text += " " + format_utc(*ended).substr(11, 8) + " UTC";
  if (sized) text += ", " + format_size(bytes);
  if (!method.empty()) text += ", " + method;
  if (progress.sets.size() > 1) text += ", " + std::to_string(progress.sets.size()) + " shards";
  if (!progress.problem.empty()) text += ". " + progress.problem;
  return text;
}

std::string ended_text(const Progress& progress) {
  const auto with_problem = [&](std::string_view head) {
    std::string text(head);
    if (!progress.problem.empty()) text += ": " + progress.problem;
    return text;
  };
  switch (progress.ending) {
    case Ending::Succeeded: return finished_text(progress);
    case Ending::Failed: return with_problem("Backup failed");
    case Ending::Refused: return with_problem("Not started");
    case Ending::JobRunning: return with_problem("Not started");
    case Ending::NotReached:
    case Ending::Unreadable:
    case Ending::NotDone: return with_problem("Not started");
    case Ending::Unknown: return with_problem("Outcome unknown");
    case Ending::Started:
      return progress.job_id.empty() ? "Started" : "Started as job " + progress.job_id;
    case Ending::Stopped:
    case Ending::None: break;
  }
  return {};
}

}  // namespace

std::string describe(const Progress& progress) {
  std::string text;
  switch (progress.phase) {
    case Phase::Idle: return "Waiting to begin";
    case Phase::Looking: text = "Checking the instance"; break;
    case Phase::Waiting: text = "Waiting for another backup job to end"; break;
    case Phase::Starting: text = "Starting the backup"; break;
    case Phase::Reconciling:
      text = "Finding out whether the backup was started";
      if (progress.certain_at)
        text += ", certain by " + format_utc(*progress.certain_at).substr(11, 5) + " UTC";
      break;
    case Phase::Following: text = running_text(progress); break;
    case Phase::ReadingSet: text = "Backing up: waiting for the backup set"; break;
    case Phase::AttachingLog: text = "Backed up: its log is being attached"; break;
    case Phase::Ended: return ended_text(progress);
  }
  if (progress.retry_at && !progress.problem.empty())
    text += " (trying again: " + progress.problem + ")";
  return text;
}

}  // namespace dds::backup
