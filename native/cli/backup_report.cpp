#include "native/cli/backup_report.h"

#include <algorithm>
#include <array>
#include <optional>

#include "core/base/utf8.h"
#include "native/cli/json_output.h"
#include "native/cli/say.h"

namespace dds::cli {
namespace {

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
  std::string_view name;
  std::string_view counted;  // "3 ..."
  ExitCode code;
};
// In the order of the summary.
constexpr std::array<OutcomeFacts, 12> kOutcomes{{
    {BackupOutcome::Success, "Success", "succeeded", ExitCode::Done},
    {BackupOutcome::Started, "Started", "started", ExitCode::Done},
    {BackupOutcome::Failed, "Failed", "failed", ExitCode::FallsShort},
    {BackupOutcome::Refused, "Refused", "refused", ExitCode::Refused},
    {BackupOutcome::JobRunning, "JobRunning", "not started beside another job", ExitCode::Refused},
    {BackupOutcome::NotReached, "NotReached", "not reached", ExitCode::NotReached},
    {BackupOutcome::NotStarted, "NotStarted", "not started", ExitCode::NotReached},
    {BackupOutcome::Unknown, "Unknown", "of unknown outcome", ExitCode::Unknown},
    {BackupOutcome::Watching, "Watching", "no longer watched", ExitCode::Interrupted},
    {BackupOutcome::NotBegun, "NotBegun", "not begun", ExitCode::Interrupted},
    {BackupOutcome::LeftOut, "LeftOut", "left out", ExitCode::FallsShort},
    {BackupOutcome::NotListed, "NotListed", "not listed", ExitCode::FallsShort},
}};

const OutcomeFacts& facts(BackupOutcome outcome) {
  return *std::find_if(kOutcomes.begin(), kOutcomes.end(),
                       [&](const OutcomeFacts& one) { return one.outcome == outcome; });
}

}  // namespace

BackupOutcome outcome_of(const backup::Progress& progress) {
  switch (progress.ending) {
    case backup::Ending::Succeeded: return BackupOutcome::Success;
    case backup::Ending::Failed: return BackupOutcome::Failed;
    case backup::Ending::Refused: return BackupOutcome::Refused;
    case backup::Ending::JobRunning: return BackupOutcome::JobRunning;
    case backup::Ending::NotReached: return BackupOutcome::NotReached;
    case backup::Ending::NotStarted: return BackupOutcome::NotStarted;
    case backup::Ending::Unknown: return BackupOutcome::Unknown;
    case backup::Ending::Started: return BackupOutcome::Started;
    case backup::Ending::None: break;
  }
  return progress.create_sent || progress.joined ? BackupOutcome::Watching
                                                 : BackupOutcome::NotBegun;
}

BackupOutcome outcome_of(const backup::LeftOut& left_out) {
  return left_out.instance_id.empty() ? BackupOutcome::NotListed : BackupOutcome::LeftOut;
}

std::string_view name(BackupOutcome outcome) {
  return facts(outcome).name;
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
  for (const backup::Progress& one : all) code = combine(code, facts(outcome_of(one)).code);
  for (const backup::LeftOut& one : left_out) code = combine(code, facts(outcome_of(one)).code);
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
