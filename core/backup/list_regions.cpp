#include "core/backup/list_regions.h"

#include <algorithm>
#include <utility>

namespace dds::backup {

ListRegions::ListRegions(StepLimits limits, std::uint64_t jitter_seed)
    : Stepwise(limits, jitter_seed) {
  progress_.sentence = "Waiting to begin";
}

void ListRegions::begin() {
  progress_.sentence = "Listing regions";
  read(api::describe_regions(), [this](const response::Answer& answer) { return take(answer); });
}

Status ListRegions::take(const response::Answer& answer) {
  Result<std::vector<api::Region>> regions = api::read_regions(answer);
  if (!regions) return regions.error();
  if (regions->empty())
    return make_error(ErrorCode::NotAnAnswer, "The service lists no region.", "Regions");
  for (api::Region& region : *regions) {
    const bool known = std::any_of(progress_.regions.begin(), progress_.regions.end(),
                                   [&](const api::Region& other) { return other.id == region.id; });
    if (!known) progress_.regions.push_back(std::move(region));
  }
  done(Ending::Succeeded, std::to_string(progress_.regions.size()) + " regions");
  return std::nullopt;
}

}  // namespace dds::backup
