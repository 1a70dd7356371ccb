// Clones: CreateDBInstance and CreateShardingDBInstance from a backup or to a moment.
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "tests/core/emulator/service.h"

using namespace dds;
using namespace dds::testing;
using response::text_at;
using std::chrono::minutes;

namespace {

std::string newest_set(Service& service, std::string_view id) {
  return text_at(service.sets(id)[0], "BackupId");
}

Parameters from_set(Service& service, std::string_view id = kOrders) {
  return {{"SrcDBInstanceId", std::string(id)},
          {"BackupId", newest_set(service, id)},
          {"RestoreType", "0"},
          {"RegionId", "cn-hangzhou"},
          {"EngineVersion", "4.4"},
          {"DBInstanceClass", "dds.mongo.mid"},
          {"DBInstanceStorage", "20"},
          {"DBInstanceDescription", "orders again"},
          {"ClientToken", "token-1"}};
}

Parameters sharded_from_set(Service& service) {
  const nlohmann::json cluster = service.call(
      "DescribeClusterBackups", {{"DBInstanceId", std::string(kStock)}})["ClusterBackups"][0];
  Parameters all{{"SrcDBInstanceId", std::string(kStock)},
                 {"BackupId", text_at(cluster, "ClusterBackupId")},
                 {"RegionId", "cn-hangzhou"},
                 {"Engine", "MongoDB"},
                 {"EngineVersion", "7.0"},
                 {"ConfigServer.1.Class", "mdb.shard.2x.xlarge.d"},
                 {"ConfigServer.1.Storage", "20"},
                 {"Mongos.1.Class", "mdb.shard.2x.xlarge.d"},
                 {"Mongos.2.Class", "mdb.shard.2x.xlarge.d"}};
  for (const std::string number : {"1", "2", "3"}) {
    all.push_back({"ReplicaSet." + number + ".Class", "mdb.shard.4x.xlarge.d"});
    all.push_back({"ReplicaSet." + number + ".Storage", "120"});
  }
  return all;
}

std::string refused(Service& service, const Parameters& parameters) {
  return service.refusal("CreateDBInstance", parameters);
}

}  // namespace

TEST_CASE("a clone is Creating, then Restoring, then Running, and an instance like any other") {
  Service service;
  const std::string set = newest_set(service, kOrders);
  const nlohmann::json answer = service.call("CreateDBInstance", from_set(service));
  const std::string id = text_at(answer, "DBInstanceId");
  CHECK(id.starts_with("dds-bp1"));
  CHECK(id.size() == kOrders.size());
  CHECK_FALSE(text_at(answer, "OrderId").empty());
  CHECK(service.attribute(id)["DBInstanceStatus"] == "Creating");
  CHECK(service.refusal("CreateBackup", {{"DBInstanceId", id}}) == "IncorrectDBInstanceState");
  service.now += minutes(2);
  CHECK(service.attribute(id)["DBInstanceStatus"] == "Restoring");
  service.now += minutes(5);
  const nlohmann::json clone = service.attribute(id);
  CHECK(clone["DBInstanceStatus"] == "Running");
  CHECK(clone["DBInstanceDescription"] == "orders again");
  CHECK(clone["DBInstanceClass"] == "dds.mongo.mid");
  CHECK(clone["EngineVersion"] == "4.4");
  CHECK(clone["StorageType"] == "local_ssd");
  CHECK(clone["CreationTime"] == "2026-01-14T06:00:00Z");
  CHECK(service.sets(id).empty());
  CHECK_FALSE(service.start(id).empty());
  service.now += std::chrono::days(1);
  CHECK(service.sets(id).size() == 2);  // that one, and an automatic one

  REQUIRE(service.emulator.effects().size() == 2);
  CHECK(service.emulator.effects()[0].action == "CreateDBInstance");
  CHECK(service.emulator.effects()[0].instance_id == id);
  CHECK(service.emulator.effects()[0].set_id == set);
}

TEST_CASE("the same ClientToken and parameters give the same clone, other parameters a mismatch") {
  Service service;
  const Parameters parameters = from_set(service);
  const nlohmann::json first = service.call("CreateDBInstance", parameters);
  service.now += minutes(30);
  const nlohmann::json again = service.call("CreateDBInstance", parameters);
  CHECK(again["DBInstanceId"] == first["DBInstanceId"]);
  CHECK(again["OrderId"] == first["OrderId"]);
  CHECK(again["RequestId"] != first["RequestId"]);
  CHECK(service.emulator.effects().size() == 1);
  CHECK(refused(service, with(parameters, "DBInstanceStorage", "30")) ==
        "IdempotentParameterMismatch");
  CHECK(refused(service, with(parameters, "DBInstanceDescription", "")) ==
        "IdempotentParameterMismatch");
  const nlohmann::json other =
      service.call("CreateDBInstance", with(parameters, "ClientToken", "token-2"));
  CHECK(other["DBInstanceId"] != first["DBInstanceId"]);
  CHECK(service.emulator.effects().size() == 2);
}

TEST_CASE("a refused request does not use its ClientToken up") {
  Service service;
  const Parameters parameters = from_set(service);
  CHECK(refused(service, with(parameters, "BackupId", "1")) == "InvalidBackupSetID.NotFound");
  CHECK(refused(service, parameters).empty());
}

TEST_CASE("without a ClientToken each request makes a clone") {
  Service service;
  const Parameters parameters = without(from_set(service), "ClientToken");
  const nlohmann::json first = service.call("CreateDBInstance", parameters);
  CHECK(service.call("CreateDBInstance", parameters)["DBInstanceId"] != first["DBInstanceId"]);
}

TEST_CASE("a clone to a moment needs log backup that reaches it") {
  Service service;
  Parameters parameters = with(without(from_set(service, kPayments), "BackupId"), "RestoreTime",
                               "2026-01-13T12:00:00Z");
  parameters = with(with(with(parameters, "RestoreType", "1"), "EngineVersion", "6.0"),
                    "DBInstanceStorage", "80");
  CHECK(refused(service, parameters).empty());
  parameters = with(parameters, "ClientToken", "token-2");
  CHECK(refused(service, with(parameters, "RestoreTime", "2026-01-02T12:00:00Z")) ==
        "InvalidParameter");
  CHECK(refused(service, with(parameters, "RestoreType", "0")) == "InvalidParameter");
}

TEST_CASE("what a clone needs is asked for by name") {
  Service service;
  const Parameters all = from_set(service);
  CHECK(refused(service, without(all, "EngineVersion")) == "MissingEngineVersion");
  CHECK(refused(service, without(all, "RegionId")) == "MissingRegionId");
  CHECK(refused(service, without(all, "DBInstanceClass")) == "MissingDBInstanceClass");
  CHECK(refused(service, without(all, "DBInstanceStorage")) == "MissingDBInstanceStorage");
  CHECK(refused(service, without(all, "SrcDBInstanceId")) == "UnsupportedOperation");
  CHECK(refused(service, without(without(all, "BackupId"), "RestoreType")) == "MissingParameter");
  CHECK(refused(service, with(all, "ChargeType", "PrePaid")) == "MissingPeriod");
  CHECK(service.emulator.effects().empty());
}

TEST_CASE("a clone must fit its source") {
  Service service;
  const Parameters all = from_set(service);
  CHECK(refused(service, with(all, "EngineVersion", "5.0")) == "InvalidParameter");
  CHECK(refused(service, with(all, "RegionId", "cn-beijing")) == "InvalidDBInstanceId.NotFound");
  CHECK(refused(service, with(all, "RegionId", "cn-atlantis")) == "InvalidRegion.NotFound");
  CHECK(refused(service, with(all, "StorageEngine", "RocksDB")) == "InvalidParameter");
  CHECK(refused(service, with(all, "StorageType", "tape")) == "InvalidParameter");
  CHECK(refused(service, with(all, "DBInstanceStorage", "10")) == "InvalidParameter");
  CHECK(refused(service, with(all, "DBInstanceStorage", "much")) == "InvalidParameter");
  CHECK(refused(service, with(all, "ChargeType", "Free")) == "InvalidParameter");
  CHECK(refused(service, with(all, "SrcDBInstanceId", kStock)) == "IncorrectDBInstanceType");
  CHECK(refused(service, with(all, "RestoreType", "3")) == "UnsupportedOperation");
  service.emulator.set_instance_status(kOrders, "Rebooting");
  CHECK(refused(service, all) == "IncorrectDBInstanceState");
  CHECK(service.emulator.effects().empty());
}

TEST_CASE("a failed set is not cloned from") {
  Service service;
  std::string failed;
  for (const nlohmann::json& set : service.sets(kOrders)) {
    if (set["BackupStatus"] == "Failed") failed = text_at(set, "BackupId");
  }
  CHECK(refused(service, with(from_set(service), "BackupId", failed)) == "IncorrectBackupSetState");
}

TEST_CASE("tags are put on a clone and found again") {
  Service service;
  Parameters parameters = from_set(service);
  parameters.push_back({"Tag.1.Key", "purpose"});
  parameters.push_back({"Tag.1.Value", "drill"});
  const std::string id = text_at(service.call("CreateDBInstance", parameters), "DBInstanceId");
  const nlohmann::json found =
      service.call("DescribeDBInstances", {{"Tag.1.Key", "purpose"}, {"Tag.1.Value", "drill"}});
  REQUIRE(found["TotalCount"] == 1);
  CHECK(found["DBInstances"]["DBInstance"][0]["DBInstanceId"] == id);
  CHECK(service.call("DescribeDBInstances",
                     {{"Tag.1.Key", "purpose"}, {"Tag.1.Value", "life"}})["TotalCount"] == 0);
}

TEST_CASE("a sharded cluster is cloned with as many shards, each with an id of its own") {
  Service service;
  const nlohmann::json answer = service.call("CreateShardingDBInstance", sharded_from_set(service));
  const std::string id = text_at(answer, "DBInstanceId");
  service.now += minutes(10);
  const nlohmann::json clone = service.attribute(id);
  CHECK(clone["DBInstanceStatus"] == "Running");
  CHECK(clone["UseClusterBackup"] == true);
  REQUIRE(clone["ShardList"]["ShardAttribute"].size() == 3);
  CHECK(clone["MongosList"]["MongosAttribute"].size() == 2);
  const std::string shard = text_at(clone["ShardList"]["ShardAttribute"][0], "NodeId");
  CHECK(shard.starts_with("d-bp1"));
  CHECK(shard != text_at(service.attribute(kStock)["ShardList"]["ShardAttribute"][0], "NodeId"));
  CHECK(clone["ShardList"]["ShardAttribute"][0]["NodeStorage"] == 120);
  CHECK(service.emulator.effects()[0].action == "CreateShardingDBInstance");
  CHECK_FALSE(service.start(id).empty());
}

TEST_CASE("a sharded clone needs its nodes, as many shards as the source, two mongos") {
  Service service;
  const Parameters all = sharded_from_set(service);
  const auto answer = [&](const Parameters& parameters) {
    return service.refusal("CreateShardingDBInstance", parameters);
  };
  CHECK(answer(without(all, "Engine")) == "MissingEngine");
  CHECK(answer(without(all, "ReplicaSet.3.Class")) == "MissingReplicaSet.3.Class");
  CHECK(answer(without(all, "ReplicaSet.2.Storage")) == "MissingReplicaSet.2.Storage");
  CHECK(answer(with(all, "ReplicaSet.1.Storage", "90")) == "InvalidParameter");
  CHECK(answer(with(all, "ReplicaSet.4.Class", "x")) == "InvalidParameter");
  CHECK(answer(without(all, "Mongos.2.Class")) == "MissingMongos.2.Class");
  CHECK(answer(without(all, "ConfigServer.1.Class")) == "MissingConfigServer.1.Class");
  CHECK(answer(with(all, "SrcDBInstanceId", kOrders)) == "IncorrectDBInstanceType");
  CHECK(service.emulator.effects().empty());
  CHECK(answer(all).empty());
}

TEST_CASE("clones of an instance are listed from an hour of the last seven days on") {
  Service service;
  const auto list = [&](std::string_view after, std::string_view id = kOrders) {
    return service.call(
        "DescribeRestoreDBInstanceList",
        {{"DBInstanceId", std::string(id)}, {"CreationTimeAfter", std::string(after)}});
  };
  CHECK(list("2026-01-14T00:00:00Z")["TotalCount"] == 0);
  const std::string id =
      text_at(service.call("CreateDBInstance", from_set(service)), "DBInstanceId");
  const nlohmann::json answer = list("2026-01-14T00:00:00Z");
  REQUIRE(answer["TotalCount"] == 1);
  const nlohmann::json& clone = answer["DBInstances"]["DBInstance"][0];
  CHECK(clone["DBInstanceId"] == id);
  CHECK(clone["DBInstanceStatus"] == "Creating");
  CHECK(clone["IsDeleted"] == 0);
  CHECK(clone["DBInstanceType"] == "replicate");
  CHECK(list("2026-01-14T07:00:00Z")["TotalCount"] == 0);
  CHECK(list("2026-01-14T00:00:00Z", kPayments)["TotalCount"] == 0);
  for (const std::string_view wrong :
       {"2026-01-14T00:30:00Z", "2026-01-14T00:00:01Z", "2026-01-07T05:00:00Z", "2026-01-14"}) {
    CHECK(service.refusal("DescribeRestoreDBInstanceList",
                          {{"DBInstanceId", std::string(kOrders)},
                           {"CreationTimeAfter", std::string(wrong)}}) == "InvalidParameter");
  }
  CHECK(service.refusal("DescribeRestoreDBInstanceList",
                        {{"DBInstanceId", std::string(kOrders)}}) == "MissingCreationTimeAfter");
  service.now += minutes(10);
  CHECK(service.refusal("DeleteDBInstance", {{"DBInstanceId", id}}).empty());
  service.now += minutes(10);
  CHECK(list("2026-01-14T00:00:00Z")["DBInstances"]["DBInstance"][0]["IsDeleted"] == 1);
}
