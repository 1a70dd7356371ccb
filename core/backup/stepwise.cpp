#include "core/backup/stepwise.h"

#include <algorithm>
#include <utility>

#include "core/backup/refusal.h"
#include "core/response/redact.h"

namespace dds::backup {
namespace {

constexpr Milliseconds kLookWhileInFlight{60'000};  // a timer that comes although none was set

}  // namespace

Stepwise::Stepwise(StepLimits limits, std::uint64_t jitter_seed)
    : limits_(limits), jitter_seed_(jitter_seed), backoff_(jitter_seed) {}

Step Stepwise::handle(const Event& event, Instant now) {
  now_ = std::max(now_, now);
  const bool started = std::holds_alternative<Started>(event);
  switch (state_) {
    case State::Ended: return Done{};
    case State::Idle:
      if (!started) return WaitUntil{now_};  // nothing happens before Started
      state_ = State::Active;
      deadline_ = now_ + limits_.total;
      shared_progress().began = now_;
      return turn([this] { begin(); });
    case State::Resting:
      if (!started) return Done{};
      state_ = State::Active;
      allow(limits_.total);
      return turn([this] { resume(); });
    case State::Active: break;
  }
  if (started)
    return WaitUntil{in_flight_ || !waiting_ ? now_ + kLookWhileInFlight : waiting_->until};
  if (inner_) return step_inner(event);
  if (std::holds_alternative<TimerFired>(event)) return on_timer();
  if (!in_flight_) return WaitUntil{waiting_ ? waiting_->until : now_};  // nobody waits for it
  return on_reply(event);
}

// --- turns

Step Stepwise::turn(const std::function<void()>& work) {
  work();
  return next();
}

// What the subclass asked for last.
Step Stepwise::next() {
  for (;;) {
    if (state_ == State::Ended || state_ == State::Resting) return Done{};
    if (inner_) {
      if (!inner_fresh_) return WaitUntil{now_};
      inner_fresh_ = false;
      return step_inner(Started{});
    }
    if (now_ >= deadline_ && !timed_out_) {
      // Nothing new is sent; a subclass may allow more time once for each limit.
      timed_out_ = true;
      request_.reset();
      waiting_.reset();
      on_time_up();
      continue;
    }
    if (waiting_) {
      waiting_->until = std::max(now_, std::min(waiting_->until, deadline_));
      return WaitUntil{waiting_->until};
    }
    if (request_ && !timed_out_) return send();
    // The time is up, or a turn ended without saying what comes next.
    done(write_stands_ ? Outcome::Unknown : Outcome::NotReached, "Stopped",
         "The time limit passed.");
  }
}

Step Stepwise::send() {
  in_flight_ = true;
  return Send{request_->call};
}

Step Stepwise::on_timer() {
  if (in_flight_) return WaitUntil{now_ + kLookWhileInFlight};  // its answer comes first
  if (!waiting_) return next();
  if (now_ < waiting_->until) return WaitUntil{waiting_->until};
  const Waiting waited = std::move(*waiting_);
  waiting_.reset();
  shared_progress().retry_at.reset();
  if (now_ >= deadline_ && !timed_out_) return next();
  if (!waited.then) return next();  // the request again
  return turn(waited.then);
}

Step Stepwise::step_inner(const Event& event) {
  const std::shared_ptr<Operation> inner = inner_;
  Step step = inner->handle(event, now_);
  inner_stepped();
  if (!std::holds_alternative<backup::Done>(step)) return step;
  inner_.reset();
  const Then after = std::move(after_inner_);
  after_inner_ = {};
  return turn(after);
}

// --- answers

Step Stepwise::on_reply(const Event& event) {
  in_flight_ = false;
  shared_progress().retry_at.reset();
  if (const auto* failed = std::get_if<NotReplied>(&event))
    return turn([&] { take_failure(*failed); });
  const Replied& replied = *std::get_if<Replied>(&event);
  if (replied.server_time) clock_offset_ = *replied.server_time - now_;
  if (const auto* refusal = std::get_if<response::ApiError>(&replied.reply))
    return turn([&] { take_refusal(*refusal); });
  return turn([&] { take_answer(*std::get_if<response::Answer>(&replied.reply)); });
}

void Stepwise::take_answer(const response::Answer& answer) {
  Request asked = std::move(*request_);
  request_.reset();
  shared_progress().problem.clear();
  if (asked.kind != Kind::Read) {
    write_stands_ = true;
    shared_progress().request_id = answer.request_id;
    const Status problem = asked.write.on_answer ? asked.write.on_answer(answer) : std::nullopt;
    if (!problem) return;
    asked.unclear = true;
    request_ = std::move(asked);
    if (request_->kind == Kind::WriteWithToken)
      return retry_or({}, [&] { unknown(problem->message); });
    return unknown(problem->message);
  }
  const Status problem = asked.on_answer ? asked.on_answer(answer) : std::nullopt;
  if (!problem) return;
  request_ = std::move(asked);
  shared_progress().problem = problem->message;
  retry_or({}, [&] { give_up_read({Failure::Kind::NotReached, {}, problem->message}); });
}

void Stepwise::take_refusal(const response::ApiError& refusal) {
  const std::string why =
      response::redact(refusal.message.empty() ? refusal.code : refusal.message);
  shared_progress().problem = why;
  const bool unclear = !response::is_throttling(refusal) && is_unclear(refusal);
  if (request_->kind == Kind::Read) {
    if (!unclear && !response::is_throttling(refusal))
      return give_up_read({Failure::Kind::Refused, refusal, why});
    return retry_or(refusal.retry_after, [&] {
      give_up_read({Failure::Kind::NotReached, refusal, why});
    });
  }
  if (unclear) {
    request_->unclear = write_stands_ = true;
    if (request_->kind == Kind::Write) return unknown(why);
    return retry_or(refusal.retry_after, [&] { unknown(why); });
  }
  if (!response::is_throttling(refusal)) return refused(refusal);
  retry_or(refusal.retry_after, [&] { refused(refusal); });
}

void Stepwise::take_failure(const NotReplied& failed) {
  const std::string why = failed.describe();
  shared_progress().problem = why;
  const bool unsignable = std::holds_alternative<Error>(failed.cause) && !failed.answered;
  if (request_->kind == Kind::Read) {
    if (unsignable) return give_up_read({Failure::Kind::NotReached, {}, why});
    return retry_or({}, [&] { give_up_read({Failure::Kind::NotReached, {}, why}); });
  }
  if (failed.may_have_taken_effect()) {
    request_->unclear = write_stands_ = true;
    if (request_->kind == Kind::Write) return unknown(why);
  }
  const auto give_up = [&] { request_->unclear ? unknown(why) : not_sent(why); };
  if (unsignable) return give_up();
  retry_or({}, give_up);
}

void Stepwise::retry_or(std::optional<Milliseconds> retry_after,
                        const std::function<void()>& otherwise) {
  if (++request_->failures >= limits_.attempts) return otherwise();
  const Instant again = now_ + backoff_.next(request_->failures, retry_after);
  if (again >= deadline_) return otherwise();  // no time for another attempt
  shared_progress().retry_at = again;
  waiting_ = Waiting{again, {}};
}

void Stepwise::give_up_read(Failure failure) {
  const OnFailure on_failure = std::move(request_->on_failure);
  request_.reset();
  on_failure ? on_failure(failure) : fail(failure);
}

void Stepwise::refused(const response::ApiError& refusal) {
  const std::string why =
      response::redact(refusal.message.empty() ? refusal.code : refusal.message);
  // After an attempt that may have had its effect, a refusal of the next one proves nothing.
  if (request_->unclear) return unknown(why);
  const WriteHandlers handlers = std::move(request_->write);
  request_.reset();
  shared_progress().refusal = refusal;
  if (handlers.on_refused) return handlers.on_refused(refusal);
  done(Outcome::Refused, "Refused by the service", why);
}

void Stepwise::not_sent(const std::string& why) {
  const WriteHandlers handlers = std::move(request_->write);
  request_.reset();
  if (handlers.on_not_sent) return handlers.on_not_sent(why);
  done(Outcome::NotReached, "The service was not reached, nothing was changed", why);
}

void Stepwise::unknown(const std::string& why) {
  write_stands_ = true;
  const WriteHandlers handlers = std::move(request_->write);
  request_.reset();
  if (handlers.on_unknown) return handlers.on_unknown(why);
  done(Outcome::Unknown, "It is not known whether the change was made", why);
}

// --- what a subclass says

void Stepwise::read(api::Call call, OnAnswer on_answer, OnFailure on_failure) {
  waiting_.reset();
  request_.emplace();
  request_->call = std::move(call);
  request_->on_answer = std::move(on_answer);
  request_->on_failure = std::move(on_failure);
}

void Stepwise::write_once(api::Call call, WriteHandlers handlers) {
  waiting_.reset();
  request_.emplace();
  request_->kind = Kind::Write;
  request_->call = std::move(call);
  request_->write = std::move(handlers);
}

void Stepwise::write_with_token(api::Call call, WriteHandlers handlers) {
  write_once(std::move(call), std::move(handlers));
  request_->kind = Kind::WriteWithToken;
}

void Stepwise::wait(Milliseconds duration, Then then) {
  request_.reset();
  waiting_ = Waiting{now_ + duration, std::move(then)};
}

void Stepwise::expect_late_effect() {
  late_until_ = now_ + limits_.late;
  shared_progress().certain_at = late_until_;
  allow(limits_.late + kLateSlack);
}

void Stepwise::wait_for_late_effect(Then then) {
  wait(std::min(kBetweenLateLooks, late_until_ - now_), std::move(then));
}

void Stepwise::run(std::shared_ptr<Operation> inner, Then then) {
  request_.reset();
  waiting_.reset();
  inner_ = std::move(inner);
  after_inner_ = std::move(then);
  inner_fresh_ = true;
}

void Stepwise::rest() {
  request_.reset();
  waiting_.reset();
  state_ = State::Resting;
}

void Stepwise::done(Outcome outcome, std::string sentence, std::string problem) {
  request_.reset();
  waiting_.reset();
  state_ = State::Ended;
  OperationProgress& progress = shared_progress();
  progress.outcome = outcome;
  progress.sentence = std::move(sentence);
  progress.problem = std::move(problem);
  progress.retry_at.reset();
  progress.certain_at.reset();
  progress.ended_at = now_;
}

void Stepwise::on_time_up() {
  done(write_stands_ ? Outcome::Unknown : Outcome::NotReached,
       write_stands_ ? "It is not known how it ended" : "Nothing was changed",
       "The time limit passed.");
}

void Stepwise::fail(const Failure& failure) {
  shared_progress().refusal = failure.refusal;
  const bool refused = failure.kind == Failure::Kind::Refused;
  const bool stands = write_stands_;
  done(stands    ? Outcome::Unknown
       : refused ? Outcome::Refused
                 : Outcome::NotReached,
       stands            ? "It is not known how it ended"
       : refused         ? "Refused by the service"
       : failure.refusal ? "The service failed with " + failure.refusal->code
                         : "The service was not reached",
       failure.sentence);
}

void Stepwise::allow(Milliseconds duration) {
  deadline_ = now_ + duration;
  timed_out_ = false;
}

}  // namespace dds::backup
