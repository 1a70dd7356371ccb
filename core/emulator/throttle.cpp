#include "core/emulator/throttle.h"

#include <algorithm>
#include <utility>

namespace dds::emulator {
namespace {

// At so many calls in so many seconds, a millisecond brings as many units as calls.
std::int64_t one_request(const Quota& quota) {
  return std::int64_t{1'000} * quota.seconds;
}

}  // namespace

Throttle::Bucket* Throttle::fill(const std::string& key, const Quota& quota, Instant now) {
  if (quota.calls <= 0) return nullptr;
  const std::int64_t full = one_request(quota) * quota.calls;
  auto at = buckets_.find(key);
  if (at == buckets_.end()) at = buckets_.emplace(key, Bucket{full, now}).first;
  Bucket& bucket = at->second;
  const std::int64_t passed =
      std::clamp<std::int64_t>((now - bucket.filled).count(), 0, one_request(quota));
  bucket.thousandths = std::min(full, bucket.thousandths + passed * quota.calls);
  bucket.filled = now;  // a state may have been saved by a clock that was ahead
  return &bucket;
}

std::optional<Refusal> Throttle::check(std::string_view access_key_id, std::string_view region_id,
                                       std::string_view action, Instant now) {
  const std::string key(access_key_id);
  const Quota own = quotas_.quota(action);
  const std::array filled{
      std::pair{fill(key, quotas_.all, now), quotas_.all},
      std::pair{fill(key + " " + std::string(region_id) + " " + std::string(action), own, now),
                own}};
  std::int64_t wait = 0;
  for (const auto& [bucket, quota] : filled) {
    if (bucket == nullptr) continue;
    const std::int64_t missing = one_request(quota) - bucket->thousandths;
    if (missing > 0) wait = std::max(wait, (missing + quota.calls - 1) / quota.calls);
  }
  if (wait == 0) {
    for (const auto& [bucket, quota] : filled)
      if (bucket != nullptr) bucket->thousandths -= one_request(quota);
    return std::nullopt;
  }
  Refusal refusal = refuse("Throttling.User");
  refusal.retry_after_ms = wait;
  return refusal;
}

}  // namespace dds::emulator
