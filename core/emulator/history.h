// Automatic backups that were made before the emulator started.
#pragma once

#include <cstdint>
#include <vector>

#include "core/emulator/ids.h"
#include "core/emulator/records.h"

namespace dds::emulator {

struct AutomaticBackups {
  std::size_t instance = 0;  // index
  Milliseconds newest{};     // age of the newest one when the emulator starts
  Milliseconds every = std::chrono::days(1);
  int failed_one = -1;  // the one that failed, counted from the newest (0); -1 = none
  Milliseconds span = std::chrono::days(14);  // how far back they go
};

/// Fills the instances' sets with those of the span before `start` (less for younger instances, and
/// for what has expired since). Numbers grow with time across all instances. Their policies are set
/// so that they go on in the same manner.
void add_history(std::vector<Instance>& instances, const std::vector<AutomaticBackups>& policies,
                 std::uint64_t seed, Instant start, IdSource& ids);

}  // namespace dds::emulator
