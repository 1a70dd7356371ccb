// Listing a region: both kinds, all pages, each instance once, and what could not be listed.
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "core/backup/list_instances.h"
#include "tests/core/backup/torment.h"

using namespace dds;
using namespace dds::testing;
using backup::Ending;
using backup::ListInstances;

namespace {

// 250 replica sets and 3 sharded clusters.
struct Region : ScriptedService {
  std::string denied;

  Region() {
    handlers["DescribeDBInstances"] = [this](const api::Call& call, Instant) {
      const std::string kind = *find_parameter(call.parameters, "DBInstanceType");
      if (kind == denied) return refusal("Forbidden.RAM", 403);
      const int page = std::stoi(*find_parameter(call.parameters, "PageNumber"));
      const int total = kind == "sharding" ? 3 : 250;
      nlohmann::json list = nlohmann::json::array();
      for (int i = (page - 1) * 100; i < std::min(page * 100, total); ++i)
        list.push_back({{"DBInstanceId", kind + "-" + std::to_string(i)}});
      return answer({{"TotalCount", total},
                     {"PageNumber", page},
                     {"DBInstances", {{"DBInstance", std::move(list)}}}});
    };
  }
};

}  // namespace

TEST_CASE("both kinds are listed, all pages, each instance once") {
  Region service;
  ListInstances operation("cn-hangzhou");
  REQUIRE(service.run(operation));
  CHECK(operation.progress().ending == Ending::Succeeded);
  CHECK(operation.progress().instances.size() == 253);
  CHECK(operation.progress().unlisted.empty());
  CHECK(service.count("DescribeDBInstances") == 4);
}

TEST_CASE("a kind that is denied is named, the other one is listed all the same") {
  Region service;
  service.denied = "sharding";
  ListInstances operation("cn-hangzhou");
  REQUIRE(service.run(operation));
  CHECK(operation.progress().ending == Ending::Succeeded);
  CHECK(operation.progress().instances.size() == 250);
  REQUIRE(operation.progress().unlisted.size() == 1);
  CHECK(operation.progress().unlisted[0].kind == "sharding");
}

TEST_CASE("when nothing can be listed it says so") {
  Region service;
  service.handlers["DescribeDBInstances"] = [](const api::Call&, Instant) {
    return refusal("Forbidden.RAM", 403);
  };
  ListInstances refused("cn-hangzhou");
  REQUIRE(service.run(refused));
  CHECK(refused.progress().ending == Ending::Refused);
  service.handlers["DescribeDBInstances"] = [](const api::Call&, Instant) {
    return failure(TransportFailure::NotReached, false);
  };
  ListInstances down("cn-hangzhou");
  REQUIRE(service.run(down));
  CHECK(down.progress().ending == Ending::NotReached);
  ListInstances odd("cn hangzhou");
  REQUIRE(service.run(odd));
  CHECK(odd.progress().ending == Ending::Refused);
}

TEST_CASE("a list that ends before its own count is named as not whole") {
  Region service;
  service.handlers["DescribeDBInstances"] = [](const api::Call& call, Instant) {
    const bool first = *find_parameter(call.parameters, "PageNumber") == "1";
    nlohmann::json list = nlohmann::json::array();
    if (first) list.push_back({{"DBInstanceId", "dds-1"}});
    return answer({{"TotalCount", 250}, {"DBInstances", {{"DBInstance", std::move(list)}}}});
  };
  ListInstances operation("cn-hangzhou");
  REQUIRE(service.run(operation));
  REQUIRE(operation.progress().unlisted.size() == 2);
  CHECK(operation.progress().unlisted[0].reason == "1 of 250 instances: the service gave no more.");
}

TEST_CASE("a service that never says where its list ends is not asked for ever") {
  Region service;
  service.handlers["DescribeDBInstances"] = [](const api::Call&, Instant) {
    return answer({{"TotalCount", 2'000'000'000},
                   {"DBInstances", {{"DBInstance", {{{"DBInstanceId", "dds-1"}}}}}}});
  };
  ListInstances operation("cn-hangzhou", {5, std::chrono::hours{24}});
  REQUIRE(service.run(operation));
  CHECK(service.count("DescribeDBInstances") <= 2'000);
  CHECK(operation.progress().instances.size() == 1);
}

TEST_CASE("under random trouble a listing ends within its limit") {
  for (std::uint64_t seed = 1; seed <= 100; ++seed) {
    CAPTURE(seed);
    Dice dice(seed);
    Region service;
    ListInstances operation("cn-hangzhou", {}, seed);
    Torment rules;
    rules.trouble_percent = 10 + dice.roll(60);
    rules.limit = backup::StepLimits{}.total;
    torment(operation, service, dice, rules);
    CHECK(operation.progress().ended());
    if (operation.progress().ending == Ending::Succeeded && operation.progress().unlisted.empty()) {
      CHECK(operation.progress().instances.size() == 253);
    }
  }
}
