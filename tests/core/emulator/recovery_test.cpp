// What can be restored: ranges of time, databases, and whether a set or a moment can be.
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "tests/core/emulator/service.h"

using namespace dds;
using namespace dds::testing;
using response::text_at;
using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;

namespace {

nlohmann::json ranges(Service& service, std::string_view action, std::string_view id) {
  return service.call(action, {{"DBInstanceId", std::string(id)}})["RestoreRanges"];
}

std::string range_refusal(Service& service, std::string_view action, std::string_view id) {
  return service.refusal(action, {{"DBInstanceId", std::string(id)}});
}

// "true", "false" or the code of the refusal.
std::string check(Service& service, std::string_view id, Parameters more) {
  more.push_back({"SourceDBInstance", std::string(id)});
  const HttpResponse response = service.raw("CheckRecoveryCondition", std::move(more));
  const std::string code = Service::code(response);
  return code.empty() ? Service::content(response)["IsValid"].dump() : code;
}

std::string set_of(Service& service, std::string_view id, std::string_view status) {
  for (const nlohmann::json& set : service.sets(id)) {
    if (set["BackupStatus"] == status) return text_at(set, "BackupId");
  }
  return "";
}

void switch_logs_on(Service& service, std::string_view id) {
  REQUIRE(service
              .refusal("ModifyBackupPolicy",
                       {{"DBInstanceId", std::string(id)}, {"EnableBackupLog", "1"}})
              .empty());
}

}  // namespace

TEST_CASE("a replica set with log backup can be restored to any moment of its last week") {
  Service service;
  const nlohmann::json list = ranges(service, "DescribeInstanceRecoverTime", kPayments);
  REQUIRE(list.size() == 1);
  CHECK(list[0]["RestoreType"] == "PointInTime");
  CHECK(list[0]["RestoreEndTime"] == "2026-01-14T05:59:00Z");
  const std::string begin = text_at(list[0], "RestoreBeginTime");
  CHECK(begin >= "2026-01-07T06:00:00Z");
  CHECK(begin < "2026-01-08T06:00:00Z");
}

TEST_CASE("a sharded cluster's range begins with a cluster backup") {
  Service service;
  const nlohmann::json list = ranges(service, "DescribeClusterRecoverTime", kStock);
  REQUIRE(list.size() == 1);
  CHECK(text_at(list[0], "RestoreBeginTime") > "2026-01-07T06:00:00Z");
}

TEST_CASE("without log backup, or before a full backup since it began, there is no range") {
  Service service;
  Parameters off{{"DBInstanceId", std::string(kPayments)}, {"EnableBackupLog", "0"}};
  CHECK(service.refusal("ModifyBackupPolicy", off).empty());
  CHECK(ranges(service, "DescribeInstanceRecoverTime", kPayments).empty());
  switch_logs_on(service, kPayments);
  service.now += hours(1);
  CHECK(ranges(service, "DescribeInstanceRecoverTime", kPayments).empty());
  CHECK_FALSE(service.start(kPayments).empty());
  service.now += minutes(10);
  CHECK(ranges(service, "DescribeInstanceRecoverTime", kPayments).size() == 1);
}

TEST_CASE("ranges are of cloud disks: replica sets by one action, clusters from 4.4 by the other") {
  Service service;
  for (const std::string_view id : {kOrders, kSessions, kStock})
    CHECK(range_refusal(service, "DescribeInstanceRecoverTime", id) == "IncorrectDBInstanceType");
  for (const std::string_view id : {kOrders, kPayments, kAudit, kMetrics})
    CHECK(range_refusal(service, "DescribeClusterRecoverTime", id) == "IncorrectDBInstanceType");
}

TEST_CASE("a good set can be restored, a failed one cannot, one that is not there is refused") {
  Service service;
  CHECK(check(service, kOrders, {{"BackupId", set_of(service, kOrders, "Success")}}) == "true");
  CHECK(check(service, kOrders,
              {{"BackupId", set_of(service, kOrders, "Success")}, {"RestoreType", "0"}}) == "true");
  CHECK(check(service, kOrders, {{"BackupId", set_of(service, kOrders, "Failed")}}) == "false");
  CHECK(check(service, kOrders, {{"BackupId", "1"}}) == "InvalidBackupSetID.NotFound");
  CHECK(check(service, kPayments, {{"BackupId", set_of(service, kOrders, "Success")}}) ==
        "InvalidBackupSetID.NotFound");
}

TEST_CASE("a moment can be restored inside the range, not outside of it") {
  Service service;
  const auto at = [&](std::string_view time) {
    return check(service, kPayments, {{"RestoreTime", std::string(time)}, {"RestoreType", "1"}});
  };
  CHECK(at("2026-01-13T12:00:00Z") == "true");
  CHECK(at("2026-01-14T05:59:30Z") == "false");
  CHECK(at("2026-01-01T12:00:00Z") == "false");
  CHECK(at("2026-01-13T12:00Z") == "InvalidParameter");
  CHECK(check(service, kOrders, {{"RestoreTime", "2026-01-13T12:00:00Z"}}) == "false");
}

TEST_CASE("logs that are kept for long reach no further back than seven days") {
  Service service;
  CHECK(service
            .refusal("ModifyBackupPolicy",
                     {{"DBInstanceId", std::string(kPayments)}, {"LogBackupRetentionPeriod", "30"}})
            .empty());
  CHECK(text_at(ranges(service, "DescribeInstanceRecoverTime", kPayments)[0], "RestoreBeginTime") <
        "2026-01-06T00:00:00Z");
  CHECK(check(service, kPayments, {{"RestoreTime", "2026-01-07T05:00:00Z"}}) == "false");
  CHECK(check(service, kPayments, {{"RestoreTime", "2026-01-07T07:00:00Z"}}) == "true");
}

TEST_CASE("exactly one of BackupId and RestoreTime, and a RestoreType that fits it") {
  Service service;
  const std::string set = set_of(service, kPayments, "Success");
  CHECK(check(service, kPayments, {}) == "MissingParameter");
  CHECK(check(service, kPayments, {{"BackupId", set}, {"RestoreTime", "2026-01-13T12:00:00Z"}}) ==
        "InvalidParameter");
  CHECK(check(service, kPayments, {{"BackupId", set}, {"RestoreType", "1"}}) == "InvalidParameter");
  CHECK(check(service, kPayments, {{"BackupId", set}, {"RestoreType", "4"}}) == "InvalidParameter");
  CHECK(check(service, kPayments, {{"BackupId", set}, {"RestoreType", "2"}}) ==
        "UnsupportedOperation");
  CHECK(check(service, kPayments, {{"BackupId", set}, {"SrcRegion", "cn-beijing"}}) ==
        "UnsupportedOperation");
}

TEST_CASE("version and type must be the source's") {
  Service service;
  const std::string set = set_of(service, kPayments, "Success");
  CHECK(check(service, kPayments, {{"BackupId", set}, {"EngineVersion", "6.0"}}) == "true");
  CHECK(check(service, kPayments, {{"BackupId", set}, {"EngineVersion", "5.0"}}) == "false");
  CHECK(check(service, kPayments, {{"BackupId", set}, {"EngineVersion", "1.0"}}) ==
        "InvalidParameter");
  CHECK(check(service, kPayments, {{"BackupId", set}, {"InstanceType", "sharding"}}) == "false");
  CHECK(check(service, kPayments, {{"BackupId", set}, {"InstanceType", "x"}}) ==
        "InvalidParameter");
}

TEST_CASE("a sharded cluster is restored from a cluster backup, not from a part") {
  Service service;
  const nlohmann::json cluster = service.call(
      "DescribeClusterBackups", {{"DBInstanceId", std::string(kStock)}})["ClusterBackups"][0];
  CHECK(check(service, kStock, {{"BackupId", text_at(cluster, "ClusterBackupId")}}) == "true");
  CHECK(check(service, kStock, {{"BackupId", text_at(cluster["Backups"][0], "BackupId")}}) ==
        "InvalidBackupSetID.NotFound");
  CHECK(check(service, kAudit, {{"BackupId", "1"}}) == "UnsupportedOperation");
}

TEST_CASE("databases of a set are told for old replica sets on local disks only") {
  Service service;
  const std::string set = set_of(service, kLegacy, "Success");
  const nlohmann::json answer = service.call(
      "DescribeBackupDBs", {{"SourceDBInstance", std::string(kLegacy)}, {"BackupId", set}});
  CHECK(answer["Databases"]["Database"][0]["DBName"] == "legacy");
  CHECK(answer["TotalCount"] == 1);
  CHECK(answer["PageNumber"] == 1);
  CHECK(answer["PageSize"] == 30);
  for (const std::string_view id : {kOrders, kPayments, kSessions, kStock, kAudit}) {
    CHECK(service.refusal("DescribeBackupDBs", {{"SourceDBInstance", std::string(id)},
                                                {"BackupId", set}}) == "IncorrectDBInstanceType");
  }
  CHECK(service.refusal("DescribeBackupDBs", {{"SourceDBInstance", std::string(kLegacy)}}) ==
        "MissingParameter");
  CHECK(service.refusal("DescribeBackupDBs", {{"SourceDBInstance", std::string(kLegacy)},
                                              {"BackupId", "1"}}) == "InvalidBackupSetID.NotFound");
  CHECK(service.refusal("DescribeBackupDBs", {{"BackupId", set}}) == "MissingSourceDBInstance");
}

TEST_CASE("single databases are restored of those instances only") {
  Service service;
  CHECK(check(service, kLegacy,
              {{"BackupId", set_of(service, kLegacy, "Success")}, {"DatabaseNames", "legacy"}}) ==
        "true");
  CHECK(check(service, kOrders,
              {{"BackupId", set_of(service, kOrders, "Success")}, {"DatabaseNames", "orders"}}) ==
        "IncorrectDBInstanceType");
}
