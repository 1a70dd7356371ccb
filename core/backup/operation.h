// What every operation of the core looks like: a sans-I/O state machine, told what happened and
// when, answering what to do next. It owns no clock, no network and no credentials; a Driver
// (driver.h) pumps it over a transport.
//
// Rules: at most one request is in flight for an operation; after `Done` nothing more is asked of
// it. An event that does not fit (a timer while a request is in flight) changes nothing: the answer
// is then another WaitUntil.
#pragma once

#include <optional>
#include <string>
#include <variant>

#include "core/api/call.h"
#include "core/base/time.h"
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
  /// Whether the service may have acted on the request.
  [[nodiscard]] bool may_have_taken_effect() const;
  /// One sentence for people.
  [[nodiscard]] std::string describe() const;
};
struct TimerFired {};
using Event = std::variant<Started, Replied, NotReplied, TimerFired>;

// What to do next.
struct Send {
  api::Call call;
};
struct WaitUntil {
  Instant instant;
};
struct Done {};
using Step = std::variant<Send, WaitUntil, Done>;

class Operation {
 public:
  Operation() = default;
  Operation(const Operation&) = delete;
  Operation& operator=(const Operation&) = delete;
  virtual ~Operation() = default;

  /// The next step. `now` never goes back between two calls (the driver sees to it).
  [[nodiscard]] virtual Step handle(const Event& event, Instant now) = 0;
};

}  // namespace dds::backup
