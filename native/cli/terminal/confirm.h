// Asking before something is changed, paid for or destroyed. The question goes to stderr; the
// answer is typed on a terminal. Where nobody can answer, an option of the command says yes
// instead.
#pragma once

#include <optional>
#include <string>

#include "native/cli/terminal/exit_code.h"

namespace dds::cli {

struct Question {
  std::string effect;  // what will be done, lines of their own, before the question
  std::string wanted;  // what must be typed: an id, or "yes"
  std::string option;  // what stands for the answer where nobody types: "--yes-pay"
  std::string kept;    // what is said when it is not agreed to: "Nothing was ordered."
};

/// Absent if it was agreed to. Otherwise the code to end with: Usage when something else was
/// typed, or nobody can type; Interrupted after Ctrl-C or the end of the input.
[[nodiscard]] std::optional<ExitCode> ask(const Question& question);

}  // namespace dds::cli
