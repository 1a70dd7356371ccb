// Figures in simulated time, the same natively and in WebAssembly: how long it takes until it is
// certain what became of a lost CreateBackup, and how long a thousand instances take under the
// documented quotas. Prints one JSON object.
#include <algorithm>
#include <array>
#include <cstdio>
#include <memory>
#include <string>
#include <utility>

#include "core/backup/create_and_follow.h"
#include "core/emulator/quotas.h"
#include "tests/core/campaign/fleet_figures.h"
#include "tests/core/campaign/fleet_world.h"

namespace {

using namespace dds;
using namespace dds::testing;

constexpr std::uint64_t kSeeds = 300;
constexpr std::size_t kInstances = 1'000;

struct Certainty {
  double worst = 0;  // seconds
  double sum = 0;
  int cases = 0;
  int wrong = 0;  // not certain within an hour, or not started exactly once in the end
};

// Each of the sample account's instances once for each seed; at the default polling.
void lose(std::uint64_t seed, const std::string& faults, backup::IfUnknown if_unknown,
          Certainty& certainty) {
  World world(0, {}, {}, seed);
  for (const std::string& id : fleet_ids(world.service, 5)) {
    world.transport.set_faults(*emulator::parse_faults(faults + ",seed=" + std::to_string(seed)));
    api::CreateBackupParameters parameters;
    parameters.instance_id = id;
    backup::Options options;
    options.jitter_seed = seed;
    options.if_unknown = if_unknown;
    auto operation = std::make_shared<backup::CreateAndFollow>(parameters, options);
    const std::size_t before = world.started();
    world.driver.start(operation);
    std::optional<Instant> open;
    std::optional<Instant> certain;
    // From the moment the request leaves, so that waiting for an answer in vain counts as well.
    world.run_until([&] {
      const backup::Progress& now = operation->progress();
      if (now.attempt_open && !open) open = world.now;
      if (!now.attempt_open && open && !certain) certain = world.now;
      return now.phase == backup::Phase::Ended;
    });
    ++certainty.cases;
    if (!open || !certain || world.started() != before + 1) {
      ++certainty.wrong;
      continue;
    }
    const double took = static_cast<double>((*certain - *open).count()) / 1000;
    certainty.worst = std::max(certainty.worst, took);
    certainty.sum += took;
  }
}

// `budget` in seconds; 0: none.
void print_certainty(const char* name, const std::string& faults, int budget,
                     backup::IfUnknown if_unknown = backup::IfUnknown::Resend) {
  static const char* separator = "";
  Certainty certainty;
  const std::uint64_t seeds = if_unknown == backup::IfUnknown::Resend ? kSeeds : 3;
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) lose(seed, faults, if_unknown, certainty);
  std::printf(R"(%s"%s":{"worst":%.1f,"mean":%.1f,"cases":%d,"wrong":%d,"budget":%d})", separator,
              name, certainty.worst, certainty.sum / std::max(1, certainty.cases - certainty.wrong),
              certainty.cases, certainty.wrong, budget);
  separator = ",";
}

void print_fleet(std::size_t at_once) {
  const FleetFigures ran = back_up_many(kInstances, "documented", at_once);
  std::printf(
      R"({"at_once":%zu,"seconds":%.1f,"ideal":%.1f,"unknown":%zu,"not_started":%zu,"succeeded":%zu,"started":%zu,)"
      R"("requests":%zu,"throttled":%zu})",
      at_once, ran.seconds, ran.ideal, ran.summary.unknown, ran.summary.not_started,
      ran.summary.succeeded, ran.started, ran.requests, ran.throttled);
}

void print_quotas() {
  const char* separator = "";
  for (const char* action :
       {"CreateBackup", "DescribeDBInstances", "DescribeDBInstanceAttribute", "DescribeBackupTasks",
        "DescribeBackups", "DescribeClusterBackups", "DescribeBackupPolicy", "DescribeRegions"}) {
    const emulator::Quota quota = emulator::documented_quota(action).quota;
    std::printf(R"(%s"%s":[%d,%d])", separator, action, quota.calls, quota.seconds);
    separator = ",";
  }
}

}  // namespace

int main() {
  std::printf(R"({"instances":%zu,"certainty":{)", kInstances);
  print_certainty("lost before its effect", "CreateBackup:lost-before:x1", 60);
  print_certainty("lost after its effect", "CreateBackup:lost-after:x1", 60);
  print_certainty("timed out before its effect", "CreateBackup:time-out-before:x1", 60);
  print_certainty("timed out after its effect", "CreateBackup:time-out-after:x1", 60);
  print_certainty("up to an hour late", "CreateBackup:delayed:x1", 60);
  print_certainty("lost with --if-unknown wait", "CreateBackup:lost-before:x1", 0,
                  backup::IfUnknown::Wait);
  std::printf(R"(},"fleets":[)");
  print_fleet(32);
  std::printf(",");
  print_fleet(200);
  std::printf(",");
  print_fleet(kInstances);
  const CoverageFigures covered = cover_many(kInstances);
  std::printf(R"(],"coverage":{"seconds":%.2f,"ideal":%.2f,"unknown":%zu,"total":%zu},"quotas":{)",
              covered.seconds, covered.ideal, covered.unknown + covered.unlisted, covered.total);
  print_quotas();
  std::printf("}}\n");
  std::fflush(stdout);  // in WebAssembly nothing runs after main that would
  return 0;
}
