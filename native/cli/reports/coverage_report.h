// A coverage board as a table for people and as JSON for programs.
#pragma once

#include "core/backup/regional_coverage.h"
#include "native/cli/reports/coverage_verdict.h"
#include "native/cli/reports/json_output.h"
#include "native/cli/terminal/text_table.h"

namespace dds::cli {

/// `with_region`: a column says the region.
[[nodiscard]] TextTable coverage_table(const backup::CoverageBoard& board, bool with_region);

/// falls_short (the code is not 0), shortfalls (sentences), max_age_seconds, regions, counts,
/// instances (instance_id, region_id, description, state, reason, newest, age_seconds, last_failed,
/// restorable, policy, storage; each of the last three with a state and its reason), unlisted
/// (region_id, kind, reason; without a kind it is the whole region).
[[nodiscard]] OrderedJson coverage_json(const backup::RegionalCoverage& coverage,
                                        Milliseconds age_limit, const CoverageVerdict& verdict);

/// "5 instances: 1 never backed up, 1 overdue, 3 good."; of several regions also how many.
[[nodiscard]] std::string coverage_summary(const backup::RegionalCoverage& coverage);

}  // namespace dds::cli
