#include "native/cli/operations/backup_watch.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "core/base/text.h"
#include "native/cli/reports/backup_report.h"
#include "native/cli/session/advice.h"
#include "native/cli/terminal/say.h"
#include "native/platform/clock.h"
#include "native/platform/nonce.h"

namespace dds::cli {
namespace {

backup::FleetOptions seeded(backup::FleetOptions options) {
  options.backup.jitter_seed = platform::random_seed();
  return options;
}

std::string counted(std::size_t count, std::string_view what) {
  return count == 0 ? std::string() : ", " + std::to_string(count) + " " + std::string(what);
}

}  // namespace

BackupWatch::BackupWatch(BackupRun run, const backup::FleetOptions& options, Runner& runner)
    : runner_(runner),
      session_(runner.session()),
      file_(std::move(run.file)),
      fleet_(runner.driver(), file_.get(), std::move(run.journal), seeded(options)) {
  shown_.resize(fleet_.size());
  // What ended in an earlier run was reported by that one.
  for (std::size_t i = 0; i < fleet_.size(); ++i)
    shown_[i].reported = fleet_.progress(i).phase == backup::Phase::Ended;
  fleet_.on_step = [this](std::size_t backup) { changed_.push_back(backup); };
}

bool BackupWatch::run() {
  fleet_.start(platform::steady_now());
  const bool whole = runner_.pump([this] { return fleet_.done(); }, [this] { show(); });
  if (!whole) fleet_.stop();
  return whole;
}

std::vector<backup::Progress> BackupWatch::results() const {
  std::vector<backup::Progress> all;
  all.reserve(fleet_.size());
  for (std::size_t i = 0; i < fleet_.size(); ++i) all.push_back(fleet_.progress(i));
  return all;
}

BarLine BackupWatch::overall() const {
  const backup::FleetSummary summary = fleet_.summary(platform::steady_now());
  BarLine line;
  line.title = std::to_string(summary.ended()) + " of " + std::to_string(summary.all());
  line.percent = static_cast<int>(summary.share * 100);
  line.text = std::to_string(summary.running) + " running" + counted(summary.failed, "failed") +
              counted(summary.not_started, "not started") + counted(summary.unknown, "unknown");
  if (summary.time_left) line.text += ", about " + format_estimate(*summary.time_left) + " left";
  return line;
}

void BackupWatch::show() {
  std::vector<std::size_t> changed = std::exchange(changed_, {});
  std::sort(changed.begin(), changed.end());
  changed.erase(std::unique(changed.begin(), changed.end()), changed.end());
  for (const std::size_t backup : changed) {
    if (fleet_.progress(backup).phase == backup::Phase::Ended) {
      report_end(backup);
    } else if (!runner_.terminal()) {
      show_change(backup);
    }
  }
  if (const std::string& problem = fleet_.journal_problem();
      !problem.empty() && journal_problem_.empty()) {
    journal_problem_ = problem;
    runner_.bars().erase();
    complain(problem);
    note("  Backups that run are followed; nothing more is started.");
  }
  if (!runner_.terminal()) return;
  std::vector<BarLine> lines;
  if (fleet_.size() > 1) lines.push_back(overall());
  for (std::size_t i = 0; i < fleet_.size() && lines.size() <= Bars::kMostLines + 1; ++i) {
    const backup::Progress& progress = fleet_.progress(i);
    if (progress.phase == backup::Phase::Idle || progress.phase == backup::Phase::Ended) continue;
    std::optional<int> percent;
    if (progress.percent) percent = *progress.percent;
    lines.push_back({progress.instance_id, percent, clean(backup::describe(progress))});
  }
  if (lines.empty()) {
    runner_.bars().erase();
  } else {
    runner_.bars().draw(lines);
  }
}

// Off the terminal: one line a change of phase, not one a percent.
void BackupWatch::show_change(std::size_t backup) {
  const backup::Progress& progress = fleet_.progress(backup);
  const std::string key = std::to_string(static_cast<int>(progress.phase)) + "/" +
                          std::to_string(static_cast<int>(progress.job_state)) + "/" +
                          progress.problem;
  if (key == shown_[backup].key) return;
  shown_[backup].key = key;
  std::string line = backup::describe(progress);
  if (line == shown_[backup].line) return;  // what changed is nothing that is shown
  note(progress.instance_id + ": " + line);
  shown_[backup].line = std::move(line);
}

// What went wrong goes to stderr at once; the outcome itself goes to stdout at the end.
void BackupWatch::report_end(std::size_t backup) {
  if (shown_[backup].reported) return;
  shown_[backup].reported = true;
  const backup::Progress& progress = fleet_.progress(backup);
  if (progress.ending == backup::Ending::Succeeded || progress.ending == backup::Ending::Started) {
    if (!runner_.terminal()) note(progress.instance_id + ": " + backup::describe(progress));
    return;
  }
  runner_.bars().erase();
  say_reasons(progress);
}

// What the service refused is said in its own words, anything else in the operation's; then what to
// do about it. All by the ending, which says whether something was started.
void BackupWatch::say_reasons(const backup::Progress& progress) const {
  const std::string& id = progress.instance_id;
  const bool told = progress.refusal && (progress.ending == backup::Ending::Refused ||
                                         progress.ending == backup::Ending::JobRunning);
  if (told) {
    tell_refusal(id, *progress.refusal, session_, runner_.trace_of(*progress.refusal));
  } else {
    complain(id + ": " + clean(backup::describe(progress), &session_.connection.credentials));
  }
  switch (progress.ending) {
    case backup::Ending::NotDone:
      note("  It is safe to start it again: dds backup " + id + " " + reach_options(session_));
      return;
    case backup::Ending::NotReached:
      for (const std::string& line : explain_not_reached(session_)) note("  " + line);
      return;
    case backup::Ending::JobRunning:
      note("  (BackupJobExists) Look at it with: " + look_further(progress, session_));
      note("  --if-busy join follows it, --if-busy wait starts yours after it.");
      return;
    case backup::Ending::Unknown:
      note("  Look before you start another: " + look_further(progress, session_));
      return;
    default: return;
  }
}

}  // namespace dds::cli
