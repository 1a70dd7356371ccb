// A base for operations that go step by step: ask, look at the answer, ask the next. It keeps the
// rules of operation.h, so that a subclass only says what comes next:
//
// - one request in flight; every event in every state has a defined answer;
// - reads are retried with full jitter (backoff.h), the service's own waiting time is honoured;
// - a request that changes something is sent again only when it is certain that the one before had
//   no effect, or when the service tells repetitions apart by a ClientToken;
// - a total limit: once it has passed, nothing new is sent, and the operation ends. The time for
//   which a request waits for its turn, because the service throttles, does not count.
//
// Written without coroutines, which the web toolchain lacks. One thread; owns nothing outside.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <variant>

#include "core/backup/awake.h"
#include "core/backup/backoff.h"
#include "core/backup/lost_write.h"
#include "core/backup/operation.h"
#include "core/backup/operation_progress.h"

namespace dds::backup {

struct StepLimits {
  int attempts = 5;  // of one request, in a row
  Milliseconds total{10 * 60'000};
  /// How long after its timestamp a lost request without a token may still take effect.
  Milliseconds late = kLateEffect;
};

/// Why a request brought no answer that could be used.
struct Failure {
  enum class Kind {
    Refused,     // the service refused; `refusal` is its word
    NotReached,  // no answer of the service after all attempts
    Unreadable,  // the service answered, and what it said could not be used, after all attempts
  };
  Kind kind = Kind::NotReached;
  std::optional<response::ApiError> refusal;
  std::string sentence;  // redacted
};

class Stepwise : public Operation {
 public:
  [[nodiscard]] Step handle(const Event& event, const Moment& now) final;
  [[nodiscard]] bool leaving(const Stamp& stamp, const Moment& now) final;

 protected:
  Stepwise(StepLimits limits, std::uint64_t jitter_seed);

  /// Takes an answer. An Error says that it cannot be read: a read is then retried, a write's
  /// outcome counts as unknown.
  using OnAnswer = std::function<Status(const response::Answer&)>;
  using OnFailure = std::function<void(const Failure&)>;
  using Then = std::function<void()>;

  /// What may become of a request that changes something; exactly one of these is called.
  struct WriteHandlers {
    OnAnswer on_answer;
    /// Certain: no effect. Absent: ends as Refused.
    std::function<void(const response::ApiError&)> on_refused;
    /// Certain: nothing was sent, in any attempt. Absent: ends as NotReached.
    std::function<void(const std::string& why)> on_not_sent;
    /// It may have had its effect: look, do not repeat. Absent: ends as Unknown.
    std::function<void(const std::string& why)> on_unknown;
  };

  // Exactly one of these ends each turn of a subclass (`begin`, `resume`, a handler).
  /// Sends a call that only reads; retried up to `attempts` times. Without `on_failure` the
  /// operation ends as Refused, NotReached or Unreadable.
  void read(api::Call call, OnAnswer on_answer, OnFailure on_failure = {});
  /// Sends a call that changes something. Sent again only if nothing was sent or the service
  /// throttled it.
  void write_once(api::Call call, WriteHandlers handlers);
  /// The same for a call that carries a ClientToken: the very same call is also sent again after
  /// an unknown outcome. `on_unknown` comes when all attempts are used up and one of them may have
  /// had its effect; a refusal after such an attempt proves nothing and counts as unknown too.
  void write_with_token(api::Call call, WriteHandlers handlers);
  /// Goes on after that long.
  void wait(Milliseconds duration, Then then);
  /// A write that carries no token got no answer: allows the time to find out what became of it,
  /// and says in the progress how long that may take. Called before the first look.
  void expect_late_effect();
  [[nodiscard]] bool may_still_take_effect() const { return now_.steady < lost_.certain(clock_); }
  /// Goes on when it is time to look again whether it took effect.
  void wait_for_late_effect(Then then);
  /// Another operation takes its steps here, under its own limits; goes on when it is done.
  void run(std::shared_ptr<Operation> inner, Then then);
  /// Answers Done and rests, without having ended: another Started calls `resume`.
  void rest();
  /// Ends. The progress gets the outcome, the sentence for people and the problem.
  void done(Ending ending, std::string sentence, std::string problem = {});

  // What a subclass says.
  virtual void begin() = 0;
  /// Started again after `rest`.
  virtual void resume() { rest(); }
  /// The total limit has passed and nothing is in flight. Ends as NotReached, or as Unknown once
  /// a write went out that may have had its effect. A subclass may allow more time and go on.
  virtual void on_time_up();
  /// The operation that runs inside has taken a step; it may have learned something.
  virtual void inner_stepped() {}
  /// The service refused the request in flight for now, without effect; it leaves again.
  virtual void throttled() {}
  [[nodiscard]] virtual OperationProgress& shared_progress() = 0;

  /// Ends as the failure says.
  void fail(const Failure& failure);
  /// Counts the total limit anew from now.
  void allow(Milliseconds duration);
  [[nodiscard]] const Moment& now() const { return now_; }
  /// Now on the service's clock, as well as the Date of its answers told it.
  [[nodiscard]] Instant server_now() const { return clock_.at(now_.steady).value_or(now_.wall); }
  [[nodiscard]] std::uint64_t jitter_seed() const { return jitter_seed_; }

 private:
  enum class Kind { Read, Write, WriteWithToken };
  enum class State { Idle, Active, Resting, Ended };
  struct Request {
    Kind kind = Kind::Read;
    api::Call call;
    OnAnswer on_answer;
    OnFailure on_failure;
    WriteHandlers write;
    int failures = 0;
    bool unclear = false;  // an attempt may have had its effect
  };
  struct Waiting {
    SteadyInstant until;
    Then then;  // empty: send the request again
  };

  Step step_for(const Event& event);
  void woke();
  [[nodiscard]] Milliseconds until_certain() const;
  Step turn(const std::function<void()>& work);
  Step next();
  Step send();
  Step on_timer();
  Step on_reply(const Event& event);
  Step step_inner(const Event& event);
  void take_answer(const response::Answer& answer);
  void take_refusal(const response::ApiError& refusal);
  void take_failure(const NotReplied& failed);
  void retry_or(std::optional<Milliseconds> retry_after, const std::function<void()>& otherwise);
  void give_up_read(Failure failure);
  void refused(const response::ApiError& refusal);
  void not_sent(const std::string& why);
  void unknown(const std::string& why);

  StepLimits limits_;
  std::uint64_t jitter_seed_;
  Backoff backoff_;
  State state_ = State::Idle;
  bool in_flight_ = false;
  bool write_stands_ = false;  // a write went out that had, or may have had, its effect
  bool timed_out_ = false;     // on_time_up was called for the present limit
  std::optional<Request> request_;
  std::optional<Waiting> waiting_;
  std::shared_ptr<Operation> inner_;
  Then after_inner_;
  bool inner_fresh_ = false;
  Moment now_{};
  SteadyInstant deadline_{};
  SteadyInstant asked_{};     // when a request was asked for, or left last
  bool left_before_ = false;  // and whether it left
  Awake awake_;
  LostWrite lost_;  // the last write
  ServiceClock clock_;
};

}  // namespace dds::backup
