#include "native/cli/outcome_report.h"

#include <string>

#include "native/cli/advice.h"
#include "native/cli/say.h"

namespace dds::cli {
ExitCode exit_code_for(backup::Outcome outcome) {
  switch (outcome) {
    case backup::Outcome::Done: return ExitCode::Done;
    case backup::Outcome::Refused: return ExitCode::Refused;
    case backup::Outcome::NotReached:
    case backup::Outcome::NotDone: return ExitCode::NotReached;
    case backup::Outcome::Failed: return ExitCode::FallsShort;
    case backup::Outcome::Unknown: return ExitCode::Unknown;
    case backup::Outcome::None: break;
  }
  return ExitCode::Interrupted;
}

ExitCode report_problem(const backup::OperationProgress& progress, const std::string& about,
                        const Runner& runner) {
  const ExitCode code = exit_code_for(progress.outcome);
  if (code == ExitCode::Done || code == ExitCode::Interrupted) return code;
  const Session& session = runner.session();
  if (progress.outcome == backup::Outcome::Refused && progress.refusal) {
    tell_refusal(about, *progress.refusal, session, runner.trace_of(*progress.refusal));
    return code;
  }
  complain(about + ": " + clean(backup::describe(progress), &session.connection.credentials));
  if (progress.outcome == backup::Outcome::NotReached) {
    for (const std::string& line : explain_not_reached(session)) note("  " + line);
  }
  return code;
}

}  // namespace dds::cli
