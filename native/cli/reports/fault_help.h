// The kinds of faults that the emulator can be asked for, for its help.
#pragma once

#include <string>

namespace dds::cli {

/// A line for each kind of `emulator::all_fault_kinds()`: an example that --faults takes, and what
/// it does. Begins with a title, ends with a line feed.
[[nodiscard]] std::string fault_help();

}  // namespace dds::cli
