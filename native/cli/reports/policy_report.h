// A backup policy, and what changes in one, for people and for programs.
#pragma once

#include <string>

#include "core/backup/policy_change.h"
#include "native/cli/reports/json_output.h"
#include "native/cli/terminal/text_table.h"

namespace dds::cli {

/// "Mon Wed Fri 11:00-12:00": when automatic backups begin, on this machine's clock now. That its
/// days are UTC days is inferred; where the clock shifts them, that is said.
[[nodiscard]] std::string local_schedule(const api::BackupPolicy& policy, Instant now);

/// One line: "Mon Wed 02:00Z, kept 30 days, log on".
[[nodiscard]] std::string policy_summary(const api::BackupPolicy& policy);

/// All that was told, one field a row.
[[nodiscard]] TextTable policy_table(const api::BackupPolicy& policy, Instant now);
[[nodiscard]] OrderedJson policy_json(const api::BackupPolicy& policy);

/// "Retention: 7 days -> 30 days", one a line. A backup window stands in UTC, with the same hours
/// on a clock that is `utc_offset_minutes` ahead of it and calls its time `zone` behind:
/// "02:00Z-03:00Z (10:00-11:00 CST) -> ...".
[[nodiscard]] std::string changes_text(const std::vector<api::PolicyChange>& changes,
                                       std::int32_t utc_offset_minutes, std::string_view zone);
[[nodiscard]] OrderedJson changes_json(const std::vector<api::PolicyChange>& changes);
[[nodiscard]] OrderedJson findings_json(const std::vector<api::PolicyFinding>& findings);

}  // namespace dds::cli
