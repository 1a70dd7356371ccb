// An HttpTransport that answers from an Emulator in the same thread, for tests and the offline
// desktop: a network without sockets, with a clock that is handed in and with faults on demand.
// Completions come from `deliver()`, never from inside `send`.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string_view>

#include "core/emulator/faults.h"
#include "core/emulator/postponed.h"
#include "core/http.h"

namespace dds::emulator {

class Emulator;

/// How late an answer is that FaultKind::Slow delays.
inline constexpr Milliseconds kSlowAnswer{4'000};

class EmulatorTransport final : public HttpTransport {
 public:
  /// Both must outlive the transport. `now` is asked at `deliver`; it serves as both clocks.
  EmulatorTransport(Emulator& emulator, std::function<Instant()> now);
  ~EmulatorTransport() override;
  HttpHandle send(HttpRequest request, HttpCompletion completion) override;
  void cancel(HttpHandle handle) override;

  /// Takes everything that was sent so far to the emulator and calls the completions that are due
  /// (all but those that a fault holds back); true when one was called.
  bool deliver();

  /// What is under way outlives this transport, as it outlives a program: kept in `postponed`,
  /// which must outlive it.
  void share(Postponed& postponed);

  /// The connections of all that is in flight break, as they do when a machine sleeps: what was
  /// sent arrives first when `arrives`, and no answer comes back.
  void break_connections(bool arrives);

  /// When the next held-back completion is due, or the next request that was held up arrives;
  /// nothing when none is. What was sent since the last `deliver` is not counted: call that first.
  [[nodiscard]] std::optional<Instant> next_due() const;

  /// From now on requests meet these faults; an empty plan ends them.
  void set_faults(FaultPlan plan);

  /// The older way, each for the next `count` requests of that action ("" = any). They go before
  /// the plan, and what times out says so at once.
  enum class Fault { NotReached, LostBeforeEffect, LostAfterEffect, TimedOutAfterEffect };
  void inject(Fault fault, std::string_view action, int count = 1);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace dds::emulator
