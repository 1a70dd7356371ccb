#include "tests/core/campaign/fleet_figures.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "core/backup/regional_coverage.h"
#include "core/emulator/quotas.h"
#include "tests/core/campaign/fleet_world.h"

namespace dds::testing {
namespace {

double seconds(Milliseconds duration) {
  return static_cast<double>(duration.count()) / 1000;
}

std::size_t sum(const std::map<std::string, int>& counts) {
  int all = 0;
  for (const auto& [action, count] : counts) all += count;
  return static_cast<std::size_t>(all);
}

// What calls that have to be made take under a quota, with what is saved up at the beginning.
double at_least(std::size_t calls, const emulator::Quota& quota) {
  const auto saved = static_cast<std::size_t>(quota.calls);
  if (saved == 0 || calls <= saved) return 0;
  return static_cast<double>(calls - saved) * quota.seconds / quota.calls;
}

struct Needed {
  std::string_view action;
  std::size_t times;  // for each backup
};
// Before a backup runs, and all in all. Looks while it runs are a courtesy, and the set alone tells
// its end.
constexpr std::array kToStart{Needed{"DescribeDBInstanceAttribute", 1},
                              Needed{"DescribeBackupTasks", 1}, Needed{"CreateBackup", 1}};
constexpr std::array kInAll{Needed{"DescribeDBInstanceAttribute", 1},
                            Needed{"DescribeBackupTasks", 1}, Needed{"CreateBackup", 1},
                            Needed{"DescribeBackups", 1}};

class Quotas {
 public:
  Quotas(const std::string& throttle, std::optional<double> rate) : rate_(rate) {
    if (const auto parsed = emulator::parse_quotas(throttle)) quotas_ = *parsed;
  }
  template <std::size_t N>
  [[nodiscard]] double for_backups(std::size_t backups, const std::array<Needed, N>& needed) const {
    double longest = 0;
    std::size_t all = 0;
    for (const auto& [action, times] : needed) {
      all += times * backups;
      longest = std::max(longest, at_least(times * backups, quotas_.quota(action)));
    }
    if (rate_) longest = std::max(longest, static_cast<double>(all) / *rate_);
    return std::max(longest, at_least(all, quotas_.all));
  }

 private:
  emulator::Quotas quotas_;
  std::optional<double> rate_;
};

}  // namespace

double ideal_seconds(const backup::Fleet& fleet, const std::string& throttle, std::size_t at_once,
                     std::optional<double> rate) {
  const Quotas quotas(throttle, rate);
  double longest = quotas.for_backups(fleet.size(), kInAll);
  Milliseconds worked{0};
  for (std::size_t i = 0; i < fleet.size(); ++i) {
    const backup::Progress& progress = fleet.progress(i);
    if (progress.sets.empty() || !progress.job_started || !progress.sets.front().ended) continue;
    const Milliseconds one = *progress.sets.front().ended - *progress.job_started;
    worked += one;
    longest = std::max(longest, quotas.for_backups(i + 1, kToStart) + seconds(one));
  }
  const std::size_t places = std::max<std::size_t>(1, std::min(at_once, fleet.size()));
  return std::max(longest, seconds(worked) / static_cast<double>(places));
}

FleetFigures back_up_many(std::size_t count, const std::string& throttle, std::size_t at_once,
                          backup::LimiterOptions limits) {
  World world(count, throttle, limits);
  // Of the fleet, not of the sample account, whose sharded clusters take far longer than the rest.
  std::vector<std::string> ids = fleet_ids(world.service, count + 100);
  ids.erase(ids.begin(), ids.end() - static_cast<std::ptrdiff_t>(std::min(count, ids.size())));
  backup::FleetOptions options;
  options.at_once = at_once;
  options.backup.if_busy = backup::IfBusy::Wait;
  backup::Fleet fleet(world.driver, nullptr, plan(ids), options);
  fleet.start(at(world.now).steady);
  world.run(fleet);
  FleetFigures figures;
  figures.seconds = seconds(world.now - kBegin);
  figures.ideal = ideal_seconds(fleet, throttle, at_once, limits.rate);
  figures.requests = sum(world.accepted);
  figures.throttled = sum(world.throttled);
  figures.summary = fleet.summary(at(world.now).steady);
  figures.started = world.started();
  return figures;
}

CoverageFigures cover_many(std::size_t count) {
  World world(count, "documented");
  backup::RegionalCoverage coverage({"cn-hangzhou"}, {}, backup::kMostInFlight, 1);
  world.run_until([&] {
    coverage.collect();
    while (auto next = coverage.next()) world.driver.start(std::move(next->operation));
    return coverage.ended();
  });
  CoverageFigures figures;
  figures.seconds = seconds(world.now - kBegin);
  for (const auto& [action, calls] : world.accepted)
    figures.ideal = std::max(figures.ideal, at_least(static_cast<std::size_t>(calls),
                                                     emulator::documented_quota(action).quota));
  figures.requests = sum(world.accepted);
  figures.throttled = sum(world.throttled);
  figures.ended = coverage.ended();
  figures.total = coverage.total();
  figures.unknown = coverage.board().count(backup::CoverageState::Unknown);
  figures.unlisted = coverage.board().unlisted().size();
  return figures;
}

}  // namespace dds::testing
