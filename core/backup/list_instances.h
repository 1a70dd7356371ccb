// All instances of a region (or those with certain tags), whichever kind, all pages.
// DescribeDBInstances lists replica sets unless sharded clusters are asked for, so a full list
// takes one run for each kind. A kind that is not known to be whole is named (page_walk.h).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/api/instance.h"
#include "core/backup/page_walk.h"
#include "core/backup/stepwise.h"

namespace dds::backup {

struct UnlistedKind {
  std::string kind;                         // "replicate", "sharding"
  std::string reason;                       // one sentence
  std::optional<Shortfall> shortfall = {};  // it was listed, but is not known to be whole
};

struct InstancesProgress : OperationProgress {
  std::string region_id;
  std::vector<api::Instance> instances;  // what was listed; each id once
  std::vector<UnlistedKind> unlisted;    // kinds that were not listed, or not wholly, and why
};

/// Endings: Succeeded (look at `unlisted` all the same: one kind may be denied), Refused,
/// NotReached or Unreadable when no kind could be listed.
class ListInstances final : public Stepwise {
 public:
  /// With `tags` only those that carry all of them.
  explicit ListInstances(std::string region_id, StepLimits limits = {},
                         std::uint64_t jitter_seed = 0, std::vector<api::Tag> tags = {});
  [[nodiscard]] const InstancesProgress& progress() const { return progress_; }

 private:
  void begin() override;
  void next_page();
  void end_kind();
  void take_listed();
  void next_kind();
  OperationProgress& shared_progress() override { return progress_; }
  std::vector<api::Tag> tags_;
  std::size_t kind_ = 0;
  WholeList<api::Instance> listed_;  // of this kind
  InstancesProgress progress_;
};

}  // namespace dds::backup
