#include "native/cli/commands/commands.h"

#include <algorithm>
#include <optional>

#include <nlohmann/json.hpp>

#include "core/api/catalogue_search.h"
#include "core/base/ascii.h"
#include "core/base/suggest.h"
#include "core/base/utf8.h"
#include "native/cli/options/option_parser.h"
#include "native/cli/reports/json_output.h"
#include "native/cli/terminal/say.h"
#include "native/cli/terminal/text_table.h"
#include "native/platform/output.h"

namespace dds::cli {
namespace {

using api::Match;

constexpr const char* kDescription =
    "The actions of the service. A text is looked for in names (crbk finds CreateBackup), "
    "summaries,\n"
    "groups, parameters and fields of answers, the best matches first. dds help <Action> shows "
    "one.";
constexpr const char* kExamples =
    "  dds actions\n"
    "  dds actions backup policy\n"
    "  dds actions --group Billing\n"
    "  dds actions UseClusterBackup --output json\n";

struct Wish {
  std::vector<std::string> words;
  std::string group;
  std::string output;
  bool deprecated = false;
};

bool begins_alike(std::string_view text, std::string_view beginning) {
  return beginning.size() <= text.size() &&
         std::equal(beginning.begin(), beginning.end(), text.begin(),
                    [](char a, char b) { return lower(a) == lower(b); });
}

// The group that is meant by its name or its beginning, or the sentence that lists them.
Result<std::string_view> find_group(const std::string& text) {
  std::string known;
  for (const std::string_view group : api::catalogue().groups()) {
    if (!text.empty() && begins_alike(group, text)) return group;
    known += (known.empty() ? "" : ", ") + std::string(group);
  }
  std::string sentence = "There is no group \"" + one_line(text) + "\"";
  const std::string_view near = nearest(text, api::catalogue().groups());
  sentence +=
      near.empty() ? "; there are " + known + "." : "; did you mean " + std::string(near) + "?";
  return make_error(ErrorCode::InvalidParameter, sentence, "--group");
}

std::vector<Match> wanted(const Wish& wish, std::string_view group) {
  std::string text;
  for (const std::string& word : wish.words) text += (text.empty() ? "" : " ") + word;
  std::vector<Match> matches = api::search(api::catalogue(), text);
  std::erase_if(matches, [&](const Match& match) {
    return (!group.empty() && match.action->group != group) ||
           (wish.deprecated && !match.action->deprecated);
  });
  return matches;
}

void put_json_list(const std::vector<Match>& matches) {
  OrderedJson list = OrderedJson::array();
  for (const Match& match : matches) {
    const api::Action& action = *match.action;
    list.push_back({{"name", action.name},
                    {"group", action.group},
                    {"summary", action.summary},
                    {"effect", name(action.effect)},
                    {"permission", action.ram_action()},
                    {"deprecated", action.deprecated},
                    {"found_in", api::reason(match)}});
  }
  put(list.dump(2) + "\n");
}

void put_list(const std::vector<Match>& matches, bool searched) {
  TextTable table;
  table.titles = {"Action", "Effect", "Summary", "Group"};
  if (searched) table.titles.insert(table.titles.begin() + 1, "Found in");
  for (const Match& match : matches) {
    const api::Action& action = *match.action;
    std::vector<std::string> row{
        std::string(action.name), std::string(name(action.effect)),
        std::string(action.summary) + (action.deprecated ? " (deprecated)" : ""),
        std::string(action.group)};
    if (searched) row.insert(row.begin() + 1, api::reason(match));
    table.rows.push_back(std::move(row));
  }
  put_table(table);
}

}  // namespace

ExitCode actions_command(const CommandLine& line) {
  OptionParser parser("actions [TEXT]... [options]", kDescription, kExamples);
  Wish wish;
  parser.option_set().add_positional("TEXT", wish.words, "what to look for");
  parser.option_set().add_option("--group", wish.group, "only this group, e.g. Backup");
  parser.option_set().add_flag("--deprecated", wish.deprecated, "only those that are deprecated");
  parser.option_set().add_option("--output", wish.output,
                                 "json or table (default: table on a terminal, else json)");
  if (const std::optional<ExitCode> ended = parser.parse(line.arguments)) return *ended;
  if (!wish.output.empty() && wish.output != "json" && wish.output != "table")
    return wrong_usage("--output takes json or table; \"" + one_line(wish.output) +
                       "\" was given.");
  std::string_view group;
  if (!wish.group.empty()) {
    const Result<std::string_view> found = find_group(wish.group);
    if (!found) return wrong_usage(found.error().message);
    group = *found;
  }
  const std::vector<Match> matches = wanted(wish, group);
  const bool table =
      wish.output.empty() ? platform::is_terminal(platform::Stream::Out) : wish.output == "table";
  if (!table) {
    put_json_list(matches);
  } else if (!matches.empty()) {
    put_list(matches, !wish.words.empty());
  }
  if (matches.empty()) note("(no action was found)");
  return ExitCode::Done;
}

}  // namespace dds::cli
