// What time it is for the emulator, and where a running one has it from.
//
// The machine's clock may be set at any moment. That changes what timestamps are judged by and
// nothing else: what takes time (jobs, quotas, how long a nonce is remembered, how late a request
// arrives) goes by a steady clock, so that a clock that is set back does not stop it and one that
// jumps ahead does not end it.
#pragma once

#include <algorithm>

#include "core/base/clocks.h"

namespace dds::emulator {

struct Clocks {
  Instant real;     // the wall clock: judges timestamps
  Instant paced;    // goes as real time does and is never set: quotas, memory of nonces
  Instant service;  // goes as `paced` does or faster: moves the account, dates answers
};

/// The clocks of an emulator that runs, from those of its host.
class RunningClocks {
 public:
  /// From `began` on, when the service's clock says `service`. `rate`: how much faster than real
  /// time that one runs.
  RunningClocks(const Moment& began, Instant service, double rate)
      : began_(began), service_(service), rate_(rate) {}

  [[nodiscard]] Clocks at(const Moment& now) const {
    const Milliseconds passed = std::max(now.steady - began_.steady, Milliseconds{0});
    const auto faster = static_cast<double>(passed.count()) * rate_;
    return {now.wall, began_.wall + passed,
            service_ + Milliseconds{static_cast<Milliseconds::rep>(faster)}};
  }

  /// The service's clock is put forward, once.
  void put_forward(Milliseconds by) { service_ += by; }

 private:
  Moment began_;
  Instant service_;
  double rate_;
};

}  // namespace dds::emulator
