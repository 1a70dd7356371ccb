#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include <set>

#include "core/api/create_backup.h"
#include "core/api/instance.h"
#include "core/emulator/region_scope.h"
#include "tests/core/emulator/service.h"

using namespace dds;
using namespace dds::testing;
using response::text_at;

namespace {

std::vector<std::string> ids(const nlohmann::json& answer) {
  std::vector<std::string> found;
  for (const nlohmann::json& instance : answer["DBInstances"]["DBInstance"]) {
    found.push_back(text_at(instance, "DBInstanceId"));
  }
  return found;
}

std::vector<std::string> listed(Service& service, Parameters filters) {
  return ids(service.call("DescribeDBInstances", std::move(filters)));
}

nlohmann::json attribute(Service& service, std::string_view id) {
  return service.call("DescribeDBInstanceAttribute",
                      {{"DBInstanceId", std::string(id)}})["DBInstances"]["DBInstance"][0];
}

std::string text(std::string_view view) {
  return std::string(view);
}

}  // namespace

TEST_CASE("regions are listed with host and zones, in Chinese unless English is asked for") {
  Service service;
  const nlohmann::json answer = service.call("DescribeRegions");
  const nlohmann::json& regions = answer["Regions"]["DdsRegion"];
  CHECK(regions.size() == 31);  // those that are closed are left out
  std::set<std::string> seen;
  for (const nlohmann::json& region : regions) {
    seen.insert(text_at(region, "RegionId"));
    CHECK_FALSE(text_at(region, "RegionName").empty());
    CHECK(static_cast<unsigned char>(text_at(region, "RegionName")[0]) >= 0x80);
    CHECK(text_at(region, "EndPoint").ends_with(".aliyuncs.com"));
    CHECK(region["Zones"]["Zone"].size() == 3);
  }
  CHECK(seen.size() == regions.size());

  const nlohmann::json english =
      service.call("DescribeRegions", {{"AcceptLanguage", "en"}, {"RegionId", "cn-hangzhou"}});
  const nlohmann::json& hangzhou = english["Regions"]["DdsRegion"][0];
  CHECK(hangzhou["RegionName"] == "China (Hangzhou)");
  CHECK(hangzhou["EndPoint"] == "mongodb.aliyuncs.com");
  CHECK(hangzhou["Zones"]["Zone"][0]["ZoneId"] == "cn-hangzhou-g");
  CHECK(hangzhou["Zones"]["Zone"][0]["VpcEnabled"] == true);
  CHECK(service.refusal("DescribeRegions", {{"RegionId", "cn-atlantis"}}) ==
        "InvalidRegion.NotFound");
  CHECK(service.refusal("DescribeRegions", {{"AcceptLanguage", "fr"}}) == "InvalidParameter");
}

TEST_CASE("the product reads the regions") {
  Service service;
  response::Answer answer;
  answer.data = response::Data(service.call("DescribeRegions", {{"AcceptLanguage", "en"}}));
  const auto regions = api::read_regions(answer);
  REQUIRE(regions);
  CHECK(regions->size() == 31);
}

TEST_CASE("the list holds replica sets and standalone instances unless sharding is asked for") {
  Service service;
  CHECK(listed(service, {{"RegionId", "cn-hangzhou"}}) ==
        std::vector<std::string>{text(kOrders), text(kPayments), text(kSessions), text(kStaging),
                                 text(kLegacy)});
  CHECK(listed(service, {{"RegionId", "cn-hangzhou"}, {"DBInstanceType", "sharding"}}) ==
        std::vector<std::string>{text(kStock), text(kAudit)});
  CHECK(listed(service, {{"DBInstanceType", "serverless"}}).empty());
  CHECK(service.refusal("DescribeDBInstances", {{"DBInstanceType", "Sharding"}}) ==
        "InvalidParameter");
}

TEST_CASE("every kind that matters is there, and the product tells them apart") {
  Service service;
  const auto read = [&](std::string_view id) {
    response::Answer answer;
    answer.data =
        response::Data(service.call("DescribeDBInstanceAttribute", {{"DBInstanceId", text(id)}}));
    auto instance = api::read_instance(answer, id);
    CHECK(instance.ok());
    return instance.ok() ? *instance : api::Instance{};
  };
  const api::Instance orders = read(kOrders);
  CHECK(orders.kind == api::InstanceKind::ReplicaSet);
  CHECK(orders.storage_type == "local_ssd");
  CHECK(orders.engine_version == "4.4");
  CHECK(orders.replication_factor == 3);
  CHECK(api::backup_obstacle(orders).empty());
  const api::Instance payments = read(kPayments);
  CHECK(payments.kind == api::InstanceKind::ReplicaSet);
  CHECK(payments.storage_type == "cloud_essd1");
  CHECK(read(kSessions).kind == api::InstanceKind::Standalone);
  const api::Instance stock = read(kStock);
  CHECK(stock.kind == api::InstanceKind::ShardedCluster);
  CHECK(stock.description == "库存-sharded");
  CHECK(stock.use_cluster_backup);
  CHECK(stock.shards.size() == 3);
  CHECK(stock.mongos_count == 2);
  const api::Instance audit = read(kAudit);
  CHECK(audit.kind == api::InstanceKind::ShardedCluster);
  CHECK_FALSE(audit.use_cluster_backup);
  CHECK_FALSE(audit.cloud_disk());
  CHECK(audit.shards.size() == 2);
  CHECK(read(kStaging).status == "Creating");
  CHECK(read(kLegacy).lock_mode == "LockByDiskQuota");
  CHECK(read(kLegacy).running());
}

TEST_CASE("fields have the service's types") {
  Service service;
  const nlohmann::json one = attribute(service, kOrders);
  CHECK(one["DBInstanceStorage"] == 20);
  CHECK(one["ReplicationFactor"] == "3");
  CHECK(one["KindCode"].is_string());
  CHECK(one["UseClusterBackup"] == false);
  CHECK(one["StorageEngine"] == "WiredTiger");
  CHECK(one["ReplicaSets"]["ReplicaSet"][0]["ConnectionPort"] == "3717");
  CHECK(one["Tags"]["Tag"][0]["Key"] == "environment");
  const nlohmann::json cluster = attribute(service, kStock);
  CHECK(cluster["ShardList"]["ShardAttribute"][0]["NodeStorage"] == 100);
  CHECK(cluster["ShardList"]["ShardAttribute"][0]["Port"] == 3717);
  CHECK(cluster["StorageType"] == "cloud_essd1");

  const nlohmann::json page = service.call("DescribeDBInstances", {{"DBInstanceType", "sharding"}});
  CHECK(page["PageNumber"] == 1);
  CHECK(page["PageSize"] == 30);
  CHECK(page["TotalCount"] == 2);
  // The list knows the family only, and does not tell UseClusterBackup.
  CHECK(page["DBInstances"]["DBInstance"][0]["StorageType"] == "cloud_essd");
  CHECK_FALSE(page["DBInstances"]["DBInstance"][0].contains("UseClusterBackup"));
}

TEST_CASE("filters narrow the list") {
  Service service;
  const auto only = [&](std::string name, std::string value) {
    return listed(service, {{std::move(name), std::move(value)}});
  };
  CHECK(only("DBInstanceId", text(kOrders)) == std::vector<std::string>{text(kOrders)});
  CHECK(only("DBInstanceId", text(kStock)).empty());  // not of the type that is listed
  CHECK(only("DBInstanceStatus", "Creating") == std::vector<std::string>{text(kStaging)});
  CHECK(only("EngineVersion", "6.0") == std::vector<std::string>{text(kPayments)});
  CHECK(only("EngineVersion", "9.9").empty());
  CHECK(only("DBInstanceDescription", "lega") == std::vector<std::string>{text(kLegacy)});
  CHECK(only("ChargeType", "PrePaid") == std::vector<std::string>{text(kPayments)});
  CHECK(only("ReplicationFactor", "3").size() == 4);
  CHECK(only("ReplicationFactor", "7").empty());
  CHECK(only("ZoneId", "cn-hangzhou-i") == std::vector<std::string>{text(kStaging)});
  CHECK(only("NetworkType", "Classic").empty());
  CHECK(only("Engine", "MongoDB").size() == 5);
  CHECK(only("DBInstanceClass", "dds.mongo.standard").size() == 3);
  CHECK(only("Expired", "true").empty());
  CHECK(only("Expired", "false").size() == 5);
  CHECK(listed(service, {{"Tag.1.Key", "environment"}, {"Tag.1.Value", "test"}}) ==
        std::vector<std::string>{text(kSessions), text(kStaging)});
  CHECK(listed(service, {{"Tag.1.Key", "owner"}}).empty());
  const nlohmann::json orders = attribute(service, kOrders);
  CHECK(listed(service, {{"VpcId", text_at(orders, "VPCId")}}).size() == 5);
  CHECK(listed(service, {{"ConnectionDomain",
                          text_at(orders["ReplicaSets"]["ReplicaSet"][1], "ConnectionDomain")}}) ==
        std::vector<std::string>{text(kOrders)});
  CHECK(service.refusal("DescribeDBInstances", {{"DBInstanceStatus", "Sleeping"}}) ==
        "InvalidStatus.NotFound");
  CHECK(service.refusal("DescribeDBInstances", {{"ChargeType", "Free"}}) == "InvalidParameter");
}

TEST_CASE("pages are of 30, 50 or 100 and numbered from 1") {
  Service service;
  for (const std::string_view size : {"30", "50", "100"}) {
    const nlohmann::json page = service.call("DescribeDBInstances", {{"PageSize", text(size)}});
    CHECK(response::text_at(page, "PageSize") == size);
    CHECK(page["TotalCount"] == 5);
  }
  for (const std::string_view size : {"0", "10", "31", "101", "-30", "030", " 30", "x"}) {
    CAPTURE(size);
    const HttpResponse response = service.raw("DescribeDBInstances", {{"PageSize", text(size)}});
    CHECK(Service::code(response) == "InvalidParameter");
    CHECK(Service::error(response).message == "The specified parameter \"PageSize\" is not valid.");
  }
  for (const std::string_view number : {"0", "-1", "1.0", "one", "99999999999"}) {
    CAPTURE(number);
    CHECK(service.refusal("DescribeDBInstances", {{"PageNumber", text(number)}}) ==
          "InvalidParameter");
  }
  const nlohmann::json beyond =
      service.call("DescribeDBInstances", {{"PageNumber", "2147483647"}, {"PageSize", "100"}});
  CHECK(ids(beyond).empty());
  CHECK(beyond["TotalCount"] == 5);
}

TEST_CASE("another region shows its own instances") {
  Service service;
  CHECK(listed(service, {{"RegionId", "cn-beijing"}}).size() == 2);
  CHECK(listed(service, {{"RegionId", "ap-southeast-1"}}) ==
        std::vector<std::string>{text(kSingapore)});
  CHECK(listed(service, {{"RegionId", "eu-west-1"}}).empty());
  CHECK(service.refusal("DescribeDBInstances", {{"RegionId", "cn-atlantis"}}) ==
        "InvalidRegion.NotFound");
  CHECK(listed(service, {}) == listed(service, {{"RegionId", "cn-hangzhou"}}));
}

TEST_CASE("an instance is not found from another region, by endpoint or by RegionId") {
  Service service;
  const auto seen = [&](std::string_view id, Parameters more = {}) {
    more.push_back({"DBInstanceId", text(id)});
    return service.refusal("DescribeDBInstanceAttribute", std::move(more));
  };
  CHECK(seen(kSingapore).empty());  // the emulator's own address serves all regions
  CHECK(seen(kSingapore, {{"RegionId", "ap-southeast-1"}}).empty());
  CHECK(seen(kSingapore, {{"RegionId", "cn-hangzhou"}}) == "InvalidDBInstanceId.NotFound");
  CHECK(seen(kSingapore, {{"RegionId", "cn-atlantis"}}) == "InvalidRegion.NotFound");

  service.host = "mongodb.aliyuncs.com";  // Hangzhou and Beijing share the central host
  CHECK(seen(kOrders).empty());
  CHECK(seen(kBeijing).empty());
  CHECK(seen(kSingapore) == "InvalidDBInstanceId.NotFound");
  CHECK(service.refusal("DescribeDBInstances", {{"RegionId", "ap-southeast-1"}}) ==
        "InvalidRegion.NotFound");

  service.host = "mongodb.ap-southeast-1.aliyuncs.com";
  CHECK(seen(kSingapore).empty());
  CHECK(seen(kOrders) == "InvalidDBInstanceId.NotFound");
  CHECK(listed(service, {}) == std::vector<std::string>{text(kSingapore)});
  CHECK(service.refusal("CreateBackup", {{"DBInstanceId", text(kOrders)}}) ==
        "InvalidDBInstanceId.NotFound");
  CHECK(service.emulator.effects().empty());
}

TEST_CASE("hosts serve their regions") {
  using emulator::RegionScope;
  CHECK(RegionScope("mongodb-vpc.cn-beijing.aliyuncs.com").serves("cn-beijing"));
  CHECK_FALSE(RegionScope("mongodb-vpc.cn-beijing.aliyuncs.com").serves("cn-hangzhou"));
  CHECK(RegionScope("localhost").serves("us-east-1"));
  CHECK(RegionScope("").serves("us-east-1"));
  CHECK_FALSE(RegionScope("mongodb.aliyuncs.com").serves("us-east-1"));
}

TEST_CASE("an instance that does not exist, was deleted or is not named is refused") {
  Service service;
  const HttpResponse missing =
      service.raw("DescribeDBInstanceAttribute", {{"DBInstanceId", "dds-bp0000000000000000"}});
  CHECK(Service::code(missing) == "InvalidDBInstanceId.NotFound");
  CHECK(missing.status == 404);
  CHECK(service.refusal("DescribeDBInstanceAttribute") == "MissingDBInstanceId");
  CHECK(service.refusal("DescribeDBInstanceAttribute",
                        {{"DBInstanceId", text(kOrders)}, {"IsDelete", "true"}}) ==
        "InvalidDBInstanceId.NotFound");
  CHECK(service.refusal("DescribeDBInstanceAttribute",
                        {{"DBInstanceId", text(kOrders)}, {"IsDelete", "perhaps"}}) ==
        "InvalidParameter");
}

TEST_CASE("tests can change an instance's state and lock") {
  Service service;
  CHECK(service.emulator.set_instance_status(kOrders, "Rebooting"));
  CHECK(service.emulator.set_instance_lock(kOrders, "ManualLock"));
  CHECK(attribute(service, kOrders)["DBInstanceStatus"] == "Rebooting");
  CHECK(attribute(service, kOrders)["LockMode"] == "ManualLock");
  CHECK_FALSE(service.emulator.set_instance_status("dds-nobody", "Running"));
  CHECK_FALSE(service.emulator.set_instance_lock("dds-nobody", "Unlock"));
  CHECK_FALSE(service.emulator.fail_next_backup("dds-nobody"));
}
