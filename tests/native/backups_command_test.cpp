// `dds backups`, `dds keep` and `dds delete-backup` against the emulator.
#include <doctest/doctest.h>

#include <chrono>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tests/native/instance_command.h"
#include "tests/native/raw_server.h"

using namespace dds::test;
using nlohmann::json;

namespace {

std::string newest_set(const Service& service, const std::string& instance,
                       const std::string& filter = {}) {
  std::vector<std::string> arguments{"backups", instance};
  if (!filter.empty()) arguments.push_back(filter);
  const json document = parsed(service.run(arguments));
  REQUIRE_FALSE(document.at(0)["sets"].empty());
  return document.at(0)["sets"].at(0)["backup_id"];
}

std::string manual_set(const Service& service) {
  REQUIRE(service.run({"backup", kCloudDisk, "--poll", "0.1"}).code == 0);
  return newest_set(service, kCloudDisk, "--manual");
}

}  // namespace

TEST_CASE("backups lists the sets of instances, newest first, as JSON") {
  const Service service;
  const Ended ended = service.run({"backups", kReplicaSet, kSharded});
  CHECK(ended.code == 0);
  const json document = parsed(ended);
  REQUIRE(document.size() == 2);
  CHECK(document[0]["instance_id"] == kReplicaSet);
  CHECK(document[0]["description"] == "orders");
  const json& sets = document[0]["sets"];
  REQUIRE(sets.size() > 2);
  CHECK(sets[0]["started"].get<std::string>() > sets[1]["started"].get<std::string>());
  CHECK(sets[0]["started"].get<std::string>().ends_with("Z"));
  CHECK(sets[0]["mode"] == "Automated");
  CHECK(sets[0]["method"] == "Physical");
  CHECK(sets[0]["duration_seconds"].get<int>() > 0);
  CHECK(sets[0]["size_bytes"].get<std::int64_t>() > 0);
  CHECK(document[1]["sets"][0]["backup_id"].get<std::string>().starts_with("cb-"));
}

TEST_CASE("backups as a table has this machine's times; failed and manual ones can be picked") {
  const Service service;
  Start start = service.start({"backups", kReplicaSet, "--output", "table"});
  start.environment["TZ"] = "Asia/Shanghai";
  const Ended table = run(start);
  CHECK(table.code == 0);
  CHECK(table.out.starts_with("Backup"));
  const json failed = parsed(service.run({"backups", kReplicaSet, "--failed"}));
  REQUIRE(failed[0]["sets"].size() == 1);
  CHECK(failed[0]["sets"][0]["status"] == "Failed");
  const Ended manual = service.run({"backups", kReplicaSet, "--manual", "--output", "table"});
  CHECK(manual.code == 0);
  CHECK(manual.out.empty());
  CHECK(has(manual.error, "no backup is listed"));
}

TEST_CASE("backups shows a running job, and --since and --until bound the sets") {
  const Service service(1);
  REQUIRE(service.run({"backup", kReplicaSet, "--no-wait", "--poll", "0.1"}).code == 0);
  const json running = parsed(service.run({"backups", kReplicaSet}))[0]["running"];
  REQUIRE(running.size() == 1);
  CHECK(running[0]["mode"] == "Manual");
  CHECK(has(service.run({"backups", kReplicaSet, "--output", "table"}).out, "(job "));
  const json all = parsed(service.run({"backups", kReplicaSet}))[0]["sets"];
  const json young = parsed(service.run({"backups", kReplicaSet, "--since", "73h"}))[0]["sets"];
  CHECK(young.size() < all.size());
  const json old = parsed(service.run({"backups", kReplicaSet, "--until", "73h"}))[0]["sets"];
  CHECK(young.size() + old.size() == all.size());
}

TEST_CASE("backups of an unknown instance end with code 1, the others are still shown") {
  const Service service;
  const Ended ended = service.run({"backups", "dds-nobody", kReplicaSet});
  CHECK(ended.code == 1);
  CHECK(has(ended.error, "InvalidDBInstanceId.NotFound"));
  const json document = parsed(ended);
  CHECK(document[0]["code"] == "InvalidDBInstanceId.NotFound");
  CHECK_FALSE(document[1]["sets"].empty());
}

TEST_CASE("backups without a network end with code 3") {
  const Service service;
  Start start = service.start(
      {"backups", kReplicaSet, "--endpoint", "http://127.0.0.1:" + std::to_string(closed_port())});
  CHECK(run(std::move(start)).code == 3);
}

TEST_CASE("wrong input of backups, keep and delete-backup is one sentence and code 2") {
  const Service service;
  check_usage(service.run({"backups"}), "dds backups dds-bp1");
  check_usage(service.run({"backups", kReplicaSet, kReplicaSet}), "twice");
  check_usage(service.run({"backups", kReplicaSet, "--since", "soon"}), "how long ago");
  check_usage(service.run({"backups", kReplicaSet, "--since", "1d", "--until", "2d"}),
              "earlier than --until");
  check_usage(service.run({"backups", kReplicaSet, "--output", "raw"}), "json or table");
  check_usage(service.run({"backups", kReplicaSet, "--format", "XML"}), "single actions");
  check_usage(service.run({"keep", kReplicaSet, "--days", "30"}), "one of its backup sets");
  check_usage(service.run({"keep", kReplicaSet, "123"}), "--forever");
  check_usage(service.run({"keep", kReplicaSet, "123", "--days", "3", "--forever"}), "once");
  check_usage(service.run({"keep", kReplicaSet, "123", "--until", "2027-02-30"}), "a day");
  check_usage(service.run({"keep", kReplicaSet, "123", "--days", "731"}), "1 to 730");
  check_usage(service.run({"keep", kReplicaSet, "12/3", "--days", "7"}), "12/3");
  check_usage(service.run({"delete-backup", kReplicaSet}), "one of its backup sets");
  check_usage(service.run({"delete-backup", kReplicaSet, "1", "--yes-delete", "2"}),
              "name the same set");
}

TEST_CASE("keep makes a set's expiry later, by days after the backup's end, by day, and for ever") {
  Service service;
  const std::string set = newest_set(service, kReplicaSet);
  const Ended days = service.run({"keep", kReplicaSet, set, "--days", "60", "--yes"});
  CHECK(days.code == 0);
  const json first = parsed(days);
  CHECK(first["outcome"] == "Success");
  CHECK(first["expires"].get<std::string>() > first["expires_before"].get<std::string>());

  const Ended shorter = service.run({"keep", kReplicaSet, set, "--days", "59", "--yes"});
  CHECK(shorter.code == 1);
  CHECK(has(shorter.error, "only be kept longer"));
  CHECK(parsed(shorter)["expires"] == first["expires"]);

  const Ended for_ever =
      service.run({"keep", kReplicaSet, set, "--forever", "--yes", "--output", "table"});
  CHECK(for_ever.code == 0);
  CHECK(has(for_ever.out, set));
  CHECK(parsed(service.run({"backups", kReplicaSet}))[0]["sets"][0]["expires"] ==
        "9999-01-01T00:00:00Z");
  CHECK(effects(service, "ModifyBackupExpireTime") == 2);
}

TEST_CASE("keep of a set that is not there is refused, and a dry run sends nothing") {
  Service service;
  const Ended nobody = service.run({"keep", kReplicaSet, "1", "--days", "30"});
  CHECK(nobody.code == 1);
  CHECK(has(nobody.error, std::string("dds backups ") + kReplicaSet));
  CHECK(parsed(nobody)["outcome"] == "Refused");
  CHECK(has(parsed(nobody)["problem"].get<std::string>(), "has no backup set 1"));
  const std::string set = newest_set(service, kReplicaSet);
  const std::string day =
      dds::format_utc(dds::platform::now() + std::chrono::days(300)).substr(0, 10);
  const Ended dry = service.run({"keep", kReplicaSet, set, "--until", day, "--dry-run"});
  CHECK(dry.code == 0);
  CHECK(has(dry.error, "Z -> " + day + "T23:59:59Z"));
  CHECK(has(dry.out, "x-acs-action: ModifyBackupExpireTime"));
  CHECK(has(dry.out, "BackupExpireTime=" + day + "T23%3A59%3A59Z"));
  const Ended late = service.run({"keep", kReplicaSet, set, "--until", "2099-01-01", "--dry-run"});
  CHECK(late.code == 1);
  CHECK(has(late.error, "730 days"));
  CHECK(effects(service, "ModifyBackupExpireTime") == 0);
}

TEST_CASE("keep shows before and after and asks; without a terminal it needs --yes") {
  Service service;
  const std::string set = newest_set(service, kReplicaSet);
  const Ended silent = service.run({"keep", kReplicaSet, set, "--days", "60"});
  CHECK(silent.code == 2);
  CHECK(has(silent.error, "Expiry: "));
  CHECK(has(silent.error, "--yes"));
  CHECK(silent.out.empty());
  const Ended no = answer(service, {"keep", kReplicaSet, set, "--forever"}, "no");
  CHECK(no.code == 2);
  CHECK(has(no.out, "Z -> for ever"));
  CHECK(has(no.out, "Nothing was changed."));
  CHECK(effects(service, "ModifyBackupExpireTime") == 0);
  CHECK(answer(service, {"keep", kReplicaSet, set, "--forever"}, "yes").code == 0);
  CHECK(effects(service, "ModifyBackupExpireTime") == 1);
}

TEST_CASE("delete-backup wants the set's id typed, names instance and effect, and deletes it") {
  Service service;
  const std::string set = manual_set(service);
  const Ended wrong = answer(service, {"delete-backup", kCloudDisk, set}, "yes");
  CHECK(wrong.code == 2);
  CHECK(has(wrong.out, "payments"));
  CHECK(has(wrong.out, "cannot be brought back"));
  CHECK(has(wrong.out, "Nothing was deleted."));
  CHECK(effects(service, "DeleteBackup") == 0);
  const Ended right = answer(service, {"delete-backup", kCloudDisk, set}, set);
  CHECK(right.code == 0);
  CHECK(effects(service, "DeleteBackup") == 1);
  CHECK(parsed(service.run({"backups", kCloudDisk, "--manual"}))[0]["sets"].empty());
}

TEST_CASE("delete-backup without a terminal needs --yes-delete with the same id") {
  Service service;
  const std::string set = manual_set(service);
  const Ended silent = service.run({"delete-backup", kCloudDisk, set});
  CHECK(silent.code == 2);
  CHECK(has(silent.error, "--yes-delete " + set));
  CHECK(effects(service, "DeleteBackup") == 0);
  const Ended dry = service.run({"delete-backup", kCloudDisk, set, "--dry-run"});
  CHECK(dry.code == 0);
  CHECK(has(dry.out, "x-acs-action: DeleteBackup"));
  CHECK(effects(service, "DeleteBackup") == 0);
  const Ended agreed = service.run({"delete-backup", kCloudDisk, set, "--yes-delete", set});
  CHECK(agreed.code == 0);
  CHECK(parsed(agreed)["outcome"] == "Success");
  CHECK(parsed(agreed)["expires"].is_null());
  CHECK(parsed(agreed)["expires_before"].is_string());
  CHECK(effects(service, "DeleteBackup") == 1);
}

TEST_CASE("an automatic set is not deleted: refused before anything is asked") {
  Service service;
  const std::string set = newest_set(service, kReplicaSet);
  const Ended ended = service.run({"delete-backup", kReplicaSet, set, "--yes-delete", set});
  CHECK(ended.code == 1);
  CHECK(parsed(ended)["outcome"] == "Refused");
  CHECK(effects(service, "DeleteBackup") == 0);
}
