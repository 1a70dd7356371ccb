// How long many instances take, beside the ideal: a run of backups and a look at their coverage
// under quotas, in simulated time. Shared by the tests and `./dev bench`.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "core/backup/fleet.h"
#include "core/backup/request_limiter.h"

namespace dds::testing {

struct FleetFigures {
  double seconds = 0;
  /// No client is faster that starts the backups in their order: each starts when the quotas have
  /// let through what comes before it, and ends when its job has run. Nor faster than all requests
  /// that are needed, nor than the jobs' work over all places.
  double ideal = 0;
  std::size_t requests = 0;   // that the service let through
  std::size_t throttled = 0;  // and those that it refused
  backup::FleetSummary summary;
  std::size_t started = 0;  // backups, as the service counts them

  [[nodiscard]] double ratio() const { return seconds / ideal; }
  [[nodiscard]] double in_vain() const {
    return static_cast<double>(throttled) / static_cast<double>(requests);
  }
};

/// Backs up so many of an emulated account's replica sets. `throttle` as quotas.h has it, well
/// formed.
[[nodiscard]] FleetFigures back_up_many(std::size_t count, const std::string& throttle,
                                        std::size_t at_once, backup::LimiterOptions limits = {});

/// The ideal, as above, for a fleet that has ended. `throttle` and `rate` as for `back_up_many`.
[[nodiscard]] double ideal_seconds(const backup::Fleet& fleet, const std::string& throttle,
                                   std::size_t at_once, std::optional<double> rate = {});

struct CoverageFigures {
  double seconds = 0;
  double ideal = 0;  // the requests that it made, as fast as the quotas let them through
  std::size_t requests = 0;
  std::size_t throttled = 0;
  bool ended = false;
  std::size_t total = 0;
  std::size_t unknown = 0;   // instances
  std::size_t unlisted = 0;  // kinds

  [[nodiscard]] double ratio() const { return seconds / ideal; }
};

/// Looks at the coverage of so many instances and the sample account's under the documented quotas.
[[nodiscard]] CoverageFigures cover_many(std::size_t count);

}  // namespace dds::testing
