// What CreateAndFollow does with answers until its backup has started: looking at the instance, its
// jobs and its earlier sets, and what CreateBackup was answered.
#include "core/backup/create_and_follow_impl.h"

namespace dds::backup {
namespace {

constexpr Milliseconds kEarlierSets = 2 * kWorstSkew;  // around an attempt
// How long the list of jobs is given to show the job that the service says exists: a second, two,
// three.
constexpr int kBusyLooks = 4;
constexpr Milliseconds kBusyLook{1'000};

}  // namespace

Step CreateAndFollow::Impl::on_answer(const response::Answer& answer) {
  switch (ask_) {
    case Ask::Instance: return on_instance(answer);
    case Ask::RunningJobs: return on_running_jobs(answer);
    case Ask::EarlierSets: return on_earlier_sets(answer);
    case Ask::Create:
    case Ask::DeliverAgain: return on_created(answer);
    case Ask::BusyJobs: return on_busy_jobs(answer);
    case Ask::Job: return on_job(answer);
    case Ask::Sets:
    case Ask::ReconcileSets: return on_sets(answer);
    case Ask::ReconcileJobs: return on_reconcile_jobs(answer);
  }
  return WaitUntil{wake_};
}

Step CreateAndFollow::Impl::on_instance(const response::Answer& answer) {
  const Result<api::Instance> instance = api::read_instance(answer, parameters_.instance_id);
  if (!instance) return unreadable(instance.error());
  instance_ = *instance;
  progress_.instance_title = instance_->title();
  if (!progress_.create_sent && !progress_.joined) {
    const std::string obstacle = api::backup_obstacle(*instance_);
    if (!obstacle.empty()) return end(Ending::Refused, obstacle);
    if (const std::string reason = method_obstacle(); !reason.empty())
      return end(Ending::Refused, reason);
  }
  return after_instance();
}

Step CreateAndFollow::Impl::after_instance() {
  instance_asked_ = true;
  if (!progress_.create_sent && !progress_.joined) return look_at_jobs();
  return progress_.phase == Phase::Reconciling ? send(Ask::ReconcileJobs) : list_sets();
}

std::string CreateAndFollow::Impl::method_obstacle() const {
  if (parameters_.retention_days) {
    if (std::string reason = api::retention_obstacle(*instance_); !reason.empty()) return reason;
  }
  if (!parameters_.method) return {};
  for (const api::MethodChoice& choice : api::method_choices(*instance_)) {
    if (choice.method == *parameters_.method && !choice.allowed) return choice.reason;
  }
  return {};
}

Step CreateAndFollow::Impl::look_at_jobs() {
  attempt_.known_jobs.clear();
  attempt_.known_sets.clear();
  return send(Ask::RunningJobs);
}

Step CreateAndFollow::Impl::on_running_jobs(const response::Answer& answer) {
  const Result<std::vector<api::BackupJob>> jobs = api::read_backup_tasks(answer);
  if (!jobs) return unreadable(jobs.error());
  attempt_.known_jobs.clear();
  for (const api::BackupJob& job : *jobs) attempt_.known_jobs.push_back(job.id);
  for (const api::BackupJob& job : *jobs) {
    if (job.active()) return busy(job);
  }
  return create_or_look_at_sets();
}

// Without the service's clock, sets of shortly before could pass for ours: they are noted first.
Step CreateAndFollow::Impl::create_or_look_at_sets() {
  if (clock_.agreed() || !instance_) return create();
  listing_.emplace(*instance_, server_now() - kEarlierSets, server_now() + kEarlierSets);
  return send(Ask::EarlierSets);
}

Step CreateAndFollow::Impl::on_earlier_sets(const response::Answer& answer) {
  if (const Status problem = listing_->take(answer)) return unreadable(*problem);
  if (!listing_->complete()) return send(Ask::EarlierSets);
  // A set that is not noted could pass for ours later.
  if (listing_->shortfall())
    return end(Ending::Unreadable, "Which backup sets there are already is not known: " +
                                       listing_->describe_shortfall() + ". No backup was started.");
  for (const api::BackupSet& set : listing_->sets()) attempt_.known_sets.push_back(set.id);
  return create();
}

// The service refused ours because a job exists. Is it ours? The network may deliver a request
// twice: the first copy starts the job, the second one is refused, and only that answer comes back.
Step CreateAndFollow::Impl::on_busy_jobs(const response::Answer& answer) {
  const Result<std::vector<api::BackupJob>> jobs = api::read_backup_tasks(answer);
  if (!jobs) return unreadable(jobs.error());
  const bool sure_of_before = options_.look_first || attempt_.tolerance == kMeasuredClockTolerance;
  if (const api::BackupJob* ours = find_job(*jobs, attempt_); ours && sure_of_before) {
    close_attempt(true);
    progress_.refusal.reset();
    take_job(*ours);
    return follow();
  }
  for (const api::BackupJob& job : *jobs) {
    if (!job.active()) continue;
    close_attempt(false);
    return busy(job);
  }
  // A job exists, the service has just said, so a list without one lags behind.
  if (++busy_looks_ < kBusyLooks) return send_after(Ask::BusyJobs, busy_looks_ * kBusyLook);
  close_attempt(false);
  if (options_.if_busy == IfBusy::Stop)
    return end(Ending::JobRunning,
               "Another backup job was running on this instance; none was started.");
  progress_.refusal.reset();
  progress_.phase = Phase::Waiting;
  return send_after(Ask::RunningJobs, options_.limits.poll);
}

Step CreateAndFollow::Impl::busy(const api::BackupJob& job) {
  switch (options_.if_busy) {
    case IfBusy::Stop: break;
    case IfBusy::Join:
      progress_.refusal.reset();
      progress_.joined = true;
      attempt_.at = job.started.value_or(server_now());
      attempt_.method.reset();  // it is whoever started it who chose
      attempt_.known_jobs.clear();
      take_job(job);
      return follow();
    case IfBusy::Wait:
      progress_.refusal.reset();
      progress_.phase = Phase::Waiting;
      take_job(job);
      progress_.job_id.clear();  // not ours
      return send_after(Ask::RunningJobs, options_.limits.poll);
  }
  take_job(job);
  return end(Ending::JobRunning,
             "Backup job " + job.id + " is running on this instance; none was started.");
}

Step CreateAndFollow::Impl::create() {
  progress_.phase = Phase::Starting;
  progress_.job_state = api::JobState::Unknown;  // of a job that was waited for
  progress_.percent.reset();
  progress_.job_started.reset();
  return send(Ask::Create);
}

Step CreateAndFollow::Impl::on_created(const response::Answer& answer) {
  progress_.request_id = answer.request_id;
  const Result<api::BackupStarted> started = api::read_create_backup(answer);
  if (!started) {
    progress_.problem = started.error().message;
    return reconcile();
  }
  // The number to follow is BackupJobId; older answers carry only BackupId, which the
  // documentation's examples pass on instead.
  progress_.job_id = started->job_id.empty() ? started->backup_id : started->job_id;
  if (progress_.job_id.empty()) return reconcile();
  close_attempt(true);
  return follow();
}

}  // namespace dds::backup
