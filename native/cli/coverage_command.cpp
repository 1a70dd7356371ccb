#include "native/cli/coverage_command.h"

#include <memory>
#include <optional>
#include <utility>

#include "core/base/utf8.h"
#include "native/cli/command_frame.h"
#include "native/cli/coverage_report.h"
#include "native/cli/dry_run.h"
#include "native/cli/outcome_report.h"
#include "native/cli/runner.h"
#include "native/cli/say.h"
#include "native/cli/time_option.h"
#include "native/platform/nonce.h"

namespace dds::cli {
namespace {

constexpr const char* kDescription =
    "Says how well instances are covered: the newest backup that could be restored and its age, "
    "the\n"
    "times that can be restored to, the automatic backups, the space used. Without ids, all\n"
    "instances of the region are looked at. What cannot be read counts as falling short.";
constexpr const char* kExamples =
    "  dds coverage --region cn-hangzhou\n"
    "  dds coverage dds-bp1... --max-age 12h --output json\n"
    "  0 7 * * *  dds coverage --max-age 26h || mail -s 'backups fall short' dba    # in cron\n"
    "\nExit codes: 0 all are covered, 5 one falls short, 1 refused, 3 not reached, 130 "
    "interrupted.\n";

struct Ids {
  std::vector<std::string> ids;
  std::vector<backup::UnlistedKind> unlisted;
};

// All of the region; nothing when they could not be listed, which was said, with the code.
std::optional<Ids> list_all(Runner& runner, ExitCode& code) {
  const auto list = std::make_shared<backup::ListInstances>(
      runner.session().region, backup::StepLimits{}, platform::random_seed());
  if (!runner.run(list, runner.session().region)) {
    complain("Interrupted.");
    code = ExitCode::Interrupted;
    return std::nullopt;
  }
  code = report_problem(list->progress(), runner.session().region, runner);
  if (code != ExitCode::Done) return std::nullopt;
  Ids all;
  for (const api::Instance& instance : list->progress().instances) all.ids.push_back(instance.id);
  all.unlisted = list->progress().unlisted;
  return all;
}

// False when Ctrl-C came first.
bool look_at_all(backup::CoverageRun& run, Runner& runner) {
  const auto start_next = [&] {
    (void)run.collect();
    while (const std::shared_ptr<backup::CoverInstance> next = run.next())
      runner.driver().start(next);
  };
  const auto show = [&] {
    start_next();
    if (!runner.terminal() || run.total() == 0) return;
    const auto percent = static_cast<int>(run.looked_at() * 100 / run.total());
    runner.bars().draw({{"Looking", percent,
                         std::to_string(run.looked_at()) + " of " + std::to_string(run.total())}});
  };
  return runner.pump([&] { return run.ended(); }, show);
}

// What is unknown is said in full: it may have no room in the table, and cron mails stderr.
void say_unknown(const backup::CoverageBoard& board) {
  for (const backup::InstanceCoverage& row : board.rows()) {
    if (row.state == backup::CoverageState::Unknown) note(row.instance_id + ": " + row.reason);
  }
  for (const backup::UnlistedKind& kind : board.unlisted())
    note("Instances of the kind " + kind.kind + " could not be listed: " + kind.reason);
}

}  // namespace

ExitCode coverage_command(const std::vector<std::string>& arguments,
                          const platform::Environment& environment) {
  CommandFrame frame("coverage [ID...] [options]", kDescription, kExamples);
  std::vector<std::string> ids;
  std::string max_age = "24h";
  frame.app().add_option("ID", ids, "instances (default: all of the region)");
  frame.app().add_option("--max-age", max_age,
                         "how old the newest backup may be: 90m, 24h, 2d (default 24h)");
  if (const std::optional<ExitCode> ended = frame.parse(arguments)) return *ended;
  if (const auto problem = instances_problem(ids)) return wrong_usage(*problem);
  backup::CoverageOptions options;
  if (const std::optional<Milliseconds> limit = parse_length(max_age)) {
    options.age_limit = *limit;
  } else {
    return wrong_usage("--max-age takes minutes, hours or days, such as 90m, 24h or 2d; \"" +
                       one_line(max_age) + "\" was given.");
  }
  const Result<Session> session = connect(frame.options(), environment);
  if (!session) return wrong_usage(session.error().message);

  Runner runner(*session, environment);
  if (frame.options().dry_run) {
    if (ids.empty()) {
      backup::ListInstances list(session->region);
      return print_first_request(list, *session);
    }
    backup::CoverInstance one(ids.front(), options);
    return print_first_request(one, *session);
  }
  Ids looked_at{ids, {}};
  if (ids.empty()) {
    ExitCode code = ExitCode::Done;
    std::optional<Ids> all = list_all(runner, code);
    if (!all) return code;
    looked_at = std::move(*all);
  }
  backup::CoverageRun run(looked_at.ids, options, backup::kMostInFlight / 2,
                          platform::random_seed());
  for (backup::UnlistedKind& kind : looked_at.unlisted)
    run.board().expect_unlisted(std::move(kind));
  const bool whole = look_at_all(run, runner);
  const backup::CoverageBoard& board = run.board();
  if (!whole) complain("Interrupted; what was not looked at is shown as unknown.");
  if (frame.output() == OutputKind::Table) {
    if (board.rows().empty() && board.unlisted().empty()) {
      note("There is no instance in " + session->region + ".");
    } else {
      put_table(coverage_table(board));
    }
  } else {
    put_json(coverage_json(board, options.age_limit), *session);
  }
  say_unknown(board);
  if (!board.rows().empty()) note(coverage_summary(board));
  if (!whole) return ExitCode::Interrupted;
  return board.falls_short() ? ExitCode::BackupFailed : ExitCode::Done;
}

}  // namespace dds::cli
