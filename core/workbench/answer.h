// Reads what the workbench answered, into the structs that the parts of the core use themselves. An
// Error is the workbench's own (its detail is the part of the question that it is about: "request",
// "answer", ...), or says that the answer cannot be read.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/diagnose/diagnose.h"
#include "core/diagnose/steps.h"

namespace dds::workbench {

struct DiagnosisAnswer {
  std::string request;  // in a few words: "A curl command: POST DescribeRegions to <host>"
  /// Masked already. Ranges lie within their texts.
  diagnose::Diagnosis diagnosis;
};
[[nodiscard]] Result<DiagnosisAnswer> read_diagnosis(std::string_view answer);

/// Masked; with a last step "Wire" where the request tells what travelled. The strings beside the
/// steps stay empty.
[[nodiscard]] Result<diagnose::Steps> read_trace(std::string_view answer);

[[nodiscard]] Result<std::string> read_sample(std::string_view answer);

struct Language {
  std::string name;    // as a question names it
  std::string title;   // for people
  std::string ending;  // of a file's name, without the dot
  bool tried = false;  // samples of it are run by the tests of this project
};
[[nodiscard]] Result<std::vector<Language>> read_languages(std::string_view answer);

struct ErrorExplanation {
  std::string code;
  int status = 0;         // HTTP; 0: in no list
  std::string cause;      // empty: no list has this code
  std::string next;       // what to do
  std::string retry;      // "after mending", "later", "later, if it only reads"
  std::string parameter;  // that a code of a pattern names, or ""
  bool inferred = false;  // concluded from the code and its text alone
  std::string more;       // the service's own page about it
};
[[nodiscard]] Result<ErrorExplanation> read_explanation(std::string_view answer);

}  // namespace dds::workbench
