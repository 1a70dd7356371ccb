#include "core/backup/lost_write.h"

#include <algorithm>

namespace dds::backup {
namespace {

// One Date may lie. Answers that do not agree (an emulator's clock that runs faster) tell enough
// once there are a few.
bool is_known(const ServiceClock& clock) {
  constexpr std::size_t kEnoughAnswers = 3;
  return clock.agreed() || clock.answers() >= kEnoughAnswers;
}

}  // namespace

// Two witnesses: the service's clock, and the time that has passed here. Where Dates lie ahead, the
// first one comes early, and the timestamp that they put ahead is valid for longer: the second one
// allows for that.
SteadyInstant LostWrite::certain(const ServiceClock& clock) const {
  if (!is_known(clock)) return left_ + window_ + kWorstSkew;
  const SteadyInstant by_service{timestamp_.time_since_epoch() + window_ - *clock.offset()};
  return std::max(by_service, left_ + ahead_ + window_);
}

bool LostWrite::timestamp_passed(const ServiceClock& clock, SteadyInstant now) const {
  return is_known(clock) && *clock.at(now) > timestamp_ + kInsideService;
}

}  // namespace dds::backup
