#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include <algorithm>

#include "tests/core/emulator/service.h"

using namespace dds;
using namespace dds::testing;
using response::text_at;

namespace {

constexpr std::string_view kAuditShard1 = "d-bp18f2c6e03b7da9";
constexpr std::string_view kAuditShard2 = "d-bp1d57b90c84ea21";

nlohmann::json sets(Service& service, std::string_view id, Parameters more = {}) {
  more.push_back({"DBInstanceId", std::string(id)});
  return service.call("DescribeBackups", std::move(more))["Backups"]["Backup"];
}

nlohmann::json clusters(Service& service, Parameters more = {}) {
  more.push_back({"DBInstanceId", std::string(kStock)});
  return service.call("DescribeClusterBackups", std::move(more))["ClusterBackups"];
}

std::string refused(Service& service, std::string_view action, std::string_view id,
                    Parameters more = {}) {
  more.push_back({"DBInstanceId", std::string(id)});
  return service.refusal(action, std::move(more));
}

}  // namespace

TEST_CASE("two weeks of automatic backups lie before the start, newest first, one of them Failed") {
  Service service;
  const nlohmann::json list = sets(service, kOrders);
  REQUIRE(list.size() == 14);
  int failed = 0;
  std::string before = "9999";
  for (const nlohmann::json& set : list) {
    CHECK(set["BackupMode"] == "Automated");
    CHECK(set["BackupMethod"] == "Physical");
    const std::string began = text_at(set, "BackupStartTime");
    CHECK(began < before);
    before = began;
    const bool bad = set["BackupStatus"] == "Failed";
    failed += bad ? 1 : 0;
    const std::int64_t size = response::integer_at(set, "BackupSize").value_or(-1);
    if (bad) {
      CHECK(size == 0);
    } else {
      CHECK(size > 5'000'000'000);
      CHECK(size < 7'000'000'000);
    }
  }
  CHECK(failed == 1);
  CHECK(before >= format_utc(kStart - std::chrono::days(14)));
  CHECK(list[0]["BackupStatus"] == "Success");
}

TEST_CASE("numbers of sets grow with time and do not repeat") {
  Service service;
  std::vector<std::pair<std::string, std::string>> by_time;
  for (const std::string_view id : {kOrders, kPayments, kSessions, kLegacy}) {
    for (const nlohmann::json& set : sets(service, id)) {
      by_time.emplace_back(text_at(set, "BackupStartTime"), text_at(set, "BackupId"));
    }
  }
  std::sort(by_time.begin(), by_time.end());
  CHECK(by_time.size() > 40);
  for (std::size_t i = 1; i < by_time.size(); ++i) CHECK(by_time[i - 1].second < by_time[i].second);
}

TEST_CASE("instances without history have none, and a locked one has no recent backup") {
  Service service;
  CHECK(sets(service, kStaging).empty());
  CHECK(sets(service, kAudit, {{"NodeId", std::string(kAuditShard1)}}).empty());
  const nlohmann::json legacy = sets(service, kLegacy);
  REQUIRE_FALSE(legacy.empty());
  CHECK(text_at(legacy[0], "BackupStartTime") < format_utc(kStart - std::chrono::days(3)));
  // Kept for 7 days: the rest has expired.
  CHECK(legacy.size() <= 4);
}

TEST_CASE("cloud disks and standalone instances have snapshots") {
  Service service;
  for (const std::string_view id : {kPayments, kSessions}) {
    const nlohmann::json list = sets(service, id);
    REQUIRE(list.size() == 14);
    for (const nlohmann::json& set : list) CHECK(set["BackupMethod"] == "Snapshot");
  }
}

TEST_CASE("time filters take the minute form and hold what began between them") {
  Service service;
  const nlohmann::json all = sets(service, kOrders);
  REQUIRE(all.size() > 4);
  const auto minute = [](const nlohmann::json& set) {
    return text_at(set, "BackupStartTime").substr(0, 16) + "Z";
  };
  CHECK(sets(service, kOrders, {{"StartTime", minute(all[3])}}).size() == 4);
  CHECK(sets(service, kOrders, {{"EndTime", minute(all[3])}}).size() ==
        all.size() - (text_at(all[3], "BackupStartTime").ends_with(":00Z") ? 3 : 4));
  CHECK(sets(service, kOrders,
             {{"StartTime", minute(all[3])}, {"EndTime", format_utc(kStart, TimeForm::Minutes)}})
            .size() == 4);
  CHECK(sets(service, kOrders, {{"StartTime", "2026-02-01T00:00Z"}}).empty());
}

TEST_CASE("times with seconds, of another zone or the wrong way round are refused by name") {
  Service service;
  for (const std::string_view wrong :
       {"2026-01-13T13:00:00Z", "2026-01-13 13:00", "2026-01-13T13:00+08:00", "yesterday"}) {
    CAPTURE(wrong);
    for (const std::string_view action : {"DescribeBackups", "DescribeClusterBackups"}) {
      const std::string_view id = action == "DescribeBackups" ? kOrders : kStock;
      CHECK(refused(service, action, id, {{"StartTime", std::string(wrong)}}) ==
            "InvalidStartTime.Malformed");
      CHECK(refused(service, action, id, {{"EndTime", std::string(wrong)}}) ==
            "InvalidEndTime.Malformed");
    }
  }
  CHECK(refused(service, "DescribeBackups", kOrders,
                {{"StartTime", "2026-01-13T13:00Z"}, {"EndTime", "2026-01-12T13:00Z"}}) ==
        "InvalidEndTime.Malformed");
}

TEST_CASE("a list of BackupIds picks sets, whatever the times say") {
  Service service;
  const nlohmann::json all = sets(service, kOrders);
  REQUIRE(all.size() > 5);
  const std::string pair = text_at(all[1], "BackupId") + "," + text_at(all[5], "BackupId");
  const nlohmann::json picked =
      sets(service, kOrders, {{"BackupId", pair}, {"StartTime", "2026-02-01T00:00Z"}});
  REQUIRE(picked.size() == 2);
  CHECK(picked[0] == all[1]);
  CHECK(picked[1] == all[5]);
  CHECK(sets(service, kOrders, {{"BackupId", "1"}}).empty());
  CHECK(sets(service, kPayments, {{"BackupId", pair}}).empty());
}

TEST_CASE("sets are paged with a total, by 30, 50 or 100") {
  Service service;
  for (int i = 0; i < 20; ++i) {
    CHECK_FALSE(service.start(kOrders).empty());
    service.now += std::chrono::minutes(5);
  }
  const auto page = [&](std::string number) {
    return service.call("DescribeBackups", {{"DBInstanceId", std::string(kOrders)},
                                            {"PageNumber", std::move(number)}});
  };
  const nlohmann::json first = page("1");
  const nlohmann::json second = page("2");
  CHECK(first["TotalCount"] == 34);
  CHECK(first["Backups"]["Backup"].size() == 30);
  CHECK(second["Backups"]["Backup"].size() == 4);
  CHECK(second["PageNumber"] == 2);
  CHECK(page("3")["Backups"]["Backup"].empty());
  CHECK(sets(service, kOrders, {{"PageSize", "50"}}).size() == 34);
  CHECK(refused(service, "DescribeBackups", kOrders, {{"PageSize", "200"}}) == "InvalidParameter");
}

TEST_CASE("a sharded cluster on local disks has one set per shard, asked for by NodeId") {
  Service service;
  const std::string job = service.start(kAudit);
  service.now += std::chrono::minutes(6);
  CHECK(refused(service, "DescribeBackups", kAudit) == "MissingParameter");
  CHECK(refused(service, "DescribeBackups", kAudit, {{"NodeId", "d-bp1elsewhere"}}) ==
        "Node.NotFound");
  std::string both;
  for (const std::string_view shard : {kAuditShard1, kAuditShard2}) {
    const nlohmann::json list = sets(service, kAudit, {{"NodeId", std::string(shard)}});
    REQUIRE(list.size() == 1);
    CHECK(list[0]["BackupJobId"] == job);
    CHECK(list[0]["BackupMethod"] == "Physical");
    both += (both.empty() ? "" : ",") + text_at(list[0], "BackupId");
  }
  CHECK(sets(service, kAudit, {{"BackupId", both}}).size() == 2);
}

TEST_CASE("a cluster backup has one part per shard, and texts where sets have numbers") {
  Service service;
  const nlohmann::json answer =
      service.call("DescribeClusterBackups", {{"DBInstanceId", std::string(kStock)}});
  CHECK_FALSE(answer.contains("TotalCount"));
  CHECK(answer["PageNumber"] == 1);
  CHECK(answer["PageSize"] == 30);
  CHECK(answer["MaxResults"] == 30);
  const nlohmann::json& list = answer["ClusterBackups"];
  REQUIRE(list.size() == 7);  // every second day
  const nlohmann::json& newest = list[0];
  CHECK(text_at(newest, "ClusterBackupId").starts_with("cb-"));
  CHECK(newest["ClusterBackupStatus"] == "OK");
  CHECK(newest["ClusterBackupMode"] == "Automated");
  CHECK(newest["AttachLogStatus"] == "Ready");
  CHECK(newest["IsAvail"] == 1);
  CHECK(newest["Progress"] == "100");
  CHECK(newest["EngineVersion"] == "7.0");
  REQUIRE(newest["Backups"].size() == 3);
  std::int64_t total = 0;
  for (const nlohmann::json& part : newest["Backups"]) {
    CHECK(part["BackupSize"].is_string());
    CHECK(part["IsAvail"] == "1");
    CHECK(part["BackupStatus"] == "Success");
    CHECK(text_at(part["ExtraInfo"], "NodeId").starts_with("d-"));
    total += response::integer_at(part, "BackupSize").value_or(0);
  }
  CHECK(newest["ClusterBackupSize"] == std::to_string(total));
  // The newest is older than a day.
  CHECK(text_at(newest, "ClusterBackupEndTime") < format_utc(kStart - std::chrono::hours(24)));
}

TEST_CASE("a cluster backup is listed while it runs, then ends, then gets its log") {
  Service service;
  const std::string job = service.start(kStock);
  std::vector<std::string> seen;
  for (int second = 0; second < 400; ++second) {
    const nlohmann::json list = clusters(service, {{"BackupJobId", job}});
    REQUIRE(list.size() == 1);
    const nlohmann::json& cluster = list[0];
    CHECK(cluster["ClusterBackupMode"] == "Manual");
    CHECK(text_at(cluster, "Progress").find('%') == std::string::npos);
    const std::string now =
        text_at(cluster, "ClusterBackupStatus") + " " + text_at(cluster, "AttachLogStatus");
    if (seen.empty() || seen.back() != now) seen.push_back(now);
    const bool running = cluster["ClusterBackupStatus"] == "Running";
    CHECK(cluster["IsAvail"] == (running ? 0 : 1));
    CHECK(cluster["Backups"].size() == (running ? 0 : 3));
    service.now += Seconds(1);
  }
  CHECK(seen == std::vector<std::string>{"Running Init", "OK Running", "OK Ready"});
}

TEST_CASE("a failed cluster backup says so in every part") {
  Service service;
  service.emulator.fail_next_backup(kStock);
  const std::string job = service.start(kStock);
  service.now += std::chrono::minutes(6);
  const nlohmann::json list = clusters(service, {{"BackupJobId", job}});
  REQUIRE(list.size() == 1);
  CHECK(list[0]["ClusterBackupStatus"] == "Failed");
  CHECK(list[0]["AttachLogStatus"] == "Failed");
  CHECK(list[0]["IsAvail"] == 0);
  for (const nlohmann::json& part : list[0]["Backups"]) CHECK(part["BackupStatus"] == "Failed");
}

TEST_CASE("cluster backups can be picked by id, by a part's id, by time, and without parts") {
  Service service;
  const nlohmann::json all = clusters(service);
  REQUIRE(all.size() == 7);
  const std::string part = text_at(all[2]["Backups"][1], "BackupId");
  for (const std::string& id : {text_at(all[2], "ClusterBackupId"), part}) {
    const nlohmann::json picked = clusters(service, {{"BackupId", id}});
    REQUIRE(picked.size() == 1);
    CHECK(picked[0] == all[2]);
  }
  const std::string minute = text_at(all[2], "ClusterBackupStartTime").substr(0, 16) + "Z";
  CHECK(clusters(service, {{"StartTime", minute}}).size() == 3);
  const nlohmann::json bare = clusters(service, {{"IsOnlyGetClusterBackUp", "true"}});
  REQUIRE(bare.size() == 7);
  CHECK_FALSE(bare[0].contains("Backups"));
  CHECK(refused(service, "DescribeClusterBackups", kStock, {{"IsOnlyGetClusterBackUp", "1"}}) ==
        "InvalidParameter");
  CHECK(clusters(service, {{"PageNo", "2"}}).empty());
  CHECK(clusters(service, {{"PageNumber", "2"}}).size() == 7);  // the parameter is PageNo here
  CHECK(refused(service, "DescribeClusterBackups", kStock, {{"PageNo", "0"}}) ==
        "InvalidParameter");
}

TEST_CASE("an instance without cluster backups has an empty list of them") {
  Service service;
  const nlohmann::json answer =
      service.call("DescribeClusterBackups", {{"DBInstanceId", std::string(kOrders)}});
  CHECK(answer["ClusterBackups"].is_array());
  CHECK(answer["ClusterBackups"].empty());
}

TEST_CASE("the shards of a cluster backup are sets of their shards as well") {
  Service service;
  const nlohmann::json cluster = clusters(service)[0];
  const std::string shard = text_at(cluster["Backups"][0]["ExtraInfo"], "NodeId");
  const nlohmann::json list = sets(service, kStock, {{"NodeId", shard}});
  REQUIRE(list.size() == 7);
  CHECK(text_at(list[0], "BackupId") == text_at(cluster["Backups"][0], "BackupId"));
}

TEST_CASE("copies in other regions are said to be not simulated") {
  Service service;
  CHECK(refused(service, "DescribeBackups", kOrders,
                {{"SrcRegion", "cn-hangzhou"}, {"DestRegion", "cn-shanghai"}}) ==
        "UnsupportedOperation");
  CHECK(refused(service, "DescribeBackups", kOrders, {{"SrcRegion", "cn-hangzhou"}}).empty());
}
