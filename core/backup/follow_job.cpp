// CreateAndFollow from the moment CreateBackup went out: following the job, reading its sets, and
// finding out what became of a CreateBackup without an answer.
#include <algorithm>
#include <string>
#include <utility>

#include "core/backup/create_and_follow_impl.h"
#include "core/backup/refusal.h"

namespace dds::backup {
namespace {

constexpr Milliseconds kFirstLook{2'000};
constexpr Milliseconds kReconcileLongest{15'000};
constexpr int kLooksBeforeSparse = 20;  // about five minutes
constexpr Milliseconds kLongestPoll{30'000};
constexpr Milliseconds kLongestForecast = std::chrono::minutes{5};  // that is relied on
constexpr int kMissesAhead = 3;  // looks for a set that should be there, before the job is asked
constexpr int kLooksBeforeDelivery =
    2;  // of the same bytes again: what was received has shown by then, mostly
constexpr int kLooksBeforeSlower = 30;  // polls take a thirtieth of the time that has passed
constexpr Milliseconds kSetWindow{10 * 60'000};  // how far around the attempt sets are listed
constexpr Milliseconds kSetWindowWide = std::chrono::hours{365 * 24};  // see `look_wide_`

}  // namespace

Step CreateAndFollow::Impl::follow() {
  if (!options_.follow) return end(Ending::Started, {});
  progress_.phase = Phase::Following;
  failures_ = 0;
  followed_ = now_.steady;
  silence_.answered();
  return send_after(Ask::Job, std::min(options_.limits.poll, kFirstLook));
}

void CreateAndFollow::Impl::take_job(const api::BackupJob& job) {
  progress_.job_id = job.id;
  progress_.job_state = job.state;
  progress_.percent = job.percent;
  if (job.started) progress_.job_started = job.started;
}

Milliseconds CreateAndFollow::Impl::pace() const {
  const Milliseconds grown = (now_.steady - followed_) / kLooksBeforeSlower;
  // Where many wait for their turn, looks that nothing hangs on leave room for the others.
  return std::max(options_.limits.poll, std::min(std::max(grown, 2 * queued_), kLongestPoll));
}

// The job runs. Where looks are few because many share them, the next one is kept until it is
// likely to find the end, by how far the job says that it is; and it asks for the set, which alone
// says how it ended, and whose action has a quota of its own.
Step CreateAndFollow::Impl::look_later() {
  if (std::exchange(look_soon_, false)) return send_after(Ask::Job, options_.limits.poll);
  const std::int32_t percent = progress_.percent.value_or(0);
  if (!crowded(queued_) || percent <= 0) return send_after(Ask::Job, pace());
  const Milliseconds run = now_.steady - followed_;
  const Milliseconds left = run * std::max(0, 100 - percent) / percent;
  misses_ = 0;
  // What a job does before it copies counts for nothing in its percentage: early ones promise too
  // late an end. A third of the way is far enough to go by.
  if (left <= 2 * run && left <= kLongestForecast && set_shows_the_end()) {
    listing_.reset();
    // Sets appear a little after their job has ended.
    return send_after(Ask::Sets, left + options_.limits.poll);
  }
  return send_after(Ask::Job,
                    std::max(options_.limits.poll, std::min({left, run, kLongestForecast})));
}

// Looked for ahead of the job's end.
Step CreateAndFollow::Impl::not_there_yet() {
  const bool ask_job = crowded(queued_sets_) || ++misses_ >= kMissesAhead;
  return send_after(ask_job ? Ask::Job : Ask::Sets, options_.limits.poll);
}

// In one look: the shards of a cluster have lists of their own.
bool CreateAndFollow::Impl::set_shows_the_end() const {
  return sets_shown_ && instance_ && instance_->kind != api::InstanceKind::ShardedCluster;
}

Step CreateAndFollow::Impl::on_job(const response::Answer& answer) {
  const Result<std::vector<api::BackupJob>> jobs = api::read_backup_tasks(answer);
  if (!jobs) return unreadable(jobs.error());
  const auto job = std::find_if(jobs->begin(), jobs->end(), [&](const api::BackupJob& candidate) {
    return candidate.id == progress_.job_id;
  });
  if (job != jobs->end()) take_job(*job);
  if (job != jobs->end() && job->active()) {
    progress_.phase = Phase::Following;
    set_deadline_.reset();
    return look_later();
  }
  // Finished, or vanished from the list (that it may vanish is inferred): the set decides how it
  // ended.
  progress_.phase = Phase::ReadingSet;
  if (!set_deadline_) set_deadline_ = now_.steady + options_.limits.set;
  return list_sets();
}

// --- the sets

Step CreateAndFollow::Impl::list_sets() {
  if (!instance_ && !instance_asked_) return send(Ask::Instance);  // its kind says which list
  api::Instance instance = instance_.value_or(api::Instance{});
  if (!instance_) instance.id = parameters_.instance_id;
  // Both ends come from clocks that may be told wrong: the window holds all that they say.
  const Instant begin =
      std::min({attempt_.at, server_now(), progress_.job_started.value_or(attempt_.at)});
  listing_.emplace(
      instance, begin - (clock_.agreed() ? kSetWindow : kWorstSkew + kSetWindow),
      std::max(attempt_.at, server_now()) + (look_wide_ ? kSetWindowWide : kSetWindow));
  progress_.sets.clear();
  return send(progress_.phase == Phase::Reconciling ? Ask::ReconcileSets : Ask::Sets);
}

Step CreateAndFollow::Impl::on_sets(const response::Answer& answer) {
  if (const Status problem = listing_->take(answer)) return unreadable(*problem);
  return listing_->complete() ? take_sets() : send(ask_);
}

Step CreateAndFollow::Impl::take_sets() {
  std::vector<std::string> nodes = listing_->nodes();
  if (nodes.empty()) nodes.emplace_back();  // one list
  for (const std::string& node : nodes) {
    const api::BackupSet* set = find_set(listing_->sets(), progress_.job_id, attempt_, node);
    if (!set || set->state == api::SetState::Unknown) return set_missing(set);
    progress_.sets.push_back(*set);
    if (progress_.job_id.empty()) progress_.job_id = set->job_id;
  }
  return end_with_sets();
}

Step CreateAndFollow::Impl::end_with_sets() {
  close_attempt(!progress_.joined);
  if (!options_.follow) return end(Ending::Started, {});
  progress_.percent.reset();
  progress_.job_state = api::JobState::Finished;
  if (!progress_.job_started) progress_.job_started = progress_.sets.front().started;
  const bool failed =
      std::any_of(progress_.sets.begin(), progress_.sets.end(),
                  [](const api::BackupSet& set) { return set.state == api::SetState::Failed; });
  if (failed) return end(Ending::Failed, "The service reports the backup as failed.");
  // A cluster backup is good once it says OK; for a restore to a point in time its log counts too.
  const std::string& log = progress_.sets.front().attach_log_status;
  if (log == "Failed")
    return end(Ending::Succeeded,
               "Its log could not be attached: restore to the set, not to a point in time.");
  if (log != "Init" && log != "Running") return end(Ending::Succeeded, {});
  if (!log_deadline_) log_deadline_ = now_.steady + options_.limits.attach_log;
  if (now_.steady >= *log_deadline_)
    return end(Ending::Succeeded,
               "Its log is not attached yet: until it is, restore to the set only.");
  progress_.phase = Phase::AttachingLog;
  return send_after(Ask::Sets, options_.limits.poll);
}

Step CreateAndFollow::Impl::set_missing(const api::BackupSet* unfinished) {
  const bool some = unfinished != nullptr || !progress_.sets.empty();
  progress_.sets.clear();
  if (progress_.phase == Phase::Reconciling) return some ? found_unfinished() : nothing_found();
  if (progress_.phase == Phase::Following) return not_there_yet();
  if (set_deadline_ && now_.steady >= *set_deadline_)
    return end(Ending::Unknown, listing_->shortfall()
                                    ? "The job ended, but its backup set is not among " +
                                          listing_->describe_shortfall() + "."
                                    : "The job ended, but no backup set of it has appeared.");
  // The number of our job is known, so that looking further cannot find somebody else's set.
  if (!unfinished && !progress_.job_id.empty()) look_wide_ = true;
  // A job that has ended has nothing more to say; one that vanished may come back.
  const bool ended = progress_.job_state == api::JobState::Finished;
  return send_after(progress_.job_id.empty() || ended ? Ask::Sets : Ask::Job, options_.limits.poll);
}

// A set that is still being made: the backup was started, its job cannot be named.
Step CreateAndFollow::Impl::found_unfinished() {
  close_attempt(true);
  if (!options_.follow) return end(Ending::Started, {});
  progress_.phase = Phase::ReadingSet;
  set_deadline_.reset();  // it may run for long; the total limit holds
  followed_ = now_.steady;
  return send_after(Ask::Sets, options_.limits.poll);
}

// --- unknown outcome

Step CreateAndFollow::Impl::reconcile() {
  failures_ = 0;
  looks_ = last_delivery_ = 0;
  progress_.phase = Phase::Reconciling;
  reconcile_until_ = now_.steady + options_.limits.reconcile;
  expect_certainty();
  reconcile_wait_ = kFirstLook;
  return send_after(Ask::ReconcileJobs, reconcile_wait_);
}

void CreateAndFollow::Impl::expect_certainty() {
  progress_.certain_at.reset();
  if (certain() <= reconcile_until_)
    progress_.certain_at = wall_of(std::max(certain(), now_.steady));
}

Step CreateAndFollow::Impl::on_reconcile_jobs(const response::Answer& answer) {
  const Result<std::vector<api::BackupJob>> jobs = api::read_backup_tasks(answer);
  if (!jobs) return unreadable(jobs.error());
  const api::BackupJob* job = find_job(*jobs, attempt_);
  if (!job) return list_sets();
  take_job(*job);
  close_attempt(true);
  return follow();
}

// Neither a job nor a set that could be ours.
Step CreateAndFollow::Impl::nothing_found() {
  ++looks_;
  // Where neither the service's clock is known nor what was there before, ours may have been taken
  // for something older.
  const bool recognisable = clock_.agreed() || options_.look_first;
  // And that nothing was started is never concluded from a list that is not whole.
  if (recognisable && listing_->whole() && look_began_ >= certain()) return had_no_effect();
  if (now_.steady >= reconcile_until_) return end_unreconciled();
  return may_deliver_again() ? deliver_again() : look_again();
}

// It is certain that the lost CreateBackup cannot take effect any more.
Step CreateAndFollow::Impl::had_no_effect() {
  close_attempt(false);
  if (!options_.send_again || progress_.creates_sent >= options_.limits.attempts)
    return end(Ending::NotDone,
               "The answer to CreateBackup was lost, and no backup was started by it.");
  progress_.phase = Phase::Looking;
  return look_at_jobs();
}

Step CreateAndFollow::Impl::look_again() {
  // Most of what was lost shows soon; what is an hour late is told a minute late.
  const Milliseconds longest =
      std::min(kBetweenLateLooks, kReconcileLongest * (1 + looks_ / kLooksBeforeSparse));
  reconcile_wait_ = std::min(longest, reconcile_wait_ * 2);
  const SteadyInstant next = now_.steady + reconcile_wait_;
  return send_at(Ask::ReconcileJobs, now_.steady < certain() ? std::min(next, certain()) : next);
}

// Once its timestamp has ended, the same bytes would be refused; where the service's clock is not
// known, ours says so.
bool CreateAndFollow::Impl::may_deliver_again() const {
  return options_.if_unknown == IfUnknown::Resend && deliverable_ &&
         looks_ >= last_delivery_ + kLooksBeforeDelivery &&
         server_now() < attempt_.stamp.timestamp + kTimestampWindow;
}

Step CreateAndFollow::Impl::deliver_again() {
  last_delivery_ = looks_;
  return send(Ask::DeliverAgain);
}

// What refuses this copy says nothing of the first one, which may still be under way: it stays
// open. Two words do: the nonce is used, so the first was received; the timestamp is too old, so
// the first will be refused as well.
Step CreateAndFollow::Impl::on_delivery_refused(const response::ApiError& refusal) {
  if (is_nonce_used(refusal)) deliverable_ = false;
  if (is_timestamp_refused(refusal)) {
    deliverable_ = false;
    // An earlier copy may have taken effect since the last look.
    if (lost_.timestamp_passed(clock_, now_.steady)) too_old_at_ = now_.steady + kInsideService;
    expect_certainty();
  }
  return look_again();
}

Step CreateAndFollow::Impl::end_unreconciled() {
  const std::string sent = format_utc(attempt_.at);
  std::string why =
      "It is not known whether a backup was started: the answer to CreateBackup was lost, "
      "and no backup job or set has shown up since " +
      sent.substr(0, 10) + " " + sent.substr(11, 8) + " UTC";
  if (listing_ && listing_->shortfall()) why += " in " + listing_->describe_shortfall();
  return end(Ending::Unknown, why + ".");
}

// --- for exploring

std::string CreateAndFollow::Impl::fingerprint() const {
  std::string text;
  const auto add = [&text](auto number) { text += std::to_string(number) + ','; };
  const auto add_instant = [&](const std::optional<Instant>& instant) {
    add(instant ? instant->time_since_epoch().count() : Instant::rep{-1});
  };
  const auto add_attempt = [&](const Attempt& attempt) {
    text += attempt.stamp.nonce + ' ';
    add_instant(attempt.stamp.timestamp);
    add_instant(attempt.at);
    add(attempt.tolerance.count());
    for (const std::string& id : attempt.known_jobs) text += id + ' ';
    for (const std::string& id : attempt.known_sets) text += id + ' ';
  };
  add(static_cast<int>(progress_.phase));
  add(static_cast<int>(progress_.ending));
  add(static_cast<int>(ask_));
  add(static_cast<int>(in_flight_));
  add(queued_.count());
  add(queued_sets_.count());
  add(misses_);
  add(static_cast<int>(look_soon_));
  add(static_cast<int>(sets_shown_));
  add(in_flight_ ? asked_.time_since_epoch().count() : SteadyInstant::rep{0});
  add(failures_);
  add(progress_.creates_sent);
  add(static_cast<int>(progress_.create_sent));
  add(static_cast<int>(progress_.attempt_open));
  add(static_cast<int>(progress_.joined));
  text += progress_.job_id + ',';
  add(static_cast<int>(progress_.refusal.has_value()));
  add(static_cast<int>(instance_.has_value()));
  add(static_cast<int>(instance_asked_));
  add(static_cast<int>(look_wide_));
  for (const SteadyInstant instant : {now_.steady, wake_, deadline_, reconcile_until_, look_began_,
                                      followed_, awake_.expected(), certain()})
    add(instant.time_since_epoch().count());
  add_instant(now_.wall);
  for (const auto& instant : {set_deadline_, log_deadline_, left_, too_old_at_, silence_.since()})
    add(instant ? instant->time_since_epoch().count() : SteadyInstant::rep{-1});
  add(reconcile_wait_.count());
  add(busy_looks_);
  add(looks_);
  add(last_delivery_);
  add(static_cast<int>(deliverable_));
  add(std::min<std::size_t>(clock_.answers(), 3));
  add(clock_.offset().value_or(Milliseconds{-1}).count());
  add(static_cast<int>(clock_.agreed()));
  add(backoff_.state());
  if (listing_) {
    add(listing_->sets().size());
    if (!listing_->complete()) {
      add(listing_->pages());
      text += find_parameter(listing_->next().parameters, "NodeId")
                  ? *find_parameter(listing_->next().parameters, "NodeId")
                  : std::string("-");
    }
  }
  add_attempt(attempt_);
  return text;
}

}  // namespace dds::backup
