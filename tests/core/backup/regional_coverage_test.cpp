// The coverage of several regions: every one is listed, and one that cannot be is named.
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "core/backup/list_regions.h"
#include "core/backup/regional_coverage.h"
#include "tests/core/backup/scripted_service.h"

using namespace dds;
using namespace dds::testing;
using backup::CoverageState;
using backup::Ending;
using backup::InstanceCoverage;
using backup::ListRegions;
using backup::RegionalCoverage;

namespace {

// Two instances in each region but the last, which has none; all backed up three hours ago.
struct Regions : ScriptedService {
  std::map<std::string, backup::Event, std::less<>> closed;  // regions that answer with this only

  Regions() {
    handlers["DescribeDBInstances"] = [this](const api::Call& call, Instant) {
      const std::string& region = *find_parameter(call.parameters, "RegionId");
      if (const auto one = closed.find(region); one != closed.end()) return one->second;
      nlohmann::json list = nlohmann::json::array();
      if (region != "empty") {
        const std::string id =
            "dds-" + region +
            (*find_parameter(call.parameters, "DBInstanceType") == "sharding" ? "-sharded" : "");
        list.push_back({{"DBInstanceId", id}, {"RegionId", region}});
      }
      const std::size_t count = list.size();
      return answer({{"TotalCount", count}, {"DBInstances", {{"DBInstance", std::move(list)}}}});
    };
    handlers["DescribeDBInstanceAttribute"] = [](const api::Call& call, Instant) {
      return answer(instance_answer(*find_parameter(call.parameters, "DBInstanceId")));
    };
    handlers["DescribeBackups"] = [](const api::Call&, Instant at) {
      return answer(sets_answer(nlohmann::json::array(
          {set("1", "900", "Success", at - std::chrono::hours{3}, "Automated")})));
    };
  }

  // Gives the most operations that ran at a time, and which regions they were for.
  std::pair<std::size_t, std::vector<std::string>> look(RegionalCoverage& coverage) {
    std::vector<RegionalCoverage::Next> running;
    std::vector<std::string> regions;
    std::size_t most = 0;
    while (!coverage.ended()) {
      while (auto next = coverage.next()) {
        regions.push_back(next->region_id);
        running.push_back(*std::move(next));
      }
      most = std::max(most, running.size());
      REQUIRE_FALSE(running.empty());
      REQUIRE(run(*running.back().operation));
      running.pop_back();
      coverage.collect();
    }
    return {most, std::move(regions)};
  }
};

std::vector<std::string> ids(const RegionalCoverage& coverage) {
  std::vector<std::string> all;
  for (const InstanceCoverage& row : coverage.board().rows())
    all.push_back(row.region_id + "/" + row.instance_id);
  std::sort(all.begin(), all.end());
  return all;
}

}  // namespace

TEST_CASE("every instance of every region is looked at, in its own region, few at a time") {
  Regions service;
  RegionalCoverage coverage({"r1", "r2", "empty"}, {}, 2);
  const auto [most, regions] = service.look(coverage);
  CHECK(most == 2);
  CHECK(ids(coverage) == std::vector<std::string>{"r1/dds-r1", "r1/dds-r1-sharded", "r2/dds-r2",
                                                  "r2/dds-r2-sharded"});
  // A listing and two looks each; the empty one a listing only.
  CHECK(std::count(regions.begin(), regions.end(), "r1") == 3);
  CHECK(std::count(regions.begin(), regions.end(), "empty") == 1);
  CHECK(coverage.listed() == 3);
  CHECK_FALSE(coverage.board().falls_short());
  CHECK_FALSE(coverage.nothing_listed());
}

TEST_CASE("a region that is denied or not reached is named, and the board falls short of it") {
  Regions service;
  service.closed["denied"] = refusal("Forbidden.RAM", 403);
  service.closed["far"] = failure(TransportFailure::NotReached, false);
  RegionalCoverage coverage({"denied", "r1", "far"}, {}, 4);
  (void)service.look(coverage);
  CHECK(ids(coverage).size() == 2);
  CHECK(coverage.board().count(CoverageState::Good) == 2);
  CHECK(coverage.board().falls_short());
  CHECK_FALSE(coverage.nothing_listed());
  REQUIRE(coverage.board().unlisted().size() == 2);
  for (const backup::UnlistedPart& part : coverage.board().unlisted()) {
    CHECK((part.region_id == "denied" || part.region_id == "far"));
    CHECK(part.kind.empty());
    CHECK_FALSE(part.reason.empty());
  }
}

TEST_CASE("a kind that one region does not list is told with that region") {
  Regions service;
  const auto list = service.handlers["DescribeDBInstances"];
  service.handlers["DescribeDBInstances"] = [&](const api::Call& call, Instant at) {
    const bool denied = *find_parameter(call.parameters, "RegionId") == "r2" &&
                        *find_parameter(call.parameters, "DBInstanceType") == "sharding";
    return denied ? refusal("Forbidden.RAM", 403) : list(call, at);
  };
  RegionalCoverage coverage({"r1", "r2"}, {}, 4);
  (void)service.look(coverage);
  CHECK(ids(coverage).size() == 3);
  CHECK(coverage.board().falls_short());
  REQUIRE(coverage.board().unlisted().size() == 1);
  CHECK(coverage.board().unlisted()[0].region_id == "r2");
  CHECK(coverage.board().unlisted()[0].kind == "sharding");
}

TEST_CASE("regions of which none can be listed are told apart from regions without instances") {
  Regions service;
  service.closed["a"] = refusal("Forbidden.RAM", 403);
  service.closed["b"] = failure(TransportFailure::NotReached, false);
  RegionalCoverage none({"a", "b"}, {});
  (void)service.look(none);
  CHECK(none.nothing_listed());
  REQUIRE(none.unlisted_regions().size() == 2);
  for (const auto& region : none.unlisted_regions())
    CHECK(region.why.ending == (region.region_id == "a" ? Ending::Refused : Ending::NotReached));
  RegionalCoverage empty({"empty"}, {});
  (void)service.look(empty);
  CHECK_FALSE(empty.nothing_listed());
  CHECK_FALSE(empty.board().falls_short());
}

TEST_CASE("what is given up before it was listed falls short, and nothing is handed out any more") {
  Regions service;
  RegionalCoverage coverage({"r1", "r2", "r3"}, {}, 1);
  const auto first = coverage.next();
  REQUIRE(first.has_value());
  REQUIRE(service.run(*first->operation));
  coverage.collect();
  REQUIRE(coverage.next()->region_id == "r2");  // in flight
  coverage.give_up();
  std::vector<std::string> unlisted;
  for (const backup::UnlistedPart& part : coverage.board().unlisted())
    unlisted.push_back(part.region_id);
  std::sort(unlisted.begin(), unlisted.end());
  CHECK(unlisted == std::vector<std::string>{"r2", "r3"});
  CHECK(coverage.board().falls_short());
}

TEST_CASE("instances that are named are looked at without any listing") {
  Regions service;
  RegionalCoverage coverage = RegionalCoverage::of_instances({"dds-r1", "dds-r1"}, "r1", {});
  (void)service.look(coverage);
  CHECK(ids(coverage) == std::vector<std::string>{"r1/dds-r1"});
  CHECK(service.count("DescribeDBInstances") == 0);
}

TEST_CASE("the regions are those that the service tells of; none at all is no answer") {
  ScriptedService service;
  nlohmann::json list = nlohmann::json::array(
      {{{"RegionId", "cn-hangzhou"}}, {{"RegionId", "cn-beijing"}}, {{"RegionId", "cn-hangzhou"}}});
  service.handlers["DescribeRegions"] = [&](const api::Call&, Instant) {
    return answer({{"Regions", {{"DdsRegion", list}}}});
  };
  ListRegions regions;
  REQUIRE(service.run(regions));
  CHECK(regions.progress().ending == Ending::Succeeded);
  REQUIRE(regions.progress().regions.size() == 2);
  CHECK(regions.progress().regions[1].id == "cn-beijing");
  list = nlohmann::json::array();
  ListRegions none;
  REQUIRE(service.run(none));
  CHECK(none.progress().ending == Ending::Unreadable);
  CHECK(none.progress().problem.find("no region") != std::string::npos);
}
