// The options and positional arguments of one command line, each bound to the variable that
// receives its value. The library behind it (CLI11) is costly to compile and is included by the
// source file alone.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dds::options {

/// What becomes of words that are neither options, values nor positional arguments.
enum class Unexpected {
  Refuse,  // `parse` reports a problem
  Keep,    // `parse` returns them
};

/// What is known of an option before anything is parsed.
struct OptionFacts {
  std::string name;          // the long name, "--region"; the same for all names of one option
  bool takes_value = false;  // false: a flag
  bool repeatable = false;   // may be given more than once
};

/// The result of `parse`.
struct Parsed {
  bool wants_help = false;              // -h or --help was given; no variable is to be relied on
  std::string problem;                  // a sentence without its full stop; empty: none
  std::vector<std::string> unexpected;  // in order; only with Unexpected::Keep
};

class OptionSet {
 public:
  /// `help_description` describes the option -h,--help, which every set has.
  OptionSet(std::string help_description, Unexpected unexpected);
  ~OptionSet();
  OptionSet(const OptionSet&) = delete;
  OptionSet& operator=(const OptionSet&) = delete;

  // In all of these, `name` is the long name with its dashes ("--region"), and the variable must
  // outlive the set; it keeps its value when the option is not given. `value_name` stands behind
  // the name in `listing`.

  /// An option with a value, given at most once.
  void add_option(const std::string& name, std::string& value, const std::string& description,
                  const std::string& value_name = "VALUE");
  void add_option(const std::string& name, std::size_t& value, const std::string& description,
                  const std::string& value_name = "VALUE");
  void add_option(const std::string& name, double& value, const std::string& description,
                  const std::string& value_name = "VALUE");
  /// An option that may be given several times, with one value each time. All are kept, in order.
  void add_repeatable(const std::string& name, std::vector<std::string>& values,
                      const std::string& description, const std::string& value_name = "VALUE");
  /// An option without a value.
  void add_flag(const std::string& name, bool& given, const std::string& description);

  /// A positional argument: `name` ("ID") only appears in `listing`.
  void add_positional(const std::string& name, std::string& value, const std::string& description);
  /// All positional arguments that are left. Must be declared after the others.
  void add_positional(const std::string& name, std::vector<std::string>& values,
                      const std::string& description);

  /// Options declared from here on are listed under this title. The first title is "Options".
  void begin_group(std::string title);

  /// Lets an option that was declared with `add_option` be given several times; its variable
  /// receives the values joined by line feeds. `description` replaces the earlier one.
  void join_lines(const std::string& name, const std::string& description);

  /// The option of that name ("--region", "-h"); absent when there is none.
  [[nodiscard]] std::optional<OptionFacts> find(const std::string& name) const;
  /// The long names of all options, in the order of their declaration.
  [[nodiscard]] std::vector<std::string> names() const;

  /// All positional arguments and options under their titles, for --help. Descriptions begin after
  /// `column` characters.
  [[nodiscard]] std::string listing(std::size_t column) const;

  /// Reads the words after the program's name and sets the variables. After a problem some of them
  /// may have been set.
  [[nodiscard]] Parsed parse(const std::vector<std::string>& arguments);

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace dds::options
