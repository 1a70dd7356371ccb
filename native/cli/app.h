// The `dds` program: finds the command among the arguments and runs it.
#pragma once

#include <string>
#include <vector>

#include "native/cli/exit_code.h"
#include "native/platform/paths.h"

namespace dds::cli {

struct Invocation {
  std::vector<std::string> arguments;  // without the program's name
  std::string called_as;               // argv[0]
  platform::Environment environment;
};

[[nodiscard]] ExitCode run(const Invocation& invocation);

}  // namespace dds::cli
