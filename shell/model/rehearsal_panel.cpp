#include "shell/model/rehearsal_panel.h"

#include <algorithm>
#include <utility>

#include "core/base/text.h"
#include "core/response/redact.h"
#include "shell/model/words.h"

namespace dds::shell {
namespace {

using State = backup::RehearsalRecord::State;

// An order whose answer was lost, or whose console has ended, shows by then or had no effect.
constexpr Milliseconds kMadeBy{32 * 60'000};

constexpr std::string_view kDash = "\xE2\x80\x93";

std::string outcome_words(const backup::RehearsalRecord& record) {
  const bool ran = record.running.has_value();
  switch (record.state) {
    case State::NotMade: return "Nothing was made";
    case State::Released: return ran ? "Passed" : "Did not come up";
    case State::Running: return "Ran; not known to be released";
    case State::Created: return "Not known to run, nor to be released";
    case State::Ordered: return "Not known whether it was made";
  }
  return {};
}

bool is_leaving(const api::Instance& instance) {
  return instance.status == "Deleting" || instance.lock_mode == "Released";
}

}  // namespace

void RehearsalPanel::open(const api::Instance& instance) {
  if (instance.id != instance_.id) clear();
  instance_ = instance;
  look_again();
}

void RehearsalPanel::clear() {
  back();
  typed_id.clear();
  instance_ = {};
  problem_.reset();
  proven_.clear();
  past_.clear();
  left_over_.clear();
}

std::string RehearsalPanel::obstacle() const {
  const Change* last = change(ChangeKind::Rehearsal);
  if (last != nullptr && last->running()) return "A rehearsal is under way.";
  if (!store_.problem().empty()) return "The record of rehearsals cannot be read.";
  if (!left_over_.empty()) return "Release what an earlier rehearsal left behind first.";
  const Instant now = services_.host->now();
  for (const backup::RehearsalRecord& record : store_.records()) {
    if (record.source_id == instance_.id && record.state == State::Ordered && record.ordered &&
        now < *record.ordered + kMadeBy && !is_running(record.description))
      return "Whether the order of the last rehearsal was carried out is not known yet: its "
             "instance would be listed within half an hour of it. Refresh the list of instances.";
  }
  return {};
}

void RehearsalPanel::plan() {
  if (!obstacle().empty() || instance_.id.empty()) return;
  backup::RehearsalOptions options;
  options.jitter_seed = services_.seed();
  problem_.reset();
  stage_ = PlanStage::Planning;
  planning_line_ = "Looking for the newest good backup";
  planned_ = std::make_shared<backup::Rehearsal>(
      instance_.id, std::nullopt, services_.host->nonce(), services_.host->now(), store_, options);
  if (!run_.start(planned_, [this] { on_planned(); })) back();
}

void RehearsalPanel::on_planned() {
  const backup::RehearsalProgress progress = planned_->progress();
  planning_line_ = progress.sentence;
  if (progress.ended()) {
    problem_ = problem_of(progress, run_.session()->connection->credentials);
    std::erase(problem_->steps, NextStep::TryAgain);  // the panel's button does it
    return back();
  }
  if (progress.phase != backup::RehearsalPhase::ReadyToConfirm) return;
  shown_plan = shown(progress.restore);
  session_ = run_.session();
  run_.end();
  stage_ = PlanStage::Ready;
}

void RehearsalPanel::back() {
  run_.end();
  planned_.reset();
  session_.reset();
  stage_ = PlanStage::Form;
  services_.changed();
}

void RehearsalPanel::order() {
  if (stage_ != PlanStage::Ready || !planned_->confirm()) return;
  const std::shared_ptr<backup::Rehearsal> confirmed = planned_;
  const std::shared_ptr<Session> session = session_;
  back();
  proven_.clear();
  changes_.start(confirmed, session, instance_);
  describe_past();
}

void RehearsalPanel::look_again() {
  describe_past();
  find_left_over();
  services_.changed();
}

void RehearsalPanel::describe_past() {
  past_.clear();
  const Instant now = services_.host->now();
  const auto& records = store_.records();
  for (auto record = records.rbegin(); record != records.rend(); ++record) {
    if (record->source_id != instance_.id) continue;
    PastRehearsal one;
    one.when = record->begun ? local_time(*record->begun,
                                          services_.host->utc_offset_minutes(*record->begun), now)
                             : std::string(kDash);
    one.took = record->ordered && record->running
                   ? format_duration(*record->running - *record->ordered)
                   : std::string(kDash);
    one.running = is_running(record->description);
    one.outcome = one.running ? "Under way" : outcome_words(*record);
    one.proven = record->proven;
    one.passed = record->state == State::Released && record->running;
    one.open = !is_over(*record);
    past_.push_back(std::move(one));
  }
}

bool RehearsalPanel::is_running(std::string_view description) const {
  for (const Change& change : changes_.items()) {
    const auto* rehearsal = std::get_if<std::shared_ptr<backup::Rehearsal>>(&change.operation);
    if (rehearsal == nullptr || !change.running()) continue;
    if ((*rehearsal)->progress().record.description == description) return true;
  }
  return false;
}

void RehearsalPanel::find_left_over() {
  left_over_.clear();
  for (const InstanceRow& row : instances_.rows()) {
    const auto mark = backup::parse_rehearsal_description(row.instance.description);
    if (!mark || mark->source_id != instance_.id || is_leaving(row.instance) ||
        is_running(row.instance.description))
      continue;
    const Instant begun = mark->begun;
    left_over_.push_back(
        {row.instance,
         row.instance.status + ", of a rehearsal begun " +
             local_time(begun, services_.host->utc_offset_minutes(begun), services_.host->now())});
  }
}

void RehearsalPanel::start_record_anew() {
  store_.start_anew();
  look_again();
}

void RehearsalPanel::ask_release(const LeftOver& one) {
  releasing_ = one;
  typed_id.clear();
  services_.changed();
}

std::string RehearsalPanel::release_obstacle() const {
  const Change* last = change(ChangeKind::Release);
  if (last != nullptr && last->running()) return "Another one is being released.";
  if (last != nullptr && last->unknown())
    return "Whether the last release was carried out is not known: look at the instances, then "
           "dismiss it.";
  std::string guarded = backup::release_obstacle(releasing_.instance, store_.records(), true);
  if (!guarded.empty()) return guarded;
  if (trimmed(typed_id.view()) != releasing_.instance.id) return "Its ID is to be typed first.";
  return {};
}

bool RehearsalPanel::release() {
  const std::shared_ptr<Session> session = services_.session();
  if (!session || !release_obstacle().empty()) return false;
  backup::ReleaseOptions options;
  options.jitter_seed = services_.seed();
  const std::string& id = releasing_.instance.id;
  // Its id was typed: that names it, whether it is in the record or not.
  changes_.start(std::make_shared<backup::ReleaseTemporary>(id, store_.records(), true,
                                                            services_.host->nonce(), options),
                 session, instance_, "Temporary instance " + id);
  return true;
}

void RehearsalPanel::note_released(const std::string& instance_id) {
  std::string description;
  if (const InstanceRow* row = instances_.find(instance_id))
    description = row->instance.description;
  // A copy: appending changes the records.
  for (backup::RehearsalRecord record : std::vector(store_.records())) {
    if (record.instance_id != instance_id && record.description != description) continue;
    record.state = State::Released;
    record.instance_id = instance_id;
    record.released = services_.host->now();
    // It is gone all the same; the next listing shows that.
    static_cast<void>(store_.append(backup::to_line(record)));
  }
}

void RehearsalPanel::change_ended(const Change& change) {
  if (const auto* rehearsal = std::get_if<std::shared_ptr<backup::Rehearsal>>(&change.operation)) {
    const backup::RehearsalProgress progress = (*rehearsal)->progress();
    if (change.instance_id == instance_.id && !progress.proven.empty())
      proven_ = response::redact(progress.proven + " " + progress.databases_note);
  }
  const auto* release = std::get_if<std::shared_ptr<backup::ReleaseTemporary>>(&change.operation);
  if (release != nullptr && change.progress.ending == backup::Ending::Succeeded)
    note_released((*release)->progress().instance_id);
  look_again();
}

}  // namespace dds::shell
