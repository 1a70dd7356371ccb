// Throttling, as quotas (quotas.h) say: buckets that fill at the allowed rate, one for each access
// key, region and action, and one for each access key. Real time as a steady clock tells it.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/time.h"
#include "core/emulator/quotas.h"
#include "core/emulator/refusal.h"

namespace dds::emulator {

class Throttle {
 public:
  explicit Throttle(Quotas quotas) : quotas_(std::move(quotas)) {}

  void set_quotas(Quotas quotas) { quotas_ = std::move(quotas); }

  /// Throttling.User with the time after which a further request will pass, or nothing. A refused
  /// request counts against no quota. `region_id` and `action` must be known ones.
  [[nodiscard]] std::optional<Refusal> check(std::string_view access_key_id,
                                             std::string_view region_id, std::string_view action,
                                             Instant now);

 private:
  friend struct ThrottleState;  // state.h

  struct Bucket {
    std::int64_t thousandths = 0;  // of a request and a second of its quota
    Instant filled;
  };
  Bucket* fill(const std::string& key, const Quota& quota, Instant now);

  Quotas quotas_;
  std::map<std::string, Bucket, std::less<>> buckets_;
};

}  // namespace dds::emulator
