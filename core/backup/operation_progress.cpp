#include "core/backup/operation_progress.h"

namespace dds::backup {

std::string describe(const OperationProgress& progress) {
  if (progress.problem.empty()) return progress.sentence;
  if (progress.ended()) return progress.sentence + ": " + progress.problem;
  if (progress.retry_at) return progress.sentence + " (trying again: " + progress.problem + ")";
  return progress.sentence;
}

}  // namespace dds::backup
