// `dds coverage` and `dds policy` against the emulator.
#include <doctest/doctest.h>

#include <csignal>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tests/native/instance_command.h"
#include "tests/native/raw_server.h"

using namespace dds::test;
using nlohmann::json;

namespace {

json policy_of(const Service& service, const std::string& instance) {
  return parsed(service.run({"policy", instance}))["policy"];
}

}  // namespace

TEST_CASE("coverage of a region: never backed up first, code 5 when one falls short") {
  const Service service;
  const Ended ended = service.run({"coverage"});
  CHECK(ended.code == 5);
  const json document = parsed(ended);
  CHECK(document["falls_short"] == true);
  CHECK(document["max_age_seconds"] == 86'400);
  CHECK(document["counts"]["never backed up"].get<int>() >= 1);
  const json& instances = document["instances"];
  REQUIRE(instances.size() > 3);
  CHECK(instances[0]["state"] == "never backed up");
  CHECK(instances[0]["newest"].is_null());
  CHECK(instances.back()["state"] == "good");
  CHECK(instances.back()["newest"]["sets"].size() == 1);
  CHECK(instances.back()["policy"]["state"] == "known");
  CHECK(has(ended.error, "never backed up"));
  const std::string table = service.run({"coverage", "--output", "table"}).out;
  CHECK(has(table, " beyond 20.0 GiB free"));
}

TEST_CASE("coverage of one instance is good or not by --max-age") {
  const Service service(1);
  const Ended good = service.run({"coverage", kReplicaSet, "--max-age", "1d"});
  CHECK(good.code == 0);
  CHECK(parsed(good)["falls_short"] == false);
  const Ended old = service.run({"coverage", kReplicaSet, "--max-age", "90m", "--output", "table"});
  CHECK(old.code == 5);
  CHECK(old.out.starts_with("Instance"));
  CHECK(has(old.out, "overdue"));
}

TEST_CASE("coverage of all regions tells each instance's region, and the worst decides") {
  const Service service;
  const Ended ended = service.run({"coverage", "--all-regions"});
  CHECK(ended.code == 5);
  const json document = parsed(ended);
  CHECK(document["regions"].size() > 20);
  CHECK(document["unlisted"].empty());
  std::map<std::string, int> regions;
  for (const json& row : document["instances"]) ++regions[row["region_id"].get<std::string>()];
  CHECK(regions["cn-hangzhou"] > 3);
  CHECK(regions["cn-beijing"] == 2);
  CHECK(regions["ap-southeast-1"] == 2);
  CHECK(has(ended.error, " regions: "));
}

TEST_CASE("several regions by commas or by --region again, with a column that says which") {
  const Service service(1);
  const Ended table = service.run(
      {"coverage", "--region", "cn-beijing", "--region", "ap-southeast-1", "--output", "table"});
  CHECK(table.code == 5);
  CHECK(has(table.out, "Region"));
  CHECK(has(table.out, "ap-southeast-1"));
  const Ended one = service.run({"coverage", "--region=cn-beijing", "--output", "table"});
  CHECK(one.code == 0);
  CHECK_FALSE(has(one.out, "Region"));
  const json document = parsed(service.run({"coverage", "--region", "cn-beijing,ap-southeast-1"}));
  CHECK(document["regions"] == json::array({"cn-beijing", "ap-southeast-1"}));
  CHECK(document["instances"].size() == 4);
}

TEST_CASE("a region that cannot be listed is named and falls short, however good the others are") {
  const Service service(1);
  const Ended ended = service.run({"coverage", "--region", "cn-beijing,cn-nowhere"});
  CHECK(ended.code == 5);
  const json document = parsed(ended);
  CHECK(document["counts"]["good"] == document["instances"].size());
  CHECK(document["falls_short"] == true);
  REQUIRE(document["unlisted"].size() == 1);
  CHECK(document["unlisted"][0]["region_id"] == "cn-nowhere");
  CHECK(document["unlisted"][0]["kind"].is_null());
  CHECK(has(ended.error, "The instances of cn-nowhere could not be listed"));
  Start start = service.start({"coverage", "--region", "cn-beijing,cn-hangzhou"});
  start.environment["ALIBABA_CLOUD_ACCESS_KEY_SECRET"] = "not-the-right-secret";
  const Ended refused = run(std::move(start));
  CHECK(refused.code == 1);
  CHECK(has(refused.error, "cn-beijing could not be listed"));
}

TEST_CASE("a policy of which the service tells no days is said to have none told") {
  const Service service(1);
  const std::string audit = "dds-bp1b5d07c2ee9a66";
  const Ended coverage = service.run({"coverage", audit, kReplicaSet, "--output", "table"});
  CHECK(has(coverage.out, "no days told, "));
  CHECK(has(coverage.out, "every day "));
  CHECK(has(service.run({"policy", audit, "--output", "table"}).out, "none told"));
}

TEST_CASE("what cannot be read falls short and says why") {
  const Service service;
  const Ended nobody = service.run({"coverage", "dds-nobody", kReplicaSet});
  CHECK(nobody.code == 5);
  json row;
  const json document = parsed(nobody);  // it must outlive the loop
  for (const json& one : document["instances"])
    if (one["instance_id"] == "dds-nobody") row = one;
  CHECK(row["state"] == "unknown");
  CHECK_FALSE(row["reason"].get<std::string>().empty());
  CHECK(has(nobody.error, "dds-nobody: "));
  Start start = service.start({"coverage"});
  start.environment["ALIBABA_CLOUD_ACCESS_KEY_SECRET"] = "not-the-right-secret";
  const Ended refused = run(std::move(start));
  CHECK(refused.code == 1);
  CHECK(has(refused.error, "SignatureDoesNotMatch"));
}

TEST_CASE("when nothing at all can be read, named or listed, the code is that of the reason") {
  const Service service;
  for (const std::vector<std::string>& arguments : std::vector<std::vector<std::string>>{
           {"coverage"}, {"coverage", kReplicaSet}, {"coverage", kReplicaSet, kCloudDisk}}) {
    Start wrong = service.start(arguments);
    wrong.environment["ALIBABA_CLOUD_ACCESS_KEY_SECRET"] = "not-the-right-secret";
    const Ended refused = run(std::move(wrong));
    CAPTURE(refused.error);
    CHECK(refused.code == 1);
    CHECK(parsed(refused)["falls_short"] == true);
    // Told as by a single call, once.
    const std::string told = "Both sides signed the same text, so the AccessKey secret is wrong";
    CHECK(has(refused.error, "The service refused: SignatureDoesNotMatch"));
    CHECK(has(refused.error, told));
    CHECK(refused.error.find(told) == refused.error.rfind(told));
    Start nowhere = service.start(arguments);
    nowhere.environment["ALIBABA_CLOUD_ENDPOINT"] =
        "http://127.0.0.1:" + std::to_string(dds::test::closed_port());
    CHECK(run(std::move(nowhere)).code == 3);
  }
}

TEST_CASE("a region without instances is said aloud and is not green, unless that is allowed") {
  const Service service(1);
  const Ended none = service.run({"coverage", "--region", "cn-shenzhen"});
  CHECK(none.code == 5);
  CHECK(has(none.error, "There is no instance in cn-shenzhen."));
  const json document = parsed(none);
  CHECK(document["falls_short"] == true);
  CHECK(document["shortfalls"] == json::array({"There is no instance in cn-shenzhen."}));
  const Ended beside = service.run({"coverage", "--region", "cn-beijing,cn-shenzhen"});
  CHECK(beside.code == 5);
  CHECK(has(beside.error, "There is no instance in cn-shenzhen."));
  const Ended allowed = service.run({"coverage", "--region", "cn-shenzhen", "--allow-none"});
  CHECK(allowed.code == 0);
  CHECK(parsed(allowed)["falls_short"] == false);
  CHECK(service.run({"coverage", "--region", "cn-beijing,cn-shenzhen", "--allow-none"}).code == 0);
}

TEST_CASE("--min-instances: a key that sees less than it should falls short") {
  const Service service(1);
  CHECK(service.run({"coverage", "--region", "cn-beijing", "--min-instances", "2"}).code == 0);
  const Ended few = service.run({"coverage", "--region", "cn-beijing", "--min-instances", "3"});
  CHECK(few.code == 5);
  CHECK(has(few.error, "Only 2 instances were listed; --min-instances wants 3."));
  CHECK(parsed(few)["falls_short"] == true);
  check_usage(service.run({"coverage", kReplicaSet, "--min-instances", "1"}), "listed");
  check_usage(service.run({"coverage", "--min-instances", "many"}), "1 to 1000000");
}

TEST_CASE("--fail-on-last-failed: a failed newest backup falls short beside a good one") {
  Service service;
  service.server().with_emulator(
      [](dds::emulator::Emulator& emulator) { REQUIRE(emulator.fail_next_backup(kReplicaSet)); });
  REQUIRE(service.run({"backup", kReplicaSet, "--poll", "0.1"}).code == 5);
  CHECK(service.run({"coverage", kReplicaSet, "--max-age", "9d"}).code == 0);
  const Ended failed =
      service.run({"coverage", kReplicaSet, "--max-age", "9d", "--fail-on-last-failed"});
  CHECK(failed.code == 5);
  CHECK(has(failed.error, std::string("The newest backup failed of ") + kReplicaSet + "."));
  CHECK(parsed(failed)["falls_short"] == true);
}

TEST_CASE("wrong input of coverage and policy is one sentence and code 2") {
  const Service service;
  check_usage(service.run({"coverage", "--max-age", "soon"}), "90m, 24h or 2d");
  check_usage(service.run({"coverage", "--max-age", "0h"}), "90m, 24h or 2d");
  check_usage(service.run({"coverage", "s-bp1"}), "s-bp1");
  check_usage(service.run({"coverage", "--all-regions", "--region", "cn-beijing"}),
              "--region or --all-regions");
  check_usage(service.run({"coverage", kReplicaSet, "--all-regions"}), "one region");
  check_usage(service.run({"coverage", "--region", "cn-beijing,,cn-hangzhou"}), "comma");
  check_usage(service.run({"coverage", "--region", "cn-beijing,cn-beijing"}), "twice");
  check_usage(service.run({"coverage", "--region", "cn-beijing;x"}), "cn-beijing;x");
  check_usage(service.run({"policy"}), "dds policy dds-bp1");
  check_usage(service.run({"policy", kReplicaSet, kCloudDisk}), "is not expected here");
  check_usage(service.run({"policy", kReplicaSet, "--window", "02:00-03:00"}), "02:00Z-03:00Z");
  check_usage(service.run({"policy", kReplicaSet, "--days", "Mon,Foo"}), "Mon,Thu");
  check_usage(service.run({"policy", kReplicaSet, "--retention", "3"}), "7 to 730");
  check_usage(service.run({"policy", kReplicaSet, "--log", "yes"}), "on or off");
  check_usage(service.run({"policy", kReplicaSet, "--snapshot", "flash"}), "Flash or Standard");
  check_usage(service.run({"policy", kReplicaSet, "--interval", "15"}), "off");
  check_usage(service.run({"policy", kReplicaSet, "--on-release", "x"}), "keep-all");
}

TEST_CASE("policy shows the policy, its window in UTC and in this machine's time") {
  const Service service;
  Start start = service.start({"policy", kCloudDisk, "--output", "table"});
  start.environment["TZ"] = "Asia/Shanghai";
  const Ended table = run(std::move(start));
  CHECK(table.code == 0);
  const json policy = policy_of(service, kCloudDisk);
  const std::string window = policy["window"];
  CHECK(has(table.out, window));
  CHECK(has(table.out, "CST)"));
  CHECK(policy["days"].size() == 7);
  CHECK(policy["retention_days"] == 30);
  CHECK(policy["log_backup"] == true);
}

// Another one than the instance has: the emulator's depends on the hour at which it is started.
static std::string other_window(Service& service) {
  return policy_of(service, kCloudDisk)["window"] == "02:00Z-03:00Z" ? "04:00Z-05:00Z"
                                                                     : "02:00Z-03:00Z";
}

TEST_CASE("a dry run of a change shows before, after and findings, and changes nothing") {
  Service service;
  const std::vector<std::string> change{"policy", kCloudDisk, "--window",    other_window(service),
                                        "--days", "Mon",      "--retention", "20",
                                        "--yes",  "--dry-run"};
  const Ended dry = service.run(change);
  CHECK(dry.code == 0);
  const json document = parsed(dry);
  CHECK(document["changes"].size() == 3);
  CHECK_FALSE(document["findings"].empty());
  CHECK(document["findings"][0]["severity"] == "advice");
  std::vector<std::string> table = change;
  table.insert(table.end(), {"--output", "table"});
  const Ended people = service.run(table);
  CHECK(has(people.out, "30 days -> 20 days"));
  CHECK(has(people.out, "x-acs-action: ModifyBackupPolicy"));
  CHECK(effects(service, "ModifyBackupPolicy") == 0);
}

TEST_CASE("a change is confirmed on a terminal, sent once and seen") {
  Service service;
  const std::string window = other_window(service);
  const std::vector<std::string> change{"policy", kCloudDisk, "--window",
                                        window,   "--days",   "mon,Thursday"};
  const Ended no = answer(service, change, "no");
  CHECK(no.code == 2);
  CHECK(has(no.out, "Nothing was changed."));
  CHECK(effects(service, "ModifyBackupPolicy") == 0);
  const Ended yes = answer(service, change, "yes");
  CHECK(yes.code == 0);
  CHECK(has(yes.out, window));
  CHECK(effects(service, "ModifyBackupPolicy") == 1);
  const json policy = policy_of(service, kCloudDisk);
  CHECK(policy["window"] == window);
  CHECK(policy["days"] == json::array({"Monday", "Thursday"}));
  CHECK(policy["retention_days"] == 30);
}

TEST_CASE("Ctrl-C at the question changes nothing: code 130") {
  Service service;
  Start start = service.start({"policy", kCloudDisk, "--retention", "60"});
  start.terminal = true;
  start.keyboard = true;
  Program program(std::move(start));
  REQUIRE(program.wait_for_output("to go on: "));
  program.signal(SIGINT);
  const Ended ended = program.wait();
  CHECK(ended.code == 130);
  CHECK(has(ended.out, "Nothing was changed."));
  CHECK(effects(service, "ModifyBackupPolicy") == 0);
}

TEST_CASE("without a terminal a change needs --yes; one that is so already is not sent") {
  Service service;
  const Ended silent = service.run({"policy", kCloudDisk, "--retention", "60"});
  CHECK(silent.code == 2);
  CHECK(has(silent.error, "--yes"));
  const Ended agreed = service.run({"policy", kCloudDisk, "--retention", "60", "--yes"});
  CHECK(agreed.code == 0);
  CHECK(parsed(agreed)["policy"]["retention_days"] == 60);
  CHECK(parsed(agreed)["missing"].empty());
  const Ended again = service.run({"policy", kCloudDisk, "--retention", "60", "--yes"});
  CHECK(again.code == 0);
  CHECK(has(again.error, "already"));
  CHECK(effects(service, "ModifyBackupPolicy") == 1);
}

TEST_CASE("a change that the instance does not take is refused before it is sent: code 1") {
  Service service;
  const Ended flash = service.run({"policy", kReplicaSet, "--snapshot", "Flash", "--yes"});
  CHECK(flash.code == 1);
  CHECK(has(flash.error, "local SSD"));
  const json document = parsed(flash);
  CHECK(document["outcome"] == "Refused");
  CHECK(has(document["problem"].get<std::string>(), "local SSD"));
  CHECK(document["policy"] == policy_of(service, kReplicaSet));
  const json nobody = parsed(service.run({"policy", "dds-nobody"}));
  CHECK(nobody["outcome"] == "Refused");
  CHECK(nobody["code"] == "InvalidDBInstanceId.NotFound");
  CHECK(effects(service, "ModifyBackupPolicy") == 0);
}

TEST_CASE("a change of the window is asked for in UTC, with the local clock beside it") {
  const Service service;
  Start start = service.start(
      {"policy", kReplicaSet, "--window", "02:30Z-03:30Z", "--dry-run", "--output", "table"});
  start.environment["TZ"] = "CST-8";
  const Ended ended = run(std::move(start));
  CHECK(ended.code == 0);
  CHECK(has(ended.out, "-> 02:30Z-03:30Z (10:30-11:30 CST)"));
}

TEST_CASE("a lost change is waited for as long as --late says, which is said once") {
  for (const char* fault :
       {"ModifyBackupPolicy:lost-before:x1", "ModifyBackupPolicy:lost-after:x1"}) {
    CAPTURE(fault);
    const Service service(1, fault);
    const Ended ended =
        service.run({"policy", kReplicaSet, "--retention", "60", "--yes", "--late", "1"});
    const bool made = has(fault, "lost-after");
    CHECK(ended.code == (made ? 0 : 3));
    CHECK(parsed(ended)["outcome"] == (made ? "Success" : "NotDone"));
    const std::string said =
        "The answer was lost. Finding out whether the backup policy was changed";
    CHECK(has(ended.error, said));
    CHECK(ended.error.find(said) == ended.error.rfind(said));
  }
  const Service service;
  check_usage(service.run({"policy", kReplicaSet, "--retention", "60", "--late", "0"}),
              "--late takes seconds from 1 to 7200");
  check_usage(service.run({"keep", kReplicaSet, "5664", "--forever", "--late", "x"}),
              "--late takes");
  check_usage(service.run({"delete-backup", kCloudDisk, "5664", "--late", "x"}), "--late takes");
}
