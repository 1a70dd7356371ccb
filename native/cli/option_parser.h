// One command's options over CLI11: the same manners for all commands. Wrong input becomes one
// sentence that says what would be right, with the nearest option for typing errors; --help prints
// help, examples and the exit codes.
#pragma once

#include <CLI/CLI.hpp>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "native/cli/exit_code.h"

namespace dds::cli {

class OptionParser {
 public:
  /// `usage` is what stands after "dds", e.g. "backup ID... [options]".
  OptionParser(std::string usage, std::string description, std::string examples);

  [[nodiscard]] CLI::App& app() { return app_; }

  /// What is said about an unknown option that is no typing error, instead of pointing to --help.
  void set_hint(std::string hint) { hint_ = std::move(hint); }

  /// What a code means for this command, where its general meaning says too little.
  void explain_code(ExitCode code, std::string_view meaning) { words_.push_back({code, meaning}); }

  /// Reads the arguments. Nothing when all is well; otherwise the command ends at once with that
  /// code (help was printed, or the error was said).
  [[nodiscard]] std::optional<ExitCode> parse(const std::vector<std::string>& arguments);

 private:
  [[nodiscard]] std::optional<std::string> find_problem(
      const std::vector<std::string>& arguments) const;
  [[nodiscard]] std::vector<std::string> option_names() const;
  [[nodiscard]] std::string help();
  [[nodiscard]] std::string help_command() const;

  CLI::App app_;
  std::shared_ptr<CLI::Formatter> formatter_ = std::make_shared<CLI::Formatter>();
  std::vector<ExitWords> words_;
  std::string usage_;
  std::string examples_;
  std::string hint_;
};

}  // namespace dds::cli
