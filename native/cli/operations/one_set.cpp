#include "native/cli/operations/one_set.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "core/api/check.h"
#include "core/base/text.h"
#include "native/cli/options/option_values.h"
#include "native/cli/reports/json_output.h"
#include "native/cli/session/outcome_report.h"
#include "native/cli/terminal/say.h"
#include "native/platform/nonce.h"

namespace dds::cli {
namespace {

std::string not_there(const SetName& name) {
  return name.instance_id + " has no backup set " + name.backup_id + "; dds backups " +
         name.instance_id + " lists those that it has.";
}

// It may be among those that did not come.
std::string not_listed(const SetName& name, const backup::Shortfall& shortfall) {
  return "Whether " + name.instance_id + " has backup set " + name.backup_id +
         " is not known. It is not among " + describe(shortfall, "backup sets") +
         "; nothing was changed.";
}

}  // namespace

Status check_set_name(const SetName& name, std::string_view command) {
  if (name.instance_id.empty() || name.backup_id.empty()) {
    return make_error(ErrorCode::MissingParameter,
                      "Name one instance and one of its backup sets: dds " + std::string(command) +
                          " dds-bp1... 5664... (dds backups dds-bp1... lists them).",
                      {});
  }
  if (Status problem = api::check_instance_id("DBInstanceId", name.instance_id)) return problem;
  return api::check_backup_id(name.backup_id);
}

std::string describe_set(const api::BackupSet& set) {
  std::string text = set.manual ? "Manual" : "Automated";
  if (!set.method.empty()) text += " " + set.method;
  if (set.started) text += " of " + local_text(set.started);
  if (set.size_bytes) text += ", " + format_size(*set.size_bytes);
  if (!set.state_text.empty()) text += ", " + set.state_text;
  if (set.expires == forever()) {
    text += ", kept for ever";
  } else if (set.expires) {
    text += ", kept until " + local_text(set.expires);
  }
  return text;
}

LookedUp look_up(const SetName& name, Runner& runner) {
  LookedUp found;
  found.listed = std::make_shared<ListBackups>(name.instance_id, std::nullopt, std::nullopt,
                                               platform::random_seed());
  if (!runner.run(found.listed, name.instance_id)) {
    complain("Interrupted; nothing was changed.");
    found.code = ExitCode::Interrupted;
    return found;
  }
  const BackupsProgress& listed = found.listed->progress();
  found.code = report_problem(listed, name.instance_id, runner);
  if (found.code != ExitCode::Done) return found;
  const auto set =
      std::find_if(listed.sets.begin(), listed.sets.end(),
                   [&](const api::BackupSet& one) { return one.id == name.backup_id; });
  if (set != listed.sets.end()) {
    found.set = &*set;
    return found;
  }
  if (listed.shortfall) {
    complain(not_listed(name, *listed.shortfall));
    found.code = ExitCode::Unknown;
    return found;
  }
  complain(not_there(name));
  found.code = ExitCode::Refused;
  return found;
}

backup::SetProgress not_sent(const SetName& name, const LookedUp& found,
                             const std::string& obstacle) {
  backup::SetProgress progress;
  static_cast<backup::OperationProgress&>(progress) = found.listed->progress();
  progress.instance_id = name.instance_id;
  progress.backup_id = name.backup_id;
  if (found.set != nullptr) {
    progress.expires_before = found.set->expires;
    progress.expires = found.set->expires;
  }
  if (progress.ending != backup::Ending::Succeeded) return progress;
  const std::optional<backup::Shortfall>& shortfall = found.listed->progress().shortfall;
  if (obstacle.empty() && shortfall) {
    progress.ending = backup::Ending::Unknown;
    progress.problem = not_listed(name, *shortfall);
    return progress;
  }
  progress.ending = backup::Ending::Refused;
  progress.problem = obstacle.empty() ? not_there(name) : obstacle;
  return progress;
}

void put_set_outcome(const backup::SetProgress& progress, bool table, const Session& session) {
  if (table) {
    if (progress.ending == backup::Ending::Succeeded)
      put(clean(progress.instance_id + "  " + progress.backup_id + "  " +
                backup::describe(progress)) +
          "\n");
    return;
  }
  put_json({{"instance_id", progress.instance_id},
            {"backup_id", progress.backup_id},
            {"outcome", backup::name(progress.ending)},
            {"expires_before", time_or_null(progress.expires_before)},
            {"expires", time_or_null(progress.expires)},
            {"request_id", progress.request_id},
            {"code", progress.refusal ? progress.refusal->code : std::string()},
            {"problem", progress.problem}},
           session);
}

}  // namespace dds::cli
