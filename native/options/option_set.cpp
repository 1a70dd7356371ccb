#include "native/options/option_set.h"

#include <CLI/CLI.hpp>
#include <utility>

namespace dds::options {

struct OptionSet::Parts {
  CLI::App app;
  std::string group;  // empty: the library's first one, "Options"

  CLI::Option& grouped(CLI::Option* option) const {
    if (!group.empty()) option->group(group);
    return *option;
  }

  template <class Value>
  CLI::Option& add(const std::string& name, Value& value, const std::string& description,
                   const std::string& value_name) {
    return *grouped(app.add_option(name, value, description)).type_name(value_name);
  }
};

OptionSet::OptionSet(std::string help_description, Unexpected unexpected)
    : parts_(std::make_unique<Parts>()) {
  parts_->app.set_help_flag("-h,--help", std::move(help_description));
  parts_->app.allow_extras(unexpected == Unexpected::Keep);
}

OptionSet::~OptionSet() = default;

void OptionSet::add_option(const std::string& name, std::string& value,
                           const std::string& description, const std::string& value_name) {
  parts_->add(name, value, description, value_name);
}

void OptionSet::add_option(const std::string& name, std::size_t& value,
                           const std::string& description, const std::string& value_name) {
  parts_->add(name, value, description, value_name);
}

void OptionSet::add_option(const std::string& name, double& value, const std::string& description,
                           const std::string& value_name) {
  parts_->add(name, value, description, value_name);
}

void OptionSet::add_repeatable(const std::string& name, std::vector<std::string>& values,
                               const std::string& description, const std::string& value_name) {
  parts_->add(name, values, description, value_name)
      .expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
}

void OptionSet::add_flag(const std::string& name, bool& given, const std::string& description) {
  parts_->grouped(parts_->app.add_flag(name, given, description));
}

void OptionSet::add_positional(const std::string& name, std::string& value,
                               const std::string& description) {
  parts_->add(name, value, description, "");
}

void OptionSet::add_positional(const std::string& name, std::vector<std::string>& values,
                               const std::string& description) {
  parts_->add(name, values, description, "");
}

void OptionSet::begin_group(std::string title) {
  parts_->group = std::move(title);
}

void OptionSet::join_lines(const std::string& name, const std::string& description) {
  // By line feeds: with commas CLI11 would drop empty parts.
  parts_->app.get_option(name)->description(description)->join();
}

std::optional<OptionFacts> OptionSet::find(const std::string& name) const {
  const CLI::Option* option = std::as_const(parts_->app).get_option_no_throw(name);
  if (option == nullptr || option->get_lnames().empty()) return std::nullopt;
  return OptionFacts{
      .name = "--" + option->get_lnames().front(),
      .takes_value = option->get_expected_max() > 0,
      .repeatable = option->get_multi_option_policy() != CLI::MultiOptionPolicy::Throw};
}

std::vector<std::string> OptionSet::names() const {
  std::vector<std::string> names;
  for (const CLI::Option* option : std::as_const(parts_->app).get_options()) {
    for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
  }
  return names;
}

std::string OptionSet::listing(std::size_t column) const {
  CLI::Formatter formatter;
  formatter.column_width(column);
  std::string text = formatter.make_positionals(&parts_->app);
  for (const std::string& group : parts_->app.get_groups()) {
    const std::vector<const CLI::Option*> options =
        std::as_const(parts_->app).get_options([&](const CLI::Option* option) {
          return option->get_group() == group && option->nonpositional();
        });
    if (!options.empty()) text += formatter.make_group(group, false, options);
  }
  return text;
}

Parsed OptionSet::parse(const std::vector<std::string>& arguments) {
  Parsed parsed;
  try {
    std::vector<std::string> reversed(arguments.rbegin(), arguments.rend());
    parts_->app.parse(reversed);
    parsed.unexpected = parts_->app.remaining();
  } catch (const CLI::CallForHelp&) {
    parsed.wants_help = true;
  } catch (const CLI::ParseError& error) {
    parsed.problem = error.what();
  }
  return parsed;
}

}  // namespace dds::options
