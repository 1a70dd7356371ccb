// The coverage of several regions: lists the instances of each, then looks at every one of them,
// with no more at a time than is allowed. A region that cannot be listed is named on the board,
// which falls short of it; it never passes for one without instances.
//
// Pure, as CoverageRun: the host starts what `next` gives over a connection to that region, and
// calls `collect` after every step.
#pragma once

#include <cstddef>
#include <cstdint>
#include <list>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/backup/coverage_board.h"

namespace dds::backup {

class RegionalCoverage {
 public:
  /// All instances of these regions; `parallel`: operations at a time, in all regions together.
  RegionalCoverage(std::vector<std::string> region_ids, CoverageOptions options,
                   std::size_t parallel = 8, std::uint64_t jitter_seed = 0);
  /// These instances only, wherever `region_id` is.
  static RegionalCoverage of_instances(std::vector<std::string> instance_ids, std::string region_id,
                                       CoverageOptions options, std::size_t parallel = 8,
                                       std::uint64_t jitter_seed = 0);

  struct Next {
    std::string region_id;
    std::shared_ptr<Operation> operation;
  };
  /// The next operation to start; nothing when enough are running or none is left at present.
  [[nodiscard]] std::optional<Next> next();
  /// Takes in what has ended.
  void collect();
  [[nodiscard]] bool ended() const;

  [[nodiscard]] const std::vector<std::string>& regions() const { return regions_; }
  [[nodiscard]] const CoverageBoard& board() const { return run_.board(); }
  [[nodiscard]] std::size_t listed() const { return listed_; }  // regions, well or not
  [[nodiscard]] std::size_t looked_at() const { return run_.looked_at(); }
  [[nodiscard]] std::size_t total() const { return run_.total(); }

  /// Regions that were listed whole and hold no instance.
  [[nodiscard]] const std::vector<std::string>& empty_regions() const { return empty_; }

  /// A region of which nothing could be listed.
  struct UnlistedRegion {
    std::string region_id;
    OperationProgress why;
  };
  [[nodiscard]] const std::vector<UnlistedRegion>& unlisted_regions() const { return unlisted_; }
  /// There were regions, and none of them could be listed: there is no coverage to speak of.
  [[nodiscard]] bool nothing_listed() const;
  /// Regions whose listing has not ended are put on the board as such: for an interrupted run.
  void give_up();

 private:
  void take_listing(const ListInstances& listing);
  [[nodiscard]] Next start_listing();

  std::vector<std::string> regions_;
  std::list<std::string> waiting_;  // regions
  std::vector<std::shared_ptr<ListInstances>> listing_;
  CoverageRun run_;
  StepLimits limits_;
  std::size_t parallel_;
  std::uint64_t jitter_seed_;
  std::size_t listed_ = 0;
  std::vector<UnlistedRegion> unlisted_;
  std::vector<std::string> empty_;
};

}  // namespace dds::backup
