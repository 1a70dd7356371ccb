#include "native/cli/rehearse_command.h"

#include <memory>
#include <optional>

#include "core/api/check.h"
#include "core/base/utf8.h"
#include "native/cli/call_command.h"
#include "native/cli/command_frame.h"
#include "native/cli/confirm.h"
#include "native/cli/outcome_report.h"
#include "native/cli/rehearsal_cleanup.h"
#include "native/cli/rehearsal_record_file.h"
#include "native/cli/rehearsal_report.h"
#include "native/cli/restore_options.h"
#include "native/cli/restore_report.h"
#include "native/cli/runner.h"
#include "native/cli/say.h"
#include "native/platform/clock.h"
#include "native/platform/nonce.h"

namespace dds::cli {
namespace {

using backup::RehearsalPhase;
using backup::RehearsalProgress;

constexpr const char* kDescription =
    "Rehearses the real thing: restores the newest good backup (or --set) into a temporary\n"
    "instance, waits until it runs, says which databases are in it, and releases it again. It "
    "costs\n"
    "money while it lasts: asks for the source's id on a terminal (elsewhere --yes-pay agrees).\n"
    "What was ordered is kept in a record, so that --clean-up finds what a killed run left behind.";
constexpr const char* kExamples =
    "  dds rehearse dds-bp1...\n"
    "  dds rehearse dds-bp1... --set 5664... --yes-pay --output json\n"
    "  dds rehearse --clean-up             # release what earlier rehearsals left behind\n"
    "\nExit codes: 0 it ran and was released, 1 refused, 2 wrong usage, 3 not reached (nothing "
    "was\n"
    "ordered), 4 outcome unknown, 5 it did not come up or was not released, 130 interrupted.\n";

struct RehearseTexts {
  std::vector<std::string> ids;
  std::string set;
  std::string record;
  std::string poll;
  bool yes_pay = false;
  bool clean_up = false;
  bool yes = false;
  std::vector<std::string> yes_release;
};

void add_options(CommandFrame& frame, RehearseTexts& texts) {
  frame.app().add_option("ID", texts.ids,
                         "the instance whose backup is rehearsed, e.g. dds-bp1...");
  frame.app().add_option("--set", texts.set, "the backup set (default: the newest good one)");
  frame.app().add_option("--record", texts.record,
                         "the record of rehearsals (default: dds/rehearsals in the user's state "
                         "folder)");
  frame.app().add_flag("--yes-pay", texts.yes_pay, "order it without asking: it costs money");
  frame.app().add_option("--poll", texts.poll, "seconds between two looks at it (default 15)");
  frame.app().add_flag("--clean-up", texts.clean_up,
                       "release the temporary instances that earlier runs left behind");
  frame.app().add_flag("--yes", texts.yes,
                       "with --clean-up: release all that the record knows, without asking");
  frame.add_repeatable("--yes-release", texts.yes_release,
                       "with --clean-up: release this one without asking, recorded or not");
}

std::optional<std::string> problem_of(const RehearseTexts& texts) {
  if (texts.clean_up) {
    if (texts.ids.size() > 1) return "Name one source at most: dds rehearse --clean-up dds-bp1...";
    if (!texts.set.empty() || texts.yes_pay)
      return "--clean-up only releases; leave out --set and --yes-pay.";
    if (const auto wrong = instances_problem(texts.ids)) return wrong;
    return instances_problem(texts.yes_release);
  }
  if (texts.yes || !texts.yes_release.empty())
    return std::string(texts.yes ? "--yes" : "--yes-release") +
           " is for --clean-up; what agrees to a rehearsal is --yes-pay.";
  if (texts.ids.size() > 1) return "Rehearse one instance at a time: dds rehearse dds-bp1...";
  if (auto wrong = instance_problem(texts.ids, "rehearse")) return wrong;
  if (texts.set.empty()) return std::nullopt;
  if (const Status wrong = api::check_backup_id(texts.set)) return "--set: " + wrong->message;
  return std::nullopt;
}

ExitCode report(const RehearsalProgress& progress, bool watched, bool table, const Runner& runner) {
  ExitCode code = ExitCode::Interrupted;
  const std::string look =
      "dds rehearse --clean-up " + progress.source_id + " " + reach_options(runner.session());
  if (watched) {
    code = report_problem(progress, progress.source_id, runner);
    if (!progress.record_problem.empty())
      note("  The record could not be kept: " + progress.record_problem);
    if (progress.left_over)
      note("  A temporary instance may still be there, and cost money. Release it with: " + look);
  } else {
    complain("Stopped watching; the temporary instance " + progress.restore.instance_id +
             " goes on being made, and costs money.");
    note("  Release it with: " + look);
  }
  if (!table) {
    put_json(rehearsal_json(progress, watched ? backup::name(progress.outcome) : "watching"),
             runner.session());
  } else if (!progress.proven.empty()) {
    put(clean(rehearsal_text(progress)));
  }
  return code;
}

ExitCode rehearse(const RehearseTexts& texts, Milliseconds poll, const CommandFrame& frame,
                  RecordFile& record, Runner& runner) {
  const std::string& id = texts.ids.front();
  const bool table = frame.output() == OutputKind::Table;
  backup::RehearsalOptions options;
  options.restore.poll = poll;
  options.release.poll = poll;
  options.jitter_seed = platform::random_seed();
  std::optional<api::RestorePoint> point;
  if (!texts.set.empty()) point = api::RestorePoint{texts.set, {}};
  const auto rehearsal = std::make_shared<backup::Rehearsal>(
      id, point, platform::random_nonce(), platform::now(), *record.file, options);
  if (!runner.run(rehearsal, id)) {
    complain("Interrupted; nothing was ordered.");
    return ExitCode::Interrupted;
  }
  const RehearsalProgress progress = rehearsal->progress();
  if (progress.phase != RehearsalPhase::ReadyToConfirm) {
    const ExitCode code = report_problem(progress, id, runner);
    if (!table)
      put_json(rehearsal_json(progress, backup::name(progress.outcome)), runner.session());
    return code;
  }
  if (frame.options().dry_run) {
    if (!table) {
      put_json(plan_json(progress.restore), runner.session());
      note("(dry run: nothing was ordered)");
      return ExitCode::Done;
    }
    put(clean(plan_text(progress.restore)) + "\n\n");
    return print_dry_run(progress.restore.plan->order, runner.session());
  }
  const std::string effect =
      "A temporary instance is going to be ordered, which costs money until it is released:\n" +
      plan_text(progress.restore);
  if (texts.yes_pay) {
    note(effect);
  } else if (const auto ended = ask({effect, id, "--yes-pay", "Nothing was ordered."})) {
    return *ended;
  }
  if (!rehearsal->confirm()) return wrong_usage("The plan cannot be confirmed any more.");
  const bool watched = runner.run(rehearsal, id, Runner::Manner::Tell);
  return report(rehearsal->progress(), watched, table, runner);
}

}  // namespace

ExitCode rehearse_command(const std::vector<std::string>& arguments,
                          const platform::Environment& environment) {
  CommandFrame frame("rehearse (ID | --clean-up) [options]", kDescription, kExamples);
  RehearseTexts texts;
  add_options(frame, texts);
  if (const std::optional<ExitCode> ended = frame.parse(arguments)) return *ended;
  if (const auto problem = problem_of(texts)) return wrong_usage(*problem);
  Milliseconds poll = backup::RestoreOptions{}.poll;
  if (const Status problem = read_poll(texts.poll, poll)) return wrong_usage(problem->message);
  const Result<Session> session = connect(frame.options(), environment);
  if (!session) return wrong_usage(session.error().message);
  Result<RecordFile> record = open_record_file(texts.record, environment);
  if (!record) return wrong_usage(record.error().message);

  Runner runner(*session, environment);
  if (!texts.clean_up) return rehearse(texts, poll, frame, *record, runner);
  CleanUp wish;
  if (!texts.ids.empty()) wish.source_id = texts.ids.front();
  wish.agreed = texts.yes;
  wish.agreed_ids = texts.yes_release;
  wish.poll = poll;
  wish.only_show = frame.options().dry_run;
  return clean_up(wish, *record, frame.output() == OutputKind::Table, runner);
}

}  // namespace dds::cli
