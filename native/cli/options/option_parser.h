// The options of one command, read in the same way for all commands: a usage error becomes one
// sentence that says what would be right and suggests the nearest option; --help prints the
// options, examples and exit codes.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "native/cli/terminal/exit_code.h"
#include "native/options/option_set.h"

namespace dds::cli {

class OptionParser {
 public:
  /// `usage` follows "dds" in the usage line, e.g. "backup ID... [options]".
  OptionParser(std::string usage, std::string description, std::string examples);

  /// Where the command declares its options, before `parse`.
  [[nodiscard]] options::OptionSet& option_set() { return option_set_; }

  /// The advice after an unknown option that resembles none, instead of the pointer to --help.
  void set_hint(std::string hint) { hint_ = std::move(hint); }

  /// The meaning of a code for this command, where its general meaning says too little.
  void explain_code(ExitCode code, std::string_view meaning) { words_.push_back({code, meaning}); }

  /// Reads the arguments. Returns a code if the command must end at once: help was printed, or an
  /// error was reported.
  [[nodiscard]] std::optional<ExitCode> parse(const std::vector<std::string>& arguments);

 private:
  [[nodiscard]] std::optional<std::string> find_problem(
      const std::vector<std::string>& arguments) const;
  [[nodiscard]] std::string unknown_option(const std::string& name) const;
  [[nodiscard]] std::string help() const;
  [[nodiscard]] std::string help_command() const;

  options::OptionSet option_set_;
  std::vector<ExitWords> words_;
  std::string usage_;
  std::string description_;
  std::string examples_;
  std::string hint_;
};

}  // namespace dds::cli
