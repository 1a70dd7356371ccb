#include "native/cli/reports/backup_report.h"

#include <algorithm>
#include <array>
#include <optional>

#include <nlohmann/json.hpp>

#include "core/base/utf8.h"
#include "native/cli/reports/json_output.h"
#include "native/cli/session/outcome_report.h"

namespace dds::cli {
namespace {

using backup::Ending;
using json = OrderedJson;

json progress_json(const backup::Progress& progress, std::string_view outcome) {
  json sets = json::array();
  for (const api::BackupSet& set : progress.sets) sets.push_back(set_json(set));
  return {{"instance_id", progress.instance_id},
          {"outcome", outcome},
          {"job_id", progress.job_id},
          {"request_id", progress.request_id},
          {"sets", std::move(sets)},
          {"began", time_or_null(progress.began)},
          {"job_started", time_or_null(progress.job_started)},
          {"ended", time_or_null(progress.ended)},
          {"code", progress.refusal ? progress.refusal->code : std::string()},
          {"problem", progress.problem}};
}

struct OutcomeFacts {
  BackupOutcome outcome;
  backup::Ending ending;     // None: it did not end in this run
  std::string_view name;     // empty: the ending's
  std::string_view counted;  // "3 ..."
  std::optional<ExitCode> code;
};
// Of what ended, the name and the code are the ending's. In the order of the summary, which is that
// of the enumerators.
constexpr std::array<OutcomeFacts, 13> kOutcomes{{
    {BackupOutcome::Succeeded, Ending::Succeeded, "", "succeeded", {}},
    {BackupOutcome::Started, Ending::Started, "", "started", {}},
    {BackupOutcome::Failed, Ending::Failed, "", "failed", {}},
    {BackupOutcome::Refused, Ending::Refused, "", "refused", {}},
    {BackupOutcome::JobRunning, Ending::JobRunning, "", "not started beside another job", {}},
    {BackupOutcome::NotReached, Ending::NotReached, "", "not reached", {}},
    {BackupOutcome::Unreadable, Ending::Unreadable, "", "not understood", {}},
    {BackupOutcome::NotDone, Ending::NotDone, "", "not started", {}},
    {BackupOutcome::Unknown, Ending::Unknown, "", "of unknown outcome", {}},
    {BackupOutcome::Watching, Ending::None, "Watching", "no longer watched", ExitCode::Interrupted},
    {BackupOutcome::NotBegun, Ending::Stopped, "NotBegun", "not begun", ExitCode::Interrupted},
    {BackupOutcome::LeftOut, Ending::None, "LeftOut", "left out", ExitCode::FallsShort},
    {BackupOutcome::NotListed, Ending::None, "NotListed", "not listed", ExitCode::FallsShort},
}};

const OutcomeFacts& facts(BackupOutcome outcome) {
  return *std::find_if(kOutcomes.begin(), kOutcomes.end(),
                       [&](const OutcomeFacts& one) { return one.outcome == outcome; });
}

}  // namespace

BackupOutcome outcome_of(const backup::Progress& progress) {
  if (progress.ending == Ending::None) {
    return progress.create_sent || progress.joined ? BackupOutcome::Watching
                                                   : BackupOutcome::NotBegun;
  }
  return std::find_if(kOutcomes.begin(), kOutcomes.end(),
                      [&](const OutcomeFacts& one) { return one.ending == progress.ending; })
      ->outcome;
}

BackupOutcome outcome_of(const backup::LeftOut& left_out) {
  return left_out.instance_id.empty() ? BackupOutcome::NotListed : BackupOutcome::LeftOut;
}

std::string_view name(BackupOutcome outcome) {
  const OutcomeFacts& one = facts(outcome);
  return one.name.empty() ? backup::name(one.ending) : one.name;
}

std::string outcome_names() {
  std::string names;
  for (const OutcomeFacts& one : kOutcomes) {
    if (!names.empty()) names += ", ";
    names += name(one.outcome);
  }
  return names;
}

std::string report_line(const backup::Progress& progress) {
  std::string line = progress.instance_id + "  " + std::string(name(outcome_of(progress)));
  if (!progress.job_id.empty()) line += "  job " + progress.job_id;
  for (const api::BackupSet& set : progress.sets) line += "  backup " + set.id;
  return line + "  " + one_line(backup::describe(progress), 200);
}

std::string report_line(const backup::LeftOut& left_out) {
  const std::string id = left_out.instance_id.empty() ? "(instances)" : left_out.instance_id;
  return id + "  " + std::string(name(outcome_of(left_out))) + "  " +
         one_line(left_out.reason, 200);
}

std::string summary_line(std::span<const backup::Progress> all,
                         std::span<const backup::LeftOut> left_out) {
  std::array<std::size_t, kOutcomes.size()> counts{};
  for (const backup::Progress& one : all) ++counts[static_cast<std::size_t>(outcome_of(one))];
  for (const backup::LeftOut& one : left_out) ++counts[static_cast<std::size_t>(outcome_of(one))];
  // How many there would be of what was not listed is not known: no backups to be counted.
  const std::size_t unlisted = counts[static_cast<std::size_t>(BackupOutcome::NotListed)];
  const std::size_t meant = all.size() + left_out.size() - unlisted;
  std::string text = std::to_string(meant) + (meant == 1 ? " backup" : " backups");
  std::string_view separator = ": ";
  for (const OutcomeFacts& one : kOutcomes) {
    const std::size_t count = counts[static_cast<std::size_t>(one.outcome)];
    if (count == 0 || one.outcome == BackupOutcome::NotListed) continue;
    text += std::string(separator) + std::to_string(count) + " " + std::string(one.counted);
    separator = ", ";
  }
  return text + (unlisted > 0 ? ". Not all instances that were meant were listed." : ".");
}

std::string report_json(std::span<const backup::Progress> all,
                        std::span<const backup::LeftOut> left_out, const Session& session) {
  json document = json::array();
  for (const backup::Progress& progress : all)
    document.push_back(progress_json(progress, name(outcome_of(progress))));
  for (const backup::LeftOut& one : left_out) {
    backup::Progress progress;
    progress.instance_id = one.instance_id;
    progress.problem = one.reason;
    document.push_back(progress_json(progress, name(outcome_of(one))));
  }
  return to_text(document, session);
}

ExitCode exit_code_for(std::span<const backup::Progress> all,
                       std::span<const backup::LeftOut> left_out) {
  ExitCode code = ExitCode::Done;
  const auto add = [&code](BackupOutcome outcome) {
    const OutcomeFacts& one = facts(outcome);
    code = combine(code, one.code ? *one.code : exit_code_for(one.ending));
  };
  for (const backup::Progress& one : all) add(outcome_of(one));
  for (const backup::LeftOut& one : left_out) add(outcome_of(one));
  return code;
}

std::string look_further(const backup::Progress& progress, const Session& session) {
  // Without a job's id its set may be what there is to see: a job that has ended is not listed.
  const std::string command = progress.job_id.empty()
                                  ? "dds backups " + progress.instance_id + " --manual --since 1d"
                                  : "dds DescribeBackupTasks --DBInstanceId " +
                                        progress.instance_id + " --BackupJobId " + progress.job_id;
  return command + " " + reach_options(session);
}

}  // namespace dds::cli
