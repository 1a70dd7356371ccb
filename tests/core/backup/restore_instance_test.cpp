// Restoring: nothing is ordered without a confirmation, one instance however often it is sent.
#include <doctest/doctest.h>

#include "core/backup/restore_instance.h"
#include "tests/core/backup/restoring_service.h"
#include "tests/core/backup/torment.h"

using namespace dds;
using namespace dds::testing;
using backup::Ending;
using backup::RestoreInstance;
using backup::RestorePhase;

namespace {

api::CloneRequest from_set(std::string backup_id = "5664091") {
  api::CloneRequest request;
  request.point.backup_id = std::move(backup_id);
  request.client_token = "token-1";
  request.description = "orders_restored";
  return request;
}
api::CloneRequest from_instant(Instant time) {
  api::CloneRequest request = from_set();
  request.point = {{}, time};
  return request;
}

RestoreInstance restore(const api::CloneRequest& request = from_set()) {
  return RestoreInstance(std::string(kSource), request);
}

// Both parts.
void run_all(RestoringService& service, RestoreInstance& operation) {
  REQUIRE(service.run(operation));
  REQUIRE(operation.progress().phase == RestorePhase::ReadyToConfirm);
  REQUIRE(operation.confirm());
  REQUIRE(service.run(operation));
}

}  // namespace

TEST_CASE("a restore is planned, priced, and ordered only once it is confirmed") {
  RestoringService service;
  RestoreInstance operation = restore();
  CHECK_FALSE(operation.confirm());
  REQUIRE(service.run(operation));
  CHECK(operation.progress().phase == RestorePhase::ReadyToConfirm);
  CHECK_FALSE(operation.progress().ended());
  REQUIRE(operation.progress().price.has_value());
  CHECK(operation.progress().price->to_pay == "0.27");
  CHECK(service.count("CreateDBInstance") == 0);
  // Started again without a confirmation: still nothing.
  REQUIRE(service.run(operation));
  CHECK(service.count("CreateDBInstance") == 0);
  CHECK(operation.confirm());
  CHECK_FALSE(operation.confirm());
  REQUIRE(service.run(operation));
  CHECK(operation.progress().ending == Ending::Succeeded);
  CHECK(operation.progress().instance_id == kClone);
  CHECK(service.count("CreateDBInstance") == 1);
  CHECK(*operation.progress().running - *operation.progress().ordered >= service.build_time);
}

TEST_CASE("the plan is told in lines, and is exactly what is sent") {
  RestoringService service;
  RestoreInstance operation = restore();
  run_all(service, operation);
  const auto lines = backup::describe(*operation.progress().plan);
  const auto has = [&](std::string_view label, std::string_view value) {
    for (const backup::PlanLine& line : lines) {
      if (line.label == label) return line.value == value;
    }
    return false;
  };
  CHECK(has("Source", "orders (dds-bp1a7f3c9d2e5b81)"));
  CHECK(has("Restore to", "backup set 5664091"));
  CHECK(has("Class", "mdb.shard.2x.large.d"));
  CHECK(has("Storage", "20 GB"));
  CHECK(has("Nodes", "3"));
  REQUIRE(service.orders.size() == 1);
  CHECK(service.orders[0] == operation.progress().plan->order.parameters);
}

TEST_CASE("an instant is restored from the ranges that the service tells") {
  RestoringService service;
  RestoreInstance good = restore(from_instant(kStart - std::chrono::hours{5}));
  run_all(service, good);
  CHECK(good.progress().ending == Ending::Succeeded);
  CHECK(good.progress().plan->ranges->size() == 1);
  RestoreInstance outside = restore(from_instant(kStart - std::chrono::hours{200}));
  REQUIRE(service.run(outside));
  CHECK(outside.progress().ending == Ending::Refused);
  CHECK(outside.progress().problem.find("restorable is") != std::string::npos);
  CHECK(service.count("CreateDBInstance") == 1);
}

TEST_CASE("what cannot be restored is not priced and not ordered") {
  RestoringService service;
  service.valid = false;
  RestoreInstance invalid = restore();
  REQUIRE(service.run(invalid));
  CHECK(invalid.progress().ending == Ending::Refused);
  CHECK(service.count("DescribePrice") == 0);
  service.valid = true;
  api::CloneRequest bad = from_set();
  bad.client_token.clear();
  RestoreInstance no_token = restore(bad);
  REQUIRE(service.run(no_token));
  CHECK(no_token.progress().ending == Ending::Refused);
  service.handlers["CheckRecoveryCondition"] = [](const api::Call&, Instant) {
    return refusal("InvalidBackupSetID.NotFound");
  };
  RestoreInstance no_set = restore();
  REQUIRE(service.run(no_set));
  CHECK(no_set.progress().ending == Ending::Refused);
  CHECK(no_set.progress().refusal->code == "InvalidBackupSetID.NotFound");
}

TEST_CASE("a check or a price that cannot be had is said to whoever confirms") {
  for (const char* code : {"IncorrectDBInstanceType", "Forbidden.RAM"}) {
    RestoringService service;
    service.handlers["CheckRecoveryCondition"] = [code](const api::Call&, Instant) {
      return refusal(code, 403);
    };
    service.handlers["DescribePrice"] = [](const api::Call&, Instant) {
      return refusal("InvalidParameter");
    };
    RestoreInstance operation = restore();
    REQUIRE(service.run(operation));
    CHECK(operation.progress().phase == RestorePhase::ReadyToConfirm);
    CHECK_FALSE(operation.progress().check_note.empty());
    CHECK_FALSE(operation.progress().price.has_value());
    CHECK_FALSE(operation.progress().price_problem.empty());
    CHECK(operation.progress().problem.empty());
  }
}

TEST_CASE("a lost order is sent again with the same token, and makes one instance") {
  RestoringService service;
  service.lose_answers = 3;
  RestoreInstance operation = restore();
  run_all(service, operation);
  CHECK(operation.progress().ending == Ending::Succeeded);
  CHECK(service.orders.size() == 4);
  for (const Parameters& order : service.orders) CHECK(order == service.orders[0]);
  CHECK(service.instances_made == 1);
}

TEST_CASE("an order whose every answer is lost is unknown, not repeated for ever") {
  RestoringService service;
  service.lose_answers = 1'000;
  RestoreInstance operation = restore();
  run_all(service, operation);
  CHECK(operation.progress().ending == Ending::Unknown);
  CHECK(service.orders.size() == 5);
}

TEST_CASE("an order that is refused or never leaves ordered nothing") {
  RestoringService service;
  service.handlers["CreateDBInstance"] = [](const api::Call&, Instant) {
    return refusal("QuotaExceed");
  };
  RestoreInstance refused = restore();
  run_all(service, refused);
  CHECK(refused.progress().ending == Ending::Refused);
  CHECK(service.count("CreateDBInstance") == 1);
  service.handlers["CreateDBInstance"] = [](const api::Call&, Instant) {
    return failure(TransportFailure::NotReached, false);
  };
  RestoreInstance down = restore();
  run_all(service, down);
  CHECK(down.progress().ending == Ending::NotReached);
}

TEST_CASE("a new instance that is not listed at first, or for a while not reached, is waited for") {
  RestoringService service;
  service.listed_after = Seconds{90};
  service.down_from = Seconds{120};
  service.down_until = Seconds{300};
  RestoreInstance operation = restore();
  run_all(service, operation);
  CHECK(operation.progress().ending == Ending::Succeeded);
}

TEST_CASE("a new instance that goes away did not come up") {
  RestoringService service;
  service.status_while_building = "Deleting";
  RestoreInstance deleting = restore();
  run_all(service, deleting);
  CHECK(deleting.progress().ending == Ending::Failed);

  RestoringService other;
  other.gone_after = Seconds{200};
  RestoreInstance gone = restore();
  run_all(other, gone);
  CHECK(gone.progress().ending == Ending::Failed);
}

TEST_CASE("a new instance that never runs, or was never listed, is unknown within the limit") {
  RestoringService service;
  service.build_time = std::chrono::hours{48};
  RestoreInstance slow = restore();
  run_all(service, slow);
  CHECK(slow.progress().ending == Ending::Unknown);
  CHECK(slow.progress().problem.find("Restoring") != std::string::npos);
  CHECK(service.now - *slow.progress().ordered <= std::chrono::hours{24} + Seconds{1});

  RestoringService never;
  never.listed_after = std::chrono::hours{48};
  RestoreInstance unseen = restore();
  run_all(never, unseen);
  CHECK(unseen.progress().ending == Ending::Unknown);
  CHECK(never.now - *unseen.progress().ordered <= std::chrono::hours{1});
}

TEST_CASE("under random trouble one instance at most is made, and the end is true") {
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    CAPTURE(seed);
    Dice dice(seed);
    RestoringService service;
    service.lose_answers = dice.roll(3);
    backup::RestoreOptions options;
    options.jitter_seed = seed;
    RestoreInstance operation(std::string(kSource), from_set(), options);
    Torment rules;
    rules.trouble_percent = 5 + dice.roll(50);
    rules.limit = options.plan_limits.total;
    torment(operation, service, dice, rules);
    CHECK(service.instances_made == 0);
    if (!operation.confirm()) {
      CHECK(operation.progress().ended());
      continue;
    }
    rules.limit = options.order_limit + options.follow_limit;
    torment(operation, service, dice, rules);
    CHECK(operation.progress().ended());
    CHECK(service.instances_made <= 1);
    const Ending ending = operation.progress().ending;
    if (ending == Ending::Succeeded) {
      CHECK(service.instances_made == 1);
    }
    if (ending == Ending::NotReached) {
      CHECK(service.instances_made == 0);
    }
  }
}
