#include "core/emulator/policy.h"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "tests/core/emulator/service.h"

using namespace dds;
using namespace dds::testing;
using response::text_at;

namespace {

std::string refused(Service& service, std::string_view id, Parameters more) {
  more.push_back({"DBInstanceId", std::string(id)});
  return service.refusal("ModifyBackupPolicy", std::move(more));
}

// The refusal of one parameter alone, on a new service.
std::string refused(std::string_view id, std::string_view name, std::string_view value) {
  Service service;
  return refused(service, id, {{std::string(name), std::string(value)}});
}

}  // namespace

TEST_CASE("a policy is answered with the service's fields and types") {
  Service service;
  nlohmann::json policy = service.policy(kPayments);
  CHECK(text_at(policy, "PreferredNextBackupTime").starts_with("2026-01-15T00:"));
  policy.erase("PreferredNextBackupTime");
  policy.erase("RequestId");
  CHECK(policy == nlohmann::json{{"BackupInterval", -1},
                                 {"BackupRetentionPeriod", "30"},
                                 {"BackupRetentionPolicyOnClusterDeletion", 0},
                                 {"EnableBackupLog", 1},
                                 {"EnableCrossLogBackup", 0},
                                 {"HighFrequencyBackupRetention", ""},
                                 {"LogBackupRetentionPeriod", 7},
                                 {"PreferredBackupPeriod",
                                  "Monday,Tuesday,Wednesday,Thursday,Friday,Saturday,Sunday"},
                                 {"PreferredBackupTime", "00:00Z-01:00Z"},
                                 {"PreserveOneEachHour", false},
                                 {"SnapshotBackupType", "Standard"},
                                 {"SrcRegion", "cn-hangzhou"}});
  CHECK(service.policy(kLegacy)["BackupRetentionPeriod"] == "7");
}

TEST_CASE("what is modified is what is described, and an effect") {
  Service service;
  CHECK(refused(service, kPayments,
                {{"PreferredBackupPeriod", "Sunday,Monday,Monday"},
                 {"PreferredBackupTime", "23:00Z-00:00Z"},
                 {"BackupRetentionPeriod", "90"},
                 {"LogBackupRetentionPeriod", "30"},
                 {"SnapshotBackupType", "Flash"},
                 {"BackupInterval", "240"},
                 {"HighFrequencyBackupRetention", "3"},
                 {"PreserveOneEachHour", "true"},
                 {"BackupRetentionPolicyOnClusterDeletion", "2"},
                 {"InstanceType", "replicate"},
                 {"SrcRegion", "cn-hangzhou"}})
            .empty());
  const nlohmann::json policy = service.policy(kPayments);
  CHECK(policy["PreferredBackupPeriod"] == "Monday,Sunday");
  CHECK(policy["PreferredBackupTime"] == "23:00Z-00:00Z");
  CHECK(policy["BackupRetentionPeriod"] == "90");
  CHECK(policy["LogBackupRetentionPeriod"] == 30);
  CHECK(policy["SnapshotBackupType"] == "Flash");
  CHECK(policy["BackupInterval"] == 240);
  CHECK(policy["HighFrequencyBackupRetention"] == "3");
  CHECK(policy["PreserveOneEachHour"] == true);
  CHECK(policy["BackupRetentionPolicyOnClusterDeletion"] == 2);
  REQUIRE(service.emulator.effects().size() == 1);
  CHECK(service.emulator.effects()[0].action == "ModifyBackupPolicy");
  CHECK(service.emulator.effects()[0].instance_id == kPayments);
}

TEST_CASE("a refused change changes nothing") {
  Service service;
  nlohmann::json before = service.policy(kOrders);
  CHECK_FALSE(refused(service, kOrders,
                      {{"BackupRetentionPeriod", "90"}, {"PreferredBackupTime", "1:00Z-2:00Z"}})
                  .empty());
  nlohmann::json after = service.policy(kOrders);
  before.erase("RequestId");
  after.erase("RequestId");
  CHECK(before == after);
  CHECK(service.emulator.effects().empty());
}

TEST_CASE("days are a comma list of English weekdays") {
  CHECK(refused(kOrders, "PreferredBackupPeriod", "Monday").empty());
  for (const std::string_view wrong :
       {"monday", "Mon", "Monday,", ",Monday", "Monday, Tuesday", "Monday;Tuesday", "1"}) {
    CAPTURE(wrong);
    CHECK(refused(kOrders, "PreferredBackupPeriod", wrong) ==
          "InvalidPreferredBackupPeriod.Malformed");
  }
}

TEST_CASE("the window is exactly one hour of UTC") {
  for (const std::string_view right : {"03:00Z-04:00Z", "03:30Z-04:30Z", "23:15Z-00:15Z"}) {
    CHECK(refused(kOrders, "PreferredBackupTime", right).empty());
  }
  for (const std::string_view wrong :
       {"03:00Z-05:00Z", "03:00Z-03:00Z", "03:00-04:00", "3:00Z-4:00Z", "24:00Z-01:00Z",
        "03:60Z-04:60Z", "04:00Z-03:00Z", "03:00Z/04:00Z", "03:00Z-04:00Z ", "always"}) {
    CAPTURE(wrong);
    CHECK(refused(kOrders, "PreferredBackupTime", wrong) == "InvalidPreferredBackupTime.Malformed");
  }
}

TEST_CASE("retention is 7 to 730 days; logs are kept for as long at most") {
  for (const std::string_view right : {"7", "730"})
    CHECK(refused(kOrders, "BackupRetentionPeriod", right).empty());
  for (const std::string_view wrong : {"6", "731", "-1", "week", "7.0"}) {
    CHECK(refused(kOrders, "BackupRetentionPeriod", wrong) ==
          "InvalidBackupRetentionPeriod.Malformed");
  }
  CHECK(refused(kOrders, "LogBackupRetentionPeriod", "30").empty());
  for (const std::string_view wrong : {"6", "31", "731", "x"})
    CHECK(refused(kOrders, "LogBackupRetentionPeriod", wrong) == "InvalidParameter");
  Service service;
  CHECK(refused(service, kOrders, {{"LogBackupRetentionPeriod", "30"}}).empty());
  CHECK(refused(service, kOrders, {{"BackupRetentionPeriod", "20"}}) == "InvalidParameter");
}

TEST_CASE("high frequency needs Flash, which needs cloud disks; the list of intervals has no 15") {
  CHECK(refused(kPayments, "BackupInterval", "30") == "InvalidParameter");
  CHECK(refused(kPayments, "BackupInterval", "-1").empty());
  CHECK(refused(kPayments, "SnapshotBackupType", "Flash").empty());
  CHECK(refused(kPayments, "SnapshotBackupType", "flash") == "InvalidParameter");
  CHECK(refused(kOrders, "SnapshotBackupType", "Flash") == "InvalidParameter");
  Service service;
  CHECK(refused(service, kPayments, {{"SnapshotBackupType", "Flash"}, {"BackupInterval", "15"}}) ==
        "InvalidParameter");
  CHECK(refused(service, kPayments, {{"SnapshotBackupType", "Flash"}, {"BackupInterval", "30"}})
            .empty());
  CHECK(refused(service, kPayments, {{"SnapshotBackupType", "Standard"}}) == "InvalidParameter");
  CHECK(refused(service, kPayments, {{"SnapshotBackupType", "Standard"}, {"BackupInterval", "-1"}})
            .empty());
}

TEST_CASE("log backup is 0 or 1 and stays on for sharded clusters") {
  CHECK(refused(kOrders, "EnableBackupLog", "1").empty());
  CHECK(refused(kOrders, "EnableBackupLog", "0").empty());
  CHECK(refused(kOrders, "EnableBackupLog", "2") == "InvalidParameter");
  CHECK(refused(kStock, "EnableBackupLog", "1").empty());
  CHECK(refused(kStock, "EnableBackupLog", "0") == "IncorrectDBInstanceType");
}

TEST_CASE("other values outside the documented ones are refused by name") {
  CHECK(refused(kOrders, "PreserveOneEachHour", "yes") == "InvalidParameter");
  CHECK(refused(kOrders, "BackupRetentionPolicyOnClusterDeletion", "3") == "InvalidParameter");
  CHECK(refused(kOrders, "HighFrequencyBackupRetention", "0") == "InvalidParameter");
  Service service;
  CHECK(refused(service, kOrders, {{"BackupInterval", "-1"}, {"InstanceType", "replica"}}) ==
        "InvalidParameter");
  CHECK(refused(service, kOrders, {{"BackupInterval", "-1"}, {"InstanceType", "sharding"}}) ==
        "InvalidParameter");
}

TEST_CASE("a change without any parameter, or of an instance that is not Running, is refused") {
  Service service;
  CHECK(refused(service, kOrders, {}) == "ParameterLeastAssociate");
  CHECK(refused(service, kOrders, {{"InstanceType", "replicate"}}) == "ParameterLeastAssociate");
  CHECK(refused(service, kStaging, {{"BackupRetentionPeriod", "30"}}) ==
        "IncorrectDBInstanceState");
  CHECK(refused(service, "dds-nobody", {{"BackupRetentionPeriod", "30"}}) ==
        "InvalidDBInstanceId.NotFound");
}

TEST_CASE("copies in another region are said to be not simulated") {
  Service service;
  for (const std::string_view name : {"CrossBackupPeriod", "CrossBackupType", "CrossRetentionType",
                                      "EnableCrossLogBackup", "DestRegion"}) {
    CAPTURE(name);
    const HttpResponse response =
        service.raw("ModifyBackupPolicy",
                    {{"DBInstanceId", std::string(kOrders)}, {std::string(name), "cn-beijing"}});
    CHECK(Service::code(response) == "UnsupportedOperation");
    CHECK(find_header(response.headers, "x-dds-emulator") == "not simulated");
  }
}

TEST_CASE("the next backup of a policy is the first of a chosen day after the instant") {
  emulator::BackupPolicy policy;
  policy.days = *emulator::parse_day_names("Wednesday");
  policy.window_minute = 5 * 60;
  const auto next = emulator::next_backup(policy, "dds-1", kStart);  // a Wednesday, 06:00
  REQUIRE(next.has_value());
  CHECK(format_utc(next->at).starts_with("2026-01-21T05:"));
  CHECK(emulator::next_backup(policy, "dds-1", next->at)->at > next->at + std::chrono::days(6));
  policy.window_minute = 7 * 60;
  CHECK(
      format_utc(emulator::next_backup(policy, "dds-1", kStart)->at).starts_with("2026-01-14T07:"));
  policy.days = 0;
  CHECK_FALSE(emulator::next_backup(policy, "dds-1", kStart).has_value());
}
