// Instances and regions from answers of both formats.
#include <doctest/doctest.h>

#include "core/api/instance.h"
#include "tests/core/api/answers.h"

using namespace dds;
using namespace dds::api;
using test::answer_of;

namespace {

constexpr std::string_view kSharded = R"({"RequestId":"R","DBInstances":{"DBInstance":[{
  "DBInstanceId":"dds-bp1","DBInstanceDescription":"订单库","DBInstanceType":"sharding","DBInstanceStatus":"Running",
  "LockMode":"Unlock","StorageType":"cloud_essd1","EngineVersion":"4.4","DBInstanceClass":"mdb.shard","RegionId":"cn-hangzhou",
  "ZoneId":"cn-hangzhou-g","ChargeType":"PostPaid","DBInstanceStorage":20,"CreationTime":"2022-01-02T07:43:59Z",
  "UseClusterBackup":true,
  "MongosList":{"MongosAttribute":[{"NodeId":"s-1"},{"NodeId":"s-2"}]},
  "ShardList":{"ShardAttribute":[{"NodeId":"d-1","NodeDescription":"one","NodeClass":"c","NodeStorage":10},
                                 {"NodeId":"d-2","NodeStorage":"30"}]}}]}})";

Instance instance_of(std::string body, std::string_view id = "dds-bp1") {
  const Result<Instance> instance = read_instance(answer_of(std::move(body)), id);
  REQUIRE(instance.ok());
  return instance ? *instance : Instance{};
}

}  // namespace

TEST_CASE("the calls carry what was asked for") {
  const Call list = describe_instances("cn-hangzhou", "sharding", 2, 50);
  CHECK(list.action == "DescribeDBInstances");
  CHECK((list.parameters == Parameters{{"RegionId", "cn-hangzhou"},
                                       {"DBInstanceType", "sharding"},
                                       {"PageNumber", "2"},
                                       {"PageSize", "50"}}));
  CHECK((describe_instances("", "", 1).parameters ==
         Parameters{{"PageNumber", "1"}, {"PageSize", "100"}}));
  CHECK((describe_instance("dds-bp1").parameters == Parameters{{"DBInstanceId", "dds-bp1"}}));
  CHECK(describe_regions().action == "DescribeRegions");
  for (const Call& call : {list, describe_instance("dds-bp1"), describe_regions()}) {
    CHECK_FALSE(validate(call));
    CHECK(is_read_only(call.action));
  }
}

TEST_CASE("an instance is read in full") {
  const Instance instance = instance_of(std::string(kSharded));
  CHECK(instance.id == "dds-bp1");
  CHECK(instance.description == "订单库");
  CHECK(instance.title() == "订单库");
  CHECK(instance.kind == InstanceKind::ShardedCluster);
  CHECK(instance.running());
  CHECK_FALSE(instance.locked());
  CHECK(instance.cloud_disk());
  CHECK(instance.engine_version == "4.4");
  CHECK(instance.region_id == "cn-hangzhou");
  CHECK(instance.storage_gb == 20);
  CHECK(instance.use_cluster_backup);
  CHECK(instance.mongos_count == 2);
  REQUIRE(instance.shards.size() == 2);
  if (instance.shards.size() == 2) {
    CHECK(instance.shards[0].node_id == "d-1");
    CHECK(instance.shards[0].description == "one");
    CHECK(instance.shards[1].storage_gb == 30);
  }
  REQUIRE(instance.created.has_value());
  if (instance.created) CHECK(format_utc(*instance.created) == "2022-01-02T07:43:59Z");
}

TEST_CASE("XML, where one element is no list, reads like JSON") {
  const Instance instance = instance_of(
      "<DescribeDBInstanceAttributeResponse><RequestId>R</"
      "RequestId><DBInstances><DBInstance><DBInstanceId>dds-bp1</DBInstanceId>"
      "<DBInstanceType>replicate</DBInstanceType><ReplicationFactor>3</"
      "ReplicationFactor><UseClusterBackup>false</UseClusterBackup>"
      "<DBInstanceStorage>10</DBInstanceStorage><ShardList/"
      "><MongosList><MongosAttribute><NodeId>s-1</NodeId></MongosAttribute>"
      "</MongosList></DBInstance></DBInstances></DescribeDBInstanceAttributeResponse>");
  CHECK(instance.id == "dds-bp1");
  CHECK(instance.kind == InstanceKind::ReplicaSet);
  CHECK(instance.replication_factor == 3);
  CHECK(instance.storage_gb == 10);
  CHECK_FALSE(instance.use_cluster_backup);
  CHECK(instance.shards.empty());
  CHECK(instance.mongos_count == 1);
}

TEST_CASE("kinds are told apart by type and number of nodes") {
  const auto kind = [](const std::string& fields) {
    return instance_of(R"({"DBInstances":{"DBInstance":[{"DBInstanceId":"dds-bp1",)" + fields +
                       "}]}}")
        .kind;
  };
  CHECK(kind(R"("DBInstanceType":"sharding")") == InstanceKind::ShardedCluster);
  CHECK(kind(R"("DBInstanceType":"serverless")") == InstanceKind::Serverless);
  CHECK(kind(R"("DBInstanceType":"replicate","ReplicationFactor":"3")") ==
        InstanceKind::ReplicaSet);
  CHECK(kind(R"("DBInstanceType":"replicate","ReplicationFactor":"1")") ==
        InstanceKind::Standalone);
  CHECK(kind(R"("DBInstanceType":"replicate")") == InstanceKind::ReplicaSet);
  CHECK(name(InstanceKind::Standalone) == "Standalone");
  CHECK(name(InstanceKind::ShardedCluster) == "Sharded cluster");
}

TEST_CASE("an answer with the id alone is enough, and odd types count as absent") {
  const Instance bare =
      instance_of(R"({"DBInstances":{"DBInstance":[{"DBInstanceId":"dds-bp1"}]}})");
  CHECK(bare.title() == "dds-bp1");
  CHECK_FALSE(bare.locked());
  CHECK_FALSE(bare.running());
  const Instance odd = instance_of(
      R"({"DBInstances":{"DBInstance":[{"DBInstanceId":"dds-bp1","DBInstanceStorage":"many","ReplicationFactor":99999999999,
          "CreationTime":17,"UseClusterBackup":"perhaps","ShardList":[],"MongosList":null,"LockMode":null}]}})");
  CHECK(odd.storage_gb == 0);
  CHECK(odd.replication_factor == 0);
  CHECK_FALSE(odd.created.has_value());
  CHECK_FALSE(odd.use_cluster_backup);
  CHECK(odd.shards.empty());
  CHECK_FALSE(odd.locked());
}

TEST_CASE("an answer about no instance is an error with a sentence") {
  for (const char* body : {"{}", R"({"DBInstances":{}})", R"({"DBInstances":{"DBInstance":[]}})",
                           R"({"DBInstances":7})", R"({"DBInstances":{"DBInstance":[{}]}})",
                           R"({"DBInstances":{"DBInstance":[1,null,"x"]}})"}) {
    CAPTURE(body);
    const Result<Instance> instance = read_instance(answer_of(body), "dds-bp1");
    CHECK_FALSE(instance.ok());
    if (!instance)
      CHECK(instance.error().message.find("DescribeDBInstanceAttribute") != std::string::npos);
  }
}

TEST_CASE("a page of instances says where it stands") {
  const Result<InstancePage> page = read_instances(answer_of(
      R"({"PageNumber":2,"PageSize":"50","TotalCount":61,"DBInstances":{"DBInstance":[{"DBInstanceId":"dds-1"},{"DBInstanceId":"dds-2"},{}]}})"));
  REQUIRE(page.ok());
  if (!page) return;
  REQUIRE(page->instances.size() == 3);
  CHECK(page->instances[1].id == "dds-2");
  CHECK(page->instances[2].id.empty());  // it is there all the same
  CHECK(page->facts.size == 50);
  CHECK(page->facts.counted == 61);
  const Result<InstancePage> empty =
      read_instances(answer_of(R"({"DBInstances":{"DBInstance":[]},"TotalCount":0})"));
  REQUIRE(empty.ok());
  if (empty) CHECK(empty->instances.empty());
  CHECK_FALSE(read_instances(answer_of(R"({"RequestId":"R"})")).ok());
}

TEST_CASE("regions are read, and an answer without any list is an error") {
  const Result<std::vector<Region>> regions = read_regions(answer_of(
      R"=({"Regions":{"DdsRegion":[{"RegionId":"cn-hangzhou","RegionName":"China (Hangzhou)"}]}})="));
  REQUIRE(regions.ok());
  if (regions) {
    REQUIRE(regions->size() == 1);
    if (!regions->empty()) CHECK((*regions)[0].name == "China (Hangzhou)");
  }
  CHECK_FALSE(read_regions(answer_of("{}")).ok());
  CHECK_FALSE(
      read_regions(answer_of(R"({"Regions":{"DdsRegion":[{"RegionName":"nowhere"}]}})")).ok());
}

TEST_CASE("something that is no list of instances does not pass for an empty one") {
  CHECK_FALSE(read_instances(answer_of(R"({"DBInstances":5})")).ok());
  CHECK_FALSE(read_instances(answer_of(R"({"DBInstances":"soon"})")).ok());
  CHECK(read_instances(answer_of(R"({"DBInstances":{"DBInstance":[]}})")).ok());
  CHECK(read_instances(answer_of("<DescribeDBInstancesResponse><DBInstances/><RequestId>R"
                                 "</RequestId></DescribeDBInstancesResponse>"))
            .ok());
}
