// A coverage board as a table for people and as JSON for programs.
#pragma once

#include "core/backup/coverage_board.h"
#include "native/cli/json_output.h"
#include "native/cli/text_table.h"

namespace dds::cli {

[[nodiscard]] TextTable coverage_table(const backup::CoverageBoard& board);

/// falls_short, max_age_seconds, counts, instances (instance_id, description, state, reason,
/// newest, age_seconds, last_failed, restorable, policy, storage; each of the last three with a
/// state and its reason), unlisted.
[[nodiscard]] OrderedJson coverage_json(const backup::CoverageBoard& board, Milliseconds age_limit);

/// "5 instances: 1 never backed up, 1 overdue, 3 good."
[[nodiscard]] std::string coverage_summary(const backup::CoverageBoard& board);

}  // namespace dds::cli
