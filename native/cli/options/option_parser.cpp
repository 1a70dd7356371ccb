#include "native/cli/options/option_parser.h"

#include <algorithm>
#include <cstddef>
#include <set>
#include <utility>

#include "core/base/suggest.h"
#include "native/cli/options/harmful_options.h"
#include "native/cli/terminal/say.h"

namespace dds::cli {
namespace {

constexpr std::size_t kDescriptionColumn = 28;

}  // namespace

OptionParser::OptionParser(std::string usage, std::string description, std::string examples)
    : option_set_("print this help", options::Unexpected::Keep),
      usage_(std::move(usage)),
      description_(std::move(description)),
      examples_(std::move(examples)) {}

std::optional<ExitCode> OptionParser::parse(const std::vector<std::string>& arguments) {
  if (std::find(arguments.begin(), arguments.end(), "--help") != arguments.end() ||
      std::find(arguments.begin(), arguments.end(), "-h") != arguments.end()) {
    put(help());
    return ExitCode::Done;
  }
  if (const std::optional<std::string> problem = find_problem(arguments))
    return wrong_usage(*problem);
  const options::Parsed parsed = option_set_.parse(arguments);
  if (!parsed.problem.empty()) return wrong_usage(parsed.problem + "; see " + help_command() + ".");
  if (!parsed.unexpected.empty()) {
    return wrong_usage("\"" + parsed.unexpected.front() + "\" is not expected here: dds " + usage_ +
                       ".");
  }
  return std::nullopt;
}

std::string OptionParser::help_command() const {
  return "dds " + usage_.substr(0, usage_.find(' ')) + " --help";
}

std::string OptionParser::help() const {
  return "Usage: dds " + usage_ + "\n\n" + description_ + "\n" +
         option_set_.listing(kDescriptionColumn) + "\nExamples:\n" + examples_ + "\n" +
         exit_code_help(words_);
}

std::string OptionParser::unknown_option(const std::string& name) const {
  const std::vector<std::string> names = option_set_.names();
  std::vector<KnownWord> known;
  known.reserve(names.size());
  for (const std::string& one : names)
    known.push_back({one, harm_of_option(std::string_view(one).substr(2))});
  const std::string sentence = "There is no option " + name;
  const std::string_view near = nearest(name, known);
  if (!near.empty()) return sentence + "; did you mean " + std::string(near) + "?";
  return sentence + "; " + (hint_.empty() ? help_command() + " lists them" : hint_) + ".";
}

// Unknown options and missing values are found before the option set reads the words: the library
// behind it does not say what would be right.
std::optional<std::string> OptionParser::find_problem(
    const std::vector<std::string>& arguments) const {
  std::set<std::string> seen;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::string& argument = arguments[i];
    if (!argument.starts_with("-") || argument == "-") continue;
    const std::size_t equals = argument.find('=');
    const std::string name = argument.substr(0, equals);
    const std::optional<options::OptionFacts> option = option_set_.find(name);
    if (!option) return unknown_option(name);
    if (!option->takes_value) {
      if (equals != std::string::npos)
        return name + " takes no value; leave out " + argument.substr(equals) + ".";
      continue;
    }
    if (!seen.insert(option->name).second && !option->repeatable)
      return name + " is given twice; give it once.";
    if (equals != std::string::npos) {
      if (equals + 1 == argument.size()) return name + " wants a value after the =.";
      continue;
    }
    if (i + 1 >= arguments.size() || arguments[i + 1].starts_with("--"))
      return name + " wants a value.";
    // An unset variable of a script leaves an empty value; if that counted as "not given", the
    // default would be chosen.
    if (arguments[i + 1].empty()) return name + " wants a value; an empty one was given.";
    ++i;
  }
  return std::nullopt;
}

}  // namespace dds::cli
