#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "core/api/catalogue.h"
#include "native/cli/commands/commands.h"
#include "native/cli/commands/dispatch.h"
#include "native/cli/commands/table.h"
#include "native/cli/options/listed_call.h"
#include "native/cli/terminal/say.h"
#include "native/cli/terminal/text_table.h"

namespace dds::cli {
namespace {

constexpr std::size_t kCallWidth = 28;

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

}  // namespace

std::string help_text() {
  std::string text =
      "dds: calls, backs up and emulates ApsaraDB for MongoDB (Dds, 2015-12-01).\n"
      "\n"
      "Usage: dds COMMAND [arguments]\n"
      "\n";
  const auto add = [&text](const CommandFacts& command) {
    std::string call = "dds " + std::string(command.name);
    if (!command.arguments.empty()) call += " " + std::string(command.arguments);
    text += "  " + padded(call, kCallWidth) + " " + std::string(command.summary) + "\n";
  };
  add(action_calls());
  for (const CommandFacts& command : commands()) add(command);
  text += "  " + padded("dds COMMAND --help", kCallWidth) + " more about a command\n";
  text += "  dds --version\n\n";
  return text + std::string(kKeys) + "\n" + exit_code_help() + "\n" + std::string(kExamples);
}

std::string_view version_text() {
  return "dds " DDS_VERSION "\n";
}

ExitCode help_command(const CommandLine& line) {
  const std::vector<std::string>& about = line.arguments;
  if (about.empty() || about.front() == "help" || about.front().starts_with("-")) {
    put(help_text());
    return ExitCode::Done;
  }
  const std::string& word = about.front();
  if (is_action(word)) {
    const Result<const api::Action*> action = known_action(word);
    if (!action) return wrong_usage(action.error().message);
  }
  return dispatch({word, {"--help"}, line.called_as, line.environment});
}

}  // namespace dds::cli
