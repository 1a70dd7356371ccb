// The fleet: how many run together, what is continued, what is summed up.
#include <doctest/doctest.h>

#include <algorithm>

#include "core/backup/fleet.h"
#include "tests/core/campaign/campaign.h"
#include "tests/core/campaign/fleet_world.h"

using namespace dds;
using namespace dds::testing;
using backup::Ending;
using backup::Phase;

namespace {

std::size_t running(const backup::Fleet& fleet) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < fleet.size(); ++i) {
    const Phase phase = fleet.progress(i).phase;
    count += phase != Phase::Idle && phase != Phase::Ended ? 1U : 0U;
  }
  return count;
}

}  // namespace

TEST_CASE("a thousand instances are backed up, each once, so many at a time") {
  World world(1'000);
  const std::vector<std::string> ids = fleet_ids(world.service, 1'000);
  REQUIRE(ids.size() == 1'000);
  backup::FleetOptions options;
  options.at_once = 200;
  options.backup.if_busy = backup::IfBusy::Wait;  // some make their automatic backup just then
  backup::Fleet fleet(world.driver, nullptr, plan(ids), options);
  std::size_t most = 0;
  int looks = 0;
  fleet.on_step = [&](std::size_t) {
    if (++looks % 50 == 0) most = std::max(most, running(fleet));
  };
  fleet.start(at(world.now).steady);
  world.run(fleet);
  REQUIRE(fleet.done());
  const backup::FleetSummary summary = fleet.summary(at(world.now).steady);
  CHECK(summary.succeeded == 1'000);
  CHECK(summary.share == 1.0);
  CHECK(world.started() == 1'000);
  CHECK(most <= 200);
  CHECK(most > 100);
  CHECK(world.most_in_flight <= backup::kMostInFlight);
}

TEST_CASE("throttling slows a fleet down and makes nothing fail") {
  World world(200);
  auto faults = emulator::parse_faults("*:throttled:30%");
  REQUIRE(faults);
  world.transport.set_faults(*faults);
  const std::vector<std::string> ids = fleet_ids(world.service, 200);
  backup::FleetOptions options;
  options.at_once = 200;
  options.backup.if_busy = backup::IfBusy::Wait;  // some make their automatic backup just then
  backup::Fleet fleet(world.driver, nullptr, plan(ids), options);
  fleet.start(at(world.now).steady);
  world.run(fleet);
  REQUIRE(fleet.done());
  CHECK(fleet.summary(at(world.now).steady).succeeded == 200);
  CHECK(world.started() == 200);
}

TEST_CASE("an estimate of the time left comes once there is something to go by, and shrinks") {
  World world(40);
  backup::FleetOptions options;
  options.at_once = 10;
  backup::Fleet fleet(world.driver, nullptr, plan(fleet_ids(world.service, 40)), options);
  CHECK_FALSE(fleet.summary(at(world.now).steady).time_left.has_value());
  CHECK(fleet.summary(at(world.now).steady).waiting == 40);
  fleet.start(at(world.now).steady);
  world.run(fleet, [&] { return fleet.summary(at(world.now).steady).ended() >= 20; });
  const backup::FleetSummary half = fleet.summary(at(world.now).steady);
  REQUIRE(half.time_left.has_value());
  CHECK(half.share > 0.4);
  const Instant then = world.now;
  world.run(fleet);
  const Milliseconds took = world.now - then;
  CHECK(*half.time_left > took / 3);
  CHECK(*half.time_left < took * 3);
  CHECK_FALSE(fleet.summary(at(world.now).steady).time_left.has_value());
}

TEST_CASE(
    "a fleet that is stopped leaves what runs to the service, and a journal goes on from there") {
  World world(20);
  const std::vector<std::string> ids = fleet_ids(world.service, 20);
  MemoryJournal kept;
  backup::Journal journal = plan(ids);
  REQUIRE_FALSE(kept.append(backup::journal_head_line(journal.head)));
  backup::FleetOptions options;
  options.at_once = 8;
  {
    backup::Fleet fleet(world.driver, &kept, std::move(journal), options);
    fleet.start(at(world.now).steady);
    world.run(fleet, [&] { return fleet.summary(at(world.now).steady).succeeded >= 5; });
    fleet.stop();
    CHECK(fleet.done());
    CHECK(world.driver.idle());
  }
  const std::size_t before = world.started();
  CHECK(before >= 5);
  CHECK(before < 20);
  Result<backup::Journal> left = backup::read_journal(kept.text);
  REQUIRE(left);
  backup::Fleet fleet(world.driver, &kept, std::move(*left), options);
  CHECK(fleet.summary(at(world.now).steady).succeeded >= 5);
  fleet.start(at(world.now).steady);
  world.run(fleet);
  REQUIRE(fleet.done());
  CHECK(fleet.summary(at(world.now).steady).succeeded == 20);
  CHECK(world.started() == 20);
}

TEST_CASE("a fleet of nothing is done at once") {
  World world(0);
  backup::Fleet fleet(world.driver, nullptr, backup::new_journal({}), {});
  fleet.start(at(world.now).steady);
  CHECK(fleet.done());
  CHECK(fleet.summary(at(world.now).steady).share == 1.0);
}
