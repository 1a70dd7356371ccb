#include "native/cli/commands/commands.h"

#include <memory>
#include <optional>
#include <set>
#include <utility>

#include "core/backup/list_regions.h"
#include "core/backup/regional_coverage.h"
#include "core/base/utf8.h"
#include "native/cli/options/command_frame.h"
#include "native/cli/options/option_values.h"
#include "native/cli/reports/coverage_report.h"
#include "native/cli/reports/coverage_verdict.h"
#include "native/cli/session/advice.h"
#include "native/cli/session/dry_run.h"
#include "native/cli/session/outcome_report.h"
#include "native/cli/session/runner.h"
#include "native/cli/terminal/say.h"
#include "native/platform/nonce.h"

namespace dds::cli {
namespace {

constexpr const char* kDescription =
    "Says how well instances are covered: the newest backup that could be restored and its age, "
    "the\n"
    "times that can be restored to, the automatic backups, the space used. Without ids, all\n"
    "instances of the region are looked at, or those of several. What cannot be read, be it a "
    "whole\n"
    "region, counts as falling short.";
constexpr const char* kExamples =
    "  dds coverage --region cn-hangzhou\n"
    "  dds coverage --region cn-hangzhou,cn-beijing\n"
    "  dds coverage --all-regions --output json\n"
    "  dds coverage dds-bp1... --max-age 12h --output json\n"
    "  0 7 * * *  dds coverage --max-age 26h || mail -s 'backups fall short' dba    # in cron\n";

struct CoverageTexts {
  std::vector<std::string> ids;
  std::string max_age = "24h";
  bool all_regions = false;
  std::string min_instances;
  bool allow_none = false;
  bool fail_on_last_failed = false;
};

void add_options(CommandFrame& frame, CoverageTexts& texts) {
  frame.option_set().add_positional("ID", texts.ids, "instances (default: all of the region)");
  frame.option_set().add_option("--max-age", texts.max_age,
                                "how old the newest backup may be: 90m, 24h, 2d (default 24h)");
  frame.option_set().add_flag("--all-regions", texts.all_regions,
                              "look at every region that the service tells of");
  frame.option_set().add_flag(
      "--fail-on-last-failed", texts.fail_on_last_failed,
      "an instance whose newest backup failed falls short, however young an "
      "earlier good one is");
  frame.option_set().add_option("--min-instances", texts.min_instances, kMinInstancesHelp);
  frame.option_set().add_flag("--allow-none", texts.allow_none, kAllowNoneHelp);
  frame.allow_several_regions();
  frame.explain_code(ExitCode::Done, "all are covered");
  frame.explain_code(ExitCode::FallsShort, "one instance or region falls short, or none is there");
  frame.explain_code(ExitCode::Refused, "refused by the service: nothing at all could be read");
  frame.explain_code(ExitCode::NotReached, "not reached: nothing at all could be read");
}

std::optional<std::string> problem_of(const CoverageTexts& texts,
                                      const std::vector<std::string>& regions) {
  if (texts.all_regions && !regions.empty())
    return "Either --region or --all-regions: leave one of them out.";
  if (!texts.ids.empty() && (texts.all_regions || regions.size() > 1))
    return "Instances that are named are looked at in one region; give one --region, or no ids.";
  if (!texts.ids.empty() && (texts.allow_none || !texts.min_instances.empty()))
    return "--min-instances and --allow-none are for instances that are listed; leave them out "
           "where instances are named.";
  return instances_problem(texts.ids);
}

// Every region that the service tells of; nothing when they could not be listed, which was said,
// with the code.
std::optional<std::vector<std::string>> list_regions(Runner& runner, ExitCode& code) {
  const auto list =
      std::make_shared<backup::ListRegions>(backup::StepLimits{}, platform::random_seed());
  if (!runner.run(list, "regions")) {
    complain("Interrupted.");
    code = ExitCode::Interrupted;
    return std::nullopt;
  }
  code = report_problem(list->progress(), "The regions", runner);
  if (code != ExitCode::Done) return std::nullopt;
  std::vector<std::string> ids;
  for (const api::Region& region : list->progress().regions) ids.push_back(region.id);
  return ids;
}

BarLine bar_of(const backup::RegionalCoverage& coverage) {
  const std::size_t all = coverage.total();
  BarLine line{"Looking", std::nullopt, {}};
  if (coverage.listed() < coverage.regions().size() && coverage.regions().size() > 1) {
    line.text = std::to_string(coverage.listed()) + " of " +
                std::to_string(coverage.regions().size()) + " regions listed";
  } else if (all > 0) {
    line.percent = static_cast<int>(coverage.looked_at() * 100 / all);
    line.text = std::to_string(coverage.looked_at()) + " of " + std::to_string(all);
  } else {
    line.text = "Listing instances";
  }
  return line;
}

// False when Ctrl-C came first.
bool look_at_all(backup::RegionalCoverage& coverage, Runner& runner) {
  const auto show = [&] {
    coverage.collect();
    while (std::optional<backup::RegionalCoverage::Next> next = coverage.next())
      runner.driver_for(next->region_id).start(std::move(next->operation));
    if (runner.terminal() && !coverage.ended()) runner.bars().draw({bar_of(coverage)});
  };
  return runner.pump([&] { return coverage.ended(); }, show);
}

// What is unknown is said in full: it may have no room in the table, and cron mails stderr. A
// refusal is told as everywhere, with what to do about it, once for each code: a wrong secret is
// refused for every instance.
void say_unknown(const backup::RegionalCoverage& coverage, const Runner& runner) {
  const backup::CoverageBoard& board = coverage.board();
  const bool several = coverage.regions().size() > 1;
  std::set<std::string> told;
  const auto is_news = [&](const std::optional<response::ApiError>& refusal) {
    return refusal && told.insert(refusal->code).second;
  };
  for (const auto& region : coverage.unlisted_regions()) {
    if (is_news(region.why.refusal) || coverage.regions().size() == 1)
      (void)report_problem(region.why, region.region_id, runner);
  }
  for (const backup::InstanceCoverage& row : board.rows()) {
    if (row.state != backup::CoverageState::Unknown) continue;
    if (row.failure && is_news(row.failure->refusal)) {
      const response::ApiError& refusal = *row.failure->refusal;
      tell_refusal(row.instance_id, refusal, runner.session(), runner.trace_of(refusal));
    } else {
      note(row.instance_id + ": " + row.reason);
    }
  }
  for (const backup::UnlistedPart& part : board.unlisted()) {
    if (part.kind.empty() && !several && !coverage.unlisted_regions().empty()) continue;  // told
    if (part.kind.empty()) {
      note("The instances of " + part.region_id + " could not be listed: " + part.reason);
    } else {
      const std::string kind =
          "of the kind " + part.kind + (several ? " in " + part.region_id : std::string());
      note(part.shortfall ? "Not all instances " + kind + " were listed: " + part.reason
                          : "Instances " + kind + " could not be listed: " + part.reason);
    }
  }
}

ExitCode print_first(const CoverageTexts& texts, const backup::CoverageOptions& options,
                     const Session& session) {
  if (texts.all_regions) {
    backup::ListRegions regions;
    return print_first_request(regions, session);
  }
  if (texts.ids.empty()) {
    backup::ListInstances list(session.region);
    return print_first_request(list, session);
  }
  backup::CoverInstance one(texts.ids.front(), options);
  return print_first_request(one, session);
}

void put_report(const backup::RegionalCoverage& coverage, const backup::CoverageOptions& options,
                const CoverageVerdict& verdict, bool table, const Runner& runner) {
  const backup::CoverageBoard& board = coverage.board();
  if (!table) {
    put_json(coverage_json(coverage, options.age_limit, verdict), runner.session());
  } else if (!board.rows().empty() || !board.unlisted().empty()) {
    put_table(coverage_table(board, coverage.regions().size() > 1));
  }
  say_unknown(coverage, runner);
  for (const std::string& sentence : verdict.shortfalls) complain(sentence);
  if (!board.rows().empty()) {
    note(coverage_summary(coverage));
  } else if (board.unlisted().empty() && verdict.shortfalls.empty()) {
    note("No instance is listed, and none has to be.");
  }
}

}  // namespace

ExitCode coverage_command(const CommandLine& line) {
  CommandFrame frame("coverage [ID...] [options]", kDescription, kExamples);
  CoverageTexts texts;
  add_options(frame, texts);
  if (const std::optional<ExitCode> ended = frame.parse(line.arguments)) return *ended;
  if (const auto problem = problem_of(texts, frame.regions())) return wrong_usage(*problem);
  backup::CoverageOptions options;
  if (const std::optional<Milliseconds> limit = parse_length(texts.max_age)) {
    options.age_limit = *limit;
  } else {
    return wrong_usage("--max-age takes minutes, hours or days, such as 90m, 24h or 2d; \"" +
                       one_line(texts.max_age) + "\" was given.");
  }
  CoverageDemands demands;
  const Result<std::size_t> least = read_min_instances(texts.min_instances);
  if (!least) return wrong_usage(least.error().message);
  demands.min_instances = *least;
  demands.allow_none = texts.allow_none;
  demands.last_must_succeed = texts.fail_on_last_failed;
  demands.regions_named = !texts.all_regions;
  const Result<Session> session = connect(frame.options(), line.environment);
  if (!session) return wrong_usage(session.error().message);
  if (frame.options().dry_run) return print_first(texts, options, *session);

  Runner runner(*session, line.environment);
  std::vector<std::string> regions = frame.regions();
  if (regions.empty()) regions.push_back(session->region);
  if (texts.all_regions) {
    ExitCode code = ExitCode::Done;
    std::optional<std::vector<std::string>> all = list_regions(runner, code);
    if (!all) return code;
    regions = *std::move(all);
  }
  const std::size_t parallel = session->at_once;
  backup::RegionalCoverage coverage =
      texts.ids.empty()
          ? backup::RegionalCoverage(regions, options, parallel, platform::random_seed())
          : backup::RegionalCoverage::of_instances(texts.ids, session->region, options, parallel,
                                                   platform::random_seed());
  CoverageVerdict verdict;
  if (look_at_all(coverage, runner)) {
    verdict = judge(coverage, demands);
  } else {
    coverage.give_up();
    complain("Interrupted; what was not looked at is shown as unknown.");
    verdict.code = ExitCode::Interrupted;
  }
  put_report(coverage, options, verdict, frame.output() == OutputKind::Table, runner);
  return verdict.code;
}

}  // namespace dds::cli
