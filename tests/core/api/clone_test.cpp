// A clone's order: everything that must equal the source, and nothing that was not told.
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "core/api/clone.h"
#include "tests/core/api/answers.h"

using namespace dds;
using namespace dds::api;
using test::answer_of;

namespace {

constexpr const char* kReplicaSet = R"({"DBInstances":{"DBInstance":[{
  "DBInstanceId":"dds-bp1","DBInstanceType":"replicate","DBInstanceStatus":"Running",
  "Engine":"MongoDB","EngineVersion":"4.4","StorageEngine":"WiredTiger",
  "DBInstanceClass":"mdb.shard.2x.large.d","DBInstanceStorage":20,"StorageType":"cloud_auto",
  "ProvisionedIops":1960,"RegionId":"cn-hangzhou","ZoneId":"cn-hangzhou-g",
  "SecondaryZoneId":"cn-hangzhou-h","HiddenZoneId":"cn-hangzhou-i","NetworkType":"VPC",
  "VPCId":"vpc-1","VSwitchId":"vsw-1","ReplicationFactor":"3","ReadonlyReplicas":"1",
  "ResourceGroupId":"rg-1","Encrypted":"true","EncryptionKey":"key-1",
  "DBInstanceReleaseProtection":"false"}]}})";

constexpr const char* kCluster = R"({"DBInstances":{"DBInstance":[{
  "DBInstanceId":"dds-bp2","DBInstanceType":"sharding","DBInstanceStatus":"Running",
  "EngineVersion":"4.4","StorageType":"cloud_essd1","RegionId":"cn-hangzhou",
  "ProtocolType":"mongodb",
  "ShardList":{"ShardAttribute":[
    {"NodeId":"d-1","NodeClass":"dds.shard.mid","NodeStorage":10,"ReadonlyReplicas":0},
    {"NodeId":"d-2","NodeClass":"dds.shard.large","NodeStorage":"30","ReadonlyReplicas":"2"}]},
  "MongosList":{"MongosAttribute":[
    {"NodeId":"s-1","NodeClass":"dds.mongos.mid","VPCId":"vpc-2","VSwitchId":"vsw-2"},
    {"NodeId":"s-2","NodeClass":"dds.mongos.mid"}]},
  "ConfigserverList":{"ConfigserverAttribute":[{"NodeClass":"dds.cs.mid","NodeStorage":20}]}}]}})";

Blueprint source_of(const char* body) {
  const Result<Blueprint> source =
      read_blueprint(answer_of(body), std::string_view(body) == kCluster ? "dds-bp2" : "dds-bp1");
  REQUIRE(source.ok());
  return source ? *source : Blueprint{};
}

CloneRequest request() {
  CloneRequest request;
  request.point.backup_id = "5664091";
  request.client_token = "token-1";
  request.description = "orders_restored";
  return request;
}

std::string value(const Call& call, std::string_view name) {
  const std::string* found = find_parameter(call.parameters, name);
  return found ? *found : "-";
}

}  // namespace

TEST_CASE("the clone of a replica set equals its source in everything that is told") {
  const Result<Call> call = clone_instance(source_of(kReplicaSet), request());
  REQUIRE(call.ok());
  CHECK(call->action == "CreateDBInstance");
  CHECK_FALSE(validate(*call).has_value());
  const std::pair<const char*, const char*> expected[] = {
      {"RegionId", "cn-hangzhou"},
      {"ZoneId", "cn-hangzhou-g"},
      {"SecondaryZoneId", "cn-hangzhou-h"},
      {"HiddenZoneId", "cn-hangzhou-i"},
      {"Engine", "MongoDB"},
      {"EngineVersion", "4.4"},
      {"StorageEngine", "WiredTiger"},
      {"StorageType", "cloud_auto"},
      {"ProvisionedIops", "1960"},
      {"DBInstanceClass", "mdb.shard.2x.large.d"},
      {"DBInstanceStorage", "20"},
      {"ReplicationFactor", "3"},
      {"ReadonlyReplicas", "1"},
      {"NetworkType", "VPC"},
      {"VpcId", "vpc-1"},
      {"VSwitchId", "vsw-1"},
      {"Encrypted", "true"},
      {"EncryptionKey", "key-1"},
      {"ResourceGroupId", "rg-1"},
      {"ChargeType", "PostPaid"},
      {"DBInstanceDescription", "orders_restored"},
      {"SrcDBInstanceId", "dds-bp1"},
      {"BackupId", "5664091"},
      {"RestoreType", "0"},
      {"ClientToken", "token-1"},
  };
  for (const auto& pair : expected) {
    CAPTURE(pair.first);
    CHECK(value(*call, pair.first) == pair.second);
  }
  CHECK(call->parameters.size() == std::size(expected));
  CHECK_FALSE(source_of(kReplicaSet).release_protected);
}

TEST_CASE("the clone of a sharded cluster has the source's nodes") {
  CloneRequest wanted = request();
  wanted.point = {{}, *parse_utc("2026-01-14T06:00:00Z")};
  const Result<Call> call = clone_instance(source_of(kCluster), wanted);
  REQUIRE(call.ok());
  CHECK(call->action == "CreateShardingDBInstance");
  CHECK_FALSE(validate(*call).has_value());
  CHECK(value(*call, "ReplicaSet.1.Class") == "dds.shard.mid");
  CHECK(value(*call, "ReplicaSet.1.Storage") == "10");
  CHECK(value(*call, "ReplicaSet.1.ReadonlyReplicas") == "-");
  CHECK(value(*call, "ReplicaSet.2.Class") == "dds.shard.large");
  CHECK(value(*call, "ReplicaSet.2.Storage") == "30");
  CHECK(value(*call, "ReplicaSet.2.ReadonlyReplicas") == "2");
  CHECK(value(*call, "Mongos.2.Class") == "dds.mongos.mid");
  CHECK(value(*call, "Mongos.3.Class") == "-");
  CHECK(value(*call, "ConfigServer.1.Class") == "dds.cs.mid");
  CHECK(value(*call, "ConfigServer.1.Storage") == "20");
  CHECK(value(*call, "ProtocolType") == "mongodb");
  CHECK(value(*call, "VpcId") == "vpc-2");
  CHECK(value(*call, "RestoreTime") == "2026-01-14T06:00:00Z");
  CHECK(value(*call, "RestoreType") == "1");
  CHECK(value(*call, "DBInstanceClass") == "-");
  CHECK(value(*call, "ReplicationFactor") == "-");
  // A set: the type that is not listed for clusters is left out.
  wanted = request();
  wanted.point.backup_id = "cb-1";
  CHECK(value(*clone_instance(source_of(kCluster), wanted), "RestoreType") == "-");
}

TEST_CASE("what a source did not tell is named, and nothing is made up for it") {
  const auto lacks = [](const Blueprint& source, std::string_view parameter) {
    const Result<Call> call = clone_instance(source, request());
    return !call && call.error().code == ErrorCode::MissingParameter &&
           call.error().detail == parameter && !describe_clone_price(source, request()).ok();
  };
  Blueprint source = source_of(kReplicaSet);
  source.instance.region_id.clear();
  CHECK(lacks(source, "RegionId"));
  source = source_of(kReplicaSet);
  source.instance.engine_version.clear();
  CHECK(lacks(source, "EngineVersion"));
  source = source_of(kReplicaSet);
  source.instance.instance_class.clear();
  CHECK(lacks(source, "DBInstanceClass"));
  source = source_of(kReplicaSet);
  source.instance.storage_gb = 0;
  CHECK(lacks(source, "DBInstanceStorage"));
  source = source_of(kCluster);
  source.shards.clear();
  CHECK(lacks(source, "ReplicaSet"));
  source = source_of(kCluster);
  source.mongos[0].node_class.clear();
  CHECK(lacks(source, "Mongos"));
  source = source_of(kCluster);
  source.config_server.reset();
  CHECK(lacks(source, "ConfigServer"));
  source = source_of(kReplicaSet);
  source.instance.kind = InstanceKind::Serverless;
  CHECK_FALSE(clone_instance(source, request()).ok());
}

TEST_CASE("a storage type that cannot be ordered is left to the service") {
  Blueprint source = source_of(
      R"({"DBInstances":{"DBInstance":[{"DBInstanceId":"dds-bp1","StorageType":"cloud_essd"}]}})");
  CHECK(source.storage_type.empty());
  CHECK(source.instance.cloud_disk());
}

TEST_CASE("a request is checked: token, description, point, sizes") {
  const auto refused = [](auto edit, const char* body, std::string_view parameter) {
    CloneRequest wanted = request();
    edit(wanted);
    const Result<Call> call = clone_instance(source_of(body), wanted);
    return !call && call.error().detail == parameter;
  };
  CHECK(refused([](CloneRequest& r) { r.client_token.clear(); }, kReplicaSet, "ClientToken"));
  CHECK(refused([](CloneRequest& r) { r.description = "two words"; }, kReplicaSet,
                "DBInstanceDescription"));
  CHECK(refused([](CloneRequest& r) { r.point = {}; }, kReplicaSet, "BackupId"));
  CHECK(refused([](CloneRequest& r) { r.point.time = Instant{}; }, kReplicaSet, "BackupId"));
  CHECK(refused([](CloneRequest& r) { r.storage_gb = 10; }, kReplicaSet, "DBInstanceStorage"));
  CHECK(refused([](CloneRequest& r) { r.storage_gb = 40; }, kCluster, "DBInstanceClass"));
  CloneRequest larger = request();
  larger.storage_gb = 40;
  larger.instance_class = "mdb.shard.4x.large.d";
  larger.vswitch_id = "vsw-9";
  larger.description.clear();
  const Result<Call> call = clone_instance(source_of(kReplicaSet), larger);
  REQUIRE(call.ok());
  CHECK(value(*call, "DBInstanceStorage") == "40");
  CHECK(value(*call, "DBInstanceClass") == "mdb.shard.4x.large.d");
  CHECK(value(*call, "VSwitchId") == "vsw-9");
  CHECK(value(*call, "DBInstanceDescription") == "-");
}

TEST_CASE("the price is asked for the same instance as is ordered") {
  const Result<Call> call = describe_clone_price(source_of(kReplicaSet), request());
  REQUIRE(call.ok());
  CHECK(value(*call, "OrderType") == "BUY");
  const nlohmann::json items = nlohmann::json::parse(value(*call, "DBInstances"), nullptr, false);
  REQUIRE(items.is_array());
  REQUIRE(items.size() == 1);
  CHECK(items[0]["DBInstanceClass"] == "mdb.shard.2x.large.d");
  CHECK(items[0]["DBInstanceStorage"] == 20);
  CHECK(items[0]["ChargeType"] == "PostPaid");
  const Result<Call> cluster = describe_clone_price(source_of(kCluster), request());
  REQUIRE(cluster.ok());
  const nlohmann::json nodes =
      nlohmann::json::parse(value(*cluster, "DBInstances"), nullptr, false);
  CHECK(nodes[0]["shards"].size() == 2);
  CHECK(nodes[0]["mongos"].size() == 2);
  CHECK(nodes[0]["configServers"].size() == 1);
  for (const nlohmann::json& shard : nodes[0]["shards"]) {
    CHECK_FALSE(shard["nodeClass"].get<std::string>().empty());
    CHECK(shard["nodeStorage"].get<int>() > 0);
  }
}

TEST_CASE("amounts stay as the service writes them") {
  const auto price = [](const char* order) {
    return read_price(answer_of(std::string(R"({"RequestId":"R","Order":{)") + order + "}}"));
  };
  const Result<Price> reduced = price(
      R"("Currency":"USD","OriginalAmount":"0.30","DiscountAmount":"0.03","TradeAmount":"0.27")");
  REQUIRE(reduced.ok());
  CHECK(describe(*reduced) == "USD 0.27 (0.30 less 0.03)");
  CHECK(describe(*price(R"("Currency":"CNY","OriginalAmount":322.4,"TradeAmount":322.4)")) ==
        "CNY 322.4");
  CHECK_FALSE(price(R"("Currency":"CNY")").ok());
  CHECK_FALSE(read_price(answer_of(R"({"RequestId":"R"})")).ok());
}

TEST_CASE("a new instance has an id; releasing one names it and carries a token") {
  CHECK(read_created_instance(answer_of(R"({"DBInstanceId":"dds-bp9","OrderId":"21"})"))
            ->instance_id == "dds-bp9");
  CHECK_FALSE(read_created_instance(answer_of(R"({"OrderId":"21"})")).ok());
  const Result<Call> call = delete_instance("dds-bp9", "token-2");
  REQUIRE(call.ok());
  CHECK(call->action == "DeleteDBInstance");
  CHECK(value(*call, "DBInstanceId") == "dds-bp9");
  CHECK(value(*call, "ClientToken") == "token-2");
  CHECK_FALSE(delete_instance("", "token-2").ok());
  CHECK_FALSE(delete_instance("dds-bp9", "").ok());
}

TEST_CASE("only an empty list says that an instance is not there") {
  const auto there = [](const char* body) {
    return read_instance_if_any(answer_of(body), "dds-1");
  };
  CHECK(there(R"({"DBInstances":{"DBInstance":[{"DBInstanceId":"dds-1"}]}})")->has_value());
  CHECK_FALSE(there(R"({"DBInstances":{"DBInstance":[]}})")->has_value());
  CHECK_FALSE(there(R"({"RequestId":"R"})").ok());
  CHECK_FALSE(there(R"({"DBInstances":5})").ok());
  CHECK_FALSE(there(R"({"DBInstances":{"DBInstance":[{"Odd":1}]}})").ok());
  response::ApiError error;
  error.code = "InvalidDBInstanceId.NotFound";
  CHECK(is_no_such_instance(error));
  error.code = "InvalidRegion.NotFound";
  CHECK_FALSE(is_no_such_instance(error));
}
