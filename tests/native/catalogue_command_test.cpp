// The catalogue on the command line: lists, help, suggestions, and the question before a call that
// deletes or costs money.
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tests/native/instance_command.h"
#include "tests/native/program.h"
#include "tests/native/service.h"

using dds::test::check_usage;
using dds::test::Ended;
using dds::test::has;
using dds::test::plain;
using dds::test::run;
using dds::test::Service;
using dds::test::Start;

namespace {

nlohmann::json listed(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), "actions");
  const Ended ended = plain(std::move(arguments));
  CHECK(ended.code == 0);
  return nlohmann::json::parse(ended.out, nullptr, false);
}

constexpr const char* kCloud = "dds-bp1e0c3ab9f84d12";  // standalone, pay-as-you-go

}  // namespace

TEST_CASE("actions lists all of them, without a key, as JSON for programs") {
  const nlohmann::json all = listed({});
  REQUIRE(all.size() == 131);
  CHECK(all[8]["name"] == "CreateBackup");
  CHECK(all[8]["group"] == "Backup");
  CHECK(all[8]["effect"] == "changes");
  CHECK(all[8]["permission"] == "dds:CreateBackup");
  CHECK(all[8]["deprecated"] == false);
  CHECK(all[8]["found_in"] == "");
}

TEST_CASE("actions searches, and says what it found a text in") {
  const nlohmann::json found = listed({"crbk"});
  REQUIRE_FALSE(found.empty());
  CHECK(found[0]["name"] == "CreateBackup");
  CHECK(listed({"backup", "policy"})[0]["name"] == "ModifyBackupPolicy");
  const nlohmann::json field = listed({"UseClusterBackup"});
  REQUIRE(field.size() == 1);
  CHECK(field[0]["found_in"] == "answer DBInstances.DBInstance.UseClusterBackup");
  const Ended nothing = plain({"actions", "zebra"});
  CHECK(nothing.code == 0);
  CHECK(nothing.out == "[]\n");
  CHECK(has(nothing.error, "no action was found"));
}

TEST_CASE("actions keeps to a group, by its beginning, and to what is deprecated") {
  for (const nlohmann::json& action : listed({"--group", "bill"}))
    CHECK(action["group"] == "Billing");
  CHECK(listed({"--group", "Billing"}).size() == 7);
  const nlohmann::json old = listed({"--deprecated"});
  CHECK_FALSE(old.empty());
  for (const nlohmann::json& action : old) CHECK(action["deprecated"] == true);
  check_usage(plain({"actions", "--group", "Bakcup"}), "did you mean Backup?");
  check_usage(plain({"actions", "--group", "Cooking"}), "Billing");
  check_usage(plain({"actions", "--output", "raw"}), "json or table");
}

TEST_CASE("actions is a table on a terminal") {
  Start start;
  start.arguments = {"actions", "BackupJobId"};
  start.terminal = true;
  const Ended ended = run(std::move(start));
  CHECK(ended.code == 0);
  CHECK(has(ended.out, "Found in"));
  CHECK(has(ended.out, "answer BackupJobId"));
}

TEST_CASE("the help of an action is its form") {
  for (const std::vector<std::string>& arguments : std::vector<std::vector<std::string>>{
           {"help", "CreateBackup"}, {"CreateBackup", "--help"}, {"CreateBackup", "-h"}}) {
    const Ended ended = plain(arguments);
    CHECK(ended.code == 0);
    CHECK(ended.error.empty());
    for (const char* part :
         {"Start a manual backup of an instance.", "permission  dds:CreateBackup",
          "--DBInstanceId VALUE", "string, required", "Snapshot, Logical or Physical",
          "default Physical", "7 to 730, or -1", "Seldom needed: OwnerAccount", "BackupJobId",
          "--region", "dds CreateBackup --DBInstanceId dds-bp1a7f3c9d2e5b81"}) {
      CAPTURE(part);
      CHECK(has(ended.out, part));
    }
  }
}

TEST_CASE("help shows nested parameters as they are written, and passwords as they are given") {
  const Ended create = plain({"help", "CreateShardingDBInstance"});
  CHECK(has(create.out, "--ReplicaSet.1.Class VALUE"));
  CHECK(has(create.out, "--Tag.1.Key VALUE"));
  CHECK(has(create.out, "--AccountPassword -"));
  CHECK(has(create.out, "costs money; asks before it is sent"));
  CHECK(has(plain({"help", "DescribeBackups"}).out, "Backups.Backup[].BackupId"));
  CHECK(has(plain({"help", "MigrateToOtherZone"}).out, "deprecated, use MigrateAvailableZone"));
  CHECK(has(plain({"help", "TagResources"}).out, "--ResourceId.1"));
}

TEST_CASE("an action that the catalogue lacks still has the help of all calls") {
  const Ended ended = plain({"SomethingNew", "--help"});
  CHECK(ended.code == 0);
  CHECK(has(ended.out, "which the catalogue does not list"));
  CHECK(has(ended.out, "--region"));
}

TEST_CASE("a typing error in a name is told what was meant, before anything is sent") {
  check_usage(plain({"DescribeBackpus"}), "did you mean DescribeBackups?");
  check_usage(plain({"CreateBackup", "--DBInstanceID", "dds-1"}), "did you mean DBInstanceId?");
  check_usage(plain({"TagResources", "--Tag.1.key", "x"}), "did you mean Tag.1.Key?");
  check_usage(plain({"describebackups"}), "dds DescribeBackups is the bare call");
  check_usage(plain({"help", "DescribeBackpus"}), "did you mean DescribeBackups?");
  check_usage(plain({"help", "SomethingNew"}), "dds actions WORD searches it");
  check_usage(plain({"sample", "SomethingNew", "--language", "curl"}), "dds actions WORD");
  CHECK(plain({"sample", "SomethingNew", "--language", "curl", "--unlisted"}).code == 0);
}

TEST_CASE("names that the catalogue lacks are sent with a word, or without one when asked so") {
  const Service service;
  const Ended told = service.run({"DescribeRegions", "--Colour", "red"});
  CHECK(told.code == 0);
  CHECK(has(told.error, "Colour"));
  const Ended asked = service.run({"DescribeRegions", "--acceptLanguag", "zh"});
  CHECK(asked.code == 2);  // an option, not a parameter
  const Ended unlisted = service.run({"DescribeRegions", "--AcceptLanguag", "zh", "--unlisted"});
  CHECK(unlisted.code == 0);
  CHECK(unlisted.error.empty());
  CHECK(service.run({"DescribeRegion", "--unlisted"}).code == 1);  // the service refuses it
}

TEST_CASE("a list of one entry needs no number, and RegionId goes with every action") {
  const Service service;
  const Ended ended = service.run({"UntagResources", "--ResourceType", "INSTANCE", "--ResourceId",
                                   kCloud, "--RegionId", "cn-hangzhou", "--dry-run"});
  CHECK(ended.code == 0);
  CHECK(has(ended.out, "ResourceId.1=" + std::string(kCloud)));
  const Ended region =
      service.run({"DescribeBackupPolicy", "--DBInstanceId", kCloud, "--RegionId", "cn-hangzhou"});
  CHECK(region.code == 0);
  CHECK(region.error.empty());
}

TEST_CASE("without a terminal what deletes or costs money needs --yes, a dry run does not") {
  Service service;
  const std::vector<std::string> call{"DeleteDBInstance", "--DBInstanceId", kCloud};
  const auto with = [&](const char* option) {
    std::vector<std::string> longer = call;
    longer.emplace_back(option);
    return longer;
  };
  const Ended silent = service.run(call);
  CHECK(silent.code == 2);
  CHECK(has(silent.error, "--yes"));
  CHECK(has(silent.error, "Nothing was sent."));
  CHECK(has(silent.error, kCloud));
  CHECK(service.run(with("--dry-run")).code == 0);
  CHECK(service.run({"DescribeDBInstanceAttribute", "--DBInstanceId", kCloud}).code == 0);
  CHECK(service.run(with("--yes")).code == 0);
  CHECK(service.run(with("--yes")).code == 1);  // it is gone
  CHECK(has(service.run({"RenewDBInstance", "--DBInstanceId", kCloud, "--Period", "1"}).error,
            "costs money"));
}

TEST_CASE("on a terminal the instance's id is typed to agree") {
  Service service;
  const std::vector<std::string> call{"DeleteDBInstance", "--DBInstanceId", kCloud};
  const Ended wrong = dds::test::answer(service, call, "yes");
  CHECK(wrong.code == 2);
  CHECK(has(wrong.out, "deletes for good"));
  CHECK(has(wrong.out, "Nothing was sent."));
  CHECK(dds::test::answer(service, call, kCloud).code == 0);
}

TEST_CASE("what only changes is not asked about") {
  const Service service;
  CHECK(service.run({"CreateBackup", "--DBInstanceId", kCloud}).code == 0);
  CHECK(service
            .run({"ModifyDBInstanceDescription", "--DBInstanceId", kCloud,
                  "--DBInstanceDescription", "x"})
            .code == 0);
}

TEST_CASE("what interrupts the service is asked about") {
  const Service service;
  const Ended silent = service.run({"RestartDBInstance", "--DBInstanceId", kCloud});
  CHECK(silent.code == 2);
  CHECK(has(silent.error, "RestartDBInstance interrupts the service"));
  CHECK(has(silent.error, "--yes"));
  CHECK(service.run({"RestartDBInstance", "--DBInstanceId", kCloud, "--yes"}).code == 0);
}

TEST_CASE("an action that takes one method only is sent by that") {
  const Service service;
  const std::vector<std::string> get{"DescribeGlobalSecurityIPGroup", "--RegionId", "cn-hangzhou"};
  const auto with = [](std::vector<std::string> call, std::vector<std::string> more) {
    call.insert(call.end(), more.begin(), more.end());
    return call;
  };
  for (const char* const scheme : {"acs3", "rpc-v1"}) {
    CAPTURE(scheme);
    const Ended shown = service.run(with(get, {"--scheme", scheme, "--dry-run"}));
    CHECK(shown.out.starts_with("GET "));
    CHECK(has(shown.error, "sent by GET"));
    CHECK(service.run(with(get, {"--scheme", scheme})).code == 0);
  }
  const Ended post = service.run(
      {"DescribeClusterBackups", "--DBInstanceId", kCloud, "--method", "GET", "--dry-run"});
  CHECK(post.out.starts_with("POST "));
  CHECK(has(post.error, "sent by POST"));
}
