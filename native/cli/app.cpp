#include "native/cli/app.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <optional>
#include <string_view>

#include "core/api/catalogue.h"
#include "core/base/ascii.h"
#include "core/base/suggest.h"
#include "native/cli/action_arguments.h"
#include "native/cli/actions_command.h"
#include "native/cli/backup_command.h"
#include "native/cli/backups_command.h"
#include "native/cli/call_command.h"
#include "native/cli/common_options.h"
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
#include "native/cli/text_table.h"
#include "native/platform/output.h"
#include "native/platform/signals.h"

namespace dds::cli {
namespace {

using Arguments = std::vector<std::string>;

ExitCode help(const Arguments& about, const Invocation& invocation);

constexpr std::array<CommandFacts, 16> kCommands{{
    {"actions", "[TEXT]", "what actions there are; dds help <Action> shows one's form", "", "",
     false, [](const Arguments& rest, const Invocation&) { return actions_command(rest); }},
    {"backup", "ID...", "back up instances (or --all, --tag) and follow each to its end",
     "CreateBackup", "", true,
     [](const Arguments& rest, const Invocation& invocation) {
       return backup_command(rest, invocation.environment);
     }},
    {"backups", "ID...", "the backup sets and running jobs of instances", "DescribeBackups", "",
     true,
     [](const Arguments& rest, const Invocation& invocation) {
       return backups_command(rest, invocation.environment);
     }},
    {"coverage", "[ID...]", "who is covered by backups; code 5 when one falls short", "", "", true,
     [](const Arguments& rest, const Invocation& invocation) {
       return coverage_command(rest, invocation.environment);
     }},
    {"policy", "ID", "show or change the automatic backups", "ModifyBackupPolicy", "", true,
     [](const Arguments& rest, const Invocation& invocation) {
       return policy_command(rest, invocation.environment);
     }},
    {"keep", "ID SET", "keep a backup set longer", "ModifyBackupExpireTime", "", true,
     [](const Arguments& rest, const Invocation& invocation) {
       return keep_command(rest, invocation.environment);
     }},
    {"delete-backup", "ID SET", "delete a backup set for good", "DeleteBackup", "delete", true,
     [](const Arguments& rest, const Invocation& invocation) {
       return delete_backup_command(rest, invocation.environment);
     }},
    {"restore", "ID", "a new instance from a backup", "", "restor", true,
     [](const Arguments& rest, const Invocation& invocation) {
       return restore_command(rest, invocation.environment);
     }},
    {"rehearse", "ID", "prove that a backup can be restored, and clean up", "", "rehears", true,
     [](const Arguments& rest, const Invocation& invocation) {
       return rehearse_command(rest, invocation.environment);
     }},
    {"serve", "", "the console's page, a CORS proxy and, with --emulator, the emulator", "", "",
     false,
     [](const Arguments& rest, const Invocation& invocation) {
       return serve_command(rest, invocation.called_as);
     }},
    {"emulator", "", "the emulator alone", "", "", false,
     [](const Arguments& rest, const Invocation&) { return emulator_command(rest); }},
    {"sign", "", "JSON lines in, the steps of their signatures out", "", "", false,
     [](const Arguments& rest, const Invocation&) { return sign_command(rest); }},
    {"sample", "<Action>", "the call as code: curl, Python, Node, Go, Terraform and more", "", "",
     false, [](const Arguments& rest, const Invocation&) { return sample_command(rest); }},
    {"explain", "[CODE]", "what an error code of the service means", "", "", false,
     [](const Arguments& rest, const Invocation&) { return explain_command(rest); }},
    {"diagnose", "", "why a signature was refused, and how to mend it", "", "", false,
     [](const Arguments& rest, const Invocation& invocation) {
       return diagnose_command(rest, invocation.environment);
     }},
    {"help", "[WORD]", "this, or more about a command or an action", "", "", false, help},
}};

constexpr std::string_view kVersion = "dds " DDS_VERSION "\n";

constexpr std::string_view kKeys =
    "The AccessKey comes from ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET "
    "(and\n"
    "ALIBABA_CLOUD_SECURITY_TOKEN), or a bearer token from ALIBABA_CLOUD_BEARER_TOKEN, else from a "
    "profile of\n"
    "~/.aliyun/config.json, or from standard input with --credentials-stdin; never from "
    "arguments.\n";

constexpr std::string_view kExamples =
    "Examples:\n"
    "  dds emulator --port 8621 &\n"
    "  export ALIBABA_CLOUD_ACCESS_KEY_ID=testid ALIBABA_CLOUD_ACCESS_KEY_SECRET=testsecret\n"
    "  dds DescribeDBInstances --endpoint http://127.0.0.1:8621\n"
    "  dds coverage --endpoint http://127.0.0.1:8621\n";

std::string help_text() {
  std::string text =
      "dds: calls, backs up and emulates ApsaraDB for MongoDB (Dds, 2015-12-01).\n"
      "\n"
      "Usage: dds COMMAND [arguments]\n"
      "\n";
  const auto add = [&text](std::string_view call, std::string_view summary) {
    text += "  " + padded("dds " + std::string(call), 28) + " " + std::string(summary) + "\n";
  };
  add("<Action> --Param VALUE", "one call of any action, the answer on stdout");
  for (const CommandFacts& command : kCommands) {
    std::string call(command.name);
    if (!command.arguments.empty()) call += " " + std::string(command.arguments);
    add(call, command.summary);
  }
  add("COMMAND --help", "more about a command");
  text += "  dds --version\n\n";
  return text + std::string(kKeys) + "\n" + exit_code_help() + "\n" + std::string(kExamples);
}

const CommandFacts* find_command(std::string_view name) {
  const auto found =
      std::find_if(kCommands.begin(), kCommands.end(),
                   [&](const CommandFacts& command) { return command.name == name; });
  return found == kCommands.end() ? nullptr : &*found;
}

bool is_action(std::string_view word) {
  return !word.empty() && word.front() >= 'A' && word.front() <= 'Z';
}

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

// The action that is written "create-backup", "create_backup" or "createbackup"; nullptr when there
// is none.
const api::Action* spelt_otherwise(std::string_view word) {
  std::string bare;
  std::copy_if(word.begin(), word.end(), std::back_inserter(bare),
               [](char c) { return c != '-' && c != '_'; });
  const auto actions = api::catalogue().actions();
  const auto found = std::find_if(actions.begin(), actions.end(), [&](const api::Action& action) {
    return equal_ignoring_case(action.name, bare);
  });
  return found == actions.end() ? nullptr : &*found;
}

// The command that does the action and follows it to its end; nullptr when there is none.
const CommandFacts* command_for(const api::Action& action) {
  const auto found = std::find_if(kCommands.begin(), kCommands.end(), [&](const CommandFacts& one) {
    return one.action == action.name;
  });
  return found == kCommands.end() ? nullptr : &*found;
}

ExitCode unknown_command(const std::string& word) {
  const std::string sentence = "There is no command \"" + word + "\"; ";
  if (const api::Action* action = spelt_otherwise(word)) {
    if (const CommandFacts* command = command_for(*action))
      return wrong_usage(sentence + "dds " + std::string(command->name) + " does it (" +
                         std::string(command->summary) + "), dds " + std::string(action->name) +
                         " is the bare call.");
    return wrong_usage(sentence + "actions start with an upper-case letter: dds " +
                       std::string(action->name) + "?");
  }
  std::vector<KnownWord> known;
  for (const CommandFacts& command : kCommands) known.push_back({command.name, command.harm});
  if (const std::string_view near = nearest(word, known); !near.empty())
    return wrong_usage(sentence + "did you mean " + std::string(near) + "?");
  constexpr std::size_t kShortestAction = 7;
  if (word.size() >= kShortestAction) {
    if (const api::Action* near = api::catalogue().find_near(word)) {
      const CommandFacts* command = command_for(*near);
      return wrong_usage(sentence + "did you mean " +
                         (command ? "dds " + std::string(command->name)
                                  : "the action " + std::string(near->name)) +
                         "?");
    }
  }
  return wrong_usage(sentence +
                     "dds --help lists them, and every action goes by its name (dds "
                     "DescribeDBInstances).");
}

ExitCode without_command(const std::vector<std::string>& arguments) {
  for (const std::string& argument : arguments) {
    if (argument == "--help" || argument == "-h") {
      put(help_text());
      return ExitCode::Done;
    }
    if (argument == "--version") {
      put(kVersion);
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

bool watches(const std::string& word) {
  if (is_action(word)) return true;
  const CommandFacts* command = find_command(word);
  return command != nullptr && command->watches;
}

ExitCode dispatch(const std::string& word, const Arguments& rest, const Invocation& invocation) {
  if (is_action(word)) return call_command(word, rest, invocation.environment);
  if (const CommandFacts* command = find_command(word)) return command->run(rest, invocation);
  if (word == "version") {
    put(kVersion);
    return ExitCode::Done;
  }
  return unknown_command(word);
}

ExitCode help(const Arguments& about, const Invocation& invocation) {
  if (about.empty() || about.front() == "help" || about.front().starts_with("-")) {
    put(help_text());
    return ExitCode::Done;
  }
  const std::string& word = about.front();
  if (is_action(word)) {
    const Result<const api::Action*> action = known_action(word);
    if (!action) return wrong_usage(action.error().message);
  }
  return dispatch(word, {"--help"}, invocation);
}

}  // namespace

std::span<const CommandFacts> commands() {
  return kCommands;
}

ExitCode run(const Invocation& invocation) {
  const std::optional<std::size_t> at = command_place(invocation.arguments);
  // First thing: a signal from now on ends the command as one that comes while it watches.
  if (at && watches(invocation.arguments[*at])) platform::note_interrupts();
  if (const std::optional<std::string> secret = secret_among(invocation.arguments)) {
    complain_verbatim(*secret);
    return ExitCode::Usage;
  }
  ExitCode code{};
  if (at) {
    Arguments rest = invocation.arguments;
    rest.erase(rest.begin() + static_cast<std::ptrdiff_t>(*at));
    code = dispatch(invocation.arguments[*at], rest, invocation);
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
