#include "native/cli/commands/commands.h"

#include <algorithm>
#include <initializer_list>
#include <optional>
#include <utility>

#include "core/backup/list_instances.h"
#include "core/base/time.h"
#include "native/cli/operations/backup_plan.h"
#include "native/cli/operations/backup_selection.h"
#include "native/cli/operations/backup_watch.h"
#include "native/cli/operations/held_file.h"
#include "native/cli/options/option_parser.h"
#include "native/cli/options/option_values.h"
#include "native/cli/reports/backup_report.h"
#include "native/cli/session/advice.h"
#include "native/cli/session/dry_run.h"
#include "native/cli/terminal/say.h"

namespace dds::cli {
namespace {

void say_interrupted(const std::vector<backup::Progress>& all, const Session& session,
                     const std::string& journal) {
  const auto is = [](const backup::Progress& progress, std::initializer_list<BackupOutcome> some) {
    return std::find(some.begin(), some.end(), outcome_of(progress)) != some.end();
  };
  const auto goes_on = [&](const backup::Progress& progress) {
    return is(progress, {BackupOutcome::Watching, BackupOutcome::Started, BackupOutcome::Unknown});
  };
  const auto untouched = [&](const backup::Progress& progress) {
    return is(progress, {BackupOutcome::NotBegun});
  };
  const bool nothing_started = std::all_of(all.begin(), all.end(), untouched);
  const bool all_over = std::none_of(all.begin(), all.end(), goes_on);
  complain(nothing_started ? "Interrupted; nothing was started."
           : all_over      ? "Interrupted; nothing more is started."
                           : "Stopped watching; what was started goes on.");
  if (!journal.empty()) {
    note("  Go on with: dds backup --journal " + quoted(journal) + " " + reach_options(session));
    return;
  }
  if (nothing_started) return;
  constexpr std::ptrdiff_t kNamed = 5;
  const std::ptrdiff_t count = std::count_if(all.begin(), all.end(), untouched);
  if (count > kNamed)
    note("  Nothing was started for " + std::to_string(count) + " of the instances.");
  for (const backup::Progress& progress : all) {
    if (progress.phase == backup::Phase::Ended) continue;
    if (untouched(progress)) {
      if (count <= kNamed) note("  " + progress.instance_id + ": nothing was started.");
    } else {
      note("  " + progress.instance_id + ": look at it with: " + look_further(progress, session));
    }
  }
  // No command is offered that follows it: once the job has ended, `dds backup` starts another.
  if (!all_over) note("  A run that was given a --journal FILE can be gone on with.");
}

// A run that is gone on with must not be taken for a new one.
std::string said_of(const backup::Journal& journal, const std::string& path) {
  std::optional<Instant> last;
  for (const backup::JournalEntry& entry : journal.entries) {
    // One that was only started is not over.
    if (entry.state != backup::JournalEntry::State::Ended ||
        entry.ending == backup::Ending::Started)
      return "Going on with the run of " + path + ".";
    if (entry.ended) last = std::max(last.value_or(*entry.ended), *entry.ended);
  }
  return "The run of " + path + " had ended already" + (last ? " at " + format_utc(*last) : "") +
         ": nothing is started now, and what follows is its outcome. For new backups give another "
         "--journal.";
}

constexpr const char* kDescription =
    "Backs up instances and follows each backup to its end. No backup is started twice: when the\n"
    "answer to CreateBackup is lost, the program finds out whether a backup was started, and "
    "sends\n"
    "it again only when it is certain that none was. Ctrl-C stops watching, never the backup. "
    "What\n"
    "--all or --tag meant and could not be backed up counts: it is in the report, and the code is "
    "5.\n"
    "An instance's outcome, in table and JSON, is one of:\n";
constexpr const char* kExamples =
    "  dds backup dds-bp1...\n"
    "  dds backup dds-bp1... dds-bp2... --backup-method Logical --output json\n"
    "  dds backup --all --region cn-hangzhou --journal $(date +%F).journal\n"
    "  dds backup --tag environment=production --if-busy join\n"
    "  dds backup --file instances.txt --journal tonight.journal --at-once 50\n"
    "  dds backup --journal tonight.journal      # goes on where it was left\n";

void say_left_out(const backup::LeftOut& one) {
  if (outcome_of(one) == BackupOutcome::NotListed) {
    note("Not listed when the run began: " + one.reason);
  } else {
    note(one.instance_id + ": left out when the run began. " + one.reason);
  }
}

// Whether so many were there as had to be, backed up or left out.
void guard_number(const BackupPlan& plan, const backup::JournalHead& head,
                  std::vector<backup::LeftOut>& left_out) {
  const std::size_t named = static_cast<std::size_t>(std::count_if(
      left_out.begin(), left_out.end(),
      [](const backup::LeftOut& one) { return outcome_of(one) == BackupOutcome::LeftOut; }));
  std::optional<std::string> sentence = too_few(head.backups.size() + named, plan.min_instances);
  if (!sentence) return;
  complain(*sentence);
  left_out.push_back({{}, *std::move(sentence)});
}

ExitCode print_plan(const BackupPlan& plan, const Session& session) {
  if (plan.selection) {
    note("Would ask which instances there are and back up each that can be; first:");
    backup::ListInstances list(session.region, {}, 0, plan.selection->tags);
    return print_first_request(list, session);
  }
  for (const api::CreateBackupParameters& parameters : plan.backups) {
    const ExitCode code = print_dry_run(*api::create_backup(parameters), session);
    if (code != ExitCode::Done) return code;
  }
  return ExitCode::Done;
}

}  // namespace

ExitCode backup_command(const CommandLine& line) {
  OptionParser parser("backup (ID... | --all | --tag KEY=VALUE) [options]",
                      kDescription + outcome_names() + ".", kExamples);
  BackupTexts texts;
  add_backup_options(parser.option_set(), texts);
  CommonTexts common;
  add_common_options(parser.option_set(), common);
  if (const std::optional<ExitCode> ended = parser.parse(line.arguments)) return *ended;
  const Result<CommonOptions> options = read_common_options(common);
  if (!options) return wrong_usage(options.error().message);
  if (options->format == api::Format::Xml)
    return wrong_usage("--format XML is for single actions; leave it out here.");
  if (options->output == OutputKind::Raw)
    return wrong_usage("--output raw is for single actions; here it takes json or table.");
  if (options->credentials_stdin && (texts.file == "-" || texts.file == "/dev/stdin"))
    return wrong_usage(
        "Standard input cannot hold both the instances and the AccessKey; give --file a file, or "
        "take the key from the environment or a profile.");
  const Result<BackupPlan> plan = make_backup_plan(texts);
  if (!plan) return wrong_usage(plan.error().message);
  const Result<Session> session = connect(*options, line.environment);
  if (!session) return wrong_usage(session.error().message);
  if (options->dry_run) return print_plan(*plan, *session);

  Runner runner(*session, line.environment);
  ExitCode failed = ExitCode::Done;  // by choosing the instances
  Result<BackupRun> run = begin_run(
      *plan, texts, *session, [&] { return select_instances(*plan->selection, runner, failed); });
  if (!run) {
    if (failed == ExitCode::Done) return cannot_use_file(run.error(), "--journal", "run");
    complain(run.error().message);
    return failed;
  }
  if (run->continued) {
    note(said_of(run->journal, texts.journal));
    for (const backup::LeftOut& one : run->journal.head.left_out) say_left_out(one);
  }
  std::vector<backup::LeftOut> left_out = run->journal.head.left_out;
  guard_number(*plan, run->journal.head, left_out);
  backup::FleetOptions fleet = plan->options;
  fleet.at_once = session->at_once;
  BackupWatch watch(std::move(*run), fleet, runner);
  const bool whole = watch.run();
  const std::vector<backup::Progress> all = watch.results();
  if (!whole) say_interrupted(all, *session, texts.journal);
  if (all.size() + left_out.size() > 1) note(summary_line(all, left_out));
  if (resolve(options->output) == OutputKind::Table) {
    for (const backup::Progress& progress : all) put(clean(report_line(progress)) + "\n");
    for (const backup::LeftOut& one : left_out) put(clean(report_line(one)) + "\n");
  } else {
    put(report_json(all, left_out, *session));
  }
  ExitCode code = exit_code_for(all, left_out);
  // The record that was asked for is output of this run.
  if (watch.journal_broke()) {
    note("The journal does not say how the run ended; gone on with, it finds out.");
    code = combine(code, ExitCode::Unwritten);
  }
  return whole ? code : combine(code, ExitCode::Interrupted);
}

}  // namespace dds::cli
