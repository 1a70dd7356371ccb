// What every operation of the core looks like: a sans-I/O state machine, told what happened and
// when, answering what to do next. It owns no clock, no network and no credentials; a Driver
// (driver.h) pumps it over a transport.
//
// Rules: at most one request is in flight for an operation; after `Done` nothing more is asked of
// it. An event that does not fit (a timer while a request is in flight) changes nothing: the answer
// is then another WaitUntil. Waits and limits are readings of the steady clock
// (core/base/clocks.h).
#pragma once

#include <optional>
#include <string>
#include <variant>

#include "core/api/call.h"
#include "core/base/clocks.h"
#include "core/http.h"
#include "core/response/answer.h"

namespace dds::backup {

// What happened.
struct Started {};
struct Replied {
  response::Reply reply;
  std::optional<Instant> server_time;  // header Date, when it could be read
};
/// No usable answer: the network failed, the call could not be signed, or what came cannot be read.
struct NotReplied {
  std::variant<TransportError, Error> cause;
  bool answered = false;  // an HTTP answer came, but not one of the service
  /// The last refusal, where the service throttled and let nothing of that action through for the
  /// request's whole patience (Send). It is not sent, and asking again is no use.
  std::optional<response::ApiError> shut_out = std::nullopt;
  /// Whether the service may have acted on the request.
  [[nodiscard]] bool may_have_taken_effect() const;
  /// One sentence for people.
  [[nodiscard]] std::string describe() const;
};
struct TimerFired {};
using Event = std::variant<Started, Replied, NotReplied, TimerFired>;

/// What makes a signed request the one it is. With the same call, key, endpoint and scheme it gives
/// the same bytes again; the service takes them once, because it takes a nonce once (inferred:
/// documented as its protection against replay).
struct Stamp {
  Instant timestamp;  // as signed, on the service's clock as well as it is known
  std::string nonce;
  /// Of the signed request, to tell whether the same bytes came out; says nothing of the key. Empty
  /// for what only reads.
  std::string digest;
  /// The service's time when it left, as answers to all that the driver sent tell it; absent while
  /// that is not known.
  std::optional<Instant> service_now = {};

  [[nodiscard]] bool empty() const { return nonce.empty(); }
};

// What to do next.
struct Send {
  api::Call call;
  /// Deliver once more what was signed with this stamp, byte for byte; empty: sign a new request.
  /// When the same bytes do not come out (another key, another endpoint), nothing is sent, and the
  /// operation is told so (NotReplied, an Error).
  Stamp again = {};
  /// How long the service may let nothing at all of that action through before the request is given
  /// up unsent (NotReplied). That it lets through little is no reason: the request waits for its
  /// turn as long as it takes.
  Milliseconds patience{24 * 3'600'000};
  bool courtesy = false;  // nothing waits for it: where there is a queue, others go first
};
struct WaitUntil {
  SteadyInstant instant;
};
struct Done {};
using Step = std::variant<Send, WaitUntil, Done>;

class Operation {
 public:
  Operation() = default;
  Operation(const Operation&) = delete;
  Operation& operator=(const Operation&) = delete;
  virtual ~Operation() = default;

  /// The next step. `now.steady` never goes back between two calls (the driver sees to it);
  /// `now.wall` may.
  [[nodiscard]] virtual Step handle(const Event& event, const Moment& now) = 0;

  /// The request that was asked for last is signed and about to leave: the moment to make durable
  /// what must not be forgotten. False: it must not leave; the operation is then told NotReplied
  /// with an Error. Called again when the service refused the timestamp or throttled, which has no
  /// effect, and the request was signed anew.
  [[nodiscard]] virtual bool leaving(const Stamp& /*stamp*/, const Moment& /*now*/) { return true; }
};

}  // namespace dds::backup
