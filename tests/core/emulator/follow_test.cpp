// The product's own client against the emulator: each kind of instance is backed up and followed to
// its end.
#include <doctest/doctest.h>

#include <algorithm>

#include "core/backup/create_and_follow.h"
#include "core/backup/driver.h"
#include "tests/core/emulator/service.h"
#include "tests/moments.h"

using namespace dds;
using namespace dds::testing;
using backup::Ending;
using Fault = emulator::EmulatorTransport::Fault;

namespace {

struct Follow {
  Service service;
  emulator::EmulatorTransport transport{service.emulator, [this] { return service.now; }};

  backup::Progress run(std::string_view id, api::Placement placement = api::Placement::Form) {
    backup::Connection connection;
    connection.credentials = service.credentials;
    connection.endpoint = *api::parse_endpoint("mongodb.aliyuncs.com");
    connection.sign.placement = placement;
    backup::Driver driver(transport, connection,
                          {.now = [this] { return at(service.now); },
                           .nonce = [this] { return "f" + std::to_string(++service.nonces); },
                           .on_exchange = {},
                           .on_wrong_clock = {}});
    api::CreateBackupParameters parameters;
    parameters.instance_id = id;
    const auto operation = std::make_shared<backup::CreateAndFollow>(parameters, backup::Options{});
    driver.start(operation);
    for (int turn = 0; turn < 20'000 && !driver.idle(); ++turn) {
      if (transport.deliver()) {
        driver.advance(at(service.now));
        continue;
      }
      if (const auto wake = driver.next_wake()) service.now = std::max(service.now, wall_of(*wake));
      driver.advance(at(service.now));
    }
    return operation->progress();
  }
};

}  // namespace

TEST_CASE("every kind of instance is backed up and followed to its end") {
  for (const std::string_view id : {kOrders, kPayments, kSessions, kStock, kAudit, kBeijing}) {
    CAPTURE(id);
    Follow follow;
    const backup::Progress progress = follow.run(id);
    CHECK(progress.ending == Ending::Succeeded);
    CHECK(progress.sets.size() == (id == kAudit ? 2 : 1));
    REQUIRE(follow.service.emulator.effects().size() == 1);
    CHECK(follow.service.emulator.effects().front().job_id == progress.job_id);
  }
}

TEST_CASE("instances that cannot be backed up are refused without an effect") {
  for (const std::string_view id : {kStaging, kLegacy, std::string_view("dds-nobody")}) {
    CAPTURE(id);
    Follow follow;
    CHECK(follow.run(id, api::Placement::Query).ending == Ending::Refused);
    CHECK(follow.service.emulator.effects().empty());
  }
}

TEST_CASE("a job that fails is followed to Failed") {
  for (const std::string_view id : {kOrders, kStock, kAudit}) {
    CAPTURE(id);
    Follow follow;
    follow.service.emulator.fail_next_backup(id);
    CHECK(follow.run(id).ending == Ending::Failed);
  }
}

TEST_CASE("a lost CreateBackup that took effect is found again and not repeated") {
  for (const std::string_view id : {kOrders, kStock, kAudit}) {
    for (const Fault fault : {Fault::LostAfterEffect, Fault::TimedOutAfterEffect}) {
      CAPTURE(id);
      Follow follow;
      follow.transport.inject(fault, "CreateBackup");
      CHECK(follow.run(id).ending == Ending::Succeeded);
      CHECK(follow.service.emulator.effects().size() == 1);
    }
  }
}
