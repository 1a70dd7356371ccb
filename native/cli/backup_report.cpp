#include "native/cli/backup_report.h"

#include <algorithm>
#include <optional>

#include "core/base/utf8.h"
#include "native/cli/json_output.h"
#include "native/cli/outcome_report.h"
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

ExitCode code_for(backup::Ending ending) {
  switch (ending) {
    case backup::Ending::Succeeded:
    case backup::Ending::Started: return ExitCode::Done;
    case backup::Ending::Failed: return ExitCode::BackupFailed;
    case backup::Ending::Refused:
    case backup::Ending::JobRunning: return ExitCode::Refused;
    case backup::Ending::NotReached:
    case backup::Ending::NotStarted: return ExitCode::NotReached;
    case backup::Ending::Unknown: return ExitCode::Unknown;
    case backup::Ending::None: break;
  }
  return ExitCode::Interrupted;
}

}  // namespace

std::string_view outcome_name(const backup::Progress& progress) {
  switch (progress.ending) {
    case backup::Ending::Succeeded: return "Success";
    case backup::Ending::Failed: return "Failed";
    case backup::Ending::Refused: return "Refused";
    case backup::Ending::JobRunning: return "JobRunning";
    case backup::Ending::NotReached: return "NotReached";
    case backup::Ending::NotStarted: return "NotStarted";
    case backup::Ending::Unknown: return "Unknown";
    case backup::Ending::Started: return "Started";
    case backup::Ending::None: break;
  }
  return progress.create_sent || progress.joined ? "Watching" : "NotBegun";
}

std::string report_line(const backup::Progress& progress) {
  std::string line = progress.instance_id + "  " + std::string(outcome_name(progress));
  if (!progress.job_id.empty()) line += "  job " + progress.job_id;
  for (const api::BackupSet& set : progress.sets) line += "  backup " + set.id;
  return line + "  " + one_line(backup::describe(progress), 200);
}

std::string report_json(std::span<const backup::Progress> all,
                        std::span<const backup::LeftOut> left_out, const Session& session) {
  json document = json::array();
  for (const backup::Progress& progress : all)
    document.push_back(progress_json(progress, outcome_name(progress)));
  for (const backup::LeftOut& one : left_out) {
    backup::Progress progress;
    progress.instance_id = one.instance_id;
    progress.problem = one.reason;
    document.push_back(progress_json(progress, "LeftOut"));
  }
  return to_text(document, session);
}

ExitCode exit_code_for(std::span<const backup::Progress> all) {
  ExitCode worst = ExitCode::Done;
  for (const backup::Progress& progress : all) worst = worse(worst, code_for(progress.ending));
  return worst;
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
