// A request that changes something, carries no token and got no answer: until when may it still
// take effect?
//
// The service refuses a request whose timestamp is too old by its own clock. Once that clock has
// passed the timestamp and the widest window that is documented, no copy of the request can take
// effect any more, wherever it was held up: a look that begins then and finds nothing is proof.
#pragma once

#include <algorithm>
#include <optional>

#include "core/backup/service_clock.h"
#include "core/base/clocks.h"

namespace dds::backup {

/// How old a timestamp may be. A documentation page says 31 minutes (help.aliyun.com document
/// 157269); the error's text and users say 15 minutes either way (jeessy2/ddns-go issue 49).
/// Neither was tried live, so the longer one is taken.
inline constexpr Milliseconds kTimestampWindow{31 * 60'000};
/// For what is under way inside the service, and for the second that a Date leaves open.
inline constexpr Milliseconds kInsideService{60'000};
/// The worst wrong clock that is believed of a machine while no answer has told the service's time:
/// an hour, as a wrong daylight-saving rule makes it. A clock that is wrong by more has its
/// requests refused.
inline constexpr Milliseconds kWorstSkew{60 * 60'000};
/// From signing with a right clock until the request can no longer take effect.
inline constexpr Milliseconds kLateEffect = kTimestampWindow + kInsideService;
/// Between two looks whether it did.
inline constexpr Milliseconds kBetweenLateLooks{60'000};
/// For the last look, retries included.
inline constexpr Milliseconds kLateSlack = 5 * kBetweenLateLooks;

/// Plain value: told when the request left, and asked together with what is known of the service's
/// clock.
class LostWrite {
 public:
  /// `window` is what kLateEffect says; explorations take a shorter one.
  explicit LostWrite(Milliseconds window = kLateEffect) : window_(window) {}

  /// It left at `at`, signed with `timestamp`, which answers had put `ahead` of our own clock
  /// (negative: behind it).
  void left(Instant timestamp, SteadyInstant at, Milliseconds ahead) {
    told_ = true;
    timestamp_ = timestamp;
    left_ = at;
    // One that is further ahead than the window is refused for that.
    ahead_ = std::clamp(ahead, Milliseconds{0}, window_);
  }
  /// Whether anybody said when it left. An earlier run's request may not have been: then now is the
  /// latest.
  [[nodiscard]] bool told() const { return told_; }

  /// From then on absence is proof. Moves with what is heard of the service's clock, so ask again.
  [[nodiscard]] SteadyInstant certain(const ServiceClock& clock) const;
  /// The service's clock is past the timestamp: refusing it can only mean that it is too old.
  [[nodiscard]] bool timestamp_passed(const ServiceClock& clock, SteadyInstant now) const;

 private:
  Milliseconds window_;
  bool told_ = false;
  Instant timestamp_{};
  SteadyInstant left_{};
  Milliseconds ahead_{0};
};

}  // namespace dds::backup
