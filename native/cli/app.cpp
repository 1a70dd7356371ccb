#include "native/cli/app.h"

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>
#include <utility>

#include "core/base/suggest.h"
#include "native/cli/commands/commands.h"
#include "native/cli/commands/dispatch.h"
#include "native/cli/commands/table.h"
#include "native/cli/options/action_arguments.h"
#include "native/cli/options/common_options.h"
#include "native/cli/terminal/say.h"
#include "native/platform/output.h"
#include "native/platform/signals.h"

namespace dds::cli {
namespace {

std::optional<std::size_t> command_place(const std::vector<std::string>& arguments) {
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::string& argument = arguments[i];
    if (!argument.starts_with("-")) return i;
    const bool parameter =
        argument.size() > 2 && argument.starts_with("--") && is_action(argument.substr(2));
    if (argument.find('=') == std::string::npos &&
        (parameter || common_option(argument) == CommonOption::WithValue))
      ++i;
  }
  return std::nullopt;
}

ExitCode without_command(const std::vector<std::string>& arguments) {
  for (const std::string& argument : arguments) {
    if (argument == "--help" || argument == "-h") {
      put(help_text());
      return ExitCode::Done;
    }
    if (argument == "--version") {
      put(version_text());
      return ExitCode::Done;
    }
  }
  if (arguments.empty()) {
    platform::write(platform::Stream::Error, help_text());
    return ExitCode::Usage;
  }
  const std::string option = arguments.front().substr(0, arguments.front().find('='));
  const bool parameter = option.starts_with("--") && is_action(option.substr(2));
  if (!parameter && common_option(option) == CommonOption::None) {
    constexpr std::array<std::string_view, 2> kAlone{"--help", "--version"};
    const std::string_view near = nearest(option, kAlone);
    return wrong_usage("There is no option " + option +
                       (near.empty() ? std::string("; dds --help lists what there is.")
                                     : "; did you mean " + std::string(near) + "?"));
  }
  return wrong_usage(
      "A command is missing, such as dds backup, dds coverage or dds <Action>; dds --help lists "
      "them.");
}

}  // namespace

ExitCode run(const Invocation& invocation) {
  const std::optional<std::size_t> at = command_place(invocation.arguments);
  const CommandFacts* command = at ? find_command(invocation.arguments[*at]) : nullptr;
  // First thing: a signal from now on ends the command as one that comes while it watches.
  if (command != nullptr && command->watches) platform::note_interrupts();
  if (const std::optional<std::string> secret = secret_among(invocation.arguments)) {
    complain_verbatim(*secret);
    return ExitCode::Usage;
  }
  ExitCode code{};
  if (at) {
    std::vector<std::string> rest = invocation.arguments;
    rest.erase(rest.begin() + static_cast<std::ptrdiff_t>(*at));
    code = dispatch(
        {invocation.arguments[*at], std::move(rest), invocation.called_as, invocation.environment});
    // Nothing was sent, because a signal broke off what was still being read (connect() says so).
    if (code == ExitCode::Usage && platform::interrupted()) code = ExitCode::Interrupted;
  } else {
    code = without_command(invocation.arguments);
  }
  const std::string_view problem = platform::write_problem(platform::Stream::Out);
  if (problem.empty()) return code;
  complain(problem);
  return combine(code, ExitCode::Unwritten);
}

}  // namespace dds::cli
