// The fleet: how many run together, what is continued, what is summed up.
#include <doctest/doctest.h>

#include <algorithm>

#include "core/backup/fleet.h"
#include "core/emulator/emulator.h"
#include "tests/core/campaign/campaign.h"
#include "tests/moments.h"

using namespace dds;
using namespace dds::testing;
using backup::Ending;
using backup::Phase;

namespace {

constexpr Instant kBegin{std::chrono::hours{490'000}};

std::vector<std::string> fleet_ids(emulator::Emulator& service, std::size_t count) {
  std::vector<std::string> ids;
  const nlohmann::json list = nlohmann::json::parse(service.list_instances(), nullptr, false);
  for (const nlohmann::json& one : list) {
    if (response::text_at(one, "status") == "Running" &&
        response::text_at(one, "region") == "cn-hangzhou" &&
        response::text_at(one, "lock") == "Unlock" && ids.size() < count)
      ids.push_back(response::text_at(one, "instance"));
  }
  return ids;
}

// A console's or a command line's worth of it: one driver, one fleet, simulated time.
struct World {
  Instant now = kBegin;
  emulator::Emulator service;
  emulator::EmulatorTransport transport;
  std::uint64_t nonces = 0;
  std::size_t most_in_flight = 0;
  backup::Driver driver;

  explicit World(std::size_t further, std::size_t most = backup::kMostInFlight)
      : service(settings(further), kBegin),
        transport(service, [this] { return now; }),
        driver(transport, connection(), hooks(), most) {}

  static emulator::Settings settings(std::size_t further) {
    emulator::Settings settings;
    settings.further_instances = static_cast<std::int32_t>(further);
    return settings;
  }
  static backup::Connection connection() {
    backup::Connection connection;
    connection.credentials.access_key_id = emulator::kAccessKeyId;
    connection.credentials.access_key_secret = Secret(emulator::kAccessKeySecret);
    connection.endpoint.host = "mongodb.aliyuncs.com";
    return connection;
  }
  backup::DriverHooks hooks() {
    backup::DriverHooks hooks;
    hooks.now = [this] { return at(now); };
    hooks.nonce = [this] { return "fleet-" + std::to_string(++nonces); };
    hooks.on_exchange = [this](const backup::Exchange&) {
      most_in_flight = std::max(most_in_flight, driver.in_flight());
    };
    return hooks;
  }
  /// Until the fleet is done or `stop` says so.
  void run(
      backup::Fleet& fleet, const std::function<bool()>& stop = [] { return false; }) {
    for (int i = 0; i < 2'000'000 && !fleet.done() && !stop(); ++i) {
      const bool delivered = transport.deliver();
      driver.advance(at(now));
      if (delivered) continue;
      std::optional<Instant> next = wall_of(driver.next_wake());
      if (const auto due = transport.next_due(); due && (!next || *due < *next)) next = due;
      now = std::max(now + Milliseconds{1}, next.value_or(now));
    }
  }
  [[nodiscard]] std::size_t started() const {
    const auto& effects = service.effects();
    return static_cast<std::size_t>(std::count_if(
        effects.begin(), effects.end(), [](auto& one) { return one.action == "CreateBackup"; }));
  }
};

backup::Journal plan(const std::vector<std::string>& ids) {
  backup::JournalHead head;
  head.begun = kBegin;
  for (const std::string& id : ids) {
    api::CreateBackupParameters parameters;
    parameters.instance_id = id;
    head.backups.push_back(parameters);
  }
  return backup::new_journal(std::move(head));
}

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
  options.backup.limits.attempts = 12;
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
