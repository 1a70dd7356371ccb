// The numbers and names that the service gives to what it makes, from a seed: job numbers such as
// 775051, backup set numbers such as 320912771, cluster backups cb-..., request ids as UUIDs in
// capital letters.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/emulator/random.h"

namespace dds::emulator {

class IdSource {
 public:
  explicit IdSource(std::uint64_t seed);

  [[nodiscard]] std::string next_job_id();
  [[nodiscard]] std::string next_set_id();
  [[nodiscard]] std::string next_cluster_backup_id();
  /// `prefix` and 13 letters and digits, as instances (dds-bp1...) and nodes (d-bp1...) have them.
  [[nodiscard]] std::string next_name(std::string_view prefix);
  [[nodiscard]] std::string next_order_id();

 private:
  friend struct IdSourceState;  // state.h

  std::string letters(int count);

  Random random_;
  std::int64_t last_job_ = 770'000;
  std::int64_t last_set_ = 320'900'000;
};

/// RequestId number `count` of an emulator with that seed: a well-formed UUID (version 5 by its
/// mark, as newer answers of the service have it) in capital letters.
[[nodiscard]] std::string request_id(std::uint64_t seed, std::uint64_t count);

}  // namespace dds::emulator
