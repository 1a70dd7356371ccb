// Deleting instances, switching to cluster backups, prices.
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "tests/core/emulator/service.h"

using namespace dds;
using namespace dds::testing;
using response::text_at;

namespace {

std::string release(Service& service, std::string_view id, Parameters more = {}) {
  more.push_back({"DBInstanceId", std::string(id)});
  return service.refusal("DeleteDBInstance", std::move(more));
}

}  // namespace

TEST_CASE("a pay-as-you-go instance is Deleting for a minute, then gone with its backups") {
  Service service;
  CHECK(release(service, kSessions).empty());
  CHECK(service.attribute(kSessions)["DBInstanceStatus"] == "Deleting");
  CHECK(release(service, kSessions) == "IncorrectDBInstanceState");
  service.now += std::chrono::minutes(2);
  CHECK(release(service, kSessions) == "InvalidDBInstanceId.NotFound");
  CHECK(service.refusal("DescribeBackups", {{"DBInstanceId", std::string(kSessions)}}) ==
        "InvalidDBInstanceId.NotFound");
  CHECK(service.call("DescribeDBInstances", {})["TotalCount"] == 4);
  CHECK(service.attribute(kSessions, {{"IsDelete", "true"}})["DBInstanceStatus"] == "Released");
  CHECK(service.attribute(kOrders, {{"IsDelete", "true"}}).empty());
  service.now += std::chrono::days(3);
  CHECK(service.attribute(kSessions).empty());
  REQUIRE(service.emulator.effects().size() == 1);
  CHECK(service.emulator.effects()[0].action == "DeleteDBInstance");
}

TEST_CASE("one that was paid ahead, is protected or is not Running is not deleted") {
  Service service;
  CHECK(release(service, kPayments) == "IncorrectDBInstanceType");
  CHECK(release(service, kOrders) == "OperationDenied.DBInstanceStatus");
  CHECK(release(service, kStaging) == "IncorrectDBInstanceState");
  CHECK(release(service, "dds-nobody") == "InvalidDBInstanceId.NotFound");
  CHECK(service.emulator.effects().empty());
}

TEST_CASE("with a ClientToken a deletion can be asked for again") {
  Service service;
  CHECK(release(service, kSessions, {{"ClientToken", "t"}}).empty());
  service.now += std::chrono::minutes(5);
  CHECK(release(service, kSessions, {{"ClientToken", "t"}}).empty());
  CHECK(release(service, kMetrics, {{"ClientToken", "t"}}) == "IdempotentParameterMismatch");
  CHECK(service.emulator.effects().size() == 1);
}

TEST_CASE("a sharded cluster on cloud disks is switched to cluster backups once") {
  Service service;
  const auto transfer = [&](std::string_view id) {
    return service.call("TransferClusterBackup", {{"DBInstanceId", std::string(id)}});
  };
  const auto clusters = [&] {
    return service.call("DescribeClusterBackups",
                        {{"DBInstanceId", std::string(kMetrics)}})["ClusterBackups"];
  };
  CHECK_FALSE(service.start(kMetrics).empty());
  service.now += std::chrono::minutes(6);
  CHECK(clusters().empty());
  CHECK(transfer(kMetrics)["AlreadyDone"] == "0");
  CHECK(transfer(kMetrics)["AlreadyDone"] == "1");
  CHECK(transfer(kStock)["AlreadyDone"] == "1");
  CHECK(service.attribute(kMetrics)["UseClusterBackup"] == true);
  CHECK_FALSE(service.start(kMetrics).empty());
  service.now += std::chrono::minutes(6);
  CHECK(clusters().size() == 1);
  CHECK(service.emulator.effects().size() == 3);
  for (const std::string_view id : {kOrders, kPayments, kAudit}) {
    CHECK(service.refusal("TransferClusterBackup", {{"DBInstanceId", std::string(id)}}) ==
          "IncorrectDBInstanceType");
  }
}

TEST_CASE("prices have the documented form and say that they are invented") {
  Service service;
  const auto price = [&](std::string_view instances, Parameters more = {}) {
    more.push_back({"OrderType", "BUY"});
    more.push_back({"DBInstances", std::string(instances)});
    return service.call("DescribePrice", std::move(more));
  };
  constexpr std::string_view kOne =
      R"([{"DBInstanceClass":"dds.mongo.mid","DBInstanceStorage":20,"ChargeType":"PostPaid"}])";
  const nlohmann::json order = price(kOne)["Order"];
  CHECK(order["Currency"] == "CNY");
  CHECK(order["OriginalAmount"].is_string());
  CHECK(order["TradeAmount"] == order["OriginalAmount"]);
  CHECK(order["DiscountAmount"] == "0.00");
  CHECK(order["Message"] == "Invented by the emulator: not a price of the service.");
  CHECK(price(kOne)["SubOrders"]["SubOrder"].size() == 1);
  CHECK(price(kOne, {{"CommodityCode", "dds_intl"}})["Order"]["Currency"] == "USD");
  CHECK(price(kOne, {{"RegionId", "ap-southeast-1"}})["Order"]["Currency"] == "USD");
  CHECK(price(R"([{"DBInstanceClass":"dds.mongo.mid","DBInstanceStorage":20,
                   "ChargeType":"PrePaid","Period":1}])")["Order"] != order);
  // Each node of a sharded cluster costs.
  const auto cluster = [&](std::string_view shards) {
    const std::string text = price(R"([{"ChargeType":"PostPaid","configServers":[{"nodeClass":
        "dds.cs.mid","nodeStorage":20}],"mongos":[{"nodeClass":"dds.mongos.mid"}],"shards":[)" +
                                   std::string(shards) + "]}]")["Order"]["TradeAmount"];
    return std::stod(text);
  };
  const std::string shard = R"({"nodeClass":"dds.shard.mid","nodeStorage":10})";
  const std::string larger = R"({"nodeClass":"dds.shard.mid","nodeStorage":1000})";
  CHECK(cluster(shard + "," + shard) > cluster(shard));
  CHECK(cluster(larger) > cluster(shard));
}

TEST_CASE("a price needs an order of a kind that exists, and instances as a JSON list") {
  Service service;
  const auto refused = [&](std::string_view type, std::string_view instances) {
    return service.refusal("DescribePrice", {{"OrderType", std::string(type)},
                                             {"DBInstances", std::string(instances)}});
  };
  CHECK(refused("", "[{}]") == "MissingOrderType");
  CHECK(refused("BUY", "") == "MissingDBInstances");
  CHECK(refused("SELL", "[{}]") == "InvalidParameter");
  for (const std::string_view wrong :
       {"[", "{}", "[]", "[1]", "x", R"([{"DBInstanceStorage":"\ud800"}])"}) {
    CAPTURE(wrong);
    CHECK(refused("BUY", wrong) == "InvalidParameter");
  }
  for (const std::string_view odd : {"[{}]", R"([{"DBInstanceStorage":-1}])",
                                     R"([{"DBInstanceStorage":1e300,"Period":"9999999999"}])",
                                     R"([{"DBInstanceStorage":18446744073709551615}])"}) {
    CAPTURE(odd);
    CHECK(refused("BUY", odd).empty());
  }
}
