#include "core/backup/create_and_follow.h"

#include <algorithm>
#include <utility>

#include "core/backup/create_and_follow_impl.h"
#include "core/backup/refusal.h"
#include "core/response/redact.h"

namespace dds::backup {

CreateAndFollow::Impl::Impl(api::CreateBackupParameters parameters, Options options,
                            std::optional<Resume> resume)
    : parameters_(std::move(parameters)),
      options_(options),
      resume_(std::move(resume)),
      backoff_(options.jitter_seed),
      lost_(options.limits.late) {
  progress_.instance_id = parameters_.instance_id;
  attempt_.method = parameters_.method;
}

Step CreateAndFollow::Impl::handle(const Event& event, const Moment& now) {
  now_ = {std::max(now_.steady, now.steady), now.wall};
  if (progress_.phase != Phase::Idle && awake_.overslept(now_.steady)) woke();
  Step step = step_for(event);
  // An answer may take as long as a request that waits for its turn and then times out.
  const auto* wait = std::get_if<WaitUntil>(&step);
  awake_.expect(wait ? wait->instant : now_.steady + kOverslept);
  return step;
}

// What was not tried while the program slept proves nothing: no limit ends the operation before
// that.
void CreateAndFollow::Impl::woke() {
  const SteadyInstant least = now_.steady + kAfterWaking;
  silence_.woke(now_.steady);
  deadline_ = std::max(deadline_, least);
  reconcile_until_ = std::max(reconcile_until_, least);
  if (set_deadline_) set_deadline_ = std::max(*set_deadline_, least);
  if (log_deadline_) log_deadline_ = std::max(*log_deadline_, least);
  look_soon_ = true;  // nobody looked meanwhile
}

void CreateAndFollow::Impl::hear(Instant service_time) {
  clock_.heard(service_time, now_.steady);
  measure_attempt();
  if (progress_.phase == Phase::Reconciling) expect_certainty();
}

// How long a request waits for its turn says nothing against what it asks for: the limits of
// looking do not count it.
void CreateAndFollow::Impl::had_its_turn() {
  const Milliseconds waited = now_.steady - asked_;
  asked_ = now_.steady;
  if (ask_ == Ask::Job) queued_ = waited;
  if (ask_ == Ask::Sets) queued_sets_ = waited;
  awake_.expect(now_.steady + kOverslept);
  if (std::exchange(left_before_, true))
    silence_.answered();  // the service refused it for now, so it is reached
  reconcile_until_ += waited;
  if (set_deadline_) *set_deadline_ += waited;
  if (log_deadline_) *log_deadline_ += waited;
}

bool CreateAndFollow::Impl::leaving(const Stamp& stamp, const Moment& now) {
  if (!in_flight_) return true;
  now_ = {std::max(now_.steady, now.steady), now.wall};
  // It may have slept, or have waited for long behind others: either way what failed before says
  // nothing of now.
  if (awake_.overslept(now_.steady)) woke();
  had_its_turn();
  if (ask_ != Ask::Create) return true;
  if (stamp.service_now && *stamp.service_now != server_now()) {
    // Whoever sent it has heard more answers than we have.
    clock_ = {};
    clock_.heard(*stamp.service_now, now_.steady);
  }
  attempt_.stamp = stamp;
  attempt_.at = server_now();
  attempt_.sent = now_.wall;
  // What was there before is noted, so that it cannot pass for ours however wrong our clock is.
  attempt_.tolerance = stamp.service_now     ? kMeasuredClockTolerance
                       : options_.look_first ? kUnknownClockTolerance + kWorstSkew
                                             : kUnknownClockTolerance;
  left_ = now_.steady;
  lost_.left(stamp.timestamp, now_.steady, stamp.timestamp - now_.wall);
  deliverable_ = true;
  return true;
}

// By our own clock, or by dates that lied, the attempt may be dated an hour off: it is dated by
// what most answers tell.
void CreateAndFollow::Impl::measure_attempt() {
  if (progress_.joined || attempt_.at == Instant{} || !clock_.agreed()) return;
  if (left_) {
    // Never later: the clock of an emulator that runs faster was less far ahead when the attempt
    // left.
    attempt_.at = std::min(attempt_.at, *clock_.at(*left_));
    attempt_.tolerance = kMeasuredClockTolerance;
  } else if (attempt_.tolerance != kMeasuredClockTolerance) {
    // It left in an earlier run: our wall clock may have been as wrong then as it is now.
    attempt_.at = std::min(attempt_.at, attempt_.sent + (server_now() - now_.wall));
  }
}

Step CreateAndFollow::Impl::step_for(const Event& event) {
  if (progress_.phase == Phase::Ended) return Done{};
  if (std::holds_alternative<Started>(event)) return begin();
  if (progress_.phase == Phase::Idle)
    return WaitUntil{now_.steady};  // nothing happens before Started
  if (std::holds_alternative<TimerFired>(event)) {
    // Whatever the timer meant, an answer that is awaited comes first: it may tell of a start.
    if (in_flight_) return WaitUntil{now_.steady + options_.limits.poll};
    if (now_.steady >= deadline_) return end_at_total_limit();
    if (now_.steady < wake_) return WaitUntil{wake_};
    // A whole listing is begun anew; a page of one that failed is asked for again.
    const bool sets = ask_ == Ask::Sets || ask_ == Ask::ReconcileSets;
    const bool anew = !listing_ || listing_->complete();
    if (sets && anew) return list_sets();
    return ask_ == Ask::DeliverAgain ? deliver_again() : send(ask_);
  }
  if (!in_flight_) return WaitUntil{wake_};  // an answer that nobody waits for
  in_flight_ = false;
  progress_.retry_at.reset();
  if (const auto* failed = std::get_if<NotReplied>(&event)) return on_failure(*failed);
  const Replied& replied = *std::get_if<Replied>(&event);
  if (replied.server_time) hear(*replied.server_time);
  silence_before_ = silence_;
  silence_.answered();
  if (const auto* refusal = std::get_if<response::ApiError>(&replied.reply))
    return on_refusal(*refusal);
  failures_before_ = std::exchange(failures_, 0);
  progress_.problem.clear();
  return on_answer(*std::get_if<response::Answer>(&replied.reply));
}

// --- beginning and ending

Step CreateAndFollow::Impl::begin() {
  if (progress_.phase != Phase::Idle)
    return WaitUntil{in_flight_ ? now_.steady + options_.limits.poll : wake_};
  progress_.began = now_.wall;
  deadline_ = now_.steady + options_.limits.total;
  const Result<api::Call> call = api::create_backup(parameters_);
  if (!call) return end(Ending::Refused, call.error().message);
  create_call_ = *call;
  if (resume_) return resume();
  progress_.phase = options_.look_first ? Phase::Looking : Phase::Starting;
  return send(options_.look_first ? Ask::Instance : Ask::Create);
}

Step CreateAndFollow::Impl::resume() {
  attempt_ = resume_->attempt;
  progress_.joined = resume_->joined;
  progress_.create_sent = !resume_->joined;
  progress_.creates_sent = resume_->joined ? 0 : 1;
  progress_.job_id = resume_->job_id;
  progress_.request_id = resume_->request_id;
  if (!progress_.job_id.empty()) return follow();
  if (resume_->started) {
    progress_.phase = Phase::ReadingSet;
    followed_ = now_.steady;
    return list_sets();
  }
  progress_.attempt_open = true;
  // Of another run only the wall clock's word is known. That it was set meanwhile is met by the
  // second witness of LostWrite, the service's clock.
  const bool stamped = !attempt_.stamp.empty();
  const Milliseconds ago = std::max(Milliseconds{0}, now_.wall - attempt_.sent);
  const Instant timestamp = stamped ? attempt_.stamp.timestamp : attempt_.at;
  lost_.left(timestamp, now_.steady - ago, timestamp - attempt_.sent);
  deliverable_ = stamped;
  return reconcile();
}

Step CreateAndFollow::Impl::end(Ending ending, std::string problem) {
  progress_.phase = Phase::Ended;
  progress_.ending = ending;
  progress_.problem = std::move(problem);
  progress_.ended = now_.wall;
  progress_.retry_at.reset();
  progress_.certain_at.reset();
  return Done{};
}

Step CreateAndFollow::Impl::end_at_total_limit() {
  if (!progress_.create_sent && !progress_.joined)
    return end(Ending::NotReached, "The time limit passed before a backup was started.");
  return end(Ending::Unknown,
             "The backup had not ended when the time limit passed; it may still be running.");
}

void CreateAndFollow::Impl::withdraw(std::string reason) {
  if (progress_.phase == Phase::Ended || ask_ != Ask::Create || !in_flight_) return;
  in_flight_ = false;
  --progress_.creates_sent;
  close_attempt(false);
  (void)end(Ending::Refused, std::move(reason));
}

// --- requests

Step CreateAndFollow::Impl::send(Ask ask) {
  ask_ = ask;
  in_flight_ = true;
  left_before_ = false;
  asked_ = now_.steady;
  const Milliseconds patience = options_.limits.total;
  if (ask == Ask::DeliverAgain) return Send{create_call_, attempt_.stamp, patience};
  if (ask == Ask::Create) {
    ++progress_.creates_sent;
    progress_.create_sent = true;
    progress_.attempt_open = true;
    return Send{create_call_, {}, patience};
  }
  const bool ahead = ask == Ask::Sets && progress_.phase == Phase::Following;
  return Send{call_for(ask), {}, patience, ask == Ask::Job || ahead};
}

Step CreateAndFollow::Impl::send_at(Ask ask, SteadyInstant instant) {
  ask_ = ask;
  wake_ = std::max(now_.steady, std::min(instant, deadline_));
  return WaitUntil{wake_};
}

api::Call CreateAndFollow::Impl::call_for(Ask ask) {
  switch (ask) {
    case Ask::Instance: return api::describe_instance(parameters_.instance_id);
    case Ask::ReconcileJobs: look_began_ = now_.steady; [[fallthrough]];
    case Ask::RunningJobs:
    case Ask::BusyJobs: return api::describe_backup_tasks(parameters_.instance_id);
    case Ask::Job: return api::describe_backup_tasks(parameters_.instance_id, progress_.job_id);
    case Ask::EarlierSets:
    case Ask::Sets:
    case Ask::ReconcileSets: return listing_->next();
    case Ask::Create:
    case Ask::DeliverAgain: break;
  }
  return create_call_;
}

// --- failures

Step CreateAndFollow::Impl::on_failure(const NotReplied& failed) {
  progress_.problem = failed.describe();
  if (failed.shut_out && ask_ != Ask::DeliverAgain) return on_shut_out(*failed.shut_out);
  silence_.failed(now_.steady);
  if (ask_ == Ask::DeliverAgain) {
    // It could not be made again, or it did not arrive, or that is not known: as before.
    if (std::holds_alternative<Error>(failed.cause) && !failed.answered) deliverable_ = false;
    return look_again();
  }
  if (ask_ != Ask::Create) return retry_read(Ending::NotReached);
  if (failed.may_have_taken_effect()) return reconcile();
  close_attempt(false);  // it never left
  if (std::holds_alternative<Error>(failed.cause))
    return end(Ending::Refused, failed.describe());  // it cannot be signed: nor can the next one
  if (++failures_ >= options_.limits.attempts) return end(Ending::NotReached, failed.describe());
  return retry_at(Ask::Create, backoff_.next(failures_, {}));
}

// The answer to a read that cannot be used is one more failure in a row, else it would be asked for
// without end.
Step CreateAndFollow::Impl::unreadable(const Error& error) {
  failures_ = failures_before_;
  silence_ = silence_before_;
  silence_.failed(now_.steady);
  progress_.problem = "The service answered, but its answer could not be used: " + error.message;
  return retry_read(Ending::Unreadable);
}

// The service throttled for as long as the whole operation may take.
Step CreateAndFollow::Impl::on_shut_out(const response::ApiError& refusal) {
  if (ask_ == Ask::Create) close_attempt(false);
  progress_.refusal = refusal;
  if (progress_.create_sent || progress_.joined) return end_at_total_limit();
  return end(Ending::Refused, progress_.problem + " No backup was started.");
}

Step CreateAndFollow::Impl::on_refusal(const response::ApiError& refusal) {
  progress_.problem = response::redact(refusal.message);  // it may quote the string to sign
  if (ask_ == Ask::Create) return on_create_refused(refusal);
  if (ask_ == Ask::DeliverAgain) return on_delivery_refused(refusal);
  if (response::is_throttling(refusal) || is_unclear(refusal) || is_timestamp_refused(refusal))
    return retry_read(Ending::Refused, refusal.retry_after, &refusal);
  // Being allowed to back up but not to look is a legitimate policy: the looks before the start are
  // then left out.
  if (is_denied(refusal)) {
    if (ask_ == Ask::Instance) return after_instance();
    if (ask_ == Ask::RunningJobs) return create_or_look_at_sets();
    if (ask_ == Ask::EarlierSets) return create();
  }
  if (ask_ == Ask::BusyJobs) return end_as_busy();
  if (ask_ == Ask::Sets && progress_.phase == Phase::Following) {
    // Who may not see sets is told so once the job has ended.
    sets_shown_ = false;
    return send_after(Ask::Job, options_.limits.poll);
  }
  progress_.refusal = refusal;
  if (!progress_.create_sent && !progress_.joined) return end(Ending::Refused, progress_.problem);
  return end(Ending::Unknown,
             "The service refuses to tell how the backup goes: " + progress_.problem);
}

Step CreateAndFollow::Impl::on_create_refused(const response::ApiError& refusal) {
  if (is_job_exists(refusal)) {  // which may be ours: the attempt stays open until that is seen
    progress_.refusal = refusal;
    failures_ = 0;
    busy_looks_ = 0;
    return send(Ask::BusyJobs);
  }
  if (!response::is_throttling(refusal) && is_unclear(refusal)) {
    if (is_nonce_used(refusal)) deliverable_ = false;
    return reconcile();
  }
  close_attempt(false);
  if ((response::is_throttling(refusal) || is_timestamp_refused(refusal)) &&
      ++failures_ < options_.limits.attempts)
    return retry_at(Ask::Create, backoff_.next(failures_, refusal.retry_after));
  progress_.refusal = refusal;
  return end(Ending::Refused, progress_.problem);
}

Step CreateAndFollow::Impl::end_as_busy() {
  close_attempt(false);
  return end(Ending::JobRunning,
             "Another backup job is running on this instance; none was started.");
}

Step CreateAndFollow::Impl::retry_read(Ending ending, std::optional<Milliseconds> retry_after,
                                       const response::ApiError* refusal) {
  ++failures_;
  const auto not_started = [&] {
    if (refusal != nullptr) progress_.refusal = *refusal;
    return end(ending, progress_.problem + " No backup was started.");
  };
  if (ask_ == Ask::BusyJobs && failures_ >= options_.limits.attempts) return end_as_busy();
  const bool waiting = progress_.phase == Phase::Waiting;
  if (!progress_.create_sent && !progress_.joined && !waiting &&
      failures_ >= options_.limits.attempts)
    return not_started();
  const bool reconciling = progress_.phase == Phase::Reconciling;
  if (reconciling && now_.steady >= reconcile_until_) return end_unreconciled();
  if (!reconciling && silence_.longer_than(options_.limits.outage, now_.steady)) {
    if (waiting) return not_started();
    const std::string_view since = ending == Ending::NotReached
                                       ? "the service has not been reached since: "
                                       : "how it goes could not be found out since: ";
    return end(Ending::Unknown,
               "The backup was started, but " + std::string(since) + progress_.problem);
  }
  return retry_at(ask_, backoff_.next(failures_, retry_after));
}

Step CreateAndFollow::Impl::retry_at(Ask ask, Milliseconds wait) {
  progress_.retry_at = now_.wall + wait;
  return send_after(ask, wait);
}

// What is known of the last CreateBackup from now on.
void CreateAndFollow::Impl::close_attempt(bool took_effect) {
  progress_.attempt_open = false;
  deliverable_ = false;
  too_old_at_.reset();
  looks_ = last_delivery_ = 0;
  progress_.create_sent = took_effect;
  progress_.certain_at.reset();
}

// --- the public face

CreateAndFollow::CreateAndFollow(api::CreateBackupParameters parameters, Options options)
    : impl_(std::make_unique<Impl>(std::move(parameters), options, std::nullopt)) {}
CreateAndFollow::CreateAndFollow(api::CreateBackupParameters parameters, Options options,
                                 Resume resume)
    : impl_(std::make_unique<Impl>(std::move(parameters), options, std::move(resume))) {}
CreateAndFollow::CreateAndFollow(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
CreateAndFollow::~CreateAndFollow() = default;

Step CreateAndFollow::handle(const Event& event, const Moment& now) {
  return impl_->handle(event, now);
}
bool CreateAndFollow::leaving(const Stamp& stamp, const Moment& now) {
  return impl_->leaving(stamp, now);
}
const Progress& CreateAndFollow::progress() const {
  return impl_->progress();
}
const Attempt& CreateAndFollow::attempt() const {
  return impl_->attempt();
}
void CreateAndFollow::withdraw(std::string reason) {
  impl_->withdraw(std::move(reason));
}
std::string CreateAndFollow::fingerprint() const {
  return impl_->fingerprint();
}

std::unique_ptr<CreateAndFollow> CreateAndFollow::clone() const {
  return std::unique_ptr<CreateAndFollow>(new CreateAndFollow(std::make_unique<Impl>(*impl_)));
}

}  // namespace dds::backup
