// A run of many backups on the page "Back up many", worked as a person would, in simulated time:
// how long it takes beside the ideal. Shared by the tests and `./dev bench`.
#pragma once

#include <cstddef>

#include "tests/core/campaign/fleet_figures.h"

namespace dds::testing {

/// Chooses and starts all that can be backed up of the sample account and so many further replica
/// sets, under the documented quotas. Within a doctest run or with doctest's asserts set up.
[[nodiscard]] FleetFigures back_up_all_on_the_page(std::size_t further);

}  // namespace dds::testing
