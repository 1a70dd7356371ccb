// What every command that works on instances has in common: its own options beside the common ones,
// the same refusals, and where its data goes.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "native/cli/options/common_options.h"
#include "native/cli/options/option_parser.h"
#include "native/cli/terminal/exit_code.h"

namespace dds::cli {

class CommandFrame {
 public:
  /// As OptionParser. Declare the command's own options on `option_set()` first, then `parse`.
  CommandFrame(std::string usage, std::string description, std::string examples);

  [[nodiscard]] options::OptionSet& option_set() { return parser_.option_set(); }

  /// As OptionParser.
  void explain_code(ExitCode code, std::string_view meaning) {
    parser_.explain_code(code, meaning);
  }

  /// --region may name several: see `regions`. Before `parse`.
  void allow_several_regions() { several_regions_ = true; }

  /// Reads the arguments. Returns a code if the command must end at once with it.
  [[nodiscard]] std::optional<ExitCode> parse(const std::vector<std::string>& arguments);

  [[nodiscard]] const CommonOptions& options() const { return options_; }
  /// The regions that --region named, each once; empty when it was not given. The options hold the
  /// first one.
  [[nodiscard]] const std::vector<std::string>& regions() const { return regions_; }
  /// Table or Json.
  [[nodiscard]] OutputKind output() const;

 private:
  OptionParser parser_;
  CommonTexts texts_;
  CommonOptions options_;
  bool several_regions_ = false;
  std::vector<std::string> regions_;
};

/// "a,b" (or with line feeds) as its parts; an empty one, one that is no region's id or one named
/// twice is an error.
[[nodiscard]] Result<std::vector<std::string>> split_regions(std::string_view text);

/// The usage error unless `ids` is exactly one instance's id; absent if it is.
[[nodiscard]] std::optional<std::string> instance_problem(const std::vector<std::string>& ids,
                                                          std::string_view command);

/// The usage error for a name given twice or one that is no instance's id; absent if all are well.
[[nodiscard]] std::optional<std::string> instances_problem(const std::vector<std::string>& ids);

}  // namespace dds::cli
