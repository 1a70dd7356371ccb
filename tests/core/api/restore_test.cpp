// What can be restored: ranges, points, conditions, and the databases in a backup.
#include <doctest/doctest.h>

#include "core/api/restore.h"
#include "tests/core/api/answers.h"

using namespace dds;
using namespace dds::api;
using test::answer_of;

namespace {

Instant at(std::string_view text) {
  return *parse_utc(text);
}

Instance source(InstanceKind kind = InstanceKind::ReplicaSet) {
  Instance instance;
  instance.id = "dds-bp1";
  instance.kind = kind;
  instance.storage_type = "cloud_essd1";
  instance.engine_version = "4.4";
  return instance;
}

const Instant kNow = at("2026-01-14T06:00:00Z");

std::string obstacle(const RestorePoint& point,
                     const std::optional<std::vector<RestoreRange>>& ranges = {},
                     InstanceKind kind = InstanceKind::ReplicaSet) {
  return restore_obstacle(source(kind), point, ranges, kNow);
}

bool says(const std::string& sentence, std::string_view part) {
  return sentence.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("restorable times are told of replica sets and sharded clusters on cloud disks") {
  CHECK(restore_range_obstacle(source()).empty());
  CHECK(restore_range_obstacle(source(InstanceKind::ShardedCluster)).empty());
  CHECK(describe_recover_time(source()).action == "DescribeInstanceRecoverTime");
  CHECK(describe_recover_time(source(InstanceKind::ShardedCluster)).action ==
        "DescribeClusterRecoverTime");
  Instance old = source(InstanceKind::ShardedCluster);
  old.engine_version = "4.2";
  CHECK(says(restore_range_obstacle(old), "4.4"));
  Instance local = source();
  local.storage_type = "local_ssd";
  CHECK(says(restore_range_obstacle(local), "cloud disks"));
  CHECK_FALSE(restore_range_obstacle(source(InstanceKind::Standalone)).empty());
}

TEST_CASE("ranges are read in order, from JSON and from XML") {
  const Result<std::vector<RestoreRange>> ranges = read_recover_time(answer_of(
      R"({"RestoreRanges":[
        {"RestoreBeginTime":"2026-01-12T00:00:00Z","RestoreEndTime":"2026-01-13T00:00:00Z"},
        {"RestoreBeginTime":"2026-01-10T00:00:00Z","RestoreEndTime":"2026-01-11T00:00:00Z"}]})"));
  REQUIRE(ranges.ok());
  REQUIRE(ranges->size() == 2);
  CHECK((*ranges)[0].begin == at("2026-01-10T00:00:00Z"));
  const Result<std::vector<RestoreRange>> one = read_recover_time(answer_of(
      "<DescribeInstanceRecoverTimeResponse><RestoreRanges><RestoreBeginTime>2026-01-12T00:00:00Z"
      "</RestoreBeginTime><RestoreEndTime>2026-01-13T00:00:00Z</RestoreEndTime></RestoreRanges>"
      "<RequestId>R</RequestId></DescribeInstanceRecoverTimeResponse>"));
  REQUIRE(one.ok());
  CHECK(one->size() == 1);
  const Result<std::vector<RestoreRange>> none =
      read_recover_time(answer_of("<DescribeInstanceRecoverTimeResponse><RestoreRanges/>"
                                  "</DescribeInstanceRecoverTimeResponse>"));
  REQUIRE(none.ok());
  CHECK(none->empty());
  CHECK_FALSE(read_recover_time(answer_of(R"({"RequestId":"R"})")).ok());
  for (const char* range :
       {R"({"RestoreBeginTime":"2026-01-10T00:00:00Z"})",
        R"({"RestoreBeginTime":"2026-01-11T00:00:00Z","RestoreEndTime":"2026-01-10T00:00:00Z"})"})
    CHECK_FALSE(
        read_recover_time(answer_of(R"({"RestoreRanges":[)" + std::string(range) + "]}")).ok());
}

TEST_CASE("an instant must lie in a range that the service tells, ends included") {
  const std::vector<RestoreRange> ranges{{at("2026-01-10T00:00:00Z"), at("2026-01-11T00:00:00Z")},
                                         {at("2026-01-12T00:00:00Z"), at("2026-01-13T00:00:00Z")}};
  const auto instant = [&](std::string_view text) { return obstacle({{}, at(text)}, ranges); };
  CHECK(instant("2026-01-10T00:00:00Z").empty());
  CHECK(instant("2026-01-13T00:00:00Z").empty());
  CHECK(says(instant("2026-01-11T12:00:00Z"), "2026-01-12T00:00:00Z to 2026-01-13T00:00:00Z"));
  CHECK(says(instant("2026-01-15T00:00:00Z"), "not come yet"));
  CHECK(says(obstacle({{}, kNow}, std::vector<RestoreRange>{}), "no point in time"));
}

TEST_CASE("without ranges an instant must lie within the last seven days") {
  CHECK(obstacle({{}, kNow}).empty());
  CHECK(obstacle({{}, kNow - std::chrono::hours{168}}).empty());
  CHECK(says(obstacle({{}, kNow - std::chrono::hours{168} - Seconds{1}}), "seven days"));
  CHECK(says(obstacle({{}, kNow + Seconds{1}}), "not come yet"));
}

TEST_CASE("either a set or an instant; sharded clusters take cluster backups only") {
  CHECK(obstacle({"5664091", {}}).empty());
  CHECK(says(obstacle({"", {}}), "either"));
  CHECK(says(obstacle({"5664091", kNow}), "either"));
  CHECK(says(obstacle({"5664091", {}}, {}, InstanceKind::ShardedCluster), "one shard"));
  CHECK(obstacle({"cb-o8c2", {}}, {}, InstanceKind::ShardedCluster).empty());
  CHECK(describe(RestorePoint{"5664091", {}}) == "backup set 5664091");
  CHECK(describe(RestorePoint{{}, kNow}) == "2026-01-14T06:00:00Z");
}

TEST_CASE("CheckRecoveryCondition says what is to be restored, and how") {
  const Result<Call> set = check_recovery_condition(source(), {"5664091", {}});
  REQUIRE(set.ok());
  CHECK(*find_parameter(set->parameters, "SourceDBInstance") == "dds-bp1");
  CHECK(*find_parameter(set->parameters, "BackupId") == "5664091");
  CHECK(*find_parameter(set->parameters, "RestoreType") == "0");
  CHECK(*find_parameter(set->parameters, "InstanceType") == "replicate");
  const Result<Call> instant =
      check_recovery_condition(source(InstanceKind::ShardedCluster), {{}, kNow});
  REQUIRE(instant.ok());
  CHECK(*find_parameter(instant->parameters, "RestoreTime") == "2026-01-14T06:00:00Z");
  CHECK(*find_parameter(instant->parameters, "RestoreType") == "1");
  CHECK(*find_parameter(instant->parameters, "InstanceType") == "sharding");
  CHECK_FALSE(check_recovery_condition(source(), {}).ok());
  const auto valid = [](const char* body) { return read_recovery_condition(answer_of(body)); };
  CHECK(*valid(R"({"IsValid":true})"));
  CHECK(*valid(R"({"isvalid":"1"})"));
  CHECK_FALSE(*valid(R"({"IsValid":"false"})"));
  CHECK_FALSE(valid(R"({"RequestId":"R"})").ok());
}

TEST_CASE("databases are listed only of old replica sets on local disks") {
  Instance local = source();
  local.storage_type = "local_ssd";
  local.engine_version = "4.2";
  local.created = at("2020-01-01T00:00:00Z");
  CHECK(backup_databases_obstacle(local).empty());
  Instance other = local;
  other.engine_version = "4.4";
  CHECK(says(backup_databases_obstacle(other), "4.4"));
  other = local;
  other.storage_type = "cloud_essd1";
  CHECK(says(backup_databases_obstacle(other), "cloud"));
  other = local;
  other.created = at("2019-03-01T00:00:00Z");
  CHECK(says(backup_databases_obstacle(other), "2019-03-01"));
  other = local;
  other.kind = InstanceKind::ShardedCluster;
  CHECK_FALSE(backup_databases_obstacle(other).empty());
}

TEST_CASE("databases of a backup, page by page") {
  const Result<Call> call = describe_backup_databases("dds-bp1", {"5664091", {}}, 2);
  REQUIRE(call.ok());
  CHECK(*find_parameter(call->parameters, "PageNumber") == "2");
  CHECK(*find_parameter(call->parameters, "PageSize") == "100");
  const Result<DatabasePage> page = read_backup_databases(answer_of(
      R"({"Databases":{"Database":[{"DBName":"shop"},{"dbname":"库存"},{}]},"TotalCount":"5"})"));
  REQUIRE(page.ok());
  REQUIRE(page->names.size() == 3);
  CHECK(page->names[1] == "库存");
  CHECK(page->names[2].empty());  // it is there all the same
  CHECK(page->facts.counted == 5);
  const Result<DatabasePage> xml = read_backup_databases(
      answer_of("<DescribeBackupDBsResponse><Databases><Database><DBName>shop</DBName></Database>"
                "</Databases><RequestId>R</RequestId></DescribeBackupDBsResponse>"));
  REQUIRE(xml.ok());
  CHECK(xml->names == std::vector<std::string>{"shop"});
  CHECK_FALSE(read_backup_databases(answer_of(R"({"RequestId":"R"})")).ok());
}
