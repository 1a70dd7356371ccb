// Releasing a temporary instance: guarded before each release, looked after until it is gone.
#include <doctest/doctest.h>

#include "core/backup/release_temporary.h"
#include "tests/core/backup/restoring_service.h"
#include "tests/core/backup/torment.h"

using namespace dds;
using namespace dds::testing;
using backup::Ending;
using backup::RehearsalRecord;
using backup::ReleaseTemporary;

namespace {

RehearsalRecord record() {
  RehearsalRecord record;
  record.source_id = kSource;
  record.description = backup::rehearsal_description(kSource, kStart);
  record.client_token = "token-1";
  return record;
}

// The clone runs already.
struct LeftOver : RestoringService {
  LeftOver() {
    made = kStart - std::chrono::hours{2};
    description = backup::rehearsal_description(kSource, kStart);
  }
};

ReleaseTemporary release(std::vector<RehearsalRecord> records = {record()}, bool named = false,
                         std::string id = std::string(kClone)) {
  return ReleaseTemporary(std::move(id), std::move(records), named, "token-1-r");
}

}  // namespace

TEST_CASE("a recorded instance is released once and seen to be gone") {
  LeftOver service;
  ReleaseTemporary operation = release();
  REQUIRE(service.run(operation));
  CHECK(operation.progress().ending == Ending::Succeeded);
  CHECK(operation.progress().gone);
  CHECK(service.count("DeleteDBInstance") == 1);
}

TEST_CASE("one that the user named is released, an unmarked or unknown one is not") {
  LeftOver named;
  ReleaseTemporary by_name = release({}, true);
  REQUIRE(named.run(by_name));
  CHECK(by_name.progress().ending == Ending::Succeeded);

  LeftOver unknown;
  ReleaseTemporary by_nobody = release({}, false);
  REQUIRE(unknown.run(by_nobody));
  CHECK(by_nobody.progress().ending == Ending::Refused);
  CHECK(unknown.count("DeleteDBInstance") == 0);

  LeftOver renamed;
  renamed.description = "orders";
  ReleaseTemporary unmarked = release({record()}, true);
  REQUIRE(renamed.run(unmarked));
  CHECK(unmarked.progress().ending == Ending::Refused);
  CHECK(renamed.count("DeleteDBInstance") == 0);

  LeftOver source;
  ReleaseTemporary the_source = release({record()}, true, std::string(kSource));
  REQUIRE(source.run(the_source));
  CHECK(the_source.progress().ending == Ending::Refused);
  CHECK(source.count("DeleteDBInstance") == 0);
}

TEST_CASE("an instance that is not there needs no release") {
  LeftOver service;
  service.made.reset();
  ReleaseTemporary operation = release();
  REQUIRE(service.run(operation));
  CHECK(operation.progress().ending == Ending::Succeeded);
  CHECK(operation.progress().gone);
  CHECK(service.count("DeleteDBInstance") == 0);
}

TEST_CASE("an instance that loses its marking meanwhile is not released after all") {
  LeftOver service;
  service.handlers["DeleteDBInstance"] = [&](const api::Call&, Instant) {
    service.description = "orders";
    return refusal("OperationDenied.DBInstanceStatus", 403);
  };
  ReleaseTemporary operation = release();
  REQUIRE(service.run(operation));
  CHECK(operation.progress().ending == Ending::Refused);
  CHECK(service.count("DeleteDBInstance") == 1);
}

TEST_CASE("a release that is not possible yet is tried again until the limit") {
  LeftOver service;
  const auto take = service.handlers["DeleteDBInstance"];
  service.handlers["DeleteDBInstance"] = [&](const api::Call& call, Instant at) {
    return at < kStart + std::chrono::minutes{10} ? refusal("IncorrectDBInstanceState")
                                                  : take(call, at);
  };
  ReleaseTemporary operation = release();
  REQUIRE(service.run(operation));
  CHECK(operation.progress().ending == Ending::Succeeded);

  LeftOver never;
  never.handlers["DeleteDBInstance"] = [](const api::Call&, Instant) {
    return refusal("IncorrectDBInstanceState");
  };
  ReleaseTemporary in_vain = release();
  REQUIRE(never.run(in_vain));
  CHECK(in_vain.progress().ending == Ending::NotDone);
  CHECK(never.now - kStart <= std::chrono::minutes{31});
}

TEST_CASE("a lost answer is settled by looking, and released again only when it still runs") {
  LeftOver service;
  service.handlers["DeleteDBInstance"] = [&](const api::Call&, Instant at) {
    service.released = at;
    return failure(TransportFailure::Lost, true);
  };
  ReleaseTemporary operation = release();
  REQUIRE(service.run(operation));
  CHECK(operation.progress().ending == Ending::Succeeded);
  CHECK(operation.progress().gone);
}

TEST_CASE("a release that is refused, or that has no effect, is not called done") {
  LeftOver service;
  service.handlers["DeleteDBInstance"] = [](const api::Call&, Instant) {
    return refusal("Forbidden.RAM", 403);
  };
  ReleaseTemporary refused = release();
  REQUIRE(service.run(refused));
  CHECK(refused.progress().ending == Ending::Refused);
  CHECK(refused.progress().refusal->code == "Forbidden.RAM");

  LeftOver deaf;
  deaf.handlers["DeleteDBInstance"] = [](const api::Call&, Instant) { return answer({}); };
  ReleaseTemporary without_effect = release();
  REQUIRE(deaf.run(without_effect));
  CHECK(without_effect.progress().ending == Ending::Unknown);
  CHECK(deaf.count("DeleteDBInstance") == 5);

  LeftOver slow;
  slow.release_time = std::chrono::hours{9};
  ReleaseTemporary leaving = release();
  REQUIRE(slow.run(leaving));
  CHECK(leaving.progress().ending == Ending::Succeeded);
  CHECK_FALSE(leaving.progress().gone);
}

TEST_CASE("under random trouble a release ends within its limit, and done means done") {
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    CAPTURE(seed);
    Dice dice(seed);
    LeftOver service;
    backup::ReleaseOptions options;
    options.jitter_seed = seed;
    ReleaseTemporary operation(std::string(kClone), {record()}, false, "token-1-r", options);
    Torment rules;
    rules.trouble_percent = 5 + dice.roll(60);
    rules.limit = options.limits.total;
    rules.lies = false;
    const std::vector<std::string> sent = torment(operation, service, dice, rules);
    CHECK(operation.progress().ended());
    CHECK(sent.front() == "DescribeDBInstanceAttribute");
    if (operation.progress().gone) {
      CHECK(service.released.has_value());
    }
  }
}

TEST_CASE("a release that was answered but never seen to begin is unknown, not done") {
  // The answer alone proves nothing: the instance goes on running, and costing.
  LeftOver service;
  bool answered = false;
  const auto look = service.handlers["DescribeDBInstanceAttribute"];
  service.handlers["DeleteDBInstance"] = [&](const api::Call&, Instant) {
    answered = true;
    return answer({});
  };
  service.handlers["DescribeDBInstanceAttribute"] = [&](const api::Call& call, Instant at) {
    return answered ? refusal("Forbidden.RAM", 403) : look(call, at);
  };
  ReleaseTemporary denied = release();
  REQUIRE(service.run(denied));
  CHECK(denied.progress().ending == Ending::Unknown);

  LeftOver cut_off;
  bool lost = false;
  const auto look_too = cut_off.handlers["DescribeDBInstanceAttribute"];
  cut_off.handlers["DeleteDBInstance"] = [&](const api::Call&, Instant) {
    lost = true;
    return answer({});
  };
  cut_off.handlers["DescribeDBInstanceAttribute"] = [&](const api::Call& call, Instant at) {
    return lost ? failure(TransportFailure::NotReached, false) : look_too(call, at);
  };
  ReleaseTemporary unreached = release();
  REQUIRE(cut_off.run(unreached));
  CHECK(unreached.progress().ending == Ending::Unknown);
}

TEST_CASE("a release that was seen to begin is done, though nobody may look any more") {
  LeftOver service;
  service.release_time = std::chrono::hours{9};
  const auto look = service.handlers["DescribeDBInstanceAttribute"];
  service.handlers["DescribeDBInstanceAttribute"] = [&](const api::Call& call, Instant at) {
    const bool seen = service.released && at > *service.released + Seconds{30};
    return seen ? refusal("Forbidden.RAM", 403) : look(call, at);
  };
  ReleaseTemporary operation = release();
  REQUIRE(service.run(operation));
  CHECK(operation.progress().ending == Ending::Succeeded);
  CHECK_FALSE(operation.progress().gone);
}
