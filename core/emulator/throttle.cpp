#include "core/emulator/throttle.h"

#include <algorithm>

namespace dds::emulator {
namespace {

constexpr std::int64_t kOneRequest = 1'000;  // thousandths

}  // namespace

std::optional<Refusal> Throttle::check(std::string_view access_key_id, Instant now) {
  if (rate_ <= 0) return std::nullopt;
  const std::int64_t full = kOneRequest * rate_;
  auto at = buckets_.find(access_key_id);
  if (at == buckets_.end()) at = buckets_.emplace(access_key_id, Bucket{full, now}).first;
  Bucket& bucket = at->second;
  // At so many requests a second, a millisecond brings as many thousandths.
  const std::int64_t passed = std::clamp<std::int64_t>((now - bucket.filled).count(), 0, 1'000);
  bucket.thousandths = std::min(full, bucket.thousandths + passed * rate_);
  bucket.filled = std::max(bucket.filled, now);
  if (bucket.thousandths >= kOneRequest) {
    bucket.thousandths -= kOneRequest;
    return std::nullopt;
  }
  Refusal refusal = refuse("Throttling.User");
  refusal.retry_after_ms = (kOneRequest - bucket.thousandths + rate_ - 1) / rate_;
  return refusal;
}

}  // namespace dds::emulator
