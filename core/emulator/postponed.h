// Requests that are still under way to the service when their client has given up on them: held up
// by a network or a proxy, they arrive late, and nobody hears the answer. Plain data; whoever
// carries requests to the emulator asks it first.
#pragma once

#include <functional>
#include <map>
#include <optional>

#include "core/base/time.h"
#include "core/emulator/clocks.h"
#include "core/http.h"

namespace dds::emulator {

class Emulator;

/// How late the latest is.
inline constexpr Milliseconds kLongestPostponement{60 * 60'000};

class Postponed {
 public:
  void add(Instant due, HttpRequest request) { under_way_.emplace(due, std::move(request)); }
  [[nodiscard]] std::optional<Instant> next_due() const;
  /// Lets everything arrive that is due by `now`, in its order, each at its own time; true when
  /// something did. `clocks_at`: what the emulator's clocks said at an instant of the clock that
  /// these are counted by.
  bool deliver(Emulator& emulator, Instant now, const std::function<Clocks(Instant)>& clocks_at);
  /// The same where one clock is all of them.
  bool deliver(Emulator& emulator, Instant now);
  [[nodiscard]] const std::multimap<Instant, HttpRequest>& under_way() const { return under_way_; }

 private:
  std::multimap<Instant, HttpRequest> under_way_;
};

}  // namespace dds::emulator
