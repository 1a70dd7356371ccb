// The table of commands. Dispatch, help, suggestions and tests read it; a new command is a row
// here.
#pragma once

#include <span>
#include <string_view>

#include "core/api/catalogue.h"
#include "native/cli/commands/commands.h"

namespace dds::cli {

struct CommandFacts {
  std::string_view name;
  std::string_view arguments;  // "ID...", may be empty
  std::string_view summary;
  /// The action that it sends, with care around it; empty: none in particular.
  std::string_view action;
  /// See KnownWord: the part of a name that deletes or costs money that must have been typed before
  /// the name is suggested. Empty: no harm.
  std::string_view harm;
  /// It calls the service, and reports itself what a signal left behind. The others are ended by a
  /// signal (the servers wait for one).
  bool watches = false;
  ExitCode (*run)(const CommandLine& line);
};

/// All commands but the actions of the service, in the order of --help.
[[nodiscard]] std::span<const CommandFacts> commands();

/// The row that stands for every action of the service; its name is "<Action>".
[[nodiscard]] const CommandFacts& action_calls();

/// Whether a word is written as actions are: it begins with an upper-case letter.
[[nodiscard]] bool is_action(std::string_view word);

/// The row of the command of that name, or of action calls for an action's name, whether or not
/// there is such an action; nullptr if neither.
[[nodiscard]] const CommandFacts* find_command(std::string_view word);

/// The command that sends this action and follows it to its end; nullptr if there is none.
[[nodiscard]] const CommandFacts* command_for(const api::Action& action);

}  // namespace dds::cli
