// Choosing instances instead of naming them: all of a region, or those with certain tags, as far as
// they can be backed up now.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/api/instance.h"
#include "core/backup/journal.h"
#include "core/base/result.h"
#include "native/cli/exit_code.h"
#include "native/cli/runner.h"

namespace dds::cli {

struct Selection {
  std::vector<api::Tag> tags;  // all must be there; none: all instances
};

/// From --all and the values of --tag; nothing when neither was given.
[[nodiscard]] Result<std::optional<Selection>> read_selection(bool all,
                                                              const std::vector<std::string>& tags);

struct Selected {
  std::vector<std::string> ids;  // never empty
  /// Instances that cannot be backed up now; and, in the place of an id, "(replicate)" or
  /// "(sharding)" for a kind that could not be listed, or not wholly.
  std::vector<backup::LeftOut> left_out;
};

/// It stands for a kind of instances; which ones they are nobody knows.
[[nodiscard]] bool is_kind(const backup::LeftOut& left_out);

/// Lists the region and says on stderr which instances are left out, and why. `code` becomes what
/// the exit code is at least: a kind of instances that could not be listed counts as refused, one
/// that is not known to be whole as unknown. An error when none is left; `code` stays Done when
/// that is a matter of what was asked for.
[[nodiscard]] Result<Selected> select_instances(const Selection& selection, Runner& runner,
                                                ExitCode& code);

}  // namespace dds::cli
