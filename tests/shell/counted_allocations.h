// How often operator new was called in this program: for promises about what a frame allocates.
#pragma once

#include <cstdint>

namespace dds::testing {

[[nodiscard]] std::uint64_t allocations();

}  // namespace dds::testing
