// The workbench as a program of its own, which the page loads when the first question is asked
// (web/js/workbench.js). Each question gets an instance; afterwards its whole memory is
// overwritten.
#include <emscripten/em_macros.h>

#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>

#include "core/workbench/workbench.h"

extern "C" {

/// The answer to a question of that many bytes, zero-terminated; the instance is of no use
/// afterwards, and so nothing is freed.
EMSCRIPTEN_KEEPALIVE const char* dds_workbench_answer(const char* question, std::size_t size) {
  const std::string answer = dds::workbench::answer(std::string_view(question, size));
  auto* kept = static_cast<char*>(std::malloc(answer.size() + 1));
  std::memcpy(kept, answer.c_str(), answer.size() + 1);
  return kept;
}
}
