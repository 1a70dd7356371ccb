// Automatic backups: the policy makes them as the service's clock goes on, in small steps or leaps.
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include <algorithm>

#include "tests/core/emulator/service.h"

using namespace dds;
using namespace dds::testing;
using response::text_at;
using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;

namespace {

Instant planned(Service& service, std::string_view id) {
  const auto next = parse_utc(text_at(service.policy(id), "PreferredNextBackupTime"));
  REQUIRE(next.ok());
  return *next;
}

void change_policy(Service& service, std::string_view id, Parameters more) {
  more.push_back({"DBInstanceId", std::string(id)});
  REQUIRE(service.refusal("ModifyBackupPolicy", std::move(more)).empty());
}

}  // namespace

TEST_CASE(
    "an automatic backup begins when the policy says, inside its window, and is told as such") {
  Service service;
  const Instant next = planned(service, kOrders);
  CHECK(format_utc(next, TimeForm::Minutes).starts_with("2026-01-15T03:"));
  CHECK(service.policy(kOrders)["PreferredBackupTime"] == "03:00Z-04:00Z");
  service.now = next;
  CHECK(service.tasks(kOrders).empty());
  service.now = next + minutes(1);
  const nlohmann::json tasks = service.tasks(kOrders);
  REQUIRE(tasks.size() == 1);
  CHECK(tasks[0]["JobMode"] == "Automated");
  service.now += minutes(5);
  const nlohmann::json set = service.sets(kOrders)[0];
  CHECK(set["BackupMode"] == "Automated");
  CHECK(set["BackupMethod"] == "Physical");
  CHECK(text_at(set, "BackupStartTime").starts_with("2026-01-15T03:"));
  CHECK(text_at(set, "BackupExpireTime").starts_with("2026-02-14T03:"));
  CHECK(planned(service, kOrders) > service.now + hours(23));
}

TEST_CASE("a leap of days makes each day's backup, and ends as small steps would") {
  Service leaping;
  Service walking;
  leaping.now += days(5);
  for (int hour = 0; hour < 5 * 24; ++hour) {
    walking.now += hours(1);
    (void)walking.tasks(kSessions);
  }
  for (const std::string_view id : {kOrders, kPayments, kSessions}) {
    CAPTURE(id);
    const nlohmann::json sets = leaping.sets(id);
    CHECK(sets == walking.sets(id));
    CHECK(sets.size() == 19);  // 14 before, one a day since
  }
  CHECK(leaping.emulator.fingerprint() == walking.emulator.fingerprint());
}

TEST_CASE("what the clock does by itself is no effect of a request") {
  Service service;
  service.now += days(3);
  CHECK(service.sets(kOrders).size() == 17);
  CHECK(service.emulator.effects().empty());
}

TEST_CASE("sets that expire disappear, also when nobody looks for years; the work stays bounded") {
  Service service;
  service.now += days(365 * 20);
  const nlohmann::json sets = service.sets(kOrders, {{"PageSize", "100"}});
  CHECK(sets.size() >= 29);
  CHECK(sets.size() <= 31);
  const std::string oldest = format_utc(service.now - days(31));
  for (const nlohmann::json& set : sets) CHECK(text_at(set, "BackupStartTime") > oldest);
}

TEST_CASE("an automatic job is in the way of a manual one") {
  Service service;
  service.now = planned(service, kOrders) + minutes(1);
  CHECK(service.refusal("CreateBackup", {{"DBInstanceId", std::string(kOrders)}}) ==
        "OperationDenied.BackupJobExists");
  service.now += minutes(3);
  CHECK_FALSE(service.start(kOrders).empty());
}

TEST_CASE("an automatic backup waits for a manual job, and is left out behind one that hangs") {
  Service service;
  const Instant next = planned(service, kOrders);
  service.now = next - Seconds(20);
  CHECK_FALSE(service.start(kOrders).empty());
  service.now = next + minutes(1);
  CHECK(service.tasks(kOrders).size() == 1);
  service.now = next + minutes(20);
  const nlohmann::json sets = service.sets(kOrders);
  CHECK(sets[0]["BackupMode"] == "Automated");
  CHECK(sets[1]["BackupMode"] == "Manual");
  CHECK(text_at(sets[0], "BackupStartTime") > text_at(sets[1], "BackupEndTime"));

  const HttpRequest request =
      service.sign(service.complete("CreateBackup", {{"DBInstanceId", std::string(kOrders)}}));
  CHECK(
      service.emulator.handle(request, service.now, service.now, emulator::JobFate::Hangs).status ==
      200);
  const std::size_t before = sets.size();
  service.now += days(3);
  CHECK(service.sets(kOrders).size() == before);
}

TEST_CASE("an instance that is locked or not Running is left out") {
  Service service;
  service.emulator.set_instance_status(kPayments, "Rebooting");
  const std::size_t payments = service.sets(kPayments).size();
  const std::size_t legacy = service.sets(kLegacy).size();
  service.now += days(2);
  CHECK(service.sets(kPayments).size() == payments);
  CHECK(service.sets(kLegacy).size() <= legacy);
  service.emulator.set_instance_status(kPayments, "Running");
  service.now += days(1);
  CHECK(service.sets(kPayments).size() == payments + 1);
}

TEST_CASE("a sharded cluster's automatic backup is a cluster backup") {
  Service service;
  const auto clusters = [&] {
    return service.call("DescribeClusterBackups",
                        {{"DBInstanceId", std::string(kStock)}})["ClusterBackups"];
  };
  const std::size_t before = clusters().size();
  service.now = planned(service, kStock) + minutes(10);
  CHECK(clusters().size() == before + 1);
  CHECK(clusters()[0]["ClusterBackupMode"] == "Automated");
  CHECK(clusters()[0]["Backups"].size() == 3);
}

TEST_CASE("a policy without days makes none") {
  Service service;
  CHECK(service.policy(kAudit)["PreferredNextBackupTime"] == "");
  CHECK(service.policy(kAudit)["PreferredBackupPeriod"] == "");
  service.now += days(30);
  CHECK(service.sets(kAudit, {{"NodeId", "d-bp18f2c6e03b7da9"}}).empty());
}

TEST_CASE("a changed policy is followed from then on") {
  Service service;
  change_policy(service, kOrders,
                {{"PreferredBackupPeriod", "Saturday"},
                 {"PreferredBackupTime", "23:30Z-00:30Z"},
                 {"BackupRetentionPeriod", "7"}});
  CHECK(format_utc(planned(service, kOrders), TimeForm::Minutes).starts_with("2026-01-17T23:3"));
  service.now = planned(service, kOrders) + minutes(10);
  const nlohmann::json set = service.sets(kOrders)[0];
  CHECK(text_at(set, "BackupStartTime").starts_with("2026-01-17T23:"));
  CHECK(text_at(set, "BackupExpireTime").starts_with("2026-01-24T23:"));
  CHECK(format_utc(planned(service, kOrders), TimeForm::Minutes).starts_with("2026-01-24T23:3"));
}

TEST_CASE("high-frequency snapshots are made at their interval and kept for their own time") {
  Service service;
  change_policy(service, kPayments,
                {{"SnapshotBackupType", "Flash"},
                 {"BackupInterval", "120"},
                 {"HighFrequencyBackupRetention", "2"}});
  const std::size_t before = service.sets(kPayments).size();
  service.now += hours(6) + minutes(10);
  const nlohmann::json sets = service.sets(kPayments);
  CHECK(sets.size() == before + 3);
  CHECK(text_at(sets[0], "BackupStartTime").starts_with("2026-01-14T12:00"));
  CHECK(text_at(sets[0], "BackupExpireTime").starts_with("2026-01-16T12:0"));
}
