#include "native/cli/option_parser.h"

#include <algorithm>
#include <set>
#include <utility>

#include "core/base/suggest.h"
#include "native/cli/harmful_options.h"
#include "native/cli/say.h"

namespace dds::cli {

OptionParser::OptionParser(std::string usage, std::string description, std::string examples)
    : app_(std::move(description), "dds"),
      usage_(std::move(usage)),
      examples_(std::move(examples)) {
  app_.set_help_flag("-h,--help", "print this help");
  app_.allow_extras();
  formatter_->column_width(28);
}

std::optional<ExitCode> OptionParser::parse(const std::vector<std::string>& arguments) {
  if (std::find(arguments.begin(), arguments.end(), "--help") != arguments.end() ||
      std::find(arguments.begin(), arguments.end(), "-h") != arguments.end()) {
    put(help());
    return ExitCode::Done;
  }
  if (const std::optional<std::string> problem = find_problem(arguments))
    return wrong_usage(*problem);
  try {
    std::vector<std::string> reversed(arguments.rbegin(), arguments.rend());
    app_.parse(reversed);
  } catch (const CLI::ParseError& error) {
    return wrong_usage(std::string(error.what()) + "; see " + help_command() + ".");
  }
  const std::vector<std::string> extras = app_.remaining();
  if (!extras.empty()) {
    return wrong_usage("\"" + extras.front() + "\" is not expected here: dds " + usage_ + ".");
  }
  return std::nullopt;
}

std::string OptionParser::help_command() const {
  return "dds " + usage_.substr(0, usage_.find(' ')) + " --help";
}

std::string OptionParser::help() {
  for (CLI::Option* option : app_.get_options()) {
    option->type_name(option->get_positional() || option->get_expected_max() == 0 ? "" : "VALUE");
  }
  // Put together here: CLI11 would write a usage line of its own, which knows nothing of action
  // parameters.
  std::string text = "Usage: dds " + usage_ + "\n\n" + app_.get_description() + "\n" +
                     formatter_->make_positionals(&app_);
  for (const std::string& group : app_.get_groups()) {
    const std::vector<const CLI::Option*> options =
        std::as_const(app_).get_options([&](const CLI::Option* option) {
          return option->get_group() == group && option->nonpositional();
        });
    if (!options.empty()) text += formatter_->make_group(group, false, options);
  }
  return text + "\nExamples:\n" + examples_ + "\n" + exit_code_help(words_);
}

// Unknown options and missing values, before CLI11 sees them: its own words do not say what would
// be right.
std::optional<std::string> OptionParser::find_problem(
    const std::vector<std::string>& arguments) const {
  const std::vector<std::string> names = option_names();
  std::set<const CLI::Option*> seen;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::string& argument = arguments[i];
    if (!argument.starts_with("-") || argument == "-") continue;
    const std::size_t equals = argument.find('=');
    const std::string name = argument.substr(0, equals);
    const CLI::Option* option = app_.get_option_no_throw(name);
    if (option == nullptr) {
      std::vector<KnownWord> known;
      known.reserve(names.size());
      for (const std::string& one : names)
        known.push_back({one, harm_of_option(std::string_view(one).substr(2))});
      std::string sentence = "There is no option " + name;
      const std::string_view near = nearest(name, known);
      if (!near.empty()) return sentence + "; did you mean " + std::string(near) + "?";
      return sentence + "; " + (hint_.empty() ? help_command() + " lists them" : hint_) + ".";
    }
    if (option->get_expected_max() == 0) {
      if (equals != std::string::npos)
        return name + " takes no value; leave out " + argument.substr(equals) + ".";
      continue;
    }
    const bool once = option->get_multi_option_policy() == CLI::MultiOptionPolicy::Throw;
    if (!seen.insert(option).second && once) return name + " is given twice; give it once.";
    if (equals != std::string::npos) {
      if (equals + 1 == argument.size()) return name + " wants a value after the =.";
      continue;
    }
    if (i + 1 >= arguments.size() || arguments[i + 1].starts_with("--"))
      return name + " wants a value.";
    // As an unset variable of a script leaves it; taken for "not given", it would choose the
    // default.
    if (arguments[i + 1].empty()) return name + " wants a value; an empty one was given.";
    ++i;
  }
  return std::nullopt;
}

std::vector<std::string> OptionParser::option_names() const {
  std::vector<std::string> names;
  for (const CLI::Option* option : app_.get_options()) {
    for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
  }
  return names;
}

}  // namespace dds::cli
