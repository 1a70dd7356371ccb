// The account that every emulator starts with: instances of every kind that matters in cn-hangzhou,
// a few in other regions, and how they were backed up automatically before.
#pragma once

#include <vector>

#include "core/emulator/history.h"
#include "core/emulator/records.h"

namespace dds::emulator {

/// Appends the instances, and the histories of those that have one.
void add_sample_account(Instant start, std::vector<Instance>& instances,
                        std::vector<AutomaticBackups>& histories);

}  // namespace dds::emulator
