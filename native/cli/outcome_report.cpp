#include "native/cli/outcome_report.h"

#include <utility>
#include <vector>

#include "native/cli/advice.h"
#include "native/cli/say.h"

namespace dds::cli {
namespace {

int severity(ExitCode code) {
  switch (code) {
    case ExitCode::Done: return 0;
    case ExitCode::NotReached: return 1;
    case ExitCode::Refused: return 2;
    case ExitCode::BackupFailed: return 3;
    case ExitCode::Unknown: return 4;
    default: return 5;
  }
}

}  // namespace

ExitCode exit_code_for(backup::Outcome outcome) {
  switch (outcome) {
    case backup::Outcome::Done: return ExitCode::Done;
    case backup::Outcome::Refused: return ExitCode::Refused;
    case backup::Outcome::NotReached:
    case backup::Outcome::NotDone: return ExitCode::NotReached;
    case backup::Outcome::Failed: return ExitCode::BackupFailed;
    case backup::Outcome::Unknown: return ExitCode::Unknown;
    case backup::Outcome::None: break;
  }
  return ExitCode::Interrupted;
}

ExitCode worse(ExitCode a, ExitCode b) {
  return severity(a) >= severity(b) ? a : b;
}

ExitCode report_problem(const backup::OperationProgress& progress, const std::string& about,
                        const Runner& runner) {
  const ExitCode code = exit_code_for(progress.outcome);
  if (code == ExitCode::Done || code == ExitCode::Interrupted) return code;
  const Session& session = runner.session();
  std::vector<std::string> lines;
  std::string first = clean(backup::describe(progress), &session.connection.credentials);
  if (progress.outcome == backup::Outcome::Refused && progress.refusal) {
    // The service's own words, with its code.
    lines = explain(*progress.refusal, session, runner.trace_of(*progress.refusal));
    first = std::exchange(lines.front(), {});
    lines.erase(lines.begin());
  } else if (progress.outcome == backup::Outcome::NotReached && progress.refusal) {
    // Reached, but unable to answer: its reference is what support asks for.
    lines = {"Try again later.",
             explain(*progress.refusal, session, runner.trace_of(*progress.refusal)).back()};
  } else if (progress.outcome == backup::Outcome::NotReached) {
    lines = explain_not_reached(session);
  }
  complain(about + ": " + first);
  for (const std::string& line : lines) note("  " + line);
  return code;
}

}  // namespace dds::cli
