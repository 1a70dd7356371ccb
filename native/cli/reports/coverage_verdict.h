// Whether coverage is what was asked for: the exit code of `dds coverage`, and what falls short
// beside the states of the instances.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "core/backup/regional_coverage.h"
#include "native/cli/terminal/exit_code.h"

namespace dds::cli {

/// What is demanded besides backups that are recent enough.
struct CoverageDemands {
  std::size_t min_instances = 0;   // listed in all regions together
  bool allow_none = false;         // an empty listing is acceptable
  bool last_must_succeed = false;  // the newest backup too, not only one that is young enough
  /// Regions were named, so that each has to hold an instance; else (--all-regions) one of them.
  bool regions_named = true;
};

struct CoverageVerdict {
  ExitCode code = ExitCode::Done;
  /// Nothing at all could be read, so that there is no coverage to speak of: the code is that of
  /// the reason (refused, not reached).
  bool nothing_read = false;
  std::vector<std::string> shortfalls;  // sentences; what each instance lacks is said on its row
};

/// `coverage` has ended, not given up.
[[nodiscard]] CoverageVerdict judge(const backup::RegionalCoverage& coverage,
                                    const CoverageDemands& demands);

/// What kept a part from being read, as a code.
[[nodiscard]] ExitCode exit_code_for(const backup::Failure& failure);

}  // namespace dds::cli
