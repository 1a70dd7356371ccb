// What a rehearsal proved, for people and for programs.
#pragma once

#include <string>

#include "core/backup/rehearsal.h"
#include "native/cli/reports/json_output.h"

namespace dds::cli {

/// source_id, restore_point, outcome, proven, databases, databases_note, restore_seconds,
/// release_seconds, temporary (instance_id, name, left_over), price, client_token, code, problem.
[[nodiscard]] OrderedJson rehearsal_json(const backup::RehearsalProgress& progress,
                                         std::string_view outcome);

/// Lines for stdout: what was proven, the databases, how long each part took.
[[nodiscard]] std::string rehearsal_text(const backup::RehearsalProgress& progress);

}  // namespace dds::cli
