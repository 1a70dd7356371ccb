// Whoever decides about a backup by a listing: with a service that pages badly it finds all, or
// says that it does not know.
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include <algorithm>

#include "core/backup/coverage.h"
#include "core/backup/create_and_follow.h"
#include "core/backup/keep_set.h"
#include "core/backup/list_instances.h"
#include "core/backup/list_regions.h"
#include "core/backup/rehearsal.h"
#include "tests/core/backup/paged_service.h"
#include "tests/core/backup/torment.h"

using namespace dds;
using namespace dds::testing;
using backup::CoverageState;
using backup::Ending;

namespace {

// An instance with a list of sets; the newest began an hour before kStart.
struct Instance : ScriptedService {
  PagedList sets;
  int writes = 0;

  explicit Instance(int count, std::string type = "replicate", std::string storage = "cloud_essd1")
      : sets(count) {
    handlers["DescribeDBInstanceAttribute"] = [type, storage](const api::Call&, Instant) {
      nlohmann::json data = instance_answer("dds-bp1", type, storage);
      data["DBInstances"]["DBInstance"][0]["UseClusterBackup"] = type == "sharding";
      return answer(std::move(data));
    };
    handlers["DescribeBackupTasks"] = [](const api::Call&, Instant) {
      return answer(jobs_answer(nlohmann::json::array()));
    };
    const auto list = [this](const api::Call& call, Instant) {
      return answer_sets(sets, call, kStart - std::chrono::hours{1});
    };
    handlers["DescribeBackups"] = list;
    handlers["DescribeClusterBackups"] = list;
    handlers["ModifyBackupExpireTime"] =
        handlers["DeleteBackup"] = [this](const api::Call&, Instant) {
          ++writes;
          return answer({{"RequestId", "W"}});
        };
  }
};

// 45 of 75 that the service counts.
void fall_short(PagedList& sets) {
  sets.paging.most = 45;
  sets.paging.ignores_number = true;
}

backup::InstanceCoverage cover(Instance& service) {
  backup::CoverInstance operation("dds-bp1");
  REQUIRE(service.run(operation));
  return operation.progress().coverage;
}

backup::CreateAndFollow lost_backup() {
  backup::Options options;
  options.look_first = false;
  api::CreateBackupParameters parameters;
  parameters.instance_id = "dds-bp1";
  return {parameters, options};
}

struct Sink : backup::JournalSink {
  Status append(std::string_view) override { return std::nullopt; }
};

}  // namespace

TEST_CASE("an instance whose sets come in small pages is covered by the newest of all") {
  for (const char* type : {"replicate", "sharding"}) {
    Instance service(75, type);
    service.sets.paging.most = 30;
    std::reverse(service.sets.ids.begin(), service.sets.ids.end());
    CHECK(cover(service).state == CoverageState::Good);
  }
}

TEST_CASE("an instance whose sets fall short is neither covered nor without a backup") {
  Instance service(75);
  fall_short(service.sets);
  backup::InstanceCoverage found = cover(service);
  CHECK(found.state == CoverageState::Unknown);
  CHECK(found.reason ==
        "Not all backup sets could be listed: 45 of 75 backup sets: the service gave no more.");
  REQUIRE(found.sets_short);
  CHECK(found.sets_short->listed == 45);
  CHECK_FALSE(found.newest);
  Instance none(0);
  none.sets.paging.count_off_by = 3;
  found = cover(none);
  CHECK(found.state == CoverageState::Unknown);
}

TEST_CASE("a set on a later small page is kept and deleted") {
  for (const int place : {0, 29, 30, 74}) {
    Instance service(75);
    service.sets.paging.most = 30;
    const std::string id = service.sets.ids[static_cast<std::size_t>(place)];
    backup::DeleteSet remove("dds-bp1", id);
    service.handlers["DeleteBackup"] = [&](const api::Call&, Instant) {
      ++service.writes;
      std::erase(service.sets.ids, id);
      return answer({{"RequestId", "W"}});
    };
    REQUIRE(service.run(remove));
    CHECK(remove.progress().ending == Ending::Succeeded);
    CHECK(service.writes == 1);
  }
}

TEST_CASE("that a set does not exist is not said of a list that falls short") {
  Instance service(75);
  fall_short(service.sets);
  backup::ExtendSet keep("dds-bp1", service.sets.ids[60], forever());
  REQUIRE(service.run(keep));
  CHECK(keep.progress().ending == Ending::Refused);
  CHECK(keep.progress().problem == "Backup set " + service.sets.ids[60] +
                                       " is not among 45 of 75 backup sets: the service gave no "
                                       "more.");
  CHECK(service.writes == 0);
}

TEST_CASE("that a set is deleted is not concluded from a list that falls short") {
  Instance service(75);
  backup::DeleteSet remove("dds-bp1", service.sets.ids[60]);
  service.handlers["DeleteBackup"] = [&](const api::Call&, Instant) {
    ++service.writes;
    fall_short(service.sets);  // from now on; the set is still there
    return answer({{"RequestId", "W"}});
  };
  REQUIRE(service.run(remove));
  CHECK(remove.progress().ending == Ending::Unknown);
  CHECK(service.writes == 1);
}

TEST_CASE("no backup is rehearsed that is only the newest of what came") {
  Instance service(75);
  fall_short(service.sets);
  Sink sink;
  backup::Rehearsal rehearsal("dds-bp1", std::nullopt, "token", kStart, sink);
  REQUIRE(service.run(rehearsal));
  CHECK(rehearsal.progress().ending == Ending::Refused);
  CHECK(rehearsal.progress().sets_short);
  CHECK(service.count("CreateDBInstance") == 0);
}

TEST_CASE(
    "that a lost CreateBackup started nothing is not concluded from a list that falls short") {
  Instance service(75);
  fall_short(service.sets);
  service.handlers["CreateBackup"] = [](const api::Call&, Instant) {
    return failure(TransportFailure::Lost, true);
  };
  backup::CreateAndFollow operation = lost_backup();
  // Of sets long before, so that none can pass for ours.
  service.handlers["DescribeBackups"] = [&](const api::Call& call, Instant) {
    return answer_sets(service.sets, call, kStart - std::chrono::hours{24});
  };
  REQUIRE(service.run(operation));
  CHECK(operation.progress().ending == backup::Ending::Unknown);
  CHECK(service.count("CreateBackup") == 1);
}

TEST_CASE("jobs that an answer counts and does not hold are not taken for none") {
  Instance service(0);
  service.handlers["CreateBackup"] = [](const api::Call&, Instant) {
    return failure(TransportFailure::Lost, true);
  };
  service.handlers["DescribeBackupTasks"] = [](const api::Call&, Instant) {
    nlohmann::json data = jobs_answer(nlohmann::json::array());
    data["TotalCount"] = 1;
    return answer(std::move(data));
  };
  backup::CreateAndFollow lost = lost_backup();
  REQUIRE(service.run(lost));
  CHECK(lost.progress().ending == backup::Ending::Unknown);
  CHECK(service.count("CreateBackup") == 1);
  // Nor is a backup begun beside a job that may run.
  api::CreateBackupParameters parameters;
  parameters.instance_id = "dds-bp1";
  backup::CreateAndFollow first(parameters, {});
  REQUIRE(service.run(first));
  CHECK(first.progress().ending == backup::Ending::Unreadable);
  CHECK(service.count("CreateBackup") == 1);
}

namespace {

// What may stand in the place of a list.
const std::vector<nlohmann::json>& garbled_lists() {
  static const std::vector<nlohmann::json> kGarbled{
      nullptr,
      7,
      true,
      "x",
      "",
      nlohmann::json::object(),
      nlohmann::json{{"Foo", 1}},
      nlohmann::json{{"Backup", nullptr}},
      nlohmann::json{{"Backup", "x"}},
      nlohmann::json{{"BackupJob", nullptr}},
      nlohmann::json{{"Item", nlohmann::json::array()}},
      nlohmann::json::array({nullptr}),
      nlohmann::json::array({"x"}),
      nlohmann::json::array({nlohmann::json::object()})};
  return kGarbled;
}

}  // namespace

TEST_CASE("a lost CreateBackup is not made again on the word of lists that are none") {
  for (const nlohmann::json& garbled : garbled_lists()) {
    for (const int which : {1, 2, 3}) {  // the jobs, the sets, both
      CAPTURE(garbled.dump());
      CAPTURE(which);
      Instance service(0);
      service.handlers["CreateBackup"] = [](const api::Call&, Instant) {
        return failure(TransportFailure::Lost, true);
      };
      if ((which & 1) != 0) {
        service.handlers["DescribeBackupTasks"] = [&](const api::Call&, Instant) {
          return answer(service.count("CreateBackup") > 0 ? nlohmann::json{{"BackupJobs", garbled}}
                                                          : jobs_answer(nlohmann::json::array()));
        };
      }
      if ((which & 2) != 0) {
        service.handlers["DescribeBackups"] = [&](const api::Call&, Instant) {
          return answer({{"Backups", garbled}});
        };
      }
      backup::CreateAndFollow lost = lost_backup();
      REQUIRE(service.run(lost));
      CHECK(lost.progress().ending == Ending::Unknown);
      CHECK(service.count("CreateBackup") == 1);
    }
  }
}

TEST_CASE(
    "no backup is begun beside jobs that cannot be read, and it is said that the service "
    "answered") {
  for (const nlohmann::json& garbled : garbled_lists()) {
    CAPTURE(garbled.dump());
    Instance service(0);
    service.handlers["DescribeBackupTasks"] = [&](const api::Call&, Instant) {
      return answer({{"BackupJobs", garbled}});
    };
    api::CreateBackupParameters parameters;
    parameters.instance_id = "dds-bp1";
    backup::CreateAndFollow operation(parameters, {});
    REQUIRE(service.run(operation));
    CHECK(operation.progress().ending == Ending::Unreadable);
    CHECK(operation.progress().problem.starts_with("The service answered, but"));
    CHECK(operation.progress().problem.ends_with("No backup was started."));
    CHECK(service.count("CreateBackup") == 0);
  }
}

TEST_CASE("that a set does not exist is not said of a list that is none") {
  for (const nlohmann::json& garbled : garbled_lists()) {
    CAPTURE(garbled.dump());
    Instance service(3);
    service.handlers["DescribeBackups"] = [&](const api::Call&, Instant) {
      return answer({{"Backups", garbled}});
    };
    CHECK(cover(service).state == CoverageState::Unknown);
    backup::ExtendSet keep("dds-bp1", "320100000", forever());
    REQUIRE(service.run(keep));
    CHECK(keep.progress().ending != Ending::Succeeded);
    CHECK(keep.progress().problem.find("has no backup set") == std::string::npos);
    CHECK(service.writes == 0);
  }
}

TEST_CASE("instances are not missed in a page that is no list") {
  for (const nlohmann::json& garbled : garbled_lists()) {
    for (const int page : {1, 2}) {
      CAPTURE(garbled.dump());
      CAPTURE(page);
      ScriptedService service;
      service.handlers["DescribeDBInstances"] = [&](const api::Call& call, Instant) {
        PagedList list(*find_parameter(call.parameters, "DBInstanceType") == "replicate" ? 30 : 0,
                       "dds-");
        list.paging.tells_count = false;
        if (!list.ids.empty() &&
            *find_parameter(call.parameters, "PageNumber") == std::to_string(page))
          return answer({{"DBInstances", garbled}});
        return answer_instances(list, call);
      };
      backup::ListInstances instances("cn-hangzhou");
      REQUIRE(service.run(instances));
      CHECK_FALSE(instances.progress().unlisted.empty());
    }
  }
}

TEST_CASE("what is told of another instance is not taken for the one that was asked for") {
  Instance service(3);
  service.handlers["DescribeDBInstanceAttribute"] = [](const api::Call&, Instant) {
    return answer(instance_answer("dds-bp2"));
  };
  CHECK(cover(service).state == CoverageState::Unknown);
  api::CreateBackupParameters parameters;
  parameters.instance_id = "dds-bp1";
  backup::CreateAndFollow operation(parameters, {});
  REQUIRE(service.run(operation));
  CHECK(operation.progress().ending == Ending::Unreadable);
  CHECK(operation.progress().problem.find("dds-bp2") != std::string::npos);
  CHECK(service.count("CreateBackup") == 0);
}

TEST_CASE("regions that an answer counts and does not hold are not left out") {
  ScriptedService service;
  service.handlers["DescribeRegions"] = [](const api::Call&, Instant) {
    return answer(
        {{"TotalCount", 2}, {"Regions", {{"DdsRegion", {{{"RegionId", "cn-hangzhou"}}}}}}});
  };
  backup::ListRegions regions;
  REQUIRE(service.run(regions));
  CHECK(regions.progress().ending == Ending::Unreadable);
}

TEST_CASE("a random service: every set and instance is found, or nothing is said of what is not") {
  static constexpr int kSizes[] = {0, 10, 20, 30, 50, 100};
  int found = 0;
  int unknown = 0;
  for (std::uint64_t seed = 1; seed <= 1'000; ++seed) {
    CAPTURE(seed);
    Dice dice(seed);
    const auto chance = [&](int percent) { return dice.roll(100) < percent; };
    Paging paging;
    paging.most = kSizes[dice.roll(6)];
    paging.tells_size = chance(60);
    paging.begins_as_asked = chance(20);
    paging.ignores_number = chance(15);
    paging.repeats_last = chance(20);
    if (chance(20)) paging.count_off_by = 1 + dice.roll(50);
    while (chance(30)) paging.empty.push_back(1 + dice.roll(6));
    while (chance(30)) paging.repeated.push_back(1 + dice.roll(6));

    // The only good set may be anywhere.
    Instance service(1 + dice.roll(250));
    service.sets.paging = paging;
    const int good = dice.roll(static_cast<int>(service.sets.ids.size()) + 1);
    const bool any = good < static_cast<int>(service.sets.ids.size());
    const std::string id = any ? service.sets.ids[static_cast<std::size_t>(good)] : "none";
    service.handlers["DescribeBackups"] = [&](const api::Call& call, Instant) {
      nlohmann::json data{{"RequestId", "R"}};
      nlohmann::json sets = nlohmann::json::array();
      for (const std::string& one : service.sets.page(call, data))
        sets.push_back(set(one, "", one == id ? "Success" : "Failed", kStart - Seconds{3600}));
      data["Backups"]["Backup"] = std::move(sets);
      return answer(std::move(data));
    };
    const backup::InstanceCoverage coverage = cover(service);
    if (coverage.state == CoverageState::Good) CHECK(any);
    if (coverage.state == CoverageState::NeverBackedUp) CHECK_FALSE(any);
    coverage.state == CoverageState::Unknown ? ++unknown : ++found;

    service.sets.requests = 0;
    backup::ExtendSet keep("dds-bp1", id, forever());
    REQUIRE(service.run(keep));
    if (keep.progress().problem == "The instance has no backup set " + id + ".") CHECK_FALSE(any);

    ScriptedService region;
    PagedList replicas(dice.roll(250), "dds-r");
    PagedList clusters(dice.roll(40), "dds-s");
    replicas.paging = clusters.paging = paging;
    region.handlers["DescribeDBInstances"] = [&](const api::Call& call, Instant) {
      const bool sharding = *find_parameter(call.parameters, "DBInstanceType") == "sharding";
      return answer_instances(sharding ? clusters : replicas, call);
    };
    backup::ListInstances list("cn-hangzhou");
    REQUIRE(region.run(list));
    CHECK(list.progress().ending == Ending::Succeeded);
    if (list.progress().unlisted.empty())
      CHECK(list.progress().instances.size() == replicas.ids.size() + clusters.ids.size());
    for (const backup::UnlistedKind& kind : list.progress().unlisted) {
      CHECK(kind.shortfall);
      CHECK(kind.reason.find(" instances: the service ") != std::string::npos);
    }
  }
  CHECK(found > 300);
  CHECK(unknown > 100);
}
