#include "native/cli/commands/commands.h"

#include <algorithm>
#include <memory>
#include <optional>

#include "native/cli/options/command_frame.h"
#include "native/cli/options/option_values.h"
#include "native/cli/options/policy_options.h"
#include "native/cli/reports/policy_report.h"
#include "native/cli/session/dry_run.h"
#include "native/cli/session/outcome_report.h"
#include "native/cli/session/runner.h"
#include "native/cli/terminal/confirm.h"
#include "native/cli/terminal/say.h"
#include "native/platform/clock.h"
#include "native/platform/local_time.h"
#include "native/platform/nonce.h"

namespace dds::cli {
namespace {

constexpr const char* kDescription =
    "Shows the automatic backup policy of an instance; with options, changes it: shows before and\n"
    "after, asks on a terminal (elsewhere --yes agrees), sends only what changes, and reads the\n"
    "policy again to see that it is so. --dry-run only shows.";
constexpr const char* kExamples =
    "  dds policy dds-bp1...\n"
    "  dds policy dds-bp1... --window 02:00Z-03:00Z --days Mon,Thu --retention 30 --dry-run\n"
    "  dds policy dds-bp1... --log on --log-retention 7 --yes\n"
    "  dds policy dds-bp1... --snapshot Flash --interval 60\n";

std::string title_of(const backup::PolicyProgress& progress) {
  std::string title = progress.instance_id;
  if (progress.instance && !progress.instance->description.empty())
    title += " (" + progress.instance->description + ")";
  return title;
}

std::string findings_text(const std::vector<api::PolicyFinding>& findings) {
  std::string text;
  for (const api::PolicyFinding& finding : findings) {
    const bool error = finding.severity == api::PolicyFinding::Severity::Error;
    text += std::string(text.empty() ? "" : "\n") + (error ? "  Wrong: " : "  Note: ") +
            finding.sentence;
  }
  return text;
}

// What would be changed, against the policy as it was read.
struct Proposal {
  api::BackupPolicy before;
  api::BackupPolicy after;
  std::vector<api::PolicyChange> changes;
  std::vector<api::PolicyFinding> findings;
};

Proposal propose(const backup::PolicyProgress& read, const PolicyWish& wish) {
  Proposal proposal;
  proposal.before = *read.before;
  proposal.after = *read.before;
  apply(wish, proposal.after);
  proposal.changes = api::describe_changes(proposal.before, proposal.after);
  proposal.findings = api::check_policy_change(*read.instance, proposal.before, proposal.after);
  return proposal;
}

std::string proposal_text(const Proposal& proposal) {
  const Instant now = platform::now();
  std::string text =
      changes_text(proposal.changes, platform::utc_offset_minutes(now), platform::zone_name(now));
  if (const std::string findings = findings_text(proposal.findings); !findings.empty())
    text += (text.empty() ? "" : "\n") + findings;
  return text;
}

OrderedJson outcome_json(const backup::PolicyProgress& progress, std::string_view outcome,
                         const Proposal* proposal) {
  const std::optional<api::BackupPolicy>& now = progress.after ? progress.after : progress.before;
  OrderedJson document{
      {"instance_id", progress.instance_id},
      {"description", progress.instance ? progress.instance->description : std::string()},
      {"outcome", outcome},
      {"policy", now ? policy_json(*now) : OrderedJson(nullptr)}};
  if (proposal != nullptr) {
    document["changes"] = changes_json(proposal->changes);
    document["findings"] = findings_json(proposal->findings);
    document["missing"] = changes_json(progress.missing);
  }
  document["code"] = progress.refusal ? progress.refusal->code : std::string();
  document["problem"] = progress.problem;
  return document;
}

// A change that breaks a rule: nothing was sent.
ExitCode refuse(backup::PolicyProgress read, const Proposal& proposal, bool table,
                const Session& session) {
  const auto error = std::find_if(proposal.findings.begin(), proposal.findings.end(),
                                  [](const api::PolicyFinding& finding) {
                                    return finding.severity == api::PolicyFinding::Severity::Error;
                                  });
  read.problem = error->sentence;
  complain(read.problem + " Nothing was changed.");
  if (!table)
    put_json(outcome_json(read, backup::name(backup::Ending::Refused), &proposal), session);
  return ExitCode::Refused;
}

ExitCode show_policy(const backup::PolicyProgress& progress, bool table, const Session& session) {
  if (table) {
    note(title_of(progress) + ", " + std::string(api::name(progress.instance->kind)) + ":");
    put_table(policy_table(*progress.before, platform::now()));
  } else {
    put_json(outcome_json(progress, backup::name(progress.ending), nullptr), session);
  }
  return ExitCode::Done;
}

ExitCode show_proposal(const backup::PolicyProgress& read, const Proposal& proposal, bool table,
                       const Session& session) {
  if (!table) {
    put_json(outcome_json(read, "dry run", &proposal), session);
    note("(dry run: nothing was changed)");
    return ExitCode::Done;
  }
  put(clean(proposal_text(proposal)) + "\n");
  const Result<api::Call> call =
      api::modify_backup_policy(*read.instance, proposal.before, proposal.after);
  return call ? print_dry_run(*call, session) : wrong_usage(call.error().message);
}

ExitCode change(const std::string& id, const Proposal& proposal, const PolicyWish& wish,
                const backup::StepLimits& limits, bool table, Runner& runner) {
  const auto operation = std::make_shared<backup::ChangePolicy>(
      id, proposal.before, [wish](api::BackupPolicy& policy) { apply(wish, policy); }, limits,
      platform::random_seed());
  if (!runner.run(operation, id)) {
    complain("Stopped watching; whether the policy was changed is not known: dds policy " + id +
             " " + reach_options(runner.session()) + " shows it.");
    return ExitCode::Interrupted;
  }
  const backup::PolicyProgress& progress = operation->progress();
  const ExitCode code = report_problem(progress, id, runner);
  if (!table) {
    put_json(outcome_json(progress, backup::name(progress.ending), &proposal), runner.session());
  } else if (code == ExitCode::Done) {
    put(clean(id + "  " + backup::describe(progress)) + "\n");
  }
  return code;
}

}  // namespace

ExitCode policy_command(const CommandLine& line) {
  CommandFrame frame("policy ID [options]", kDescription, kExamples);
  std::string id;
  PolicyTexts texts;
  bool agreed = false;
  std::string late;
  frame.option_set().add_positional("ID", id, "the instance, e.g. dds-bp1...");
  add_policy_options(frame.option_set(), texts);
  frame.option_set().add_flag("--yes", agreed, "change it without asking");
  frame.option_set().add_option("--late", late, kLateHelp);
  if (const std::optional<ExitCode> ended = frame.parse(line.arguments)) return *ended;
  const std::vector<std::string> ids(id.empty() ? 0 : 1, id);
  if (const auto problem = instance_problem(ids, "policy")) return wrong_usage(*problem);
  const Result<PolicyWish> wish = read_policy_wish(texts);
  if (!wish) return wrong_usage(wish.error().message);
  backup::StepLimits limits;
  if (const Status problem = read_late(late, limits.late)) return wrong_usage(problem->message);
  const Result<Session> session = connect(frame.options(), line.environment);
  if (!session) return wrong_usage(session.error().message);

  const bool table = frame.output() == OutputKind::Table;
  if (!wish->changes && frame.options().dry_run)
    return print_dry_run(api::describe_backup_policy(id), *session);
  Runner runner(*session, line.environment);
  const auto read =
      std::make_shared<backup::ReadPolicy>(id, backup::StepLimits{}, platform::random_seed());
  if (!runner.run(read, id)) {
    complain("Interrupted; nothing was changed.");
    return ExitCode::Interrupted;
  }
  if (const ExitCode code = report_problem(read->progress(), id, runner); code != ExitCode::Done) {
    if (!table && code != ExitCode::Interrupted)
      put_json(outcome_json(read->progress(), backup::name(read->progress().ending), nullptr),
               *session);
    return code;
  }
  if (!wish->changes) return show_policy(read->progress(), table, *session);

  const Proposal proposal = propose(read->progress(), *wish);
  if (api::has_error(proposal.findings)) return refuse(read->progress(), proposal, table, *session);
  if (proposal.changes.empty()) {
    note(title_of(read->progress()) + ": the policy is as wanted already; nothing was sent.");
    if (!table)
      put_json(outcome_json(read->progress(), backup::name(backup::Ending::Succeeded), &proposal),
               *session);
    return ExitCode::Done;
  }
  if (frame.options().dry_run) return show_proposal(read->progress(), proposal, table, *session);
  const std::string effect =
      "Backup policy of " + title_of(read->progress()) + ":\n" + proposal_text(proposal);
  if (agreed) {
    note(effect);
  } else if (const auto ended = ask({effect, "yes", "--yes", "Nothing was changed."})) {
    return *ended;
  }
  return change(id, proposal, *wish, limits, table, runner);
}

}  // namespace dds::cli
