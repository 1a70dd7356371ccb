// How a diagnosis is shown: for people, with a caret under the first difference, and as JSON.
#pragma once

#include <string>

#include "core/diagnose/diagnose.h"
#include "core/signing/credentials.h"

namespace dds::cli {

/// Sentence, remedies, place. Everything that `redact()` masks is masked; `key` may be null.
[[nodiscard]] std::string diagnosis_text(const diagnose::Diagnosis& diagnosis,
                                         const signing::Credentials* key);

/// verdict, sentence, findings, signature_checked, signature_fits, difference (null when there is
/// none), checks; masked alike.
[[nodiscard]] std::string diagnosis_json(const diagnose::Diagnosis& diagnosis,
                                         const signing::Credentials* key);

}  // namespace dds::cli
