// Many instances for whoever backs up many: replica sets of mixed kinds with names and ids that are
// always the same, beside those of the sample account.
#pragma once

#include <vector>

#include "core/emulator/emulator.h"
#include "core/emulator/history.h"
#include "core/emulator/ids.h"
#include "core/emulator/records.h"

namespace dds::emulator {

/// Appends `count` replica sets fleet-00001, ... in cn-hangzhou, and a week of history for each.
void add_fleet(std::int32_t count, Instant start, std::vector<Instance>& instances,
               std::vector<AutomaticBackups>& histories);

/// What an account starts with: the sample account, the fleet, and their backups up to `start`.
[[nodiscard]] std::vector<Instance> first_instances(const Settings& settings, Instant start,
                                                    IdSource& ids);

}  // namespace dds::emulator
