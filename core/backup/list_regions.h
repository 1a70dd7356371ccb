// The regions that the service tells of (DescribeRegions).
#pragma once

#include <cstdint>
#include <vector>

#include "core/api/instance.h"
#include "core/backup/stepwise.h"

namespace dds::backup {

struct RegionsProgress : OperationProgress {
  std::vector<api::Region> regions;  // each id once
};

/// Endings: Succeeded, Refused, NotReached, Unreadable. A list without any region is no answer:
/// whoever looks at all regions would find nothing wrong in none.
class ListRegions final : public Stepwise {
 public:
  explicit ListRegions(StepLimits limits = {}, std::uint64_t jitter_seed = 0);
  [[nodiscard]] const RegionsProgress& progress() const { return progress_; }

 private:
  void begin() override;
  Status take(const response::Answer& answer);
  OperationProgress& shared_progress() override { return progress_; }

  RegionsProgress progress_;
};

}  // namespace dds::backup
