// From a command line to the command that it names.
#pragma once

#include "native/cli/commands/commands.h"

namespace dds::cli {

/// Runs the command that `line.word` names. If there is none, says so on stderr with the nearest
/// name and returns Usage.
[[nodiscard]] ExitCode dispatch(const CommandLine& line);

}  // namespace dds::cli
