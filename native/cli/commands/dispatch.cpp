#include "native/cli/commands/dispatch.h"

#include <algorithm>
#include <iterator>
#include <vector>

#include "core/api/catalogue.h"
#include "core/base/ascii.h"
#include "core/base/suggest.h"
#include "native/cli/commands/table.h"
#include "native/cli/terminal/say.h"

namespace dds::cli {
namespace {

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
  for (const CommandFacts& command : commands()) known.push_back({command.name, command.harm});
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

}  // namespace

ExitCode dispatch(const CommandLine& line) {
  if (const CommandFacts* command = find_command(line.word)) return command->run(line);
  if (line.word == "version") {
    put(version_text());
    return ExitCode::Done;
  }
  return unknown_command(line.word);
}

}  // namespace dds::cli
