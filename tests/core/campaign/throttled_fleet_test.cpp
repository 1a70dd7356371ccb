// Throttling only slows: fleets and coverage of many instances under quotas, in simulated time.
#include <doctest/doctest.h>

#include "tests/core/campaign/fleet_figures.h"
#include "tests/core/campaign/fleet_world.h"

using namespace dds;
using namespace dds::testing;
using backup::Ending;

namespace {

double seconds(Milliseconds duration) {
  return static_cast<double>(duration.count()) / 1000;
}

void check_whole(const FleetFigures& ran, std::size_t count) {
  CHECK(ran.summary.succeeded == count);
  CHECK(ran.summary.unknown == 0);
  CHECK(ran.summary.not_started == 0);
  CHECK(ran.started == count);
  CHECK(ran.ratio() <= 1.3);
  CHECK(ran.in_vain() <= 0.2);
  MESSAGE(ran.seconds, " s, ideal ", ran.ideal, " s, ", ran.ratio(), " x, ", ran.requests,
          " requests, in vain ", ran.in_vain());
}

}  // namespace

TEST_CASE("300 instances at 5 requests a second: all are backed up, and it takes what it takes") {
  for (const char* throttle : {"all:5", "5", "300/60"}) {
    for (const std::size_t at_once : {std::size_t{32}, std::size_t{300}}) {
      CAPTURE(std::string(throttle));
      CAPTURE(at_once);
      check_whole(back_up_many(300, throttle, at_once), 300);
    }
  }
}

TEST_CASE("a rate that somebody asks for is kept and is no reason to end anything") {
  const FleetFigures ran = back_up_many(300, "", 32, {.at_once = 32, .rate = 5.0});
  check_whole(ran, 300);
  CHECK(ran.throttled == 0);
}

TEST_CASE("a thousand instances under the documented quotas") {
  for (const std::size_t at_once : {std::size_t{32}, std::size_t{200}, std::size_t{1'000}}) {
    CAPTURE(at_once);
    check_whole(back_up_many(1'000, "documented", at_once), 1'000);
  }
}

TEST_CASE("one action that is throttled does not hold up the others") {
  World world(60, "DescribeBackups:30/60");
  const std::vector<std::string> ids = fleet_ids(world.service, 60);
  backup::FleetOptions options;
  options.at_once = 60;
  options.backup.if_busy = backup::IfBusy::Wait;
  backup::Fleet fleet(world.driver, nullptr, plan(ids), options);
  fleet.start(at(world.now).steady);
  world.run_until([&] { return world.started() == 60; });
  CHECK(world.now - kBegin < std::chrono::minutes{3});
  world.run(fleet);
  CHECK(fleet.summary(at(world.now).steady).succeeded == 60);
}

TEST_CASE("a waiting time of two minutes is honoured: nothing of that action is tried before") {
  World world(4, "CreateBackup:1/120");
  const std::vector<std::string> ids = fleet_ids(world.service, 4);
  backup::FleetOptions options;
  options.backup.if_busy = backup::IfBusy::Wait;
  backup::Fleet fleet(world.driver, nullptr, plan(ids), options);
  fleet.start(at(world.now).steady);
  world.run(fleet);
  CHECK(fleet.summary(at(world.now).steady).succeeded == 4);
  CHECK(world.throttled["CreateBackup"] <= 3 * 3);  // a few at first, one a wait afterwards
  CHECK(seconds(world.now - kBegin) < 1.3 * (3 * 120 + 90));
}

TEST_CASE("throttling that never ends is told as what it is when the time limit has passed") {
  World world(40);
  world.transport.set_faults(*emulator::parse_faults("*:throttled:100%"));
  const std::vector<std::string> ids = fleet_ids(world.service, 40);
  backup::FleetOptions options;
  options.backup.limits.total = std::chrono::hours{2};
  backup::Fleet fleet(world.driver, nullptr, plan(ids), options);
  fleet.start(at(world.now).steady);
  world.run(fleet);
  REQUIRE(fleet.done());
  CHECK(world.now - kBegin >= std::chrono::hours{2});
  CHECK(world.now - kBegin < std::chrono::hours{5});  // 32 at once, and those that came after them
  CHECK(world.started() == 0);
  for (std::size_t i = 0; i < fleet.size(); ++i) {
    CHECK(fleet.progress(i).ending == Ending::Refused);
    CHECK(fleet.progress(i).problem ==
          "The service throttles and has let no DescribeDBInstanceAttribute through for 2 h. No "
          "backup was started.");
    REQUIRE(fleet.progress(i).refusal.has_value());
    CHECK(fleet.progress(i).refusal->code == "Throttling.User");
  }
}

TEST_CASE(
    "the coverage of a thousand instances under the documented quotas leaves nothing unknown") {
  const CoverageFigures ran = cover_many(1'000);
  REQUIRE(ran.ended);
  CHECK(ran.total >= 1'000);
  CHECK(ran.unknown == 0);
  CHECK(ran.unlisted == 0);
  CHECK(ran.ratio() <= 1.3);
  CHECK(ran.throttled <= ran.requests / 5);
  MESSAGE("coverage: ", ran.seconds, " s, ideal ", ran.ideal, " s, ", ran.ratio(), " x");
}

TEST_CASE(
    "drivers of several regions share one limiter: no more in flight and no faster together") {
  World world(20, "", {.at_once = 4, .rate = 10.0});
  backup::Connection connection = World::connection();
  connection.endpoint.host = "mongodb.cn-qingdao.aliyuncs.com";
  backup::Driver other(world.transport, connection, world.hooks(), world.limiter);
  int ended = 0;
  for (int i = 0; i < 50; ++i) {
    const auto count = [&](auto&&) { ++ended; };
    world.driver.call({"DescribeRegions", {}, api::Format::Json}, count);
    other.call({"DescribeRegions", {}, api::Format::Json}, count);
  }
  world.run_until([&] {
    other.advance(at(world.now));
    return ended == 100;
  });
  CHECK(ended == 100);
  CHECK(world.most_in_flight <= 4);
  CHECK(seconds(world.now - kBegin) >= 9.8);
  CHECK(seconds(world.now - kBegin) <= 10.5);
}
