#include "core/backup/outcome.h"

namespace dds::backup {

std::string_view name(Outcome outcome) {
  switch (outcome) {
    case Outcome::None: return "";
    case Outcome::Done: return "done";
    case Outcome::Refused: return "refused";
    case Outcome::NotReached: return "not reached";
    case Outcome::NotDone: return "not done";
    case Outcome::Failed: return "failed";
    case Outcome::Unknown: return "unknown";
  }
  return "";
}

std::string describe(const OperationProgress& progress) {
  if (progress.problem.empty()) return progress.sentence;
  if (progress.ended()) return progress.sentence + ": " + progress.problem;
  if (progress.retry_at) return progress.sentence + " (trying again: " + progress.problem + ")";
  return progress.sentence;
}

}  // namespace dds::backup
