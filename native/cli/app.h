// The `dds` program: finds the command among the arguments and runs it.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "native/cli/exit_code.h"
#include "native/platform/paths.h"

namespace dds::cli {

struct Invocation {
  std::vector<std::string> arguments;  // without the program's name
  std::string called_as;               // argv[0]
  platform::Environment environment;
};

/// A command beside the actions of the service. Dispatch, help, suggestions and tests walk the one
/// table of them.
struct CommandFacts {
  std::string_view name;
  std::string_view arguments;  // "ID...", may be empty
  std::string_view summary;
  /// What it does is this action, with care around it; empty: it is none.
  std::string_view action;
  /// See KnownWord: what has to be typed of a name that deletes or costs money.
  std::string_view harm;
  /// It talks to the service, and says itself what a signal left of it. The others a signal kills
  /// (the servers wait for one).
  bool watches = false;
  ExitCode (*run)(const std::vector<std::string>& arguments, const Invocation& invocation);
};

/// In the order of --help.
[[nodiscard]] std::span<const CommandFacts> commands();

[[nodiscard]] ExitCode run(const Invocation& invocation);

}  // namespace dds::cli
