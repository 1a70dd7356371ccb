// Choosing instances instead of naming them: all of a region, or those with certain tags, as far as
// they can be backed up now.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/api/instance.h"
#include "core/backup/journal.h"
#include "core/base/result.h"
#include "native/cli/session/runner.h"
#include "native/cli/terminal/exit_code.h"

namespace dds::cli {

struct Selection {
  std::vector<api::Tag> tags;  // all must be there; none: all instances
  bool allow_none = false;     // that there is no instance is no shortfall
};

/// From --all and the values of --tag; absent if neither was given.
[[nodiscard]] Result<std::optional<Selection>> read_selection(bool all,
                                                              const std::vector<std::string>& tags);

/// What was chosen, and what was meant without being chosen. Both may be empty.
struct Selected {
  std::vector<std::string> ids;
  std::vector<backup::LeftOut> left_out;  // see BackupOutcome: LeftOut, NotListed
};

/// Lists the region and says on stderr which instances are left out, and why. An error, with its
/// code in `code`, when nothing could be listed.
[[nodiscard]] Result<Selected> select_instances(const Selection& selection, Runner& runner,
                                                ExitCode& code);

}  // namespace dds::cli
