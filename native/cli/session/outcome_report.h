// How an operation ended, as an exit code and as lines on stderr.
#pragma once

#include <string>

#include "core/backup/operation_progress.h"
#include "native/cli/session/runner.h"
#include "native/cli/terminal/exit_code.h"

namespace dds::cli {

/// None counts as interrupted.
[[nodiscard]] ExitCode exit_code_for(backup::Ending ending);

/// Says on stderr what went wrong and what to do about it, begun with `about`; nothing if it was
/// done. Returns the exit code.
ExitCode report_problem(const backup::OperationProgress& progress, const std::string& about,
                        const Runner& runner);

}  // namespace dds::cli
