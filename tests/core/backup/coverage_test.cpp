// How well instances are covered: each state, each part, never more than was seen.
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "core/backup/coverage_board.h"
#include "tests/core/backup/torment.h"

using namespace dds;
using namespace dds::testing;
using backup::CoverageBoard;
using backup::CoverageRun;
using backup::CoverageState;
using backup::CoverInstance;
using backup::GoodBackup;
using backup::InstanceCoverage;

namespace {

constexpr std::string_view kId = "dds-bp1a7f3c9d2e5b81";
using Hours = std::chrono::hours;

api::BackupSet good(std::string id, Instant started, std::string job = "", std::string node = "") {
  api::BackupSet set;
  set.id = std::move(id);
  set.job_id = std::move(job);
  set.node_id = std::move(node);
  set.state = api::SetState::Success;
  set.type = "FullBackup";
  set.started = started;
  set.ended = started + Hours{1};
  return set;
}

// A service with one instance on cloud disks.
struct OneInstance : ScriptedService {
  nlohmann::json sets = nlohmann::json::array();
  std::string type = "replicate";
  std::string storage = "cloud_essd1";

  OneInstance() {
    handlers["DescribeDBInstanceAttribute"] = [this](const api::Call& call, Instant) {
      const std::string* id = find_parameter(call.parameters, "DBInstanceId");
      return answer(instance_answer(id != nullptr ? *id : std::string(kId), type, storage));
    };
    handlers["DescribeBackups"] = [this](const api::Call& call, Instant) {
      return answer(sets_answer(within(call)));
    };
    const auto ranges = [](const api::Call&, Instant) {
      return answer({{"RestoreRanges",
                      {{{"RestoreBeginTime", format_utc(kStart - Hours{100})},
                        {"RestoreEndTime", format_utc(kStart)}}}}});
    };
    handlers["DescribeInstanceRecoverTime"] = ranges;
    handlers["DescribeClusterRecoverTime"] = ranges;
    handlers["DescribeBackupPolicy"] = [](const api::Call&, Instant) {
      return answer({{"PreferredBackupTime", "03:00Z-04:00Z"}, {"BackupRetentionPeriod", "30"}});
    };
    handlers["DescribeBackupStorage"] = [](const api::Call&, Instant) {
      return answer({{"FreeSize", 100}, {"FullStorageSize", 120}, {"LogStorageSize", 5}});
    };
  }
  // As the service does it: only those between StartTime and EndTime, if these are given.
  nlohmann::json within(const api::Call& call) const {
    const std::string* begin = find_parameter(call.parameters, "StartTime");
    const std::string* end = find_parameter(call.parameters, "EndTime");
    nlohmann::json found = nlohmann::json::array();
    for (const nlohmann::json& set : sets) {
      const Instant at = *parse_utc(set["BackupStartTime"].get<std::string>());
      if ((begin == nullptr || at >= *parse_utc(*begin)) &&
          (end == nullptr || at <= *parse_utc(*end)))
        found.push_back(set);
    }
    return found;
  }
  InstanceCoverage look() {
    CoverInstance operation{std::string(kId)};
    REQUIRE(run(operation));
    CHECK(operation.progress().ending == backup::Ending::Succeeded);
    return operation.progress().coverage;
  }
};

InstanceCoverage row(std::string id, CoverageState state, std::optional<Hours> age = {}) {
  InstanceCoverage coverage;
  coverage.instance_id = std::move(id);
  coverage.state = state;
  if (age) coverage.age = *age;
  return coverage;
}

}  // namespace

TEST_CASE("a young good backup covers, and every part is known") {
  OneInstance service;
  service.sets.push_back(set("1", "900", "Success", kStart - Hours{5}));
  service.sets.push_back(set("2", "901", "Success", kStart - Hours{29}));
  const InstanceCoverage coverage = service.look();
  CHECK(coverage.state == CoverageState::Good);
  REQUIRE(coverage.newest.has_value());
  CHECK(coverage.newest->sets[0].id == "1");
  REQUIRE(coverage.age.has_value());
  CHECK(*coverage.age >= Hours{5});
  CHECK(*coverage.age < Hours{5} + Seconds{10});
  CHECK(coverage.ranges.known());
  CHECK(coverage.ranges.value.size() == 1);
  CHECK(coverage.policy.value.retention_days == 30);
  CHECK(coverage.storage.value.beyond_free() == 25);
  CHECK_FALSE(backup::has_unknown_part(coverage));
  CHECK(service.count("DescribeBackups") == 1);  // the recent ones were enough
}

TEST_CASE("an old backup is overdue, however old it is") {
  for (const int hours : {25, 24 * 40}) {
    OneInstance service;
    service.sets.push_back(set("1", "900", "Success", kStart - Hours{hours}));
    const InstanceCoverage coverage = service.look();
    CHECK(coverage.state == CoverageState::Overdue);
    CHECK(*coverage.age >= Hours{hours});
    CHECK(coverage.reason.find("limit is 1 d") != std::string::npos);
  }
}

TEST_CASE("without a good set it was never backed up, which only the whole list can say") {
  OneInstance service;
  CHECK(service.look().state == CoverageState::NeverBackedUp);
  CHECK(service.count("DescribeBackups") == 2);
  service.sets.push_back(set("1", "900", "Failed", kStart - Hours{5}));
  const InstanceCoverage coverage = service.look();
  CHECK(coverage.state == CoverageState::NeverBackedUp);
  CHECK(coverage.last_failed);
  CHECK(coverage.reason.find("failed") != std::string::npos);
}

TEST_CASE("a last backup that failed is said beside a good older one") {
  OneInstance service;
  service.sets.push_back(set("2", "901", "Failed", kStart - Hours{1}));
  service.sets.push_back(set("1", "900", "Success", kStart - Hours{5}));
  const InstanceCoverage coverage = service.look();
  CHECK(coverage.state == CoverageState::Good);
  CHECK(coverage.last_failed);
}

TEST_CASE("what is denied is unknown with its reason, and never good") {
  for (const char* action :
       {"DescribeDBInstanceAttribute", "DescribeBackups", "DescribeInstanceRecoverTime",
        "DescribeBackupPolicy", "DescribeBackupStorage"}) {
    CAPTURE(action);
    OneInstance service;
    service.sets.push_back(set("1", "900", "Success", kStart - Hours{5}));
    service.handlers[action] = [](const api::Call&, Instant) {
      return refusal("Forbidden.RAM", 403);
    };
    const InstanceCoverage coverage = service.look();
    CHECK(backup::has_unknown_part(coverage));
    const bool about_sets = std::string_view(action) == "DescribeDBInstanceAttribute" ||
                            std::string_view(action) == "DescribeBackups";
    CHECK((coverage.state == CoverageState::Unknown) == about_sets);
    if (about_sets) {
      CHECK(coverage.reason.find("Forbidden.RAM") != std::string::npos);
    }
    CHECK(coverage.policy.known() == (std::string_view(action) != "DescribeBackupPolicy" &&
                                      std::string_view(action) != "DescribeDBInstanceAttribute"));
  }
}

TEST_CASE("restorable times do not apply to local disks, which is no unknown") {
  OneInstance service;
  service.storage = "local_ssd";
  service.sets.push_back(set("1", "900", "Success", kStart - Hours{5}));
  const InstanceCoverage coverage = service.look();
  CHECK(coverage.ranges.state == decltype(coverage.ranges)::State::DoesNotApply);
  CHECK_FALSE(coverage.ranges.reason.empty());
  CHECK_FALSE(backup::has_unknown_part(coverage));
  CHECK(service.count("DescribeInstanceRecoverTime") == 0);
}

TEST_CASE("a sharded cluster on local disks is covered when every shard is") {
  OneInstance service;
  service.type = "sharding";
  service.storage = "local_ssd";
  service.handlers["DescribeDBInstanceAttribute"] = [](const api::Call&, Instant) {
    nlohmann::json data = instance_answer(kId, "sharding", "local_ssd");
    data["DBInstances"]["DBInstance"][0]["ShardList"]["ShardAttribute"] = {{{"NodeId", "d-1"}},
                                                                           {{"NodeId", "d-2"}}};
    return answer(data);
  };
  bool second_failed = false;
  service.handlers["DescribeBackups"] = [&](const api::Call& call, Instant) {
    const std::string node = *find_parameter(call.parameters, "NodeId");
    const char* state = second_failed && node == "d-2" ? "Failed" : "Success";
    return answer(sets_answer({set(node + "-b", "901", state, kStart - Hours{2}),
                               set(node + "-a", "900", "Success", kStart - Hours{26})}));
  };
  InstanceCoverage coverage = service.look();
  CHECK(coverage.state == CoverageState::Good);
  CHECK(coverage.newest->sets.size() == 2);
  CHECK_FALSE(coverage.newest->mixed);
  second_failed = true;
  coverage = service.look();
  CHECK(coverage.state == CoverageState::Overdue);
  CHECK(coverage.newest->sets[0].id == "d-1-a");
}

TEST_CASE("the newest good backup: what does not count") {
  const auto newest = [](std::vector<api::BackupSet> sets) {
    const std::optional<GoodBackup> found = backup::newest_good(sets, {}, kStart);
    return found ? found->sets[0].id : std::string("none");
  };
  const api::BackupSet older = good("old", kStart - Hours{9});
  api::BackupSet set = good("new", kStart - Hours{1});
  CHECK(newest({older, set}) == "new");
  CHECK(newest({set, older}) == "new");
  set.available = false;
  CHECK(newest({older, set}) == "old");
  set = good("new", kStart - Hours{1});
  set.state = api::SetState::Unknown;
  CHECK(newest({older, set}) == "old");
  set = good("new", kStart - Hours{1});
  set.type = "IncrementalBackup";
  CHECK(newest({older, set}) == "old");
  set = good("new", kStart - Hours{1});
  set.expires = kStart;
  CHECK(newest({older, set}) == "old");
  set.expires = kStart + Seconds{1};
  CHECK(newest({older, set}) == "new");
  set.started.reset();
  set.ended.reset();
  CHECK(newest({older, set}) == "old");
  CHECK(newest({}) == "none");
}

TEST_CASE("shards: a whole job counts before sets of different moments") {
  const std::vector<std::string> nodes{"d-1", "d-2"};
  const auto found = backup::newest_good(
      {good("1", kStart - Hours{1}, "902", "d-1"), good("2", kStart - Hours{5}, "901", "d-1"),
       good("3", kStart - Hours{6}, "901", "d-2"), good("4", kStart - Hours{30}, "900", "d-2")},
      nodes, kStart);
  REQUIRE(found.has_value());
  CHECK(found->sets[0].id == "2");
  CHECK(found->at == kStart - Hours{6});
  CHECK_FALSE(found->mixed);
  const auto mixed = backup::newest_good(
      {good("1", kStart - Hours{1}, "", "d-1"), good("2", kStart - Hours{6}, "", "d-2")}, nodes,
      kStart);
  REQUIRE(mixed.has_value());
  CHECK(mixed->mixed);
  CHECK(mixed->at == kStart - Hours{6});
  CHECK_FALSE(
      backup::newest_good({good("1", kStart - Hours{1}, "", "d-1")}, nodes, kStart).has_value());
}

TEST_CASE("the board: never backed up first, then overdue by age, then unknown, then good") {
  CoverageBoard board;
  board.put(row("good-young", CoverageState::Good, Hours{1}));
  board.put(row("unknown", CoverageState::Unknown));
  board.put(row("overdue-30", CoverageState::Overdue, Hours{30}));
  board.put(row("never", CoverageState::NeverBackedUp));
  board.put(row("overdue-90", CoverageState::Overdue, Hours{90}));
  board.put(row("good-old", CoverageState::Good, Hours{20}));
  std::vector<std::string> order;
  for (const InstanceCoverage& coverage : board.rows()) order.push_back(coverage.instance_id);
  CHECK(order == std::vector<std::string>{"never", "overdue-90", "overdue-30", "unknown",
                                          "good-old", "good-young"});
  CHECK(board.count(CoverageState::Overdue) == 2);
}

TEST_CASE("the board falls short of what it was not told, was denied, or is not good") {
  CoverageBoard board;
  CHECK_FALSE(board.falls_short());
  board.expect("a");
  CHECK(board.falls_short());
  CHECK(board.rows()[0].state == CoverageState::Unknown);
  board.put(row("a", CoverageState::Good, Hours{1}));
  CHECK_FALSE(board.falls_short());
  board.expect("a");  // looked at already
  CHECK_FALSE(board.falls_short());
  for (const CoverageState state :
       {CoverageState::NeverBackedUp, CoverageState::Overdue, CoverageState::Unknown}) {
    CoverageBoard other = board;
    other.put(row("b", state));
    CHECK(other.falls_short());
  }
  board.expect_unlisted({"sharding", "denied"});
  CHECK(board.falls_short());
}

TEST_CASE("a run looks at every instance, with no more at a time than is allowed") {
  CoverageRun run({"a", "b", "c", "a", "d"}, {}, 2);
  CHECK(run.total() == 4);
  OneInstance service;
  service.sets.push_back(set("1", "900", "Success", kStart - Hours{5}));
  std::vector<std::shared_ptr<CoverInstance>> running;
  std::size_t most = 0;
  while (!run.ended()) {
    while (auto operation = run.next()) running.push_back(operation);
    most = std::max(most, running.size());
    REQUIRE_FALSE(running.empty());
    REQUIRE(service.run(*running.back()));
    running.pop_back();
    CHECK(run.collect());
  }
  CHECK(most == 2);
  CHECK(run.looked_at() == 4);
  CHECK(run.board().rows().size() == 4);
  CHECK_FALSE(run.board().falls_short());
}

TEST_CASE("under random trouble a look ends within its limit and is good only when it saw so") {
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    CAPTURE(seed);
    Dice dice(seed);
    OneInstance service;
    const bool covered = dice.roll(2) == 0;
    if (covered) service.sets.push_back(set("1", "900", "Success", kStart - Hours{5}));
    CoverInstance operation(std::string(kId), {}, seed);
    Torment rules;
    rules.trouble_percent = 10 + dice.roll(70);
    rules.limit = backup::StepLimits{}.total;
    torment(operation, service, dice, rules);
    const CoverageState state = operation.progress().coverage.state;
    CHECK((state == CoverageState::Unknown ||
           state == (covered ? CoverageState::Good : CoverageState::NeverBackedUp)));
  }
}
