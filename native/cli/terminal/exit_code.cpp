#include "native/cli/terminal/exit_code.h"

#include <algorithm>
#include <array>
#include <vector>

#include "native/cli/terminal/text_table.h"

namespace dds::cli {
namespace {

// In the order of rank. Unknown comes before all that is certain: whoever reads the code has to
// look before anything is started again. What was not done comes before output that could not be
// written, because that says that all was done. Wrong usage has done nothing, so that it counts
// least among what went wrong.
constexpr std::array<ExitCodeFacts, 8> kRanked{{
    {ExitCode::Interrupted,
     "interrupted (Ctrl-C, SIGTERM, a lost terminal); what was started goes on"},
    {ExitCode::Unknown, "outcome unknown: look before you do it again"},
    {ExitCode::FallsShort,
     "failed, or not all that was meant was done or read, or nothing was there"},
    {ExitCode::Refused, "refused by the service (its code is on stderr) or by a check before"},
    {ExitCode::NotReached, "not reached: no answer of the service; nothing was started"},
    {ExitCode::Usage, "wrong usage, or not confirmed; nothing was sent"},
    {ExitCode::Unwritten, "done, but the output or the journal could not be written"},
    {ExitCode::Done, "done"},
}};

std::size_t rank(ExitCode code) {
  const auto found = std::find_if(kRanked.begin(), kRanked.end(),
                                  [&](const ExitCodeFacts& row) { return row.code == code; });
  return static_cast<std::size_t>(found - kRanked.begin());
}

}  // namespace

std::span<const ExitCodeFacts> exit_codes() {
  return kRanked;
}

ExitCode combine(ExitCode a, ExitCode b) {
  return rank(a) <= rank(b) ? a : b;
}

std::string exit_code_help(std::span<const ExitWords> own) {
  std::vector<ExitCodeFacts> rows(kRanked.begin(), kRanked.end());
  for (ExitCodeFacts& row : rows) {
    for (const ExitWords& words : own)
      if (words.code == row.code) row.meaning = words.meaning;
  }
  std::sort(rows.begin(), rows.end(),
            [](const ExitCodeFacts& a, const ExitCodeFacts& b) { return a.code < b.code; });
  std::string text = "Exit codes:\n";
  for (const ExitCodeFacts& row : rows) {
    text += "  " + padded(std::to_string(static_cast<int>(row.code)), 4) + " " +
            std::string(row.meaning) + "\n";
  }
  text += "When a run has several, the first of these counts:";
  for (const ExitCodeFacts& row : kRanked) text += " " + std::to_string(static_cast<int>(row.code));
  return text + ".\n";
}

}  // namespace dds::cli
