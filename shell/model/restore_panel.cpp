#include "shell/model/restore_panel.h"

#include <algorithm>
#include <utility>

#include "core/api/check.h"
#include "core/base/stable_order.h"
#include "core/response/redact.h"
#include "shell/model/words.h"

namespace dds::shell {
namespace {

// How long the service remembers a ClientToken is not documented.
constexpr Milliseconds kTokenHolds{30 * 60'000};

const backup::RestoreProgress* progress_of(const Change& change) {
  const auto* restore = std::get_if<std::shared_ptr<backup::RestoreInstance>>(&change.operation);
  return restore == nullptr ? nullptr : &(*restore)->progress();
}

// Once its instance is known it was carried out, whatever became of that.
bool order_unknown(const Change& change) {
  const backup::RestoreProgress* progress = progress_of(change);
  return change.unknown() && progress != nullptr && progress->instance_id.empty();
}

// "14 Jan 14:00 (2026-01-14 06:00:00 UTC)"
std::string both_times(Host& host, Instant instant) {
  return local_time(instant, host.utc_offset_minutes(instant), host.now()) + " (" +
         utc_time(instant) + ")";
}

}  // namespace

std::optional<Instant> parse_moment(std::string_view typed) {
  std::string text(trimmed(typed));
  if (text.ends_with("UTC")) text.resize(text.size() - 3);
  text = trimmed(text);
  if (text.ends_with('Z')) text.pop_back();
  std::replace(text.begin(), text.end(), ' ', 'T');
  const Result<Instant> instant = parse_utc(text + "Z");
  return instant ? std::optional(std::chrono::floor<Seconds>(*instant)) : std::nullopt;
}

ShownPlan shown(const backup::RestoreProgress& progress) {
  ShownPlan plan;
  plan.fresh = true;
  plan.lines = backup::describe(*progress.plan);
  if (progress.price) plan.lines.push_back({"Price", api::describe(*progress.price) + " an hour"});
  plan.remark = progress.check_note;
  if (!progress.price_problem.empty())
    plan.remark += (plan.remark.empty() ? "" : " ") + progress.price_problem;
  plan.remark = response::redact(plan.remark);
  return plan;
}

void RestorePanel::open(const api::Instance& instance) {
  if (instance.id == instance_.id) return;
  clear();
  instance_ = instance;
  const std::string suggested = instance.title() + "-restored";
  if (!api::check_description(suggested)) name.set(suggested);
}

void RestorePanel::clear() {
  back_to_form();
  instance_ = {};
  what_ = RestoreWhat::Set;
  set_id_.clear();
  moment.clear();
  name.clear();
  moment_error_.clear();
  moment_local_.clear();
  name_error_.clear();
  sets_.clear();
  chosen_ = -1;
  sets_revision_ = 0;
  problem_.reset();
}

void RestorePanel::choose(RestoreWhat what) {
  what_ = what;
  services_.changed();
  if (what == RestoreWhat::Set || !moment.empty()) return;
  // The last one that can be restored.
  const auto& ranges = history_.ranges();
  const Instant last =
      ranges && !ranges->empty() ? ranges->back().end : services_.host->now() - Seconds{60};
  std::string text = utc_time(last);
  moment.set(text.substr(0, text.size() - 4));  // without " UTC"
  check();
}

void RestorePanel::choose_set(std::string_view set_id) {
  set_id_ = set_id;
  what_ = RestoreWhat::Set;
  find_chosen();
  services_.changed();
}

const std::vector<std::uint32_t>& RestorePanel::sets() {
  if (sets_revision_ != history_.revision()) {
    sets_revision_ = history_.revision();
    find_sets();
    find_chosen();
  }
  return sets_;
}

void RestorePanel::find_sets() {
  sets_.clear();
  no_set_because_.clear();
  const std::vector<api::BackupSet>& all = history_.sets();
  const Instant now = services_.host->now();
  for (std::size_t i = 0; i < all.size(); ++i) {
    const api::BackupSet& set = all[i];
    if (set.state != api::SetState::Success || !set.available.value_or(true)) continue;
    std::string obstacle =
        api::restore_obstacle(history_.instance(), {set.id, {}}, std::nullopt, now);
    if (obstacle.empty()) {
      sets_.push_back(static_cast<std::uint32_t>(i));
    } else {
      no_set_because_ = std::move(obstacle);
    }
  }
  const auto ended = [&](std::uint32_t i) { return all[i].ended.value_or(Instant{}); };
  sort_stable(sets_, [&](std::uint32_t a, std::uint32_t b) { return ended(a) > ended(b); });
}

void RestorePanel::find_chosen() {
  const auto found = std::find_if(sets_.begin(), sets_.end(), [&](std::uint32_t i) {
    return set_id_.empty() || history_.sets()[i].id == set_id_;
  });
  chosen_ = found == sets_.end() ? -1 : static_cast<int>(found - sets_.begin());
}

int RestorePanel::chosen_position() {
  static_cast<void>(sets());
  return chosen_;
}

std::string RestorePanel::sets_obstacle() {
  if (!sets().empty()) return {};
  if (!history_.loaded()) return "The sets are being read.";
  if (!no_set_because_.empty()) return no_set_because_;
  return history_.whole() ? "There is no good backup set yet."
                          : "No good backup set was listed; there may be others.";
}

std::string RestorePanel::moment_obstacle() const {
  const auto& ranges = history_.ranges();
  if (!ranges || !ranges->empty()) return {};
  return "It can be restored to no moment: that takes log backup, which the policy switches on.";
}

std::string RestorePanel::range_text() const {
  const auto& ranges = history_.ranges();
  if (!ranges) return "Within the last seven days; the service says whether it can.";
  std::string text;
  for (const api::RestoreRange& range : *ranges) {
    text += (text.empty() ? "From " : "; or from ") + both_times(*services_.host, range.begin) +
            " to " + both_times(*services_.host, range.end);
  }
  return text + ".";
}

std::optional<Instant> RestorePanel::typed_moment() const {
  return parse_moment(moment.view());
}

void RestorePanel::check() {
  services_.changed();
  left_ = false;
  moment_error_.clear();
  moment_local_.clear();
  if (what_ == RestoreWhat::Moment) {
    if (const std::optional<Instant> instant = typed_moment()) {
      moment_local_ =
          "Local time " +
          local_time(*instant, services_.host->utc_offset_minutes(*instant), services_.host->now());
      moment_error_ = api::restore_obstacle(history_.instance(), {{}, instant}, history_.ranges(),
                                            services_.host->now());
    } else {
      moment_error_ = "Written in UTC, such as 2026-01-14 06:00:00.";
    }
  }
  name_error_.clear();
  if (!name.empty()) {
    if (const Status wrong = api::check_description(name.view())) name_error_ = wrong->message;
  }
}

std::string RestorePanel::obstacle() {
  if (const Change* last = change()) {
    if (last->running()) return "A restore is under way; another one can be ordered after it.";
    if (order_unknown(*last))
      return "Whether the last order was carried out is not known: look at the instances, then "
             "dismiss it.";
  }
  if (what_ == RestoreWhat::Set && chosen_position() < 0)
    return sets().empty() ? sets_obstacle() : "No backup set is chosen.";
  if (what_ == RestoreWhat::Moment && (!moment_error_.empty() || !typed_moment()))
    return "The moment cannot be restored.";
  if (!name_error_.empty()) return "The name cannot be used.";
  return {};
}

void RestorePanel::plan() {
  check();
  if (!obstacle().empty() || instance_.id.empty()) return;
  api::CloneRequest request;
  if (what_ == RestoreWhat::Moment) {
    request.point.time = typed_moment();
  } else {
    request.point.backup_id =
        history_.sets()[sets()[static_cast<std::size_t>(chosen_position())]].id;
  }
  request.description = name.view();
  request.client_token = services_.host->nonce();
  start_plan(std::move(request));
}

std::optional<SteadyInstant> RestorePanel::order_again_until() const {
  const Change* last = change();
  if (last == nullptr || !order_unknown(*last) || stage_ != PlanStage::Form) return std::nullopt;
  const backup::RestoreProgress& progress = *progress_of(*last);
  // Without a plan it is an earlier console's, and what it said is not known.
  if (!progress.plan || !progress.ordered_here) return std::nullopt;
  return *progress.ordered_here + kTokenHolds;
}

bool RestorePanel::can_order_again() const {
  const std::optional<SteadyInstant> until = order_again_until();
  return until && services_.host->steady() < *until;
}

void RestorePanel::order_again() {
  if (!can_order_again()) return;
  const backup::RestoreProgress& last = *progress_of(*change());
  token_holds_until_ = *last.ordered_here + kTokenHolds;
  start_plan(last.plan->request);
}

void RestorePanel::start_plan(api::CloneRequest request) {
  backup::RestoreOptions options;
  options.jitter_seed = services_.seed();
  problem_.reset();
  stage_ = PlanStage::Planning;
  planned_ = std::make_shared<backup::RestoreInstance>(instance_.id, std::move(request), options);
  planning_line_ = "Reading the source instance";
  if (!run_.start(planned_, [this] { on_planned(); })) back_to_form();
}

void RestorePanel::on_planned() {
  const backup::RestoreProgress& progress = planned_->progress();
  planning_line_ = progress.sentence;
  if (progress.ended()) {
    problem_ = problem_of(progress, run_.session()->connection->credentials);
    std::erase(problem_->steps, NextStep::TryAgain);  // the form's button does it
    return back_to_form();
  }
  if (progress.phase != backup::RestorePhase::ReadyToConfirm) return;
  shown_plan = shown(progress);
  if (token_holds_until_)
    shown_plan.remark += (shown_plan.remark.empty() ? "" : " ") +
                         std::string(
                             "It carries the token of the order before: if that one was "
                             "carried out, nothing is ordered twice.");
  session_ = run_.session();
  run_.end();
  stage_ = PlanStage::Ready;
}

void RestorePanel::back_to_form() {
  run_.end();
  planned_.reset();
  session_.reset();
  token_holds_until_.reset();
  stage_ = PlanStage::Form;
  services_.changed();
}

void RestorePanel::order() {
  if (stage_ != PlanStage::Ready) return;
  if (token_holds_until_ && services_.host->steady() >= *token_holds_until_) return back_to_form();
  if (!planned_->confirm()) return;
  const std::shared_ptr<backup::RestoreInstance> confirmed = planned_;
  const std::shared_ptr<Session> session = session_;
  back_to_form();
  changes_.start(confirmed, session, instance_);
}

const Change* RestorePanel::change() const {
  return changes_.newest(ChangeKind::Restore, instance_.id);
}

}  // namespace dds::shell
