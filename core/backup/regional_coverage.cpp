#include "core/backup/regional_coverage.h"

#include <algorithm>
#include <utility>

namespace dds::backup {

RegionalCoverage::RegionalCoverage(std::vector<std::string> region_ids, CoverageOptions options,
                                   std::size_t parallel, std::uint64_t jitter_seed)
    : regions_(std::move(region_ids)),
      waiting_(regions_.begin(), regions_.end()),
      run_({}, options, parallel, jitter_seed),
      limits_(options.limits),
      parallel_(std::max<std::size_t>(parallel, 1)),
      jitter_seed_(jitter_seed) {}

RegionalCoverage RegionalCoverage::of_instances(std::vector<std::string> instance_ids,
                                                std::string region_id, CoverageOptions options,
                                                std::size_t parallel, std::uint64_t jitter_seed) {
  RegionalCoverage coverage({}, options, parallel, jitter_seed);
  coverage.regions_.push_back(region_id);
  for (std::string& id : instance_ids) coverage.run_.add(std::move(id), region_id);
  return coverage;
}

// Regions first: what they hold is what there is to look at.
std::optional<RegionalCoverage::Next> RegionalCoverage::next() {
  if (listing_.size() + run_.running() >= parallel_) return std::nullopt;
  if (!waiting_.empty()) return start_listing();
  std::shared_ptr<CoverInstance> look = run_.next();
  if (!look) return std::nullopt;
  std::string region_id = look->progress().coverage.region_id;
  return Next{std::move(region_id), std::move(look)};
}

RegionalCoverage::Next RegionalCoverage::start_listing() {
  const std::string region_id = std::move(waiting_.front());
  waiting_.pop_front();
  listing_.push_back(
      std::make_shared<ListInstances>(region_id, limits_, jitter_seed_ + waiting_.size()));
  return {region_id, listing_.back()};
}

void RegionalCoverage::collect() {
  (void)run_.collect();
  const auto over = std::stable_partition(
      listing_.begin(), listing_.end(),
      [](const std::shared_ptr<ListInstances>& one) { return !one->progress().ended(); });
  for (auto one = over; one != listing_.end(); ++one) take_listing(**one);
  listing_.erase(over, listing_.end());
}

void RegionalCoverage::take_listing(const ListInstances& listing) {
  const InstancesProgress& progress = listing.progress();
  ++listed_;
  if (progress.ending != Ending::Succeeded) {
    const OperationProgress& why = progress;
    run_.board().expect_unlisted({{}, describe(why)}, progress.region_id);
    unlisted_.push_back({progress.region_id, why});
    return;
  }
  for (const UnlistedKind& kind : progress.unlisted)
    run_.board().expect_unlisted(kind, progress.region_id);
  if (progress.instances.empty() && progress.unlisted.empty()) empty_.push_back(progress.region_id);
  for (const api::Instance& instance : progress.instances)
    run_.add(instance.id, progress.region_id);
}

bool RegionalCoverage::ended() const {
  return waiting_.empty() && listing_.empty() && run_.ended();
}

bool RegionalCoverage::nothing_listed() const {
  return !unlisted_.empty() && unlisted_.size() == regions_.size();
}

void RegionalCoverage::give_up() {
  for (const std::shared_ptr<ListInstances>& one : listing_)
    waiting_.push_back(one->progress().region_id);
  listing_.clear();
  for (const std::string& region : waiting_)
    run_.board().expect_unlisted({{}, "Not looked at yet."}, region);
  waiting_.clear();
}

}  // namespace dds::backup
