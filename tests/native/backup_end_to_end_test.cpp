// `dds backup` from the first look to the backup set, and every way in which it can end.
#include <doctest/doctest.h>

#include <csignal>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tests/native/program.h"
#include "tests/native/raw_server.h"
#include "tests/native/service.h"

using dds::test::Ended;
using dds::test::has;
using dds::test::kCloudDisk;
using dds::test::kCreating;
using dds::test::kReplicaSet;
using dds::test::Program;
using dds::test::run;
using dds::test::Service;
using dds::test::Start;

namespace {

// The emulator's clock runs fast, so looks at the job may come often.
const std::vector<std::string> kOften{"--poll", "0.1"};

std::vector<std::string> backup(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), "backup");
  arguments.insert(arguments.end(), kOften.begin(), kOften.end());
  return arguments;
}

nlohmann::json report(const Ended& ended) {
  const nlohmann::json document = nlohmann::json::parse(ended.out, nullptr, false);
  REQUIRE(document.is_array());
  return document;
}

}  // namespace

TEST_CASE(
    "a backup is followed to its end: phases on stderr, the outcome as JSON on stdout, code 0") {
  const Service service;
  const Ended ended = service.run(backup({kReplicaSet}));
  CHECK(ended.code == 0);
  const nlohmann::json one = report(ended).at(0);
  CHECK(one["instance_id"] == kReplicaSet);
  CHECK(one["outcome"] == "Success");
  CHECK_FALSE(one["job_id"].get<std::string>().empty());
  REQUIRE(one["sets"].size() == 1);
  CHECK_FALSE(one["sets"][0]["backup_id"].get<std::string>().empty());
  CHECK(one["sets"][0]["size_bytes"].get<std::int64_t>() > 0);
  CHECK(has(ended.error, "Checking the instance"));
  CHECK(has(ended.error, "Finished"));
  CHECK_FALSE(has(ended.error, "\x1b"));
  CHECK(service.backups_started() == 1);
}

TEST_CASE("several instances run together and end as lines for people when asked") {
  const Service service;
  const Ended ended = service.run(backup({kReplicaSet, kCloudDisk, "--output", "table"}));
  CHECK(ended.code == 0);
  CHECK(has(ended.out, std::string(kReplicaSet) + "  Success  job "));
  CHECK(has(ended.out, std::string(kCloudDisk) + "  Success  job "));
  CHECK(std::count(ended.out.begin(), ended.out.end(), '\n') == 2);
  CHECK(service.backups_started() == 2);
}

TEST_CASE("on a terminal there is a bar, in colour unless NO_COLOR says otherwise") {
  const Service service(60);
  Start start = service.start(backup({kReplicaSet}));
  start.terminal = true;
  start.environment["LANG"] = "C.UTF-8";
  const Ended colour = run(start);
  CHECK(colour.code == 0);
  CHECK(has(colour.out, "\xE2\x96\x91"));
  CHECK(has(colour.out, "\x1b[32m"));
  CHECK(has(colour.out, "Success"));
  const Service other(60);
  start = other.start(backup({kReplicaSet}));
  start.terminal = true;
  start.environment["NO_COLOR"] = "1";
  start.environment["LANG"] = "C";
  const Ended bare = run(start);
  CHECK(bare.code == 0);
  CHECK_FALSE(has(bare.out, "\x1b[32m"));
  CHECK(has(bare.out, "---"));
}

TEST_CASE("--no-wait returns once the backup is started") {
  const Service service(1);
  const Ended ended = service.run(backup({kReplicaSet, "--no-wait"}));
  CHECK(ended.code == 0);
  CHECK(report(ended).at(0)["outcome"] == "Started");
  CHECK_FALSE(report(ended).at(0)["job_id"].get<std::string>().empty());
  CHECK(service.backups_started() == 1);
}

TEST_CASE("a running job is left alone: nothing is started, code 1, and how to look at it") {
  const Service service(1);
  REQUIRE(service.run(backup({kReplicaSet, "--no-wait"})).code == 0);
  const Ended ended = service.run(backup({kReplicaSet}));
  CHECK(ended.code == 1);
  CHECK(report(ended).at(0)["outcome"] == "JobRunning");
  CHECK(has(ended.error, "BackupJobExists"));
  CHECK(has(ended.error, std::string("dds DescribeBackupTasks --DBInstanceId ") + kReplicaSet));
  CHECK(service.backups_started() == 1);
  const Ended by_action = service.run({"CreateBackup", "--DBInstanceId", kReplicaSet});
  CHECK(by_action.code == 1);
  CHECK(has(by_action.error, "BackupJobExists"));
}

TEST_CASE("a backup that fails ends with code 5") {
  Service service;
  service.server().with_emulator(
      [](dds::emulator::Emulator& emulator) { REQUIRE(emulator.fail_next_backup(kReplicaSet)); });
  const Ended ended = service.run(backup({kReplicaSet}));
  CHECK(ended.code == 5);
  CHECK(report(ended).at(0)["outcome"] == "Failed");
  CHECK(has(ended.error, "dds: "));
}

TEST_CASE(
    "an instance that is not Running, unknown, or does not take the method is not backed up: code "
    "1") {
  const Service service;
  const Ended creating = service.run(backup({kCreating}));
  CHECK(creating.code == 1);
  CHECK(has(creating.error, "Running"));
  const Ended unknown = service.run(backup({"dds-nobody"}));
  CHECK(unknown.code == 1);
  CHECK(has(unknown.error, "InvalidDBInstanceId.NotFound"));
  const Ended method = service.run(backup({kCloudDisk, "--backup-method", "Logical"}));
  CHECK(method.code == 1);
  CHECK(has(method.error, "snapshots"));
  CHECK(service.backups_started() == 0);
}

TEST_CASE("a wrong secret is said once, with what to check, and nothing is started") {
  const Service service;
  Start start = service.start(backup({kReplicaSet}));
  start.environment["ALIBABA_CLOUD_ACCESS_KEY_SECRET"] = "not-the-right-secret";
  const Ended ended = run(std::move(start));
  CHECK(ended.code == 1);
  CHECK(has(ended.error, "SignatureDoesNotMatch"));
  CHECK(has(ended.error, "the AccessKey secret is wrong"));
  CHECK(report(ended).at(0)["code"] == "SignatureDoesNotMatch");
  CHECK(service.backups_started() == 0);
}

TEST_CASE("without a network nothing was started: code 3") {
  const Service service;
  Start start = service.start(backup({kReplicaSet}));
  start.environment["ALIBABA_CLOUD_ENDPOINT"] =
      "http://127.0.0.1:" + std::to_string(dds::test::closed_port());
  const Ended ended = run(std::move(start));
  CHECK(ended.code == 3);
  CHECK(report(ended).at(0)["outcome"] == "NotReached");
  CHECK(has(ended.error, "was started"));
}

TEST_CASE("Ctrl-C stops watching, says how to look further, and leaves the backup alone") {
  const Service service(1);
  Program program(service.start(backup({kReplicaSet})));
  REQUIRE(program.wait_for_error("Backing up"));
  program.signal(SIGINT);
  const Ended ended = program.wait();
  CHECK(ended.code == 130);
  CHECK(has(ended.error, "Stopped watching"));
  CHECK(has(ended.error, std::string("dds DescribeBackupTasks --DBInstanceId ") + kReplicaSet +
                             " --BackupJobId "));
  CHECK(report(ended).at(0)["outcome"] == "Watching");
  CHECK(service.backups_started() == 1);
  // The command to copy works as it stands.
  const std::size_t at = ended.error.find("dds DescribeBackupTasks ");
  std::vector<std::string> words;
  std::string word;
  for (const char c : ended.error.substr(at, ended.error.find('\n', at) - at)) {
    if (c != ' ') {
      word += c;
    } else {
      words.push_back(std::exchange(word, {}));
    }
  }
  words.push_back(word);
  words.erase(words.begin());
  CHECK(has(service.run(words).out, "BackupJob"));
}

TEST_CASE("a dry run shows CreateBackup and sends nothing") {
  const Service service;
  const Ended ended =
      service.run({"backup", kReplicaSet, "--backup-method", "Logical", "--dry-run"});
  CHECK(ended.code == 0);
  CHECK(has(ended.out, "x-acs-action: CreateBackup"));
  CHECK(has(ended.out, "BackupMethod=Logical"));
  CHECK(service.backups_started() == 0);
}

TEST_CASE("a temporary key is sent with its token") {
  Service service;
  dds::signing::Credentials sts;
  sts.access_key_id = "STS.test0002";
  sts.access_key_secret = dds::Secret("temporary+secret");
  sts.security_token = dds::Secret("temporary/token+1==");
  service.server().with_emulator(
      [&](dds::emulator::Emulator& emulator) { emulator.add_credentials(sts); });
  Start start = service.start({"DescribeRegions"});
  start.environment["ALIBABA_CLOUD_ACCESS_KEY_ID"] = "STS.test0002";
  start.environment["ALIBABA_CLOUD_ACCESS_KEY_SECRET"] = "temporary+secret";
  const Ended without = run(start);
  CHECK(without.code == 1);
  CHECK(has(without.error, "ALIBABA_CLOUD_SECURITY_TOKEN"));
  start.environment["ALIBABA_CLOUD_SECURITY_TOKEN"] = "temporary/token+1==";
  CHECK(run(start).code == 0);
}
