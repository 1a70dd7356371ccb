#include "native/cli/backup_watch.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "core/base/text.h"
#include "native/cli/advice.h"
#include "native/cli/backup_report.h"
#include "native/cli/say.h"
#include "native/platform/clock.h"
#include "native/platform/nonce.h"
#include "native/platform/output.h"
#include "native/platform/signals.h"

namespace dds::cli {
namespace {

constexpr Milliseconds kLongestWait{200};  // so that Ctrl-C and the bars answer at once

bool wants_unicode(const platform::Environment& environment) {
  for (const char* name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
    if (const std::optional<std::string> value = environment(name)) {
      return value->find("UTF-8") != std::string::npos || value->find("utf8") != std::string::npos;
    }
  }
  return false;
}

backup::FleetOptions seeded(backup::FleetOptions options) {
  options.backup.jitter_seed = platform::random_seed();
  return options;
}

std::string counted(std::size_t count, std::string_view what) {
  return count == 0 ? std::string() : ", " + std::to_string(count) + " " + std::string(what);
}

}  // namespace

BackupWatch::BackupWatch(BackupRun run, const backup::FleetOptions& options, const Session& session,
                         const platform::Environment& environment)
    : session_(session),
      terminal_(platform::is_terminal(platform::Stream::Error)),
      bars_(wants_unicode(environment), !environment("NO_COLOR").has_value()),
      driver_(transport_, session.connection, hooks()),
      file_(std::move(run.file)),
      fleet_(driver_, file_.get(), std::move(run.journal), seeded(options)) {
  shown_.resize(fleet_.size());
  // What ended in an earlier run was reported by that one.
  for (std::size_t i = 0; i < fleet_.size(); ++i)
    shown_[i].reported = fleet_.progress(i).phase == backup::Phase::Ended;
  fleet_.on_step = [this](std::size_t backup) { changed_.push_back(backup); };
}

bool BackupWatch::run() {
  platform::note_interrupts();
  fleet_.start(platform::now());
  for (;;) {
    driver_.advance(platform::now());
    show();
    if (fleet_.done()) break;
    if (platform::interrupted()) {
      bars_.erase();
      fleet_.stop();
      return false;
    }
    transport_.poll(wait());
  }
  bars_.erase();
  return true;
}

std::vector<backup::Progress> BackupWatch::results() const {
  std::vector<backup::Progress> all;
  all.reserve(fleet_.size());
  for (std::size_t i = 0; i < fleet_.size(); ++i) all.push_back(fleet_.progress(i));
  return all;
}

std::string BackupWatch::summary_line() const {
  const backup::FleetSummary summary = fleet_.summary(platform::now());
  return std::to_string(summary.all()) + " backups: " + std::to_string(summary.succeeded) +
         " succeeded" + counted(summary.failed, "failed") +
         counted(summary.not_started, "not started") +
         counted(summary.unknown, "of unknown outcome") +
         counted(summary.waiting + summary.running, "not ended") + ".";
}

backup::DriverHooks BackupWatch::hooks() {
  backup::DriverHooks hooks;
  hooks.now = platform::now;
  hooks.nonce = platform::random_nonce;
  hooks.on_exchange = [this](const backup::Exchange& exchange) {
    // The trace of a refusal, to say whether the secret or something on the way is wrong.
    if (!exchange.reply || !exchange.reply->ok()) return;
    const auto* refusal = std::get_if<response::ApiError>(&**exchange.reply);
    if (refusal == nullptr || response::is_throttling(*refusal)) return;
    if (refused_.size() < 100) refused_[refusal->request_id] = exchange.request.trace;
  };
  return hooks;
}

Milliseconds BackupWatch::wait() const {
  const std::optional<Instant> wake = driver_.next_wake();
  if (!wake) return kLongestWait;
  return std::clamp(*wake - platform::now(), Milliseconds(0), kLongestWait);
}

BarLine BackupWatch::overall() const {
  const backup::FleetSummary summary = fleet_.summary(platform::now());
  BarLine line;
  line.title = std::to_string(summary.ended()) + " of " + std::to_string(summary.all());
  line.percent = static_cast<int>(summary.share * 100);
  line.text = std::to_string(summary.running) + " running" + counted(summary.failed, "failed") +
              counted(summary.not_started, "not started") + counted(summary.unknown, "unknown");
  if (summary.time_left) line.text += ", about " + format_duration(*summary.time_left) + " left";
  return line;
}

void BackupWatch::show() {
  std::vector<std::size_t> changed = std::exchange(changed_, {});
  std::sort(changed.begin(), changed.end());
  changed.erase(std::unique(changed.begin(), changed.end()), changed.end());
  for (const std::size_t backup : changed) {
    if (fleet_.progress(backup).phase == backup::Phase::Ended) {
      report_end(backup);
    } else if (!terminal_) {
      show_change(backup);
    }
  }
  if (const std::string& problem = fleet_.journal_problem();
      !problem.empty() && journal_problem_.empty()) {
    journal_problem_ = problem;
    bars_.erase();
    complain(problem);
    note("  Backups that run are followed; nothing more is started.");
  }
  if (!terminal_) return;
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
    bars_.erase();
  } else {
    bars_.draw(lines);
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
  note(progress.instance_id + ": " + backup::describe(progress));
}

// What went wrong goes to stderr at once; the outcome itself goes to stdout at the end.
void BackupWatch::report_end(std::size_t backup) {
  if (shown_[backup].reported) return;
  shown_[backup].reported = true;
  const backup::Progress& progress = fleet_.progress(backup);
  if (progress.ending == backup::Ending::Succeeded || progress.ending == backup::Ending::Started) {
    if (!terminal_) note(progress.instance_id + ": " + backup::describe(progress));
    return;
  }
  bars_.erase();
  std::vector<std::string> lines = reasons(progress);
  // The service's own words, with its code, when it refused; else what the operation says.
  std::string first = backup::describe(progress);
  if (progress.refusal && !lines.empty()) {
    first = lines.front();
    lines.erase(lines.begin());
  }
  complain(progress.instance_id + ": " + clean(first, &session_.connection.credentials));
  for (const std::string& line : lines) note("  " + clean(line, &session_.connection.credentials));
}

std::vector<std::string> BackupWatch::reasons(const backup::Progress& progress) const {
  if (progress.refusal) {
    const auto trace = refused_.find(progress.refusal->request_id);
    return explain(*progress.refusal, session_, trace == refused_.end() ? nullptr : &trace->second);
  }
  switch (progress.ending) {
    case backup::Ending::NotStarted:
      return {"It is safe to start it again: dds backup " + progress.instance_id + " " +
              reach_options(session_)};
    case backup::Ending::NotReached: {
      std::vector<std::string> lines = explain_not_reached(session_);
      if (progress.problem.find("was started") == std::string::npos)
        lines.insert(lines.begin(), "Nothing was started.");
      return lines;
    }
    case backup::Ending::JobRunning:
      return {"(BackupJobExists) Look at it with: " + look_further(progress, session_),
              "--if-busy join follows it, --if-busy wait starts yours after it."};
    case backup::Ending::Unknown:
      return {"Look before you start another: " + look_further(progress, session_)};
    default: return {};
  }
}

}  // namespace dds::cli
