#include "core/backup/backoff.h"

#include <algorithm>

namespace dds::backup {
namespace {

constexpr Milliseconds kShortest{100};
constexpr Milliseconds kFirstCap{500};
constexpr Milliseconds kLongestCap{20'000};
constexpr Milliseconds kLongestRetryAfter{120'000};

// splitmix64: a public-domain generator whose whole state is one number; quality is ample for
// spreading retries.
std::uint64_t next_random(std::uint64_t& state) {
  state += 0x9E3779B97F4A7C15ULL;
  std::uint64_t z = state;
  z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9ULL;
  z = (z ^ (z >> 27U)) * 0x94D049BB133111EBULL;
  return z ^ (z >> 31U);
}

}  // namespace

Milliseconds Backoff::next(int failures, std::optional<Milliseconds> retry_after) {
  const int doublings = std::clamp(failures - 1, 0, 6);
  const Milliseconds cap = std::min(kLongestCap, kFirstCap * (1 << doublings));
  const auto span = static_cast<std::uint64_t>(cap.count());
  Milliseconds wait{static_cast<Milliseconds::rep>(next_random(state_) % (span + 1))};
  wait = std::max(wait, kShortest);
  if (retry_after) wait = std::max(wait, std::min(*retry_after, kLongestRetryAfter));
  return wait;
}

}  // namespace dds::backup
