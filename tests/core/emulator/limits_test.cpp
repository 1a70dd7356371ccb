// Limits of the emulator that are off unless asked for, and fleets.
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include <set>

#include "core/emulator/quotas.h"
#include "tests/core/emulator/service.h"

using namespace dds;
using namespace dds::testing;
using response::text_at;

TEST_CASE("more requests a second than allowed are throttled, with the time to wait") {
  Service service{{.throttle = "all:5"}};
  for (int i = 0; i < 5; ++i) CHECK(service.refusal("DescribeRegions").empty());
  const HttpResponse response = service.raw("DescribeRegions");
  CHECK(Service::code(response) == "Throttling.User");
  CHECK(response.status == 400);
  CHECK(find_header(response.headers, "x-acs-retry-after") == "200");
  service.now += Milliseconds(199);
  CHECK(service.refusal("DescribeRegions") == "Throttling.User");
  service.now += Milliseconds(1);
  CHECK(service.refusal("DescribeRegions").empty());
  CHECK(service.refusal("DescribeRegions") == "Throttling.User");
  service.now += Seconds(60);
  for (int i = 0; i < 5; ++i) CHECK(service.refusal("DescribeRegions").empty());
  CHECK(service.refusal("DescribeRegions") == "Throttling.User");
}

TEST_CASE("a throttled request has no effect, each key has its own rate, no limit is the default") {
  Service service{{.throttle = "all:1"}};
  CHECK(service.refusal("DescribeRegions").empty());
  CHECK(service.refusal("CreateBackup", {{"DBInstanceId", std::string(kOrders)}}) ==
        "Throttling.User");
  CHECK(service.emulator.effects().empty());
  service.emulator.add_credentials({"LTAIother", Secret("othersecret"), Secret()});
  service.credentials = {"LTAIother", Secret("othersecret"), Secret()};
  CHECK(service.refusal("DescribeRegions").empty());
  Service free;
  for (int i = 0; i < 500; ++i) CHECK(free.refusal("DescribeRegions").empty());
}

TEST_CASE("quotas count each action, each region and each key by itself") {
  Service service{{.throttle = "2,DescribeBackups:3/60"}};
  const auto call = [&](std::string_view action, std::string_view region = "cn-hangzhou") {
    return service.refusal(std::string(action), {{"RegionId", std::string(region)}});
  };
  CHECK(call("DescribeDBInstances").empty());
  CHECK(call("DescribeDBInstances").empty());
  CHECK(call("DescribeDBInstances") == "Throttling.User");
  CHECK(call("DescribeRegions").empty());
  CHECK(call("DescribeDBInstances", "cn-beijing").empty());
  const Parameters sets{{"DBInstanceId", std::string(kOrders)}};
  for (int i = 0; i < 3; ++i) CHECK(service.refusal("DescribeBackups", sets) != "Throttling.User");
  const HttpResponse refused = service.raw("DescribeBackups", sets);
  CHECK(Service::code(refused) == "Throttling.User");
  CHECK(find_header(refused.headers, "x-acs-retry-after") == "20000");
  service.now += Seconds(20);
  CHECK(service.refusal("DescribeBackups", sets) != "Throttling.User");
  CHECK(service.refusal("DescribeBackups", sets) == "Throttling.User");
}

TEST_CASE("the documented quotas are the list's, and what it leaves out is marked as inferred") {
  const auto price = emulator::documented_quota("DescribePrice");
  CHECK(price.quota.calls == 100);
  CHECK_FALSE(price.inferred);
  const auto created = emulator::documented_quota("CreateBackup");
  CHECK(created.inferred);
  Service service{{.throttle = "documented"}};
  int passed = 0;
  while (passed < 10'000 && service.refusal("DescribeAvailabilityZones") != "Throttling.User")
    ++passed;
  CHECK(passed == 20);
}

TEST_CASE("rules of throttling that cannot be meant are refused in one sentence") {
  for (const char* text : {"x", "-1", "5/", "/60", "5/0", "CreateBackups:5", "CreateBackup:", ",",
                           "5,", "documented:5", "1000001", "5/86401", "all", "CreateBackup:5:6"}) {
    CAPTURE(text);
    const auto quotas = emulator::parse_quotas(text);
    REQUIRE_FALSE(quotas.ok());
    CHECK(quotas.error().message.find("; a rule is documented, 5 ") != std::string::npos);
  }
  for (const char* text : {"", "0", "documented", "5", "200/60", "all:5",
                           "documented,CreateBackup:1", "CreateBackup:0,7"}) {
    CAPTURE(text);
    CHECK(emulator::parse_quotas(text).ok());
  }
  CHECK(emulator::parse_quotas("documented,CreateBackup:1")->quota("CreateBackup").calls == 1);
  CHECK(emulator::parse_quotas("documented,7")->quota("DescribePrice").calls == 7);
}

TEST_CASE("more manual backups of an instance a day than allowed are refused until the next day") {
  Service service{{.backups_a_day = 2}};
  const auto refused = [&](std::string_view id) {
    const std::string code = service.refusal("CreateBackup", {{"DBInstanceId", std::string(id)}});
    service.now += std::chrono::minutes(10);
    return code;
  };
  CHECK(refused(kOrders).empty());
  CHECK(refused(kOrders).empty());
  CHECK(refused(kOrders) == "BackupTimesExceeded");
  CHECK(refused(kPayments).empty());
  service.now += std::chrono::hours(18);
  CHECK(refused(kOrders).empty());
}

TEST_CASE("a fleet has its own ids and names, the same each time, and kinds of both disks") {
  Service service{{.further_instances = 1'000}};
  std::set<std::string> ids;
  std::set<std::string> kinds;
  for (int page = 1; page <= 11; ++page) {
    const nlohmann::json answer = service.call(
        "DescribeDBInstances", {{"PageSize", "100"}, {"PageNumber", std::to_string(page)}});
    CHECK(answer["TotalCount"] == 1'005);
    for (const nlohmann::json& instance : answer["DBInstances"]["DBInstance"]) {
      ids.insert(text_at(instance, "DBInstanceId"));
      kinds.insert(text_at(instance, "StorageType") + " " + text_at(instance, "EngineVersion"));
    }
  }
  CHECK(ids.size() == 1'005);
  CHECK(kinds.size() >= 5);
  Service again{{.further_instances = 3}};
  const nlohmann::json first =
      again.call("DescribeDBInstances",
                 {{"DBInstanceDescription", "fleet-00001"}})["DBInstances"]["DBInstance"][0];
  CHECK(ids.count(text_at(first, "DBInstanceId")) == 1);
  CHECK(again.sets(text_at(first, "DBInstanceId")).size() >= 6);
}

TEST_CASE("a fleet is backed up all at once, and goes on by its policies") {
  Service service{{.further_instances = 200}};
  int started = 0;
  for (int page = 1; page <= 3; ++page) {
    const nlohmann::json answer =
        service.call("DescribeDBInstances", {{"PageSize", "100"},
                                             {"PageNumber", std::to_string(page)},
                                             {"Tag.1.Key", "environment"},
                                             {"Tag.1.Value", "fleet"}});
    for (const nlohmann::json& instance : answer["DBInstances"]["DBInstance"])
      started += service.start(text_at(instance, "DBInstanceId")).empty() ? 0 : 1;
  }
  CHECK(started == 200);
  CHECK(service.emulator.effects().size() == 200);
  std::set<std::string> jobs;
  for (const auto& effect : service.emulator.effects()) jobs.insert(effect.job_id);
  CHECK(jobs.size() == 200);
  const std::string one = service.emulator.effects().back().instance_id;
  const std::size_t before = service.sets(one).size();
  service.now += std::chrono::days(1);
  CHECK(service.sets(one).size() == before + 2);
}
