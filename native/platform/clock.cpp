#include "native/platform/clock.h"

#include <time.h>

#include <chrono>

namespace dds::platform {

Instant now() {
  return std::chrono::time_point_cast<Milliseconds>(std::chrono::system_clock::now());
}

// std::chrono::steady_clock stands still while Linux sleeps. On macOS CLOCK_MONOTONIC goes on
// (untested).
SteadyInstant steady_now() {
#ifdef CLOCK_BOOTTIME
  constexpr clockid_t kClock = CLOCK_BOOTTIME;
#else
  constexpr clockid_t kClock = CLOCK_MONOTONIC;
#endif
  timespec time{};
  if (clock_gettime(kClock, &time) != 0) (void)clock_gettime(CLOCK_MONOTONIC, &time);
  return SteadyInstant{Seconds{time.tv_sec} + Milliseconds{time.tv_nsec / 1'000'000}};
}

Moment moment() {
  return {steady_now(), now()};
}

}  // namespace dds::platform
