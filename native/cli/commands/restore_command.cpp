#include "native/cli/commands/commands.h"

#include <memory>
#include <optional>

#include "native/cli/options/command_frame.h"
#include "native/cli/options/restore_options.h"
#include "native/cli/reports/restore_report.h"
#include "native/cli/session/dry_run.h"
#include "native/cli/session/outcome_report.h"
#include "native/cli/session/runner.h"
#include "native/cli/terminal/confirm.h"
#include "native/cli/terminal/say.h"
#include "native/platform/nonce.h"

namespace dds::cli {
namespace {

using backup::RestorePhase;
using backup::RestoreProgress;

constexpr const char* kDescription =
    "Restores a backup set, or the state of a moment, into a new pay-as-you-go instance: shows "
    "plan\n"
    "and price, asks for the source's id on a terminal (elsewhere --yes-pay agrees), orders it "
    "and\n"
    "follows it until it runs. The source stays as it is. The order carries a ClientToken: run\n"
    "again with the one that was printed, it goes on and orders nothing twice. Ctrl-C stops\n"
    "watching, never the restore.";
constexpr const char* kExamples =
    "  dds restore dds-bp1... --set 5664... --name orders-copy\n"
    "  dds restore dds-bp1... --at 2026-01-14T06:00:00Z --dry-run\n"
    "  dds restore dds-bp1... --set 5664... --yes-pay --no-wait --output json\n";

bool ordered(const RestoreProgress& progress) {
  return progress.phase == RestorePhase::Following || progress.phase == RestorePhase::Ended;
}

ExitCode show_plan(const RestoreProgress& progress, bool table, const Session& session) {
  if (!table) {
    put_json(plan_json(progress), session);
    note("(dry run: nothing was ordered)");
    return ExitCode::Done;
  }
  put(clean(plan_text(progress)) + "\n\n");
  return print_dry_run(progress.plan->order, session);
}

// How it ended, or how far it is; the exit code.
ExitCode report(const RestoreProgress& progress, bool watched, bool table,
                const std::string& resume, const Runner& runner) {
  ExitCode code = ExitCode::Done;
  std::string_view outcome = backup::name(progress.ending);
  if (progress.ended()) {
    code = report_problem(progress, progress.source_id, runner);
    if (code == ExitCode::Unknown)
      note("  Run it again soon, which orders nothing twice: " + resume);
  } else if (!watched) {
    code = ExitCode::Interrupted;
    outcome = "Watching";
    complain(progress.instance_id.empty()
                 ? "Interrupted while it was being ordered; it may have been."
                 : "Stopped watching; " + progress.instance_id + " goes on being made.");
    note("  Go on with: " + resume);
  } else {
    outcome = "Started";  // --no-wait
  }
  if (!table) {
    put_json(restore_json(progress, outcome), runner.session());
  } else if (code == ExitCode::Done) {
    put(clean(progress.instance_id + "  " +
              (progress.instance_status.empty() ? "ordered" : progress.instance_status) + "  " +
              backup::describe(progress)) +
        "\n");
  }
  return code;
}

// The command to copy that continues the same order: the token prevents a second instance.
std::string resume_command(const std::string& source_id, const RestoreTexts& texts,
                           const std::string& client_token, const Session& session) {
  std::string command = "dds restore " + source_id;
  const auto add = [&command](std::string_view option, const std::string& value) {
    if (!value.empty()) command += " " + std::string(option) + " " + quoted(value);
  };
  add("--set", texts.set);
  add("--at", texts.at);
  add("--name", texts.name);
  add("--class", texts.instance_class);
  add("--storage", texts.storage);
  add("--vswitch", texts.vswitch);
  add("--client-token", client_token);
  return command + " --yes-pay " + reach_options(session);
}

}  // namespace

ExitCode restore_command(const CommandLine& line) {
  CommandFrame frame("restore ID (--set SET | --at TIME) [options]", kDescription, kExamples);
  std::vector<std::string> ids;
  RestoreTexts texts;
  frame.option_set().add_positional("ID", ids,
                                    "the instance whose backup is restored, e.g. dds-bp1...");
  add_restore_options(frame.option_set(), texts);
  frame.explain_code(ExitCode::Done, "it runs (--no-wait: it is ordered)");
  frame.explain_code(ExitCode::FallsShort, "it did not come up");
  frame.explain_code(ExitCode::NotReached,
                     "not reached: no answer of the service; nothing was ordered");
  if (const std::optional<ExitCode> ended = frame.parse(line.arguments)) return *ended;
  if (const auto problem = instance_problem(ids, "restore")) return wrong_usage(*problem);
  Result<RestoreWish> wish = read_restore_wish(texts);
  if (!wish) return wrong_usage(wish.error().message);
  const Result<Session> session = connect(frame.options(), line.environment);
  if (!session) return wrong_usage(session.error().message);

  const std::string& id = ids.front();
  const bool table = frame.output() == OutputKind::Table;
  if (wish->request.client_token.empty()) wish->request.client_token = platform::random_nonce();
  const std::string token = wish->request.client_token;
  const std::string resume = resume_command(id, texts, token, *session);
  wish->options.jitter_seed = platform::random_seed();
  Runner runner(*session, line.environment);
  const auto restore = std::make_shared<backup::RestoreInstance>(id, wish->request, wish->options);
  const RestoreProgress& progress = restore->progress();
  if (!runner.run(restore, id)) {
    complain("Interrupted; nothing was ordered.");
    return ExitCode::Interrupted;
  }
  if (progress.phase != RestorePhase::ReadyToConfirm) {
    const ExitCode code = report_problem(progress, id, runner);
    if (!table) put_json(restore_json(progress, backup::name(progress.ending)), *session);
    return code;
  }
  if (frame.options().dry_run) return show_plan(progress, table, *session);
  const std::string effect =
      "A new instance is going to be ordered, which costs money:\n" + plan_text(progress);
  if (texts.yes_pay) {
    note(effect);
  } else if (const auto ended = ask({effect, id, "--yes-pay", "Nothing was ordered."})) {
    return *ended;
  }
  // Said before the order leaves: whatever happens then, it can be gone on with.
  note("ClientToken " + token + " (a repetition with --client-token orders nothing twice)");
  if (!restore->confirm()) return wrong_usage("The plan cannot be confirmed any more.");
  const std::function<bool()> enough = [&] { return texts.no_wait && ordered(progress); };
  const bool watched = runner.run(restore, id, Runner::Manner::Tell, enough);
  return report(progress, watched, table, resume, runner);
}

}  // namespace dds::cli
