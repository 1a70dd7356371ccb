// How many requests may be in flight at once: grows while the service answers, halves when it
// throttles (additive increase, multiplicative decrease, as TCP does it), and holds back for a
// moment after a throttling. Pure: told what happened and when.
#pragma once

#include <cstddef>
#include <optional>

#include "core/base/clocks.h"

namespace dds::backup {

class RequestWindow {
 public:
  /// `most` is the bound that is never exceeded; it begins at half of it, one at least.
  explicit RequestWindow(std::size_t most);

  /// An answer that is no throttling.
  void answered();
  /// Throttled at `now`; the service's own waiting time is honoured, cut to two minutes. Several
  /// throttlings of one moment count once: they tell of the same excess.
  void throttled(SteadyInstant now, std::optional<Milliseconds> retry_after);

  [[nodiscard]] std::size_t size() const { return static_cast<std::size_t>(size_); }
  [[nodiscard]] bool may_send(std::size_t in_flight, SteadyInstant now) const {
    return in_flight < size() && now >= held_until_;
  }
  /// Nothing is sent before.
  [[nodiscard]] SteadyInstant held_until() const { return held_until_; }

 private:
  double most_;
  double size_;
  SteadyInstant held_until_{};
  SteadyInstant narrowed_{};
};

}  // namespace dds::backup
