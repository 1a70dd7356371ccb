// Throttling by access key: a bucket that fills at the allowed rate and holds one second's worth.
// Real time, like everything that judges a client.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/time.h"
#include "core/emulator/refusal.h"

namespace dds::emulator {

class Throttle {
 public:
  /// 0 = no limit.
  explicit Throttle(std::int32_t requests_a_second) : rate_(requests_a_second) {}

  void set_rate(std::int32_t requests_a_second) { rate_ = requests_a_second; }

  /// Throttling.User with the time after which a further request will pass, or nothing.
  [[nodiscard]] std::optional<Refusal> check(std::string_view access_key_id, Instant now);

 private:
  friend struct ThrottleState;  // state.h

  struct Bucket {
    std::int64_t thousandths = 0;  // of a request
    Instant filled;
  };
  std::int32_t rate_;
  std::map<std::string, Bucket, std::less<>> buckets_;
};

}  // namespace dds::emulator
