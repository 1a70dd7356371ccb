#include "shell/model/fleet_choice.h"

#include <algorithm>
#include <set>

#include "core/base/stable_order.h"
#include "core/base/utf8.h"
#include "shell/model/set_history.h"
#include "shell/model/words.h"

namespace dds::shell {
namespace {

constexpr std::int32_t kLeastDays = 7;
constexpr std::int32_t kMostDays = 730;

bool alphanumeric(char letter) {
  return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
         (letter >= '0' && letter <= '9');
}

std::optional<api::BackupMethod> wanted_method(FleetMethod method) {
  switch (method) {
    case FleetMethod::Usual: return std::nullopt;
    case FleetMethod::Physical: return api::BackupMethod::Physical;
    case FleetMethod::Logical: return api::BackupMethod::Logical;
    case FleetMethod::Snapshot: return api::BackupMethod::Snapshot;
  }
  return std::nullopt;
}

}  // namespace

std::string_view name(FleetMethod method) {
  const std::optional<api::BackupMethod> wanted = wanted_method(method);
  return wanted ? api::name(*wanted) : "Usual for each";
}

std::vector<std::string> instance_ids_in(std::string_view text) {
  constexpr std::string_view kPrefix = "dds-";
  std::vector<std::string> ids;
  std::set<std::string_view> seen;
  for (std::size_t at = text.find(kPrefix); at != std::string_view::npos;) {
    const std::size_t next = text.find(kPrefix, at + kPrefix.size());
    std::size_t end = at + kPrefix.size();
    while (end < std::min(next, text.size()) && alphanumeric(text[end])) ++end;
    const std::string_view id = text.substr(at, end - at);
    if (id.size() > kPrefix.size() && seen.insert(id).second) ids.emplace_back(id);
    at = next;
  }
  return ids;
}

FleetChoice::FleetChoice(PanelServices services, const InstanceList& list,
                         std::function<std::string(const std::string&)> busy)
    : services_(std::move(services)), list_(list), busy_(std::move(busy)) {}

void FleetChoice::clear() {
  ++tag_generation_;
  tag_session_.reset();
  tag_reading_.reset();
  rows_.clear();
  order_stale_ = true;
  judged_ = false;
  list_revision_ = 0;
  say({});
  count();
}

void FleetChoice::say(std::string remark, bool problem) {
  remark_ = std::move(remark);
  remark_is_problem_ = problem;
  services_.changed();
}

void FleetChoice::follow_list() {
  if (list_revision_ != list_.revision()) take_list();
  if (!judged_) judge_all();
}

void FleetChoice::take_list() {
  list_revision_ = list_.revision();
  std::set<std::string, std::less<>> chosen;
  for (const FleetCandidate& row : rows_) {
    if (row.chosen) chosen.insert(row.instance.id);
  }
  rows_.clear();
  for (const InstanceRow& listed : list_.rows()) {
    FleetCandidate& row = rows_.emplace_back();
    row.instance = listed.instance;
    row.kind_line = listed.kind_line;
    row.searched = listed.searched;
    row.chosen = chosen.contains(listed.instance.id);
  }
  sort_stable(rows_, [](const auto& a, const auto& b) {
    return lower(a.instance.title()) < lower(b.instance.title());
  });
  order_stale_ = true;
  judged_ = false;
}

void FleetChoice::judge(FleetCandidate& row) const {
  const std::optional<api::BackupMethod> wanted = wanted_method(method_);
  row.method.reset();
  row.obstacle = busy_(row.instance.id);
  if (row.allowed()) row.obstacle = api::backup_obstacle(row.instance);
  for (const api::MethodChoice& choice : api::method_choices(row.instance)) {
    if (wanted ? choice.method != *wanted : !choice.is_default) continue;
    row.method = choice.method;
    if (row.allowed()) row.obstacle = choice.reason;
  }
  if (row.allowed() && retention_days_) row.obstacle = api::retention_obstacle(row.instance);
}

void FleetChoice::judge_all() {
  for (FleetCandidate& row : rows_) judge(row);
  judged_ = true;
  count();
}

void FleetChoice::count() {
  starting_ = left_out_ = 0;
  for (const FleetCandidate& row : rows_) {
    if (row.chosen) ++(row.allowed() ? starting_ : left_out_);
  }
}

const std::vector<std::uint32_t>& FleetChoice::order() {
  const std::string_view wanted = trimmed(filter.view());
  if (!order_stale_ && wanted == filtered_by_) return order_;
  order_stale_ = false;
  filtered_by_ = wanted;
  const std::string needle = lower(wanted);
  order_.clear();
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    if (needle.empty() || rows_[i].searched.find(needle) != std::string::npos)
      order_.push_back(static_cast<std::uint32_t>(i));
  }
  return order_;
}

void FleetChoice::toggle(std::size_t row) {
  rows_[row].chosen = !rows_[row].chosen;
  count();
}

void FleetChoice::choose_all() {
  for (const std::uint32_t row : order()) rows_[row].chosen = true;
  say({});
  count();
}

void FleetChoice::choose_none() {
  for (FleetCandidate& row : rows_) row.chosen = false;
  say({});
  count();
}

std::size_t FleetChoice::choose(const std::vector<std::string>& ids) {
  follow_list();
  const std::set<std::string_view> wanted(ids.begin(), ids.end());
  std::size_t found = 0;
  for (FleetCandidate& row : rows_) {
    row.chosen = wanted.contains(row.instance.id);
    if (row.chosen) ++found;
  }
  count();
  return wanted.size() - found;
}

void FleetChoice::choose_by_tag() {
  const std::string_view typed = trimmed(tag.view());
  const std::size_t equals = typed.find('=');
  if (equals == 0 || equals == std::string_view::npos || equals + 1 == typed.size())
    return say("A tag is KEY=VALUE, such as environment=production.", true);
  const std::shared_ptr<Session> session = services_.session();
  if (!session || asking_tag()) return;
  tag_session_ = session;
  tag_asked_ = one_line(typed);
  std::vector<api::Tag> tags{
      {std::string(typed.substr(0, equals)), std::string(typed.substr(equals + 1))}};
  tag_reading_ = std::make_shared<backup::ListInstances>(
      services_.region_id(), backup::StepLimits{}, services_.seed(), std::move(tags));
  say("Asking which instances carry " + tag_asked_);
  session->driver->start(tag_reading_, [this, generation = ++tag_generation_] {
    if (generation == tag_generation_ && tag_reading_->progress().ended()) take_tagged();
  });
}

void FleetChoice::take_tagged() {
  const std::shared_ptr<backup::ListInstances> read = std::move(tag_reading_);
  const std::shared_ptr<Session> session = std::move(tag_session_);
  const backup::InstancesProgress& listed = read->progress();
  if (listed.ending != backup::Ending::Succeeded)
    return say(problem_of(listed, session->connection->credentials).what, true);
  std::vector<std::string> ids;
  for (const api::Instance& instance : listed.instances) ids.push_back(instance.id);
  const std::size_t missing = choose(ids);
  std::string said = counted(ids.size(), "instance") + " with " + tag_asked_ + ".";
  if (missing > 0) said += " " + std::to_string(missing) + " of them not on this list: refresh it.";
  for (const backup::UnlistedKind& kind : listed.unlisted)
    said += (kind.shortfall ? " Not all listed: " : " Not listed: ") +
            std::string(listing_words(kind.kind)) + ".";
  say(std::move(said), ids.empty() || missing > 0 || !listed.unlisted.empty());
}

void FleetChoice::choose_pasted() {
  const std::vector<std::string> ids = instance_ids_in(pasted.view());
  if (ids.empty()) return say("There is no instance id (dds-...) in what was pasted.", true);
  const std::size_t missing = choose(ids);
  std::string said =
      std::to_string(ids.size() - missing) + " of " + counted(ids.size(), "pasted id") + " chosen.";
  if (missing == 0) return say(std::move(said));
  constexpr std::size_t kMostNamed = 6;
  std::string names;
  std::size_t named = 0;
  for (const std::string& id : ids) {
    if (list_.find(id) == nullptr && ++named <= kMostNamed) add_part(names, id);
  }
  if (named > kMostNamed) names += " and " + std::to_string(named - kMostNamed) + " more";
  say(said + " Not in " + services_.region_id() + ": " + names + ".", true);
}

void FleetChoice::choose_method(FleetMethod method) {
  method_ = method;
  judge_all();
}

void FleetChoice::check_days() {
  const std::string_view typed = trimmed(days.view());
  const std::optional<std::int32_t> count = parse_count(typed);
  const bool fits = typed.empty() || (count && *count >= kLeastDays && *count <= kMostDays);
  days_error_ = fits ? "" : "A whole number from 7 to 730.";
  retention_days_ = fits ? count : std::nullopt;
  judge_all();
}

std::string FleetChoice::retention_text() const {
  if (!retention_days_) return "kept as the policy says";
  return "kept " + counted(static_cast<std::size_t>(*retention_days_), "day");
}

std::vector<api::CreateBackupParameters> FleetChoice::parameters() const {
  std::vector<api::CreateBackupParameters> all;
  for (const FleetCandidate& row : rows_) {
    if (!row.chosen || !row.allowed()) continue;
    all.push_back({row.instance.id, row.method, retention_days_, services_.region_id()});
  }
  return all;
}

std::vector<backup::LeftOut> FleetChoice::those_left_out() const {
  std::vector<backup::LeftOut> all;
  for (const FleetCandidate& row : rows_) {
    if (row.chosen && !row.allowed()) all.push_back({row.instance.id, row.obstacle});
  }
  return all;
}

}  // namespace dds::shell
