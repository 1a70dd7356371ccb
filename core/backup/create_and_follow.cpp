#include "core/backup/create_and_follow.h"

#include <algorithm>
#include <utility>

#include "core/backup/backoff.h"
#include "core/backup/match.h"
#include "core/backup/refusal.h"
#include "core/response/redact.h"

namespace dds::backup {
namespace {

// The one request that is in flight or that a timer will send.
enum class Ask { Instance, RunningJobs, Create, Job, Sets, ReconcileJobs, ReconcileSets };

constexpr Milliseconds kReconcileFirst{2'000};
constexpr Milliseconds kReconcileLongest{30'000};
constexpr Milliseconds kSetWindow{10 * 60'000};  // how far around the attempt sets are listed
constexpr Milliseconds kSetWindowWide = std::chrono::hours{365 * 24};  // see `look_wide_`
constexpr std::int32_t kSetPage = 100;

}  // namespace

class CreateAndFollow::Impl {
 public:
  Impl(api::CreateBackupParameters parameters, Options options)
      : parameters_(std::move(parameters)), options_(options), backoff_(options.jitter_seed) {
    progress_.instance_id = parameters_.instance_id;
    attempt_.method = parameters_.method;
  }

  Step handle(const Event& event, Instant now) {
    now_ = std::max(now_, now);
    if (progress_.phase == Phase::Ended) return Done{};
    if (std::holds_alternative<Started>(event)) return begin();
    if (progress_.phase == Phase::Idle) return WaitUntil{now_};  // nothing happens before Started
    if (now_ >= deadline_) return end_at_total_limit();
    if (std::holds_alternative<TimerFired>(event)) {
      if (in_flight_)
        return WaitUntil{deadline_};  // whatever the timer meant, the answer comes first
      if (now_ < wake_) return WaitUntil{wake_};
      return send(ask_);
    }
    if (!in_flight_) return WaitUntil{wake_};  // an answer that nobody waits for
    in_flight_ = false;
    progress_.retry_at.reset();
    if (const auto* failed = std::get_if<NotReplied>(&event)) return on_failure(*failed);
    const Replied& replied = *std::get_if<Replied>(&event);
    if (replied.server_time) clock_offset_ = *replied.server_time - now_;
    if (const auto* refusal = std::get_if<response::ApiError>(&replied.reply))
      return on_refusal(*refusal);
    failures_ = 0;
    last_answer_ = now_;
    progress_.problem.clear();
    return on_answer(*std::get_if<response::Answer>(&replied.reply));
  }

  [[nodiscard]] const Progress& progress() const { return progress_; }

 private:
  // --- beginning and ending

  Step begin() {
    if (progress_.phase != Phase::Idle) return WaitUntil{in_flight_ ? deadline_ : wake_};
    progress_.began = now_;
    last_answer_ = now_;
    deadline_ = now_ + options_.limits.total;
    const Result<api::Call> call = api::create_backup(parameters_);
    if (!call) return end(Ending::Refused, call.error().message);
    create_call_ = *call;
    progress_.phase = options_.look_first ? Phase::Looking : Phase::Starting;
    return send(options_.look_first ? Ask::Instance : Ask::Create);
  }

  Step end(Ending ending, std::string problem) {
    progress_.phase = Phase::Ended;
    progress_.ending = ending;
    progress_.problem = std::move(problem);
    progress_.ended = now_;
    progress_.retry_at.reset();
    return Done{};
  }

  Step end_at_total_limit() {
    if (!progress_.create_sent)
      return end(Ending::NotReached, "The time limit passed before a backup was started.");
    return end(Ending::Unknown,
               "The backup had not ended when the time limit passed; it may still be running.");
  }

  // --- requests

  Step send(Ask ask) {
    ask_ = ask;
    in_flight_ = true;
    return Send{call_for(ask)};
  }

  Step send_at(Ask ask, Instant instant) {
    ask_ = ask;
    wake_ = std::min(instant, deadline_);
    return WaitUntil{wake_};
  }

  api::Call call_for(Ask ask) {
    switch (ask) {
      case Ask::Instance: return api::describe_instance(parameters_.instance_id);
      case Ask::RunningJobs:
      case Ask::ReconcileJobs: return api::describe_backup_tasks(parameters_.instance_id);
      case Ask::Job: return api::describe_backup_tasks(parameters_.instance_id, progress_.job_id);
      case Ask::Sets:
      case Ask::ReconcileSets: return sets_call();
      case Ask::Create: break;
    }
    progress_.create_sent = true;
    attempt_.at = server_now();
    attempted_ = now_;
    return create_call_;
  }

  api::Call sets_call() {
    api::BackupQuery query;
    query.instance_id = parameters_.instance_id;
    query.start_time = attempt_.at - kSetWindow;
    query.end_time = server_now() + (look_wide_ ? kSetWindowWide : kSetWindow);
    query.page_size = kSetPage;
    if (cluster_sets()) return api::describe_cluster_backups(query);
    if (per_shard_sets()) query.node_id = instance_->shards[shard_].node_id;
    return api::describe_backups(query);
  }

  [[nodiscard]] bool cluster_sets() const { return instance_ && instance_->use_cluster_backup; }
  [[nodiscard]] bool per_shard_sets() const {
    return instance_ && !instance_->use_cluster_backup &&
           instance_->kind == api::InstanceKind::ShardedCluster && !instance_->shards.empty();
  }

  [[nodiscard]] Instant server_now() const { return now_ + clock_offset_; }

  // --- failures

  Step on_failure(const NotReplied& failed) {
    progress_.problem = failed.describe();
    if (ask_ != Ask::Create) return retry_read({});
    if (failed.may_have_taken_effect()) return reconcile();
    progress_.create_sent = false;  // it never left
    if (++failures_ >= options_.limits.attempts || std::holds_alternative<Error>(failed.cause)) {
      const bool unsent_by_us = std::holds_alternative<Error>(failed.cause);
      return end(unsent_by_us ? Ending::Refused : Ending::NotReached, failed.describe());
    }
    return retry_at(Ask::Create, backoff_.next(failures_, {}));
  }

  Step on_refusal(const response::ApiError& refusal) {
    last_answer_ = now_;
    const std::string message =
        response::redact(refusal.message);  // it may quote the string to sign
    progress_.problem = message;
    const bool throttled = response::is_throttling(refusal);
    if (ask_ == Ask::Create) {
      if (throttled && ++failures_ < options_.limits.attempts) {
        return retry_at(Ask::Create, backoff_.next(failures_, refusal.retry_after));
      }
      if (!throttled && is_unclear(refusal)) return reconcile();
      progress_.refusal = refusal;
      if (is_job_exists(refusal)) {
        return end(Ending::JobRunning,
                   "Another backup job is running on this instance; none was started.");
      }
      return end(Ending::Refused, message);
    }
    if (throttled || is_unclear(refusal)) return retry_read(refusal.retry_after);
    // Being allowed to back up but not to look is a legitimate policy: the looks before the start
    // are then left out.
    if (ask_ == Ask::Instance && is_denied(refusal)) return after_instance();
    if (ask_ == Ask::RunningJobs && is_denied(refusal)) return create();
    progress_.refusal = refusal;
    if (!progress_.create_sent) return end(Ending::Refused, message);
    return end(Ending::Unknown, "The service refuses to tell how the backup goes: " + message);
  }

  Step retry_read(std::optional<Milliseconds> retry_after) {
    ++failures_;
    if (!progress_.create_sent && failures_ >= options_.limits.attempts) {
      return end(Ending::NotReached, progress_.problem + " No backup was started.");
    }
    const bool reconciling = progress_.phase == Phase::Reconciling;
    if (reconciling && now_ >= attempted_ + options_.limits.reconcile) return end_unreconciled();
    if (progress_.create_sent && !reconciling && now_ >= last_answer_ + options_.limits.outage) {
      return end(Ending::Unknown,
                 "The backup was started, but the service has not been reached since: " +
                     progress_.problem);
    }
    return retry_at(ask_, backoff_.next(failures_, retry_after));
  }

  Step retry_at(Ask ask, Milliseconds wait) {
    progress_.retry_at = now_ + wait;
    return send_at(ask, now_ + wait);
  }

  // --- answers

  Step on_answer(const response::Answer& answer) {
    switch (ask_) {
      case Ask::Instance: return on_instance(answer);
      case Ask::RunningJobs: return on_running_jobs(answer);
      case Ask::Create: return on_created(answer);
      case Ask::Job: return on_job(answer);
      case Ask::Sets: return on_sets(answer);
      case Ask::ReconcileJobs: return on_reconcile_jobs(answer);
      case Ask::ReconcileSets: return on_sets(answer);
    }
    return WaitUntil{wake_};
  }

  Step unreadable(const Error& error) { return on_failure(NotReplied{error, true}); }

  Step on_instance(const response::Answer& answer) {
    const Result<api::Instance> instance = api::read_instance(answer);
    if (!instance) return unreadable(instance.error());
    instance_ = *instance;
    progress_.instance_title = instance_->title();
    if (!progress_.create_sent) {
      const std::string obstacle = api::backup_obstacle(*instance_);
      if (!obstacle.empty()) return end(Ending::Refused, obstacle);
      if (const std::string reason = method_obstacle(); !reason.empty())
        return end(Ending::Refused, reason);
    }
    return after_instance();
  }

  Step after_instance() {
    instance_asked_ = true;
    if (!progress_.create_sent) return send(Ask::RunningJobs);
    return progress_.phase == Phase::Reconciling ? send(Ask::ReconcileJobs) : send_sets();
  }

  [[nodiscard]] std::string method_obstacle() const {
    if (parameters_.retention_days) {
      if (std::string reason = api::retention_obstacle(*instance_); !reason.empty()) return reason;
    }
    if (!parameters_.method) return {};
    for (const api::MethodChoice& choice : api::method_choices(*instance_)) {
      if (choice.method == *parameters_.method && !choice.allowed) return choice.reason;
    }
    return {};
  }

  Step on_running_jobs(const response::Answer& answer) {
    const Result<std::vector<api::BackupJob>> jobs = api::read_backup_tasks(answer);
    if (!jobs) return unreadable(jobs.error());
    for (const api::BackupJob& job : *jobs) {
      attempt_.known_jobs.push_back(job.id);
      if (!job.active()) continue;
      take_job(job);
      return end(Ending::JobRunning,
                 "Backup job " + job.id + " is running on this instance; none was started.");
    }
    return create();
  }

  Step create() {
    progress_.phase = Phase::Starting;
    return send(Ask::Create);
  }

  Step on_created(const response::Answer& answer) {
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
    return follow();
  }

  // --- following

  Step follow() {
    if (!options_.follow) return end(Ending::Started, {});
    progress_.phase = Phase::Following;
    return send_at(Ask::Job, now_ + std::min(options_.limits.poll, kReconcileFirst));
  }

  void take_job(const api::BackupJob& job) {
    progress_.job_id = job.id;
    progress_.job_state = job.state;
    progress_.percent = job.percent;
    if (job.started) progress_.job_started = job.started;
  }

  Step on_job(const response::Answer& answer) {
    const Result<std::vector<api::BackupJob>> jobs = api::read_backup_tasks(answer);
    if (!jobs) return unreadable(jobs.error());
    const auto job = std::find_if(jobs->begin(), jobs->end(), [&](const api::BackupJob& candidate) {
      return candidate.id == progress_.job_id;
    });
    if (job != jobs->end() && job->active()) {
      take_job(*job);
      progress_.phase = Phase::Following;
      set_deadline_.reset();
      return send_at(Ask::Job, now_ + options_.limits.poll);
    }
    if (job != jobs->end()) take_job(*job);
    // Finished, or vanished from the list (that it may vanish is inferred): the set decides how it
    // ended.
    progress_.phase = Phase::ReadingSet;
    if (!set_deadline_) set_deadline_ = now_ + options_.limits.set;
    return send_sets();
  }

  Step send_sets() {
    if (!instance_ && !instance_asked_)
      return send(Ask::Instance);  // which list to read depends on its kind
    shard_ = 0;
    progress_.sets.clear();
    return send(progress_.phase == Phase::Reconciling ? Ask::ReconcileSets : Ask::Sets);
  }

  Step on_sets(const response::Answer& answer) {
    const Result<api::BackupSetPage> page =
        cluster_sets() ? api::read_cluster_backups(answer) : api::read_backups(answer);
    if (!page) return unreadable(page.error());
    const api::BackupSet* set = find_set(page->sets, progress_.job_id, attempt_);
    if (!set || set->state == api::SetState::Unknown) return set_missing(set);
    progress_.sets.push_back(*set);
    if (progress_.job_id.empty()) progress_.job_id = set->job_id;
    if (per_shard_sets()) {
      progress_.sets.back().node_id = instance_->shards[shard_].node_id;
      if (++shard_ < instance_->shards.size()) return send(ask_);
    }
    return end_with_sets();
  }

  Step end_with_sets() {
    if (!options_.follow) return end(Ending::Started, {});
    progress_.percent.reset();
    progress_.job_state = api::JobState::Finished;
    if (!progress_.job_started) progress_.job_started = progress_.sets.front().started;
    const bool failed =
        std::any_of(progress_.sets.begin(), progress_.sets.end(),
                    [](const api::BackupSet& set) { return set.state == api::SetState::Failed; });
    if (failed) return end(Ending::Failed, "The service reports the backup as failed.");
    return end(Ending::Succeeded, {});
  }

  Step set_missing(const api::BackupSet* unfinished) {
    progress_.sets.clear();
    if (progress_.phase == Phase::Reconciling) {
      if (unfinished || shard_ > 0) return found_while_reconciling();
      if (now_ >= attempted_ + options_.limits.reconcile) return end_unreconciled();
      reconcile_wait_ = std::min(kReconcileLongest, reconcile_wait_ * 2);
      return send_at(Ask::ReconcileJobs, now_ + reconcile_wait_);
    }
    if (set_deadline_ && now_ >= *set_deadline_) {
      return end(Ending::Unknown, "The job ended, but no backup set of it has appeared.");
    }
    // The number of our job is known, so that looking further cannot find somebody else's set.
    if (!unfinished && !progress_.job_id.empty()) look_wide_ = true;
    return send_at(progress_.job_id.empty() ? Ask::Sets : Ask::Job, now_ + options_.limits.poll);
  }

  // A set that is still being made: the backup was started, its job cannot be named.
  Step found_while_reconciling() {
    if (!options_.follow) return end(Ending::Started, {});
    progress_.phase = Phase::ReadingSet;
    set_deadline_.reset();  // it may run for long; the total limit holds
    return send_at(Ask::Sets, now_ + options_.limits.poll);
  }

  // --- unknown outcome

  Step reconcile() {
    failures_ = 0;
    progress_.phase = Phase::Reconciling;
    reconcile_wait_ = kReconcileFirst;
    return send_at(Ask::ReconcileJobs, now_ + reconcile_wait_);
  }

  Step on_reconcile_jobs(const response::Answer& answer) {
    const Result<std::vector<api::BackupJob>> jobs = api::read_backup_tasks(answer);
    if (!jobs) return unreadable(jobs.error());
    const api::BackupJob* job = find_job(*jobs, attempt_);
    if (!job) return send_sets();
    take_job(*job);
    return follow();
  }

  Step end_unreconciled() {
    return end(Ending::Unknown,
               "It is not known whether a backup was started: the answer to CreateBackup was lost, "
               "and no backup "
               "job or set has shown up since " +
                   format_utc(attempt_.at) + ".");
  }

  api::CreateBackupParameters parameters_;
  Options options_;
  Backoff backoff_;
  Progress progress_;
  api::Call create_call_;
  Attempt attempt_;
  std::optional<api::Instance> instance_;
  bool instance_asked_ = false;

  Ask ask_ = Ask::Instance;
  bool in_flight_ = false;
  int failures_ = 0;  // in a row
  std::size_t shard_ = 0;

  Instant now_{};
  Instant wake_{};
  Instant deadline_{};
  Instant attempted_{};    // when CreateBackup was last sent, on our clock
  Instant last_answer_{};  // when the service last said anything readable
  std::optional<Instant> set_deadline_;
  Milliseconds reconcile_wait_ = kReconcileFirst;
  Milliseconds clock_offset_{0};  // service's clock minus ours
  // The set was not among those that our idea of the service's clock allows: it may be dated by
  // another clock (an emulator's that runs faster than the Date header tells). What the service
  // says to an end in the future is untested live, so that it is asked for only then.
  bool look_wide_ = false;
};

CreateAndFollow::CreateAndFollow(api::CreateBackupParameters parameters, Options options)
    : impl_(std::make_unique<Impl>(std::move(parameters), options)) {}
CreateAndFollow::~CreateAndFollow() = default;

Step CreateAndFollow::handle(const Event& event, Instant now) {
  return impl_->handle(event, now);
}
const Progress& CreateAndFollow::progress() const {
  return impl_->progress();
}

}  // namespace dds::backup
