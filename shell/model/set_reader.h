// Reads the recent backup sets of an instance, whichever list the service keeps them in:
// DescribeBackups for most, once per shard for sharded clusters on local disks,
// DescribeClusterBackups for sharded clusters on cloud disks. Source of the split: API reference of
// DescribeBackups and DescribeClusterBackups.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/api/backups.h"
#include "core/api/instance.h"
#include "shell/model/problem.h"
#include "shell/model/session.h"

namespace dds::shell {

struct SetsRead {
  std::vector<api::BackupSet> sets;  // newest first
  /// There are no others: that none is good, or that there is none, may be concluded.
  bool all = false;
};
using RecentSets = std::variant<SetsRead, Problem>;

/// The newest page (30 sets) of each list, and further ones while no set can be restored: ten at
/// most. That the service lists the newest first is inferred. The completion comes on a later
/// `advance` of the driver, or never when the session ends first.
void read_recent_sets(const std::shared_ptr<Session>& session, const api::Instance& instance,
                      bool has_page_origin, std::function<void(RecentSets)> completion);

/// The newest set that can be restored; for shards, the oldest of their newest ones, with the sizes
/// added up. Nothing when there is none (or a shard has none).
[[nodiscard]] std::optional<api::BackupSet> last_good(const std::vector<api::BackupSet>& sets,
                                                      const api::Instance& instance);

}  // namespace dds::shell
