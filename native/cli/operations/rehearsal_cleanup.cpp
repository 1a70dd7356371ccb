#include "native/cli/operations/rehearsal_cleanup.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <set>
#include <utility>

#include <nlohmann/json.hpp>

#include "core/backup/list_instances.h"
#include "core/backup/release_temporary.h"
#include "native/cli/options/option_values.h"
#include "native/cli/reports/json_output.h"
#include "native/cli/session/outcome_report.h"
#include "native/cli/terminal/confirm.h"
#include "native/cli/terminal/say.h"
#include "native/platform/clock.h"
#include "native/platform/nonce.h"

namespace dds::cli {
namespace {

struct LeftOver {
  api::Instance instance;
  backup::RehearsalMark mark;
  bool recorded = false;  // may be released without being named
  std::string outcome = "LeftOut";
  std::string problem;
};

std::optional<std::vector<LeftOver>> find_all(const CleanUp& wish, const RecordFile& record,
                                              Runner& runner, std::vector<std::string>& unlisted,
                                              ExitCode& code) {
  const std::string& region = runner.session().region;
  const auto list = std::make_shared<backup::ListInstances>(region, backup::StepLimits{},
                                                            platform::random_seed());
  if (!runner.run(list, region)) {
    complain("Interrupted; nothing was released.");
    code = ExitCode::Interrupted;
    return std::nullopt;
  }
  code = report_problem(list->progress(), region, runner);
  if (code != ExitCode::Done) return std::nullopt;
  for (const backup::UnlistedKind& kind : list->progress().unlisted) {
    unlisted.push_back("Instances of the kind " + kind.kind + " could not " +
                       (kind.shortfall ? "all " : "") + "be looked through: " + kind.reason);
    complain(unlisted.back());
    code = ExitCode::FallsShort;
  }
  std::vector<LeftOver> found;
  for (const api::Instance& instance : backup::find_left_over(list->progress().instances)) {
    const auto mark = backup::parse_rehearsal_description(instance.description);
    if (!mark || (!wish.source_id.empty() && mark->source_id != wish.source_id)) continue;
    LeftOver one;
    one.instance = instance;
    one.mark = *mark;
    one.problem = backup::release_obstacle(instance, record.book.records, false);
    one.recorded = one.problem.empty();
    found.push_back(std::move(one));
  }
  return found;
}

std::string describe(const LeftOver& one) {
  return one.instance.id + " (" + one.instance.status +
         "): the temporary instance of a rehearsal "
         "of " +
         one.mark.source_id + ", begun " + local_text(one.mark.begun) + ".";
}

// Whether it may go: agreed to by option, or typed. An exit code ends the command.
struct Agreement {
  bool agreed = false;
  bool named = false;  // the user named this very id
  std::optional<ExitCode> ended;
};
Agreement agree(const CleanUp& wish, const LeftOver& one) {
  const bool named = std::find(wish.agreed_ids.begin(), wish.agreed_ids.end(), one.instance.id) !=
                     wish.agreed_ids.end();
  if (named) return {true, true, {}};
  if (wish.agreed) return {one.recorded, false, {}};
  const Question question{describe(one) + "\nIt will be released, with all data in it, for good.",
                          one.instance.id, "--yes or --yes-release " + one.instance.id,
                          "It was not released, and may cost money."};
  if (const auto ended = ask(question)) return {false, false, ended};
  return {true, true, {}};
}

// The record learns that it is gone, so that no later run looks for it.
void note_released(const api::Instance& instance, RecordFile& record) {
  for (backup::RehearsalRecord& one : record.book.records) {
    if (one.instance_id != instance.id && one.description != instance.description) continue;
    one.state = backup::RehearsalRecord::State::Released;
    one.instance_id = instance.id;
    one.released = platform::now();
    if (const Status problem = record.file->append(backup::to_line(one)))
      complain(problem->message);
  }
}

ExitCode release(LeftOver& one, bool named, const CleanUp& wish, RecordFile& record,
                 Runner& runner) {
  backup::ReleaseOptions options;
  options.poll = wish.poll;
  options.jitter_seed = platform::random_seed();
  const auto operation = std::make_shared<backup::ReleaseTemporary>(
      one.instance.id, record.book.records, named, platform::random_nonce(), options);
  const bool whole = runner.run(operation, one.instance.id, Runner::Manner::Tell);
  const backup::ReleaseProgress& progress = operation->progress();
  one.outcome = whole ? std::string(backup::name(progress.ending)) : "Watching";
  one.problem = progress.problem;
  if (!whole) {
    complain("Stopped watching " + one.instance.id + "; look again with dds rehearse --clean-up " +
             reach_options(runner.session()) + ".");
    return ExitCode::Interrupted;
  }
  const ExitCode code = report_problem(progress, one.instance.id, runner);
  if (code == ExitCode::Done) note_released(one.instance, record);
  return code;
}

// `unlisted`: why some could not be looked through.
void put_found(const std::vector<LeftOver>& found, const std::vector<std::string>& unlisted,
               bool table, const Session& session) {
  if (table) {
    for (const LeftOver& one : found)
      put(clean(one.instance.id + "  " + one.outcome + "  of " + one.mark.source_id) + "\n");
    for (const std::string& why : unlisted) put(clean("(instances)  not listed  " + why) + "\n");
    return;
  }
  OrderedJson list = OrderedJson::array();
  for (const LeftOver& one : found) {
    list.push_back({{"instance_id", one.instance.id},
                    {"name", one.instance.description},
                    {"source_id", one.mark.source_id},
                    {"begun", format_utc(one.mark.begun)},
                    {"recorded", one.recorded},
                    {"outcome", one.outcome},
                    {"problem", one.problem}});
  }
  for (const std::string& why : unlisted)
    list.push_back({{"instance_id", ""}, {"outcome", "NotListed"}, {"problem", why}});
  put_json(list, session);
}

// What the record knows of other regions, and is not over there.
void say_elsewhere(const RecordFile& record, const Session& session) {
  std::set<std::string> regions;
  for (const backup::RehearsalRecord& one : record.book.records) {
    if (!backup::is_settled(one) && !one.region_id.empty() && one.region_id != session.region)
      regions.insert(one.region_id);
  }
  for (const std::string& region : regions)
    note("A rehearsal in " + region + " is not over either: dds rehearse --clean-up --region " +
         region);
}

}  // namespace

ExitCode clean_up(const CleanUp& wish, RecordFile& record, bool table, Runner& runner) {
  ExitCode code = ExitCode::Done;
  std::vector<std::string> unlisted;
  std::optional<std::vector<LeftOver>> found = find_all(wish, record, runner, unlisted, code);
  if (!found) return code;
  for (const std::string& id : wish.agreed_ids) {
    if (std::none_of(found->begin(), found->end(),
                     [&](const LeftOver& one) { return one.instance.id == id; })) {
      complain(id + " is no temporary instance of a rehearsal here; it is not released.");
      code = combine(code, ExitCode::Refused);
    }
  }
  say_elsewhere(record, runner.session());
  if (found->empty() && unlisted.empty())
    note("No rehearsal has left an instance behind in " + runner.session().region + ".");
  std::size_t released = 0;
  for (LeftOver& one : *found) {
    if (wish.only_show) {
      note(describe(one) + (one.recorded ? "" : " " + one.problem));
      continue;
    }
    const Agreement agreement = agree(wish, one);
    if (agreement.ended) {
      // What was released already was no wrong usage: then it is a part that was not done.
      const bool not_confirmed = *agreement.ended == ExitCode::Usage && released > 0;
      code = combine(code, not_confirmed ? ExitCode::FallsShort : *agreement.ended);
      break;
    }
    if (!agreement.agreed) {
      complain(one.instance.id + ": " + one.problem);
      code = combine(code, ExitCode::Refused);
      continue;
    }
    const ExitCode ended = release(one, agreement.named, wish, record, runner);
    released += ended == ExitCode::Done ? 1U : 0U;
    code = combine(code, ended);
    if (code == ExitCode::Interrupted) break;
  }
  put_found(*found, unlisted, table, runner.session());
  return code;
}

}  // namespace dds::cli
