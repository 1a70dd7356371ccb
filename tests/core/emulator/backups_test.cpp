#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "core/api/backups.h"
#include "tests/core/emulator/service.h"

using namespace dds;
using namespace dds::testing;
using response::text_at;

namespace {

std::string refused(Service& service, std::string_view id, Parameters more = {}) {
  more.push_back({"DBInstanceId", std::string(id)});
  return service.refusal("CreateBackup", std::move(more));
}

std::string state(Service& service, std::string_view id) {
  const nlohmann::json tasks = service.tasks(id);
  return tasks.empty() ? "" : text_at(tasks[0], "BackupSetStatus");
}

// Seconds until the job says so, looking once a second; -1 when it does not within an hour.
int seconds_until(Service& service, std::string_view id, std::string_view wanted) {
  for (int second = 0; second < 3'600; ++second) {
    if (state(service, id) == wanted) return second;
    service.now += Seconds(1);
  }
  return -1;
}

nlohmann::json sets_of_job(Service& service, std::string_view id, std::string_view job,
                           Parameters more = {}) {
  more.push_back({"DBInstanceId", std::string(id)});
  more.push_back({"BackupJobId", std::string(job)});
  return service.call("DescribeBackups", std::move(more))["Backups"]["Backup"];
}

}  // namespace

TEST_CASE("CreateBackup answers with a job number, an empty BackupId and a RequestId") {
  Service service;
  const nlohmann::json answer =
      service.call("CreateBackup", {{"DBInstanceId", std::string(kOrders)}});
  CHECK(answer["BackupJobId"].is_string());
  CHECK(answer["BackupJobId"] != "");
  CHECK(answer["BackupId"] == "");
  CHECK(answer["RequestId"].is_string());
}

TEST_CASE(
    "a job goes Scheduled, Checking, Backuping with a growing percentage, Finished, and leaves") {
  Service service;
  const std::string job = service.start(kOrders);
  nlohmann::json tasks = service.tasks(kOrders);
  REQUIRE(tasks.size() == 1);
  CHECK(tasks[0] == nlohmann::json{{"BackupjobId", job},
                                   {"BackupSetStatus", "Scheduled"},
                                   {"BackupStartTime", "2026-01-14T06:00:00Z"},
                                   {"JobMode", "Manual"},
                                   {"Progress", ""}});
  std::vector<std::string> states;
  int last = -1;
  for (int second = 0; second < 400; ++second) {
    tasks = service.tasks(kOrders);
    const std::string now = tasks.empty() ? "gone" : text_at(tasks[0], "BackupSetStatus");
    if (states.empty() || states.back() != now) states.push_back(now);
    if (now == "Backuping") {
      const std::string progress = text_at(tasks[0], "Progress");
      CHECK(progress.ends_with('%'));
      const auto percent = api::parse_percent(progress);
      REQUIRE(percent);
      CHECK(*percent >= last);
      CHECK(*percent <= 99);
      last = *percent;
    } else if (!tasks.empty()) {
      CHECK(tasks[0]["Progress"] == "");
    }
    service.now += Seconds(1);
  }
  CHECK(states ==
        std::vector<std::string>{"Scheduled", "Checking", "Backuping", "Finished", "gone"});
  CHECK(last > 90);
}

TEST_CASE("a typical backup takes 60 to 90 s of service time, a sharded one longer") {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    CAPTURE(seed);
    Service service{{.seed = seed}};
    for (const std::string_view id : {kOrders, kPayments}) {
      CHECK_FALSE(service.start(id).empty());
      const int took = seconds_until(service, id, "Finished");
      CHECK(took >= 60);
      CHECK(took <= 90);
    }
    CHECK_FALSE(service.start(kStock).empty());
    const int sharded = seconds_until(service, kStock, "Finished");
    CHECK(sharded > 90);
    CHECK(sharded < 240);
  }
}

TEST_CASE("the set appears a little after the job finished, with its figures") {
  Service service;
  const std::string job = service.start(kOrders);
  const int took = seconds_until(service, kOrders, "Finished");
  CHECK(sets_of_job(service, kOrders, job).empty());
  service.now += Seconds(12);
  const nlohmann::json sets = sets_of_job(service, kOrders, job);
  REQUIRE(sets.size() == 1);
  const nlohmann::json& set = sets[0];
  CHECK(set["BackupStatus"] == "Success");
  CHECK(set["BackupMode"] == "Manual");
  CHECK(set["BackupMethod"] == "Physical");
  CHECK(set["BackupType"] == "FullBackup");
  CHECK(set["BackupStartTime"] == "2026-01-14T06:00:00Z");
  CHECK(set["BackupEndTime"] == format_utc(kStart + Seconds(took) - Milliseconds(1)));
  CHECK(set["BackupSize"].is_number_integer());
  CHECK(set["BackupSize"] > 5'000'000'000);
  CHECK(set["IsAvail"] == true);
  CHECK(set["EngineVersion"] == "4.4");
  CHECK(set["BackupDownloadURL"] == "");
  // 30 days, as the policy says.
  CHECK(text_at(set, "BackupExpireTime").starts_with("2026-02-13T06:0"));
}

TEST_CASE(
    "only one job runs on an instance; another instance is free, and so is the same one "
    "afterwards") {
  Service service;
  CHECK_FALSE(service.start(kOrders).empty());
  const HttpResponse second = service.raw("CreateBackup", {{"DBInstanceId", std::string(kOrders)}});
  CHECK(Service::code(second) == "OperationDenied.BackupJobExists");
  CHECK(second.status == 403);
  CHECK_FALSE(service.start(kPayments).empty());
  CHECK(service.emulator.effects().size() == 2);
  CHECK(seconds_until(service, kOrders, "Finished") > 0);
  CHECK_FALSE(service.start(kOrders).empty());
  CHECK(service.emulator.effects().size() == 3);
}

TEST_CASE("an instance that is not Running takes no backup") {
  Service service;
  CHECK(refused(service, kStaging) == "IncorrectDBInstanceState");
  for (const std::string_view status : {"Rebooting", "Restoring", "Deleting", "HASwitching"}) {
    service.emulator.set_instance_status(kOrders, status);
    CHECK(refused(service, kOrders) == "IncorrectDBInstanceState");
  }
  service.emulator.set_instance_status(kOrders, "Running");
  CHECK(refused(service, kOrders).empty());
}

TEST_CASE("a locked instance takes no backup") {
  Service service;
  CHECK(refused(service, kLegacy) == "IncorrectDBInstanceLockMode");
  for (const std::string_view lock :
       {"ManualLock", "LockByExpiration", "LockByRestoration", "Released"}) {
    service.emulator.set_instance_lock(kOrders, lock);
    CHECK(refused(service, kOrders) == "IncorrectDBInstanceLockMode");
  }
  service.emulator.set_instance_lock(kOrders, "Unlock");
  CHECK(refused(service, kOrders).empty());
  CHECK(service.emulator.effects().size() == 1);
}

TEST_CASE("the method must be one of three, spelled so, and go with the disk") {
  for (const std::string_view wrong : {"physical", "LOGICAL", "Full", "Snap shot", "0"}) {
    Service service;
    CAPTURE(wrong);
    CHECK(refused(service, kOrders, {{"BackupMethod", std::string(wrong)}}) ==
          "InvalidBackupMethod.Format");
  }
  const auto answer = [](std::string_view id, std::string_view method) {
    Service service;
    return refused(service, id, {{"BackupMethod", std::string(method)}});
  };
  for (const std::string_view local : {kOrders, kAudit}) {
    CHECK(answer(local, "Physical").empty());
    CHECK(answer(local, "Logical").empty());
    CHECK(answer(local, "Snapshot") == "InvalidBackupMethod.ValueNotSupport");
  }
  for (const std::string_view cloud : {kPayments, kSessions, kStock}) {
    CHECK(answer(cloud, "Snapshot").empty());
    CHECK(answer(cloud, "Physical") == "InvalidBackupMethod.ValueNotSupport");
    CHECK(answer(cloud, "Logical") == "InvalidBackupMethod.ValueNotSupport");
  }
}

TEST_CASE("without a method the instance's own is taken") {
  Service service;
  for (const std::string_view id : {kOrders, kPayments, kSessions, kStock, kAudit}) {
    CHECK_FALSE(service.start(id).empty());
  }
  std::vector<std::string> methods;
  for (const auto& effect : service.emulator.effects()) methods.push_back(effect.method);
  CHECK(methods ==
        std::vector<std::string>{"Physical", "Snapshot", "Snapshot", "Snapshot", "Physical"});
}

TEST_CASE("a retention of its own is 7 to 730 days or -1, on cloud disks only") {
  const auto answer = [](std::string_view id, std::string_view days) {
    Service service;
    return refused(service, id, {{"BackupRetentionPeriod", std::string(days)}});
  };
  for (const std::string_view good : {"7", "30", "730", "-1"}) {
    CAPTURE(good);
    CHECK(answer(kPayments, good).empty());
    CHECK(answer(kStock, good).empty());
  }
  for (const std::string_view bad :
       {"6", "731", "0", "-2", "7.5", "week", "99999999999999999999"}) {
    CAPTURE(bad);
    CHECK(answer(kPayments, bad) == "InvalidBackupRetentionPeriod.Malformed");
  }
  for (const std::string_view id : {kOrders, kSessions, kAudit}) {
    CHECK(answer(id, "30") == "InvalidBackupRetentionPeriod.Malformed");
  }
}

TEST_CASE("a set expires as was asked for, and is not listed any more after that") {
  Service service;
  const std::string for_ever = service.start(kPayments, {{"BackupRetentionPeriod", "-1"}});
  service.now += std::chrono::minutes(5);
  nlohmann::json sets = sets_of_job(service, kPayments, for_ever);
  REQUIRE(sets.size() == 1);
  CHECK(sets[0]["BackupExpireTime"] == "9999-01-01T00:00:00Z");
  const std::string a_week = service.start(kPayments, {{"BackupRetentionPeriod", "7"}});
  service.now += std::chrono::minutes(5);
  sets = sets_of_job(service, kPayments, a_week);
  REQUIRE(sets.size() == 1);
  CHECK(text_at(sets[0], "BackupExpireTime").starts_with("2026-01-21T06:0"));
  service.now += std::chrono::days(8);
  CHECK(sets_of_job(service, kPayments, a_week).empty());
  CHECK(sets_of_job(service, kPayments, for_ever).size() == 1);
}

TEST_CASE("an instance that does not exist, and none at all") {
  Service service;
  CHECK(refused(service, "dds-bp0000000000000000") == "InvalidDBInstanceId.NotFound");
  CHECK(refused(service, "d-bp18f2c6e03b7da9") == "InvalidDBInstanceId.NotFound");  // a shard
  CHECK(service.refusal("CreateBackup") == "MissingDBInstanceId");
  CHECK(service.refusal("DescribeBackupTasks") == "MissingDBInstanceId");
  CHECK(service.emulator.effects().empty());
}

TEST_CASE("RegionId is taken and must fit the instance") {
  Service service;
  CHECK(refused(service, kOrders, {{"RegionId", "cn-beijing"}}) == "InvalidDBInstanceId.NotFound");
  CHECK(refused(service, kOrders, {{"RegionId", "cn-hangzhou"}}).empty());
}

TEST_CASE("tasks can be asked for by job") {
  Service service;
  const std::string job = service.start(kOrders);
  const auto count = [&](std::string_view wanted) {
    return service
        .call("DescribeBackupTasks", {{"DBInstanceId", std::string(kOrders)},
                                      {"BackupJobId", std::string(wanted)}})["BackupJobs"]
        .size();
  };
  CHECK(count(job) == 1);
  CHECK(count("1") == 0);
}

TEST_CASE("a backup that fails ends early, as Finished, with a Failed set that is empty") {
  Service service;
  CHECK(service.emulator.fail_next_backup(kOrders));
  const std::string failed = service.start(kOrders);
  const int took = seconds_until(service, kOrders, "Finished");
  CHECK(took > 0);
  CHECK(took < 70);
  service.now += Seconds(15);
  nlohmann::json sets = sets_of_job(service, kOrders, failed);
  REQUIRE(sets.size() == 1);
  CHECK(sets[0]["BackupStatus"] == "Failed");
  CHECK(sets[0]["IsAvail"] == false);
  CHECK(sets[0]["BackupSize"] == 0);
  const std::string next = service.start(kOrders);
  service.now += std::chrono::minutes(5);
  sets = sets_of_job(service, kOrders, next);
  REQUIRE(sets.size() == 1);
  CHECK(sets[0]["BackupStatus"] == "Success");
}

TEST_CASE("what happened is kept as effects: what, where, when, which job") {
  Service service;
  service.now += Seconds(5);
  const std::string job = service.start(kAudit, {{"BackupMethod", "Logical"}});
  REQUIRE(service.emulator.effects().size() == 1);
  const auto& effect = service.emulator.effects().front();
  CHECK(effect.at == service.now);
  CHECK(effect.action == "CreateBackup");
  CHECK(effect.instance_id == kAudit);
  CHECK(effect.job_id == job);
  CHECK(effect.method == "Logical");
}

TEST_CASE("the service clock does not go back") {
  Service service;
  const std::string job = service.start(kOrders);
  service.now += std::chrono::minutes(2);
  CHECK(sets_of_job(service, kOrders, job).size() == 1);
  service.now -= std::chrono::minutes(2);
  CHECK(sets_of_job(service, kOrders, job).size() == 1);
}

TEST_CASE("a long silence ends in the same state as many looks") {
  Service busy;
  Service silent;
  for (Service* service : {&busy, &silent}) CHECK(service->start(kStock) == "770459");
  for (int i = 0; i < 600; ++i) {
    busy.now += Seconds(1);
    (void)busy.tasks(kStock);
  }
  silent.now += Seconds(600);
  const auto clusters = [](Service& service) {
    return service.call("DescribeClusterBackups",
                        {{"DBInstanceId", std::string(kStock)}})["ClusterBackups"];
  };
  CHECK(clusters(busy) == clusters(silent));
}
