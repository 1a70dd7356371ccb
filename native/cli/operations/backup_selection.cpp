#include "native/cli/operations/backup_selection.h"

#include <algorithm>
#include <memory>

#include "core/api/create_backup.h"
#include "core/backup/list_instances.h"
#include "core/base/utf8.h"
#include "native/cli/session/outcome_report.h"
#include "native/cli/terminal/say.h"
#include "native/platform/nonce.h"

namespace dds::cli {
namespace {

Error wrong(std::string sentence) {
  return make_error(ErrorCode::InvalidParameter, std::move(sentence), {});
}

std::string described(const Selection& selection) {
  std::string text;
  for (const api::Tag& tag : selection.tags)
    text += (text.empty() ? " with " : " and ") + tag.key + "=" + tag.value;
  return text;
}

}  // namespace

Result<std::optional<Selection>> read_selection(bool all, const std::vector<std::string>& tags) {
  if (!all && tags.empty()) return std::optional<Selection>();
  if (all && !tags.empty())
    return wrong("Give --all or --tag, not both; --tag alone chooses those with the tag.");
  constexpr std::size_t kMostTags = 20;  // source: API reference of DescribeDBInstances
  if (tags.size() > kMostTags) return wrong("--tag may be given 20 times at most.");
  Selection selection;
  for (const std::string& text : tags) {
    const std::size_t equals = text.find('=');
    if (equals == 0 || equals == std::string::npos || equals + 1 == text.size())
      return wrong("--tag takes KEY=VALUE, such as environment=production; \"" + one_line(text) +
                   "\" was given.");
    api::Tag tag{text.substr(0, equals), text.substr(equals + 1)};
    if (std::any_of(selection.tags.begin(), selection.tags.end(),
                    [&](const api::Tag& other) { return other.key == tag.key; }))
      return wrong("--tag names the key " + one_line(tag.key) +
                   " twice, and an instance has one value for it; name it once.");
    selection.tags.push_back(std::move(tag));
  }
  return std::optional(std::move(selection));
}

Result<Selected> select_instances(const Selection& selection, Runner& runner, ExitCode& code) {
  const std::string& region = runner.session().region;
  const auto list = std::make_shared<backup::ListInstances>(
      region, backup::StepLimits{}, platform::random_seed(), selection.tags);
  if (!runner.run(list, region)) {
    code = ExitCode::Interrupted;
    return wrong("Interrupted; nothing was started.");
  }
  const backup::InstancesProgress& listed = list->progress();
  code = report_problem(listed, region, runner);
  if (code != ExitCode::Done)
    return wrong("The instances of " + region + " could not be listed; nothing was started.");
  Selected selected;
  for (const api::Instance& instance : listed.instances) {
    std::string obstacle = api::backup_obstacle(instance);
    if (obstacle.empty()) {
      selected.ids.push_back(instance.id);
    } else {
      note(instance.id + ": left out. " + obstacle);
      selected.left_out.push_back({instance.id, std::move(obstacle)});
    }
  }
  const auto not_listed = [&](std::string reason) {
    complain(reason);
    selected.left_out.push_back({{}, std::move(reason)});
  };
  for (const backup::UnlistedKind& kind : listed.unlisted) {
    not_listed(
        "Instances of the kind " + kind.kind +
        (kind.shortfall ? " may be missing: " : " are left out, they could not be listed: ") +
        kind.reason);
  }
  if (listed.instances.empty() && listed.unlisted.empty()) {
    std::string none =
        "There is no instance in " + region + described(selection) + "; nothing was started.";
    selection.allow_none ? note(none) : not_listed(std::move(none));
  }
  return selected;
}

}  // namespace dds::cli
