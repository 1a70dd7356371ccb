// The `dds` program: finds the command among the arguments, runs it, and sees that its output was
// written.
#pragma once

#include <string>
#include <vector>

#include "native/cli/terminal/exit_code.h"
#include "native/platform/paths.h"

namespace dds::cli {

struct Invocation {
  std::vector<std::string> arguments;  // without the program's name
  std::string called_as;               // argv[0]
  platform::Environment environment;
};

/// Runs the whole program. Returns its exit code.
[[nodiscard]] ExitCode run(const Invocation& invocation);

}  // namespace dds::cli
