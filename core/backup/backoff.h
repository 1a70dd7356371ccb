// Waiting times between attempts: full jitter (uniform between zero and an exponentially growing
// cap), so that many clients that failed together do not come back together. Deterministic for a
// seed.
#pragma once

#include <cstdint>
#include <optional>

#include "core/base/time.h"

namespace dds::backup {

class Backoff {
 public:
  explicit Backoff(std::uint64_t seed) : state_(seed) {}

  /// The wait before attempt number `failures` + 1 (`failures` >= 1): 100 ms at least, 20 s at
  /// most. The service's own `x-acs-retry-after` wins when it is longer, cut to 120 s (the official
  /// clients' limit).
  [[nodiscard]] Milliseconds next(int failures, std::optional<Milliseconds> retry_after);

  /// What the next waits follow from.
  [[nodiscard]] std::uint64_t state() const { return state_; }

 private:
  std::uint64_t state_;
};

}  // namespace dds::backup
