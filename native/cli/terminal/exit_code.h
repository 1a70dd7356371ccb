// The exit codes of `dds`: what each means, and which counts when a run has several. A contract
// with scripts, so no number changes its meaning. This is the one place for both: help and tests
// walk `exit_codes()`, a test holds docs/terminal.md to it, and commands never rank codes
// themselves.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace dds::cli {

enum class ExitCode : int {
  Done = 0,
  Refused = 1,
  Usage = 2,
  NotReached = 3,
  Unknown = 4,
  FallsShort = 5,
  Unwritten = 6,
  Interrupted = 130,  // 128 and SIGINT's number; for SIGTERM and SIGHUP as well
};

struct ExitCodeFacts {
  ExitCode code;
  std::string_view meaning;  // for every command
};

/// All of them, the one that counts most first.
[[nodiscard]] std::span<const ExitCodeFacts> exit_codes();

/// The one of two that counts, for what does several things. Neutral: Done.
[[nodiscard]] ExitCode combine(ExitCode a, ExitCode b);

/// What a code means for one command, in the place of its general meaning.
struct ExitWords {
  ExitCode code;
  std::string_view meaning;
};

/// The table for --help, by number, with the order of rank below it.
[[nodiscard]] std::string exit_code_help(std::span<const ExitWords> own = {});

}  // namespace dds::cli
