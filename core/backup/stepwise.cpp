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
    : limits_(limits), jitter_seed_(jitter_seed), backoff_(jitter_seed), lost_(limits.late) {}

Step Stepwise::handle(const Event& event, const Moment& now) {
  now_ = {std::max(now_.steady, now.steady), now.wall};
  if (state_ == State::Active && awake_.overslept(now_.steady)) woke();
  if (const auto* replied = std::get_if<Replied>(&event); replied && replied->server_time)
    clock_.heard(*replied->server_time, now_.steady);
  Step step = step_for(event);
  // An answer may take as long as a request that waits for its turn and then times out.
  const auto* wait = std::get_if<WaitUntil>(&step);
  awake_.expect(wait ? wait->instant : now_.steady + kOverslept);
  asked_ = now_.steady;
  left_before_ = false;
  return step;
}

// Nothing was tried while the program slept: no limit ends the operation before that.
void Stepwise::woke() {
  if (timed_out_) return;
  deadline_ = std::max(deadline_, now_.steady + kAfterWaking);
}

bool Stepwise::leaving(const Stamp& stamp, const Moment& now) {
  // How long it waited for its turn does not count, and a service that throttles is reached.
  now_ = {std::max(now_.steady, now.steady), now.wall};
  deadline_ += now_.steady - asked_;
  asked_ = now_.steady;
  awake_.expect(now_.steady + kOverslept);
  if (std::exchange(left_before_, true)) throttled();
  if (!stamp.digest.empty())
    lost_.left(stamp.timestamp, now.steady, stamp.timestamp - now.wall);  // it changes something
  return inner_ ? inner_->leaving(stamp, now) : true;
}

Step Stepwise::step_for(const Event& event) {
  const bool started = std::holds_alternative<Started>(event);
  switch (state_) {
    case State::Ended: return Done{};
    case State::Idle:
      if (!started) return WaitUntil{now_.steady};  // nothing happens before Started
      state_ = State::Active;
      deadline_ = now_.steady + limits_.total;
      shared_progress().began = now_.wall;
      return turn([this] { begin(); });
    case State::Resting:
      if (!started) return Done{};
      state_ = State::Active;
      allow(limits_.total);
      return turn([this] { resume(); });
    case State::Active: break;
  }
  if (started)
    return WaitUntil{in_flight_ || !waiting_ ? now_.steady + kLookWhileInFlight : waiting_->until};
  if (inner_) return step_inner(event);
  if (std::holds_alternative<TimerFired>(event)) return on_timer();
  if (!in_flight_)
    return WaitUntil{waiting_ ? waiting_->until : now_.steady};  // nobody waits for it
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
      if (!inner_fresh_) return WaitUntil{now_.steady};
      inner_fresh_ = false;
      return step_inner(Started{});
    }
    if (now_.steady >= deadline_ && !timed_out_) {
      // Nothing new is sent; a subclass may allow more time once for each limit.
      timed_out_ = true;
      request_.reset();
      waiting_.reset();
      on_time_up();
      continue;
    }
    if (waiting_) {
      waiting_->until = std::max(now_.steady, std::min(waiting_->until, deadline_));
      return WaitUntil{waiting_->until};
    }
    if (request_ && !timed_out_) return send();
    // The time is up, or a turn ended without saying what comes next.
    done(write_stands_ ? Ending::Unknown : Ending::NotReached, "Stopped", "The time limit passed.");
  }
}

Step Stepwise::send() {
  in_flight_ = true;
  return Send{request_->call, {}, limits_.total};
}

Step Stepwise::on_timer() {
  if (in_flight_) return WaitUntil{now_.steady + kLookWhileInFlight};  // its answer comes first
  if (!waiting_) return next();
  if (now_.steady < waiting_->until) return WaitUntil{waiting_->until};
  const Waiting waited = std::move(*waiting_);
  waiting_.reset();
  shared_progress().retry_at.reset();
  if (now_.steady >= deadline_ && !timed_out_) return next();
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
  retry_or({}, [&] { give_up_read({Failure::Kind::Unreadable, {}, problem->message}); });
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
  if (failed.shut_out && request_->kind == Kind::Read)
    return give_up_read({Failure::Kind::Refused, failed.shut_out, why});
  if (failed.shut_out) return refused(*failed.shut_out);
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
  const Milliseconds pause = backoff_.next(request_->failures, retry_after);
  const SteadyInstant again = now_.steady + pause;
  if (again >= deadline_) return otherwise();  // no time for another attempt
  shared_progress().retry_at = now_.wall + pause;
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
  done(Ending::Refused, "Refused by the service", why);
}

void Stepwise::not_sent(const std::string& why) {
  const WriteHandlers handlers = std::move(request_->write);
  request_.reset();
  if (handlers.on_not_sent) return handlers.on_not_sent(why);
  done(Ending::NotReached, "The service was not reached, nothing was changed", why);
}

void Stepwise::unknown(const std::string& why) {
  write_stands_ = true;
  const WriteHandlers handlers = std::move(request_->write);
  request_.reset();
  if (handlers.on_unknown) return handlers.on_unknown(why);
  done(Ending::Unknown, "It is not known whether the change was made", why);
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
  waiting_ = Waiting{now_.steady + duration, std::move(then)};
}

void Stepwise::expect_late_effect() {
  if (!lost_.told())
    lost_.left(server_now(), now_.steady, server_now() - now_.wall);  // an earlier run's request
  const Milliseconds left = until_certain();
  shared_progress().certain_at = now_.wall + left;
  allow(left + kLateSlack);
}

Milliseconds Stepwise::until_certain() const {
  return std::max(Milliseconds{0}, lost_.certain(clock_) - now_.steady);
}

void Stepwise::wait_for_late_effect(Then then) {
  const Milliseconds left = until_certain();
  shared_progress().certain_at = now_.wall + left;
  wait(std::min(kBetweenLateLooks, left), std::move(then));
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

void Stepwise::done(Ending ending, std::string sentence, std::string problem) {
  request_.reset();
  waiting_.reset();
  state_ = State::Ended;
  OperationProgress& progress = shared_progress();
  progress.ending = ending;
  progress.sentence = std::move(sentence);
  progress.problem = std::move(problem);
  progress.retry_at.reset();
  progress.certain_at.reset();
  progress.ended_at = now_.wall;
}

void Stepwise::on_time_up() {
  done(write_stands_ ? Ending::Unknown : Ending::NotReached,
       write_stands_ ? "It is not known how it ended" : "Nothing was changed",
       "The time limit passed.");
}

void Stepwise::fail(const Failure& failure) {
  using Kind = Failure::Kind;
  shared_progress().refusal = failure.refusal;
  if (write_stands_) return done(Ending::Unknown, "It is not known how it ended", failure.sentence);
  if (failure.kind == Kind::Refused)
    return done(Ending::Refused, "Refused by the service", failure.sentence);
  if (failure.kind == Kind::Unreadable)
    return done(Ending::Unreadable, "The service answered, but its answer could not be used",
                failure.sentence);
  // Who answers, be it to say "later", was reached.
  if (failure.refusal)
    return done(Ending::Refused, "The service failed with " + failure.refusal->code,
                failure.sentence);
  done(Ending::NotReached, "The service was not reached", failure.sentence);
}

void Stepwise::allow(Milliseconds duration) {
  deadline_ = now_.steady + duration;
  timed_out_ = false;
}

}  // namespace dds::backup
