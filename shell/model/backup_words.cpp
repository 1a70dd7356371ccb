#include "shell/model/backup_words.h"

#include "core/base/text.h"
#include "shell/model/words.h"

namespace dds::shell {
namespace {

using backup::Ending;
using backup::Phase;
using backup::Progress;

std::int64_t total_size(const Progress& progress) {
  std::int64_t size = 0;
  for (const api::BackupSet& set : progress.sets) size += set.size_bytes.value_or(0);
  return size;
}

}  // namespace

std::string running_line(const Progress& progress) {
  switch (progress.phase) {
    case Phase::Idle:
    case Phase::Looking: return "Checking the instance";
    case Phase::Waiting: return "Waiting for another backup job to end";
    case Phase::Starting: return "Starting the backup";
    case Phase::Reconciling: return "No answer: finding out whether the backup was started";
    case Phase::ReadingSet: return "Backed up: waiting for the backup set";
    case Phase::AttachingLog: return "Backed up: its log is being attached";
    case Phase::Following:
    case Phase::Ended: break;
  }
  switch (progress.job_state) {
    case api::JobState::Scheduled: return "Backing up: scheduled";
    case api::JobState::Checking: return "Backing up: checking";
    default: break;
  }
  if (progress.percent) return "Backing up " + std::to_string(*progress.percent) + " %";
  return "Backing up";
}

std::string running_word(const Progress& progress) {
  switch (progress.phase) {
    case Phase::Idle:
    case Phase::Looking: return "Checking";
    case Phase::Waiting: return "Waiting";
    case Phase::Starting: return "Starting";
    case Phase::Reconciling: return "Finding out";
    case Phase::Following:
    case Phase::ReadingSet:
    case Phase::AttachingLog:
    case Phase::Ended: break;
  }
  return progress.percent ? "Backing up " + std::to_string(*progress.percent) + " %" : "Backing up";
}

FinishedWords finished_words(const Progress& progress,
                             const std::function<int(Instant)>& local_offset) {
  FinishedWords words{"Finished", {}};
  if (progress.ended) {
    const int offset = local_offset(*progress.ended);
    words.when += " " + local_clock(*progress.ended, offset).substr(0, 5);
    if (offset != 0) words.when += " (" + local_clock(*progress.ended, 0).substr(0, 5) + " UTC)";
  }
  if (total_size(progress) > 0) add_part(words.what, format_size(total_size(progress)));
  if (!progress.sets.empty() && !progress.sets.front().method.empty())
    add_part(words.what, progress.sets.front().method);
  if (progress.sets.size() > 1)
    add_part(words.what, std::to_string(progress.sets.size()) + " shards");
  return words;
}

std::string finished_line(const Progress& progress,
                          const std::function<int(Instant)>& local_offset) {
  FinishedWords words = finished_words(progress, local_offset);
  if (!words.what.empty()) add_part(words.when, words.what);
  return words.when;
}

std::string_view ended_words(Ending ending) {
  switch (ending) {
    case Ending::None: return "Running";
    case Ending::Succeeded: return "Finished";
    case Ending::Started: return "No longer watched";
    case Ending::Failed: return "Failed";
    case Ending::Refused: return "Refused: nothing was started";
    case Ending::JobRunning: return "Another backup job runs: nothing was started";
    case Ending::NotReached: return "Not reached: nothing was started";
    case Ending::Unreadable: return "Not understood: nothing was started";
    case Ending::NotDone: return "Lost on the way: nothing was started";
    case Ending::Stopped: return "Stopped: nothing was started";
    case Ending::Unknown: break;
  }
  return "Outcome unknown";
}

}  // namespace dds::shell
