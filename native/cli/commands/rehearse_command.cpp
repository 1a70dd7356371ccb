#include "native/cli/commands/commands.h"

#include <functional>
#include <memory>
#include <optional>

#include "core/api/check.h"
#include "core/base/utf8.h"
#include "native/cli/operations/held_file.h"
#include "native/cli/operations/rehearsal_cleanup.h"
#include "native/cli/operations/rehearsal_record_file.h"
#include "native/cli/options/command_frame.h"
#include "native/cli/options/restore_options.h"
#include "native/cli/reports/rehearsal_report.h"
#include "native/cli/reports/restore_report.h"
#include "native/cli/session/dry_run.h"
#include "native/cli/session/outcome_report.h"
#include "native/cli/session/runner.h"
#include "native/cli/terminal/confirm.h"
#include "native/cli/terminal/say.h"
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
    "What was ordered is kept in a record, so that --go-on goes on with what --no-wait, Ctrl-C or "
    "a\n"
    "kill left behind, and --clean-up releases it.";
constexpr const char* kExamples =
    "  dds rehearse dds-bp1...\n"
    "  dds rehearse dds-bp1... --set 5664... --yes-pay --output json\n"
    "  dds rehearse dds-bp1... --yes-pay --no-wait   # return once the temporary instance is "
    "ordered\n"
    "  dds rehearse dds-bp1... --go-on               # wait for it, list, release; orders nothing\n"
    "  dds rehearse --clean-up                       # release what earlier rehearsals left "
    "behind\n";

struct RehearseTexts {
  std::vector<std::string> ids;
  std::string set;
  std::string record;
  std::string poll;
  bool yes_pay = false;
  bool no_wait = false;
  bool go_on = false;
  bool another = false;
  bool clean_up = false;
  bool yes = false;
  std::vector<std::string> yes_release;
};

void add_options(CommandFrame& frame, RehearseTexts& texts) {
  frame.option_set().add_positional("ID", texts.ids,
                                    "the instance whose backup is rehearsed, e.g. dds-bp1...");
  frame.option_set().add_option("--set", texts.set,
                                "the backup set (default: the newest good one)");
  frame.option_set().add_option(
      "--record", texts.record,
      "the record of rehearsals (default: dds/rehearsals in the user's state "
      "folder)");
  frame.option_set().add_flag("--yes-pay", texts.yes_pay,
                              "order it without asking: it costs money");
  frame.option_set().add_flag("--no-wait", texts.no_wait,
                              "return once it is ordered; it costs money until it is released");
  frame.option_set().add_flag("--go-on", texts.go_on,
                              "go on with the one that an earlier run ordered; orders nothing");
  frame.option_set().add_flag("--another", texts.another,
                              "begin one although an earlier one of this instance is not over");
  frame.option_set().add_option("--poll", texts.poll,
                                "seconds between two looks at it (default 15)");
  frame.option_set().add_flag("--clean-up", texts.clean_up,
                              "release the temporary instances that earlier runs left behind");
  frame.option_set().add_flag("--yes", texts.yes,
                              "with --clean-up: release all that the record knows, without asking");
  frame.option_set().add_repeatable(
      "--yes-release", texts.yes_release,
      "with --clean-up: release this one without asking, recorded or not");
}

std::optional<std::string> problem_of(const RehearseTexts& texts) {
  if (texts.clean_up) {
    if (texts.ids.size() > 1) return "Name one source at most: dds rehearse --clean-up dds-bp1...";
    if (texts.go_on) return "Either --go-on or --clean-up: the one ends in the other.";
    if (!texts.set.empty() || texts.yes_pay || texts.no_wait || texts.another)
      return "--clean-up only releases; leave out --set, --yes-pay, --no-wait and --another.";
    if (const auto wrong = instances_problem(texts.ids)) return wrong;
    return instances_problem(texts.yes_release);
  }
  if (texts.yes || !texts.yes_release.empty())
    return std::string(texts.yes ? "--yes" : "--yes-release") +
           " is for --clean-up; what agrees to a rehearsal is --yes-pay.";
  if (texts.ids.size() > 1) return "Rehearse one instance at a time: dds rehearse dds-bp1...";
  if (auto wrong = instance_problem(texts.ids, "rehearse")) return wrong;
  if (texts.go_on && (!texts.set.empty() || texts.yes_pay || texts.no_wait || texts.another))
    return "--go-on orders nothing; leave out --set, --yes-pay, --no-wait and --another.";
  if (texts.set.empty()) return std::nullopt;
  if (const Status wrong = api::check_backup_id(texts.set)) return "--set: " + wrong->message;
  return std::nullopt;
}

// What a person types to go on, and to release it at once.
struct Commands {
  std::string go_on;
  std::string release;
};
Commands commands_for(const std::string& source_id, const RehearseTexts& texts,
                      const Session& session) {
  const std::string rest = (texts.record.empty() ? "" : "--record " + quoted(texts.record) + " ") +
                           reach_options(session);
  return {"dds rehearse " + source_id + " --go-on " + rest,
          "dds rehearse --clean-up " + source_id + " " + rest};
}

enum class Watched { ToTheEnd, UntilOrdered, Interrupted };

void say_left(const RehearsalProgress& progress, Watched watched, const Commands& commands) {
  const std::string& id = progress.restore.instance_id;
  const std::string temporary = "the temporary instance" + (id.empty() ? std::string() : " " + id);
  if (watched == Watched::UntilOrdered) {
    note("Ordered " + temporary + ", which costs money until it is released.");
  } else if (watched == Watched::Interrupted && id.empty()) {
    complain("Interrupted while " + temporary + " was being ordered; it may cost money.");
  } else if (watched == Watched::Interrupted && progress.phase == RehearsalPhase::Releasing) {
    complain("Stopped watching while " + temporary + " was being released; it may cost money.");
  } else if (watched == Watched::Interrupted) {
    complain("Stopped watching; " + temporary + " may go on being made, and costs money.");
  } else {
    note("  A temporary instance may still be there, and cost money.");
  }
  if (!id.empty()) note("  Go on with: " + commands.go_on);
  note("  Release it with: " + commands.release);
}

ExitCode report(RehearsalProgress progress, Watched watched, bool table, const Commands& commands,
                const Runner& runner) {
  ExitCode code = ExitCode::Done;
  std::string_view outcome = backup::name(progress.ending);
  if (watched == Watched::ToTheEnd) {
    code = report_problem(progress, progress.source_id, runner);
    if (progress.sets_short) code = ExitCode::Unknown;
  } else {
    progress.left_over = true;
    if (watched == Watched::Interrupted) code = ExitCode::Interrupted;
    outcome = watched == Watched::Interrupted ? "Watching" : "Started";
  }
  if (!progress.record_problem.empty()) {
    note("  The record could not be kept: " + progress.record_problem);
    code = combine(code, ExitCode::Unwritten);
  }
  if (progress.left_over) say_left(progress, watched, commands);
  if (!table) {
    put_json(rehearsal_json(progress, outcome), runner.session());
  } else if (watched == Watched::UntilOrdered) {
    put(clean(progress.restore.instance_id + "  ordered  for a rehearsal of " +
              progress.source_id) +
        "\n");
  } else if (!progress.proven.empty()) {
    put(clean(rehearsal_text(progress)));
  }
  return code;
}

// One that is open costs money already: a second one has to be meant.
std::optional<ExitCode> refuse_second(const std::string& id, const RehearseTexts& texts,
                                      bool dry_run, const RecordFile& record,
                                      const Commands& commands) {
  const auto open = backup::open_rehearsal(record.book.records, id);
  if (!open) return std::nullopt;
  const bool allowed = texts.another || dry_run;
  const std::string sentence = "An earlier rehearsal of " + id + " is not over" +
                               (open->instance_id.empty() ? "" : " (" + open->instance_id + ")") +
                               " and may cost money";
  if (allowed)
    note(sentence + ".");
  else
    complain(sentence + "; see it to its end first, or add --another to begin one beside it.");
  if (!open->instance_id.empty()) note("  Go on with: " + commands.go_on);
  note("  Release it with: " + commands.release);
  return allowed ? std::nullopt : std::optional(ExitCode::Usage);
}

backup::RehearsalOptions rehearsal_options(Milliseconds poll) {
  backup::RehearsalOptions options;
  options.restore.poll = poll;
  options.release.poll = poll;
  options.jitter_seed = platform::random_seed();
  return options;
}

// The rehearsal to go on with, or why there is none.
Result<backup::RehearsalRecord> record_to_go_on(const std::string& id, const RecordFile& record,
                                                const Commands& commands, const Session& session) {
  const auto wrong = [](std::string sentence) {
    return make_error(ErrorCode::InvalidParameter, std::move(sentence), {});
  };
  std::optional<backup::RehearsalRecord> open = backup::open_rehearsal(record.book.records, id);
  if (!open)
    return wrong(record.path.string() + " knows no rehearsal of " + id +
                 " that is not over; leave out --go-on to begin one.");
  if (!open->region_id.empty() && open->region_id != session.region)
    return wrong("That rehearsal is in " + open->region_id + "; add --region " + open->region_id +
                 ".");
  if (open->instance_id.empty())
    return wrong(
        "The answer to that rehearsal's order was never read; find and release what it "
        "made with: " +
        commands.release);
  return *std::move(open);
}

ExitCode go_on(const RehearseTexts& texts, Milliseconds poll, const CommandFrame& frame,
               RecordFile& record, Runner& runner) {
  const std::string& id = texts.ids.front();
  const Commands commands = commands_for(id, texts, runner.session());
  Result<backup::RehearsalRecord> open = record_to_go_on(id, record, commands, runner.session());
  if (!open) return wrong_usage(open.error().message);
  note("Going on with the temporary instance " + open->instance_id + " of " + id + ".");
  if (frame.options().dry_run) {
    note("(dry run: it would be waited for, looked at and released)");
    return ExitCode::Done;
  }
  const auto rehearsal =
      std::make_shared<backup::Rehearsal>(*std::move(open), *record.file, rehearsal_options(poll));
  const bool whole = runner.run(rehearsal, id, Runner::Manner::Tell);
  return report(rehearsal->progress(), whole ? Watched::ToTheEnd : Watched::Interrupted,
                frame.output() == OutputKind::Table, commands, runner);
}

ExitCode rehearse(const RehearseTexts& texts, Milliseconds poll, const CommandFrame& frame,
                  RecordFile& record, Runner& runner) {
  const std::string& id = texts.ids.front();
  const bool table = frame.output() == OutputKind::Table;
  const Commands commands = commands_for(id, texts, runner.session());
  if (const auto refused = refuse_second(id, texts, frame.options().dry_run, record, commands))
    return *refused;
  std::optional<api::RestorePoint> point;
  if (!texts.set.empty()) point = api::RestorePoint{texts.set, {}};
  const auto rehearsal = std::make_shared<backup::Rehearsal>(
      id, point, platform::random_nonce(), platform::now(), *record.file, rehearsal_options(poll));
  if (!runner.run(rehearsal, id)) {
    complain("Interrupted; nothing was ordered.");
    return ExitCode::Interrupted;
  }
  const RehearsalProgress progress = rehearsal->progress();
  if (progress.phase != RehearsalPhase::ReadyToConfirm) {
    ExitCode code = report_problem(progress, id, runner);
    if (progress.sets_short) code = ExitCode::Unknown;
    if (!table) put_json(rehearsal_json(progress, backup::name(progress.ending)), runner.session());
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
  const std::function<bool()> enough = [&] {
    return texts.no_wait && rehearsal->progress().phase == RehearsalPhase::Restoring &&
           !rehearsal->progress().record.instance_id.empty();
  };
  const bool whole = runner.run(rehearsal, id, Runner::Manner::Tell, enough);
  const RehearsalProgress reached = rehearsal->progress();
  Watched watched = Watched::ToTheEnd;
  if (!reached.ended()) watched = whole ? Watched::UntilOrdered : Watched::Interrupted;
  return report(reached, watched, table, commands, runner);
}

}  // namespace

ExitCode rehearse_command(const CommandLine& line) {
  CommandFrame frame("rehearse (ID | --clean-up) [options]", kDescription, kExamples);
  RehearseTexts texts;
  add_options(frame, texts);
  frame.explain_code(ExitCode::Done, "it ran and was released (--no-wait: it is ordered)");
  frame.explain_code(ExitCode::FallsShort, "it did not come up, or was not released");
  frame.explain_code(ExitCode::NotReached,
                     "not reached: no answer of the service; nothing was ordered");
  if (const std::optional<ExitCode> ended = frame.parse(line.arguments)) return *ended;
  if (const auto problem = problem_of(texts)) return wrong_usage(*problem);
  Milliseconds poll = backup::RestoreOptions{}.poll;
  if (const Status problem = read_poll(texts.poll, poll)) return wrong_usage(problem->message);
  const Result<Session> session = connect(frame.options(), line.environment);
  if (!session) return wrong_usage(session.error().message);
  Result<RecordFile> record = open_record_file(texts.record, line.environment);
  if (!record) return cannot_use_file(record.error(), "--record", "rehearsal");

  Runner runner(*session, line.environment);
  if (texts.go_on) return go_on(texts, poll, frame, *record, runner);
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
