#include "native/cli/backup_command.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <memory>
#include <optional>
#include <utility>

#include "core/backup/create_and_follow.h"
#include "core/backup/driver.h"
#include "native/cli/advice.h"
#include "native/cli/backup_report.h"
#include "native/cli/bar.h"
#include "native/cli/call_command.h"
#include "native/cli/numbers.h"
#include "native/cli/option_parser.h"
#include "native/cli/say.h"
#include "native/platform/clock.h"
#include "native/platform/nonce.h"
#include "native/platform/output.h"
#include "native/platform/signals.h"
#include "native/transport/curl_transport.h"

namespace dds::cli {
namespace {

constexpr std::size_t kAtOnce = 32;  // operations that run together; the rest follow as these end
constexpr Milliseconds kLongestWait{200};  // so that Ctrl-C and the bars answer at once

struct Plan {
  std::vector<api::CreateBackupParameters> backups;
  backup::Options options;
};

// One instance's backup, from here.
struct Watch {
  std::shared_ptr<backup::CreateAndFollow> operation;
  std::string last_shown;  // key of the line that was printed last, off the terminal
  bool reported = false;
};

bool wants_unicode(const platform::Environment& environment) {
  for (const char* name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
    if (const std::optional<std::string> value = environment(name)) {
      return value->find("UTF-8") != std::string::npos || value->find("utf8") != std::string::npos;
    }
  }
  return false;
}

class Watcher {
 public:
  Watcher(const Plan& plan, const Session& session, const platform::Environment& environment)
      : session_(session),
        terminal_(platform::is_terminal(platform::Stream::Error)),
        bars_(wants_unicode(environment), !environment("NO_COLOR").has_value()),
        driver_(transport_, session.connection, hooks()) {
    for (const api::CreateBackupParameters& parameters : plan.backups) {
      backup::Options options = plan.options;
      options.jitter_seed = platform::random_seed();
      Watch watch;
      watch.operation = std::make_shared<backup::CreateAndFollow>(parameters, options);
      watches_.push_back(std::move(watch));
    }
  }

  // True when everything ended, false when Ctrl-C came first.
  bool run() {
    platform::note_interrupts();
    for (;;) {
      start_more();
      driver_.advance(platform::now());
      show();
      start_more();
      if (driver_.idle() && next_ == watches_.size()) break;
      if (platform::interrupted()) {
        bars_.erase();
        return false;
      }
      transport_.poll(wait());
    }
    bars_.erase();
    return true;
  }

  [[nodiscard]] std::vector<backup::Progress> results() const {
    std::vector<backup::Progress> all;
    for (const Watch& watch : watches_) all.push_back(watch.operation->progress());
    return all;
  }

 private:
  backup::DriverHooks hooks() {
    backup::DriverHooks hooks;
    hooks.now = platform::now;
    hooks.nonce = platform::random_nonce;
    hooks.on_exchange = [this](const backup::Exchange& exchange) {
      // The trace of a refusal, to say whether the secret or something on the way is wrong.
      if (!exchange.reply || !exchange.reply->ok()) return;
      const auto* refusal = std::get_if<response::ApiError>(&**exchange.reply);
      if (refusal != nullptr) refused_[refusal->request_id] = exchange.request.trace;
    };
    return hooks;
  }

  void start_more() {
    while (next_ < watches_.size() && started_ - ended() < kAtOnce) {
      driver_.start(watches_[next_].operation);
      ++next_;
      ++started_;
    }
  }

  [[nodiscard]] std::size_t ended() const {
    return static_cast<std::size_t>(
        std::count_if(watches_.begin(), watches_.end(), [](const Watch& watch) {
          return watch.operation->progress().phase == backup::Phase::Ended;
        }));
  }

  [[nodiscard]] Milliseconds wait() const {
    const std::optional<Instant> wake = driver_.next_wake();
    if (!wake) return kLongestWait;
    return std::clamp(*wake - platform::now(), Milliseconds(0), kLongestWait);
  }

  void show() {
    std::vector<BarLine> lines;
    for (Watch& watch : watches_) {
      const backup::Progress& progress = watch.operation->progress();
      if (progress.phase == backup::Phase::Idle) continue;
      if (progress.phase == backup::Phase::Ended) {
        report_end(watch);
      } else if (terminal_) {
        std::optional<int> percent;
        if (progress.percent) percent = *progress.percent;
        lines.push_back({progress.instance_id, percent, clean(backup::describe(progress))});
      } else {
        show_change(watch);
      }
    }
    if (terminal_ && !lines.empty()) bars_.draw(lines);
    if (terminal_ && lines.empty()) bars_.erase();
  }

  // Off the terminal: one line a change of phase, not one a percent.
  void show_change(Watch& watch) {
    const backup::Progress& progress = watch.operation->progress();
    const std::string key = std::to_string(static_cast<int>(progress.phase)) + "/" +
                            std::to_string(static_cast<int>(progress.job_state)) + "/" +
                            progress.problem;
    if (key == watch.last_shown) return;
    watch.last_shown = key;
    note(progress.instance_id + ": " + backup::describe(progress));
  }

  // What went wrong goes to stderr at once; the outcome itself goes to stdout at the end.
  void report_end(Watch& watch) {
    if (watch.reported) return;
    watch.reported = true;
    const backup::Progress& progress = watch.operation->progress();
    if (progress.ending == backup::Ending::Succeeded ||
        progress.ending == backup::Ending::Started) {
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
    for (const std::string& line : lines)
      note("  " + clean(line, &session_.connection.credentials));
  }

  [[nodiscard]] std::vector<std::string> reasons(const backup::Progress& progress) const {
    if (progress.refusal) {
      const auto trace = refused_.find(progress.refusal->request_id);
      return explain(*progress.refusal, session_,
                     trace == refused_.end() ? nullptr : &trace->second);
    }
    switch (progress.ending) {
      case backup::Ending::NotStarted:
        return {"It is safe to start it again: dds backup " + progress.instance_id + " " +
                reach_options(session_)};
      case backup::Ending::NotReached: {
        std::vector<std::string> lines = explain_not_reached(session_);
        if (progress.problem.find("was started") == std::string::npos) {
          lines.insert(lines.begin(), "Nothing was started.");
        }
        return lines;
      }
      case backup::Ending::JobRunning:
        return {"(BackupJobExists) Look at it with: " + look_further(progress, session_)};
      case backup::Ending::Unknown:
        return {"Look before you start another: " + look_further(progress, session_)};
      default: return {};
    }
  }

  const Session& session_;
  bool terminal_;
  Bars bars_;
  transport::CurlTransport transport_;
  std::map<std::string, signing::SigningTrace> refused_;  // by request id
  backup::Driver driver_;
  std::vector<Watch> watches_;
  std::size_t next_ = 0;
  std::size_t started_ = 0;
};

struct BackupTexts {
  std::vector<std::string> ids;
  std::string method;
  std::string retention;
  std::string poll;
  bool no_wait = false;
};

Result<Plan> make_plan(const BackupTexts& texts) {
  Plan plan;
  if (texts.ids.empty()) {
    return make_error(ErrorCode::MissingParameter,
                      "Name the instances to back up: dds backup dds-bp1... (dds "
                      "DescribeDBInstances lists them).",
                      {});
  }
  api::CreateBackupParameters common;
  if (!texts.method.empty()) {
    const Result<api::BackupMethod> method = api::parse_backup_method(texts.method);
    if (!method)
      return make_error(ErrorCode::InvalidParameter, "--backup-method: " + method.error().message,
                        {});
    common.method = *method;
  }
  if (!texts.retention.empty()) {
    const std::optional<std::int64_t> days = parse_integer(texts.retention, -1, 730);
    if (!days || (*days != -1 && *days < 7)) {
      return make_error(ErrorCode::InvalidParameter,
                        "--retention takes days from 7 to 730, or -1 for ever; \"" +
                            texts.retention + "\" was given.",
                        {});
    }
    common.retention_days = static_cast<std::int32_t>(*days);
  }
  if (!texts.poll.empty()) {
    const std::optional<double> seconds = parse_decimal(texts.poll, 0.05, 3600);
    if (!seconds) {
      return make_error(ErrorCode::InvalidParameter,
                        "--poll takes seconds from 0.05 to 3600; \"" + texts.poll + "\" was given.",
                        {});
    }
    plan.options.limits.poll = Milliseconds(std::lround(*seconds * 1000));
  }
  plan.options.follow = !texts.no_wait;
  for (const std::string& id : texts.ids) {
    const bool twice = std::any_of(
        plan.backups.begin(), plan.backups.end(),
        [&](const api::CreateBackupParameters& other) { return other.instance_id == id; });
    if (twice)
      return make_error(ErrorCode::InvalidParameter,
                        id + " is named twice; name each instance once.", {});
    common.instance_id = id;
    const Result<api::Call> call = api::create_backup(common);
    if (!call) return call.error();
    plan.backups.push_back(common);
  }
  return plan;
}

void say_interrupted(const std::vector<backup::Progress>& all, const Session& session) {
  complain("Stopped watching; what was started goes on.");
  for (const backup::Progress& progress : all) {
    if (progress.phase == backup::Phase::Ended) continue;
    if (!progress.create_sent) {
      note("  " + progress.instance_id + ": nothing was started.");
    } else {
      note("  " + progress.instance_id + ": look further with: " + look_further(progress, session));
    }
  }
}

}  // namespace

ExitCode backup_command(const std::vector<std::string>& arguments,
                        const platform::Environment& environment) {
  OptionParser parser(
      "backup ID... [options]",
      "Backs up instances and follows each backup to its end. CreateBackup is sent once an "
      "instance:\n"
      "when its outcome is unknown, the program finds out whether a backup was started.\n"
      "Ctrl-C stops watching, never the backup.",
      "  dds backup dds-bp1...\n"
      "  dds backup dds-bp1... dds-bp2... --backup-method Logical --output json\n"
      "  dds backup dds-bp1... --no-wait\n"
      "\nExit codes: 0 done, 1 refused, 2 wrong usage, 3 not reached (nothing was started),\n"
      "4 outcome unknown, 5 the backup failed, 130 interrupted.\n");
  BackupTexts texts;
  parser.app().add_option("ID", texts.ids, "instances, e.g. dds-bp1...");
  parser.app().add_option("--backup-method", texts.method,
                          "Logical, Physical or Snapshot (default: the service's)");
  parser.app().add_option("--retention", texts.retention,
                          "days to keep it, 7 to 730, or -1 for ever (cloud disks)");
  parser.app().add_option("--poll", texts.poll,
                          "seconds between two looks at a running backup (default 5)");
  parser.app().add_flag("--no-wait", texts.no_wait, "return once the backup is started");
  CommonTexts common;
  add_common_options(parser.app(), common);
  if (const std::optional<ExitCode> ended = parser.parse(arguments)) return *ended;
  const Result<CommonOptions> options = read_common_options(common);
  if (!options) return wrong_usage(options.error().message);
  const Result<Plan> plan = make_plan(texts);
  if (!plan) return wrong_usage(plan.error().message);
  const Result<Session> session = connect(*options, environment);
  if (!session) return wrong_usage(session.error().message);
  if (options->format == api::Format::Xml)
    return wrong_usage("--format XML is for single actions; leave it out here.");

  if (options->dry_run) {
    for (const api::CreateBackupParameters& parameters : plan->backups) {
      const ExitCode code = print_dry_run(*api::create_backup(parameters), *session);
      if (code != ExitCode::Done) return code;
    }
    return ExitCode::Done;
  }

  Watcher watcher(*plan, *session, environment);
  const bool whole = watcher.run();
  const std::vector<backup::Progress> all = watcher.results();
  if (!whole) say_interrupted(all, *session);
  if (resolve(options->output) == OutputKind::Table) {
    for (const backup::Progress& progress : all) put(clean(report_line(progress)) + "\n");
  } else {
    put(report_json(all));
  }
  return whole ? exit_code_for(all) : ExitCode::Interrupted;
}

}  // namespace dds::cli
