#include "native/cli/session/outcome_report.h"

#include <string>

#include "native/cli/session/advice.h"
#include "native/cli/terminal/say.h"

namespace dds::cli {

ExitCode exit_code_for(backup::Ending ending) {
  switch (ending) {
    case backup::Ending::Succeeded:
    case backup::Ending::Started: return ExitCode::Done;
    case backup::Ending::Refused:
    case backup::Ending::JobRunning: return ExitCode::Refused;
    case backup::Ending::NotReached:
    case backup::Ending::NotDone: return ExitCode::NotReached;
    case backup::Ending::Failed:
    case backup::Ending::Unreadable: return ExitCode::FallsShort;
    case backup::Ending::Unknown: return ExitCode::Unknown;
    case backup::Ending::Stopped:
    case backup::Ending::None: break;
  }
  return ExitCode::Interrupted;
}

ExitCode report_problem(const backup::OperationProgress& progress, const std::string& about,
                        const Runner& runner) {
  const ExitCode code = exit_code_for(progress.ending);
  if (code == ExitCode::Done || code == ExitCode::Interrupted) return code;
  const Session& session = runner.session();
  if (progress.ending == backup::Ending::Refused && progress.refusal) {
    tell_refusal(about, *progress.refusal, session, runner.trace_of(*progress.refusal));
    return code;
  }
  complain(about + ": " + clean(backup::describe(progress), &session.connection.credentials));
  if (progress.ending == backup::Ending::NotReached) {
    for (const std::string& line : explain_not_reached(session)) note("  " + line);
  }
  return code;
}

}  // namespace dds::cli
