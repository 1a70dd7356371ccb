// The account that an emulator starts with: instances of every kind that matters in cn-hangzhou, a
// few in other regions, and the automatic backups of the 14 days before.
#pragma once

#include <cstdint>
#include <vector>

#include "core/emulator/ids.h"
#include "core/emulator/records.h"

namespace dds::emulator {

/// The same for the same seed and start. Sets and jobs take their numbers from `ids`.
[[nodiscard]] std::vector<Instance> sample_account(std::uint64_t seed, Instant start,
                                                   IdSource& ids);

}  // namespace dds::emulator
