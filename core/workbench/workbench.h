// The workbench: one pure function that answers questions about signatures, calls and errors.
//
// Text to text, so that a host may keep it in a program of its own: the page loads it when the
// first question is asked (web/workbench.cpp), as it weighs a seventh of the page. Whoever asks
// writes the question with core/workbench/question.h and reads the answer with
// core/workbench/answer.h.
#pragma once

#include <string>
#include <string_view>

namespace dds::workbench {

/// The answer to a question, both JSON. What cannot be answered, bad JSON included, is answered
/// with
/// {"error":{"message":...,"about":...}}: one sentence, and the part of the question that it is
/// about ("request", "answer", ...), or "".
///
/// An answer is masked as `response::redact` does it, and holds neither the secret nor the token
/// nor the signature of the question. Copies that were made of the question's secret are wiped; the
/// question itself is the caller's to wipe.
[[nodiscard]] std::string answer(std::string_view question);

}  // namespace dds::workbench
