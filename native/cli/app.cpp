#include "native/cli/app.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

#include "core/api/catalogue.h"
#include "core/base/suggest.h"
#include "native/cli/action_arguments.h"
#include "native/cli/actions_command.h"
#include "native/cli/backup_command.h"
#include "native/cli/backups_command.h"
#include "native/cli/call_command.h"
#include "native/cli/coverage_command.h"
#include "native/cli/diagnose_command.h"
#include "native/cli/explain_command.h"
#include "native/cli/keep_command.h"
#include "native/cli/listed_call.h"
#include "native/cli/policy_command.h"
#include "native/cli/rehearse_command.h"
#include "native/cli/restore_command.h"
#include "native/cli/sample_command.h"
#include "native/cli/say.h"
#include "native/cli/serve_command.h"
#include "native/cli/sign_command.h"
#include "native/platform/output.h"

namespace dds::cli {
namespace {

constexpr std::array<std::string_view, 16> kCommands{
    "actions", "backup", "backups",  "coverage", "policy",   "keep",    "delete-backup", "rehearse",
    "restore", "serve",  "emulator", "sign",     "diagnose", "explain", "sample",        "help"};

constexpr std::string_view kHelp =
    "dds: calls, backs up and emulates ApsaraDB for MongoDB (Dds, 2015-12-01).\n"
    "\n"
    "Usage: dds COMMAND [arguments]\n"
    "\n"
    "  dds <Action> --Param VALUE   one call of any action, the answer on stdout\n"
    "  dds actions [TEXT]           what actions there are; dds help <Action> shows one's form\n"
    "  dds backup ID...             back up instances (or --all, --tag) and follow each to its "
    "end\n"
    "  dds backups ID...            the backup sets and running jobs of instances\n"
    "  dds coverage [ID...]         who is covered by backups; code 5 when one falls short\n"
    "  dds policy ID                show or change the automatic backups\n"
    "  dds keep ID SET              keep a backup set longer\n"
    "  dds delete-backup ID SET     delete a backup set for good\n"
    "  dds restore ID               a new instance from a backup\n"
    "  dds rehearse ID              prove that a backup can be restored, and clean up\n"
    "  dds serve                    the console's page, a CORS proxy and, with --emulator, the "
    "emulator\n"
    "  dds emulator                 the emulator alone\n"
    "  dds sign                     JSON lines in, the steps of their signatures out\n"
    "  dds sample <Action>          the call as code: curl, Python, Node, Go, Terraform and more\n"
    "  dds explain [CODE]           what an error code of the service means\n"
    "  dds diagnose                 why a signature was refused, and how to mend it\n"
    "  dds COMMAND --help           more about a command\n"
    "  dds --version\n"
    "\n"
    "The AccessKey comes from ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET "
    "(and\n"
    "ALIBABA_CLOUD_SECURITY_TOKEN), or a bearer token from ALIBABA_CLOUD_BEARER_TOKEN, else from a "
    "profile of\n"
    "~/.aliyun/config.json, or from standard input with --credentials-stdin; never from "
    "arguments.\n"
    "\n"
    "Exit codes: 0 done, 1 the service refused, 2 wrong usage or not confirmed, 3 not reached "
    "(nothing was\n"
    "started), 4 outcome unknown, 5 the backup failed or coverage falls short, 130 interrupted.\n"
    "\n"
    "Examples:\n"
    "  dds emulator --port 8621 &\n"
    "  export ALIBABA_CLOUD_ACCESS_KEY_ID=testid ALIBABA_CLOUD_ACCESS_KEY_SECRET=testsecret\n"
    "  dds DescribeDBInstances --endpoint http://127.0.0.1:8621\n"
    "  dds coverage --endpoint http://127.0.0.1:8621\n";

struct Command {
  std::string_view name;
  ExitCode (*run)(const std::vector<std::string>&, const platform::Environment&);
};
constexpr std::array<Command, 8> kInstanceCommands{{{"backup", backup_command},
                                                    {"backups", backups_command},
                                                    {"coverage", coverage_command},
                                                    {"policy", policy_command},
                                                    {"keep", keep_command},
                                                    {"delete-backup", delete_backup_command},
                                                    {"restore", restore_command},
                                                    {"rehearse", rehearse_command}}};

bool is_action(std::string_view word) {
  return !word.empty() && word.front() >= 'A' && word.front() <= 'Z';
}

// Common options may stand before the command; their values are no command.
bool takes_value(std::string_view option) {
  constexpr std::array<std::string_view, 8> kValued{"--endpoint", "--region", "--profile",
                                                    "--scheme",   "--method", "--format",
                                                    "--output",   "--timeout"};
  return std::find(kValued.begin(), kValued.end(), option) != kValued.end();
}

bool is_common_flag(std::string_view option) {
  return option == "--dry-run" || option == "--insecure" || option == "--credentials-stdin";
}

std::optional<std::size_t> find_command(const std::vector<std::string>& arguments) {
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::string& argument = arguments[i];
    if (!argument.starts_with("-")) return i;
    const bool parameter =
        argument.size() > 2 && argument.starts_with("--") && is_action(argument.substr(2));
    if (argument.find('=') == std::string::npos && (parameter || takes_value(argument))) ++i;
  }
  return std::nullopt;
}

ExitCode unknown_command(const std::string& word) {
  std::string sentence = "There is no command \"" + word + "\"";
  const std::string_view near = nearest(word, kCommands);
  if (!near.empty()) return wrong_usage(sentence + "; did you mean " + std::string(near) + "?");
  const bool letters = std::all_of(word.begin(), word.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  });
  if (letters && word.size() > 6) {
    std::string action = word;
    if (action.front() >= 'a' && action.front() <= 'z')
      action.front() = static_cast<char>(action.front() - 'a' + 'A');
    if (const api::Action* listed = api::catalogue().find_near(action)) action = listed->name;
    return wrong_usage(sentence + "; actions start with an upper-case letter: dds " + action + "?");
  }
  return wrong_usage(sentence +
                     "; dds --help lists them, and every action goes by its name (dds "
                     "DescribeDBInstances).");
}

ExitCode without_command(const std::vector<std::string>& arguments) {
  for (const std::string& argument : arguments) {
    if (argument == "--help" || argument == "-h") {
      put(kHelp);
      return ExitCode::Done;
    }
    if (argument == "--version") {
      put("dds " DDS_VERSION "\n");
      return ExitCode::Done;
    }
  }
  if (arguments.empty()) {
    platform::write(platform::Stream::Error, kHelp);
    return ExitCode::Usage;
  }
  const std::string option = arguments.front().substr(0, arguments.front().find('='));
  const bool parameter = option.starts_with("--") && is_action(option.substr(2));
  if (!parameter && !takes_value(option) && !is_common_flag(option)) {
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

ExitCode dispatch(const std::string& word, const std::vector<std::string>& rest,
                  const Invocation& invocation);

ExitCode help(const std::vector<std::string>& about, const Invocation& invocation) {
  if (about.empty() || about.front() == "help" || about.front().starts_with("-")) {
    put(kHelp);
    return ExitCode::Done;
  }
  const std::string& word = about.front();
  if (is_action(word)) {
    const Result<const api::Action*> action = known_action(word);
    if (!action) return wrong_usage(action.error().message);
  }
  return dispatch(word, {"--help"}, invocation);
}

ExitCode dispatch(const std::string& word, const std::vector<std::string>& rest,
                  const Invocation& invocation) {
  if (is_action(word)) return call_command(word, rest, invocation.environment);
  for (const Command& command : kInstanceCommands) {
    if (command.name == word) return command.run(rest, invocation.environment);
  }
  if (word == "actions") return actions_command(rest);
  if (word == "serve") return serve_command(rest, invocation.called_as);
  if (word == "emulator") return emulator_command(rest);
  if (word == "sign") return sign_command(rest);
  if (word == "sample") return sample_command(rest);
  if (word == "explain") return explain_command(rest);
  if (word == "diagnose") return diagnose_command(rest, invocation.environment);
  if (word == "version") {
    put("dds " DDS_VERSION "\n");
    return ExitCode::Done;
  }
  if (word == "help") {
    return help(rest, invocation);
  }
  return unknown_command(word);
}

}  // namespace

ExitCode run(const Invocation& invocation) {
  if (const std::optional<std::string> secret = secret_among(invocation.arguments)) {
    complain_verbatim(*secret);
    return ExitCode::Usage;
  }
  const std::optional<std::size_t> at = find_command(invocation.arguments);
  ExitCode code{};
  if (at) {
    std::vector<std::string> rest = invocation.arguments;
    rest.erase(rest.begin() + static_cast<std::ptrdiff_t>(*at));
    code = dispatch(invocation.arguments[*at], rest, invocation);
  } else {
    code = without_command(invocation.arguments);
  }
  const std::string_view problem = platform::write_problem(platform::Stream::Out);
  if (problem.empty()) return code;
  complain(problem);
  return code == ExitCode::Done ? ExitCode::Usage : code;
}

}  // namespace dds::cli
