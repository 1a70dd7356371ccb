// All instances of a region (or those with certain tags), whichever kind, all pages.
// DescribeDBInstances lists replica sets unless sharded clusters are asked for, so a full list
// takes one run for each kind.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "core/api/instance.h"
#include "core/backup/stepwise.h"

namespace dds::backup {

struct UnlistedKind {
  std::string kind;    // "replicate", "sharding"
  std::string reason;  // one sentence
};

struct InstancesProgress : OperationProgress {
  std::string region_id;
  std::vector<api::Instance> instances;  // what was listed so far; each id once
  std::vector<UnlistedKind> unlisted;    // kinds that were not listed, or not wholly, and why
};

/// Outcomes: Done (look at `unlisted` all the same: one kind may be denied), Refused or NotReached
/// when no kind could be listed.
class ListInstances final : public Stepwise {
 public:
  /// With `tags` only those that carry all of them.
  explicit ListInstances(std::string region_id, StepLimits limits = {},
                         std::uint64_t jitter_seed = 0, std::vector<api::Tag> tags = {});
  [[nodiscard]] const InstancesProgress& progress() const { return progress_; }

 private:
  void begin() override;
  void next_page();
  void next_kind();
  OperationProgress& shared_progress() override { return progress_; }
  std::vector<api::Tag> tags_;
  std::size_t kind_ = 0;
  std::int32_t page_ = 1;
  std::int64_t listed_ = 0;  // of this kind
  InstancesProgress progress_;
};

}  // namespace dds::backup
