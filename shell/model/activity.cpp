#include "shell/model/activity.h"

#include <algorithm>

#include "core/response/redact.h"
#include "shell/model/backup_words.h"

namespace dds::shell {
namespace {

using backup::Ending;
using backup::Progress;

constexpr const char* kGoesOn = "The backup itself goes on at the service.";

}  // namespace

ActivityList::ActivityList(std::function<void()> changed,
                           std::function<void(const Activity&)> ended,
                           std::function<int(Instant)> local_offset)
    : changed_(std::move(changed)),
      ended_(std::move(ended)),
      local_offset_(std::move(local_offset)) {}

void ActivityList::start(const std::shared_ptr<Session>& session,
                         const api::CreateBackupParameters& parameters, std::string title,
                         std::uint64_t jitter_seed) {
  backup::Options options;
  options.jitter_seed = jitter_seed;
  options.send_again = false;  // half an hour later that is for the person to say
  Activity activity;
  activity.number = ++last_number_;
  activity.instance_id = parameters.instance_id;
  activity.region_id = parameters.region_id;
  activity.title = std::move(title);
  activity.session = session;
  activity.route = session->connection->route;
  activity.operation = std::make_shared<backup::CreateAndFollow>(parameters, options);
  activity.line = running_line(activity.progress());
  const std::uint64_t number = activity.number;
  const auto operation = activity.operation;
  items_.push_back(std::move(activity));
  const auto id = session->driver->start(operation, [this, number] { update(number); });
  if (Activity* started = find_item(number)) started->operation_id = id;
  changed_();
}

void ActivityList::update(std::uint64_t number) {
  Activity* activity = find_item(number);
  if (activity == nullptr || !activity->running()) return;
  const Progress& progress = activity->progress();
  if (!progress.instance_title.empty()) activity->title = progress.instance_title;
  activity->outcome = outcome_of(progress.ending);
  if (activity->running()) {
    activity->line = running_line(progress);
    activity->explanation = progress.retry_at
                                ? response::redact(progress.problem) + " Trying again shortly."
                                : std::string();
  } else {
    describe_end(*activity);
    activity->session.reset();
    ended_(*activity);
  }
  changed_();
}

void ActivityList::describe_end(Activity& activity) {
  const Progress& progress = activity.progress();
  const std::string problem = response::redact(progress.problem);
  Problem notice;
  notice.what = problem;
  notice.request_id = progress.request_id;
  if (progress.refusal) {
    notice = problem_of(*progress.refusal, activity.session->connection->credentials);
    notice.steps.clear();
  }
  switch (progress.ending) {
    case Ending::Succeeded:
    case Ending::Started: {
      activity.line = finished_line(progress, local_offset_);
      activity.explanation = progress.job_id.empty() ? "" : "Job " + progress.job_id;
      if (!progress.sets.empty() && progress.sets.size() == 1) {
        activity.explanation += ", backup set " + progress.sets.front().id;
      }
      return;
    }
    case Ending::Failed:
      activity.line = "Failed";
      notice.steps = {NextStep::CheckBackups, NextStep::BackUpAgain, NextStep::CopyDetails};
      break;
    case Ending::JobRunning:
      activity.line = "Refused: another backup job runs";
      activity.other_job = true;
      notice.what = problem;
      notice.message.clear();
      notice.steps = {NextStep::CheckBackups, NextStep::BackUpAgain, NextStep::CopyDetails};
      break;
    case Ending::Refused:
      activity.line = "Refused";
      notice.steps = {NextStep::BackUpAgain, NextStep::ShowRequest, NextStep::CopyDetails};
      if (notice.kind == ProblemKind::WrongKey || notice.kind == ProblemKind::Denied) {
        notice.steps.insert(notice.steps.begin(), NextStep::EditKey);
      }
      break;
    case Ending::NotReached:
    case Ending::NotStarted:
      activity.line = progress.ending == Ending::NotReached
                          ? "Not reached: nothing was started"
                          : "Lost on the way: nothing was started";
      notice.steps = {NextStep::BackUpAgain, NextStep::EditRoute, NextStep::CopyDetails};
      break;
    case Ending::Unknown:
    case Ending::None:
      activity.line = "Outcome unknown";
      notice.message =
          "Look at the recent backup sets: a manual set that began after the attempt is this one. "
          "Start no second backup before you have looked.";
      notice.steps = {NextStep::CheckBackups, NextStep::CopyDetails};
      break;
  }
  activity.explanation = notice.what;
  activity.problem = std::move(notice);
}

void ActivityList::stop(std::uint64_t number) {
  Activity* activity = find_item(number);
  if (activity == nullptr || !activity->running()) return;
  const Progress& progress = activity->progress();
  activity->session->driver->stop(activity->operation_id);
  activity->stopped = true;
  if (progress.create_sent && progress.job_id.empty()) {
    activity->outcome = Outcome::Unknown;
    activity->line = "Outcome unknown";
    Problem notice;
    notice.what = "Watching was stopped before the service said whether it started the backup.";
    notice.message =
        "Look at the recent backup sets: a manual set that began after the attempt is this one. "
        "Start no second backup before you have looked.";
    notice.steps = {NextStep::CheckBackups, NextStep::CopyDetails};
    activity->explanation = notice.what;
    activity->problem = std::move(notice);
  } else {
    activity->outcome = Outcome::Stopped;
    activity->line = progress.create_sent ? "No longer watched" : "Stopped: nothing was started";
    activity->explanation = progress.create_sent ? "Job " + progress.job_id + ". " + kGoesOn
                                                 : "CreateBackup had not been sent.";
  }
  ended_(*activity);
  activity->session.reset();
  changed_();
}

void ActivityList::stop_all() {
  for (auto next = items_.begin(); next != items_.end();) stop((next++)->number);
}

void ActivityList::dismiss(std::uint64_t number) {
  std::erase_if(items_,
                [number](const Activity& one) { return one.number == number && !one.running(); });
  changed_();
}

void ActivityList::dismiss_ended() {
  // What is unknown is dismissed one by one: it guards against a second backup.
  std::erase_if(items_, [](const Activity& one) {
    return !one.running() && one.outcome != Outcome::Unknown;
  });
  changed_();
}

Activity* ActivityList::find_item(std::uint64_t number) {
  for (Activity& activity : items_) {
    if (activity.number == number) return &activity;
  }
  return nullptr;
}

const Activity* ActivityList::find(std::uint64_t number) const {
  for (const Activity& activity : items_) {
    if (activity.number == number) return &activity;
  }
  return nullptr;
}

const Activity* ActivityList::running_on(std::string_view instance_id) const {
  for (const Activity& activity : items_) {
    if (activity.running() && activity.instance_id == instance_id) return &activity;
  }
  return nullptr;
}

const Activity* ActivityList::unknown_on(std::string_view instance_id) const {
  for (const Activity& activity : items_) {
    if (activity.outcome == Outcome::Unknown && activity.instance_id == instance_id)
      return &activity;
  }
  return nullptr;
}

const Activity* ActivityList::headline() const {
  for (const Activity& activity : items_) {
    if (activity.running()) return &activity;
  }
  return items_.empty() ? nullptr : &items_.back();
}

ActivityCounts ActivityList::counts() const {
  ActivityCounts counts;
  for (const Activity& activity : items_) {
    switch (activity.outcome) {
      case Outcome::Running: ++counts.running; break;
      case Outcome::Succeeded: ++counts.done; break;
      case Outcome::Stopped: break;
      default: ++counts.failed; break;
    }
  }
  return counts;
}

}  // namespace dds::shell
