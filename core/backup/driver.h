// Pumps operations over a transport: signs each call with a fresh nonce, sends it, parses the
// answer, fires timers. Hosts and tests differ only in the transport, the clock and the nonces that
// they pass in.
//
// How many requests are in flight and how fast they follow is the limiter's (request_limiter.h),
// which all drivers of a process share; what has to wait is signed when it leaves. Throttling only
// slows: an operation's request that was refused for it, which has no effect, waits for its turn
// again, and the operation hears nothing of it but `leaving`.
//
// The driver keeps the service's clock (service_clock.h): where ours is wrong, requests are signed
// with the service's time, and one whose timestamp is refused teaches that time and is signed anew,
// once; such a refusal has no effect, so this holds for writes too.
//
// One thread. The host calls `advance(now)` whenever time passed or a completion may have come, and
// sleeps at most until `next_wake()`. Destroying the driver cancels what is in flight.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "core/api/sign_call.h"
#include "core/backup/operation.h"
#include "core/backup/request_limiter.h"

namespace dds::backup {

/// Who, where and how; shared by all that a driver sends.
struct Connection {
  signing::Credentials credentials;
  api::Endpoint endpoint;
  api::Route route;
  api::SignOptions sign;
};

/// One exchange, for the inspector and the history. Holds no AccessKey secret; redact before
/// showing.
struct Exchange {
  std::uint64_t number = 0;  // 1, 2, ... in order of sending
  /// Of an operation, or of a call that nobody asked for: polling, looks at a form's instance.
  bool background = false;
  api::Call call;
  api::SignedRequest request;
  Instant sent;
  std::optional<Instant> answered;
  std::optional<Milliseconds> took;              // by the steady clock
  std::optional<HttpResult> result;              // absent while in flight
  std::optional<Result<response::Reply>> reply;  // when an HTTP answer came
};

struct DriverHooks {
  std::function<Moment()> now;
  std::function<std::string()> nonce;  // new for each call: 128 random bits as hex or a UUID
  std::function<void(const Exchange&)>
      on_exchange;  // optional: called when sent and again when answered
  /// Optional: our wall clock is ahead of the service's by that much (negative: behind), and
  /// requests are signed with the service's time. Called once.
  std::function<void(Milliseconds)> on_wrong_clock;
};

class Driver {
 public:
  using OperationId = std::uint64_t;

  /// `transport` must outlive the driver. Without a limiter it makes one of its own.
  Driver(HttpTransport& transport, Connection connection, DriverHooks hooks,
         std::shared_ptr<RequestLimiter> limiter = nullptr);
  ~Driver();
  Driver(const Driver&) = delete;
  Driver& operator=(const Driver&) = delete;

  /// Starts an operation; the driver shares it until it is done. `on_step` (optional) is called
  /// after every event.
  OperationId start(std::shared_ptr<Operation> operation, std::function<void()> on_step = {});

  /// One call on its own, not retried, not even when it is throttled. The completion gets the
  /// reply, or why there is none. `background` is passed on to its Exchange.
  using CallCompletion = std::function<void(std::variant<response::Reply, NotReplied>)>;
  OperationId call(api::Call call, CallCompletion completion, bool background = false);

  /// Stops pumping it and cancels its request; a call's completion is not called any more. Stopping
  /// to watch a backup does not stop the backup.
  void stop(OperationId id);

  /// Delivers answers that came and timers that are due.
  void advance(const Moment& now);

  /// The next instant at which a timer is due; nothing when only answers are awaited or nothing
  /// runs.
  [[nodiscard]] std::optional<SteadyInstant> next_wake() const;
  [[nodiscard]] bool idle() const;
  [[nodiscard]] std::size_t in_flight() const;
  /// Requests that wait to be sent.
  [[nodiscard]] std::size_t queued() const;
  [[nodiscard]] const RequestLimiter& limiter() const;
  [[nodiscard]] const Connection& connection() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace dds::backup
