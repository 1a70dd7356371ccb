// `dds backup --all` and `--tag`: which instances are chosen, and that a journal keeps the choice.
#include <doctest/doctest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tests/native/instance_command.h"
#include "tests/native/temporary_folder.h"

using namespace dds::test;
using nlohmann::json;

namespace {

// Of those that were to be backed up.
std::vector<std::string> ids_of(const json& report) {
  std::vector<std::string> ids;
  for (const json& one : report) {
    if (one["outcome"] != "LeftOut" && one["outcome"] != "NotListed")
      ids.push_back(one["instance_id"]);
  }
  std::sort(ids.begin(), ids.end());
  return ids;
}

bool contains(const std::vector<std::string>& ids, const std::string& id) {
  return std::find(ids.begin(), ids.end(), id) != ids.end();
}

}  // namespace

TEST_CASE("--all backs up what can be, and says what was left out and why") {
  const Service service;
  const Ended ended = service.run({"backup", "--all", "--no-wait", "--poll", "0.1"});
  CHECK(ended.code == 5);  // all that could be, but not all that was meant
  const std::vector<std::string> ids = ids_of(parsed(ended));
  CHECK(contains(ids, kReplicaSet));
  CHECK(contains(ids, kCloudDisk));
  CHECK(contains(ids, kSharded));
  CHECK_FALSE(contains(ids, kCreating));
  CHECK_FALSE(contains(ids, kLocked));
  CHECK(has(ended.error, std::string(kCreating) + ": left out."));
  CHECK(has(ended.error, std::string(kLocked) + ": left out."));
  const json report = parsed(ended);
  const auto locked = std::find_if(report.begin(), report.end(),
                                   [](const json& one) { return one["instance_id"] == kLocked; });
  REQUIRE(locked != report.end());
  CHECK((*locked)["outcome"] == "LeftOut");
  CHECK(has((*locked)["problem"], "unlocked"));
  CHECK(service.backups_started() == static_cast<int>(ids.size()));
  const std::string meant = std::to_string(report.size());
  const std::string started = std::to_string(service.backups_started());
  const std::string left_out = std::to_string(report.size() - ids.size());
  CHECK(has(ended.error, meant + " backups: " + started + " started, " + left_out + " left out."));
}

// A locked instance that was meant is not backed up: never green.
int code_of(const json& report) {
  for (const json& one : report) {
    if (one["outcome"] == "LeftOut" || one["outcome"] == "NotListed") return 5;
  }
  return 0;
}

TEST_CASE("--tag chooses those that carry it; several must all be there") {
  const Service service;
  const Ended test = service.run({"backup", "--tag", "environment=test", "--no-wait"});
  CHECK(test.code == code_of(parsed(test)));
  const std::vector<std::string> ids = ids_of(parsed(test));
  CHECK_FALSE(ids.empty());
  CHECK_FALSE(contains(ids, kReplicaSet));
  const Ended none =
      service.run({"backup", "--tag", "environment=test", "--tag", "team=nobody", "--no-wait"});
  CHECK(none.code == 5);
  CHECK(parsed(none)[0]["outcome"] == "NotListed");
  CHECK(has(none.error,
            "There is no instance in cn-hangzhou with environment=test and "
            "team=nobody; nothing was started."));
  const Ended allowed = service.run({"backup", "--tag", "team=nobody", "--allow-none"});
  CHECK(allowed.code == 0);
  CHECK(parsed(allowed).empty());
  CHECK(has(allowed.error, "There is no instance"));
}

TEST_CASE("the choice is made once and kept in the journal") {
  Service service;
  const TemporaryFolder folder;
  const std::string journal = (folder.path() / "run.journal").string();
  const std::vector<std::string> all{"backup",    "--all",  "--journal", journal,
                                     "--no-wait", "--poll", "0.1"};
  const json first = parsed(service.run(all));
  const int started = service.backups_started();
  // It could be backed up now, but was not when the run began.
  service.server().with_emulator([](dds::emulator::Emulator& emulator) {
    REQUIRE(emulator.set_instance_lock(kLocked, "Unlock"));
  });
  const Ended again = service.run(all);
  CHECK(again.code == 5);  // the run's own choice still stands
  CHECK(parsed(again) == first);
  CHECK(has(again.error, std::string(kLocked) + ": left out when the run began."));
  CHECK(has(again.error, "Going on with the run"));
  CHECK(service.backups_started() == started);
}

TEST_CASE("a journal goes on with its own run only, and says when that had ended") {
  const Service service(4'000);
  const TemporaryFolder folder;
  const std::string journal = (folder.path() / "run.journal").string();
  const std::vector<std::string> tagged{
      "backup", "--tag", "environment=production", "--journal", journal, "--poll", "0.1"};
  const Ended first = service.run(tagged);
  const int code = code_of(parsed(first));
  REQUIRE(first.code == code);
  const int started = service.backups_started();
  const Ended again = service.run(tagged);
  CHECK(again.code == code);
  CHECK(has(again.error, "had ended already"));
  check_usage(service.run({"backup", "--all", "--journal", journal}), "begun for --tag");
  check_usage(service.run({"backup", kReplicaSet, "--journal", journal}), "begun for --tag");
  std::vector<std::string> longer = tagged;
  longer.insert(longer.end(), {"--retention", "30"});
  check_usage(service.run(longer), "another --backup-method or --retention");
  CHECK(service.backups_started() == started);
}

TEST_CASE("when none of those that were meant can be backed up, each is in the report: code 5") {
  Service service;
  const json listed = parsed(service.run({"coverage"}))["instances"];
  const auto lock_all = [&](const char* mode) {
    service.server().with_emulator([&](dds::emulator::Emulator& emulator) {
      for (const json& one : listed)
        REQUIRE(emulator.set_instance_lock(one["instance_id"].get<std::string>(), mode));
    });
  };
  lock_all("LockByExpiration");
  const TemporaryFolder folder;
  const std::string journal = (folder.path() / "run.journal").string();
  const std::vector<std::string> night{"backup",    "--tag", "environment=production",
                                       "--journal", journal, "--no-wait"};
  const Ended ended = service.run(night);
  CHECK(ended.code == 5);
  const json report = parsed(ended);
  CHECK_FALSE(report.empty());
  for (const json& one : report) CHECK(one["outcome"] == "LeftOut");
  CHECK(service.backups_started() == 0);
  // Nothing was begun: the same file serves the next night.
  lock_all("Unlock");
  CHECK(service.run(night).code == 0);
  CHECK(service.backups_started() == static_cast<int>(report.size()));
}

TEST_CASE("--min-instances tells a key that sees too little, when the run goes on too") {
  const Service service;
  const TemporaryFolder folder;
  const std::string journal = (folder.path() / "run.journal").string();
  const std::vector<std::string> few{
      "backup",    "--tag", "environment=production", "--no-wait", "--min-instances", "50",
      "--journal", journal};
  const Ended ended = service.run(few);
  CHECK(ended.code == 5);
  CHECK(has(ended.error, "--min-instances wants 50"));
  CHECK(has(ended.error, "Not all instances that were meant were listed."));
  const json report = parsed(ended);
  CHECK(report.back()["outcome"] == "NotListed");
  const auto not_listed = std::count_if(
      report.begin(), report.end(), [](const json& one) { return one["outcome"] == "NotListed"; });
  CHECK(not_listed == 1);
  CHECK(service.backups_started() > 0);  // what is there is backed up all the same
  CHECK(service.run(few).code == 5);
  const Ended enough = service.run(
      {"backup", "--tag", "environment=production", "--no-wait", "--min-instances", "1"});
  CHECK_FALSE(has(enough.error, "--min-instances wants"));
  check_usage(service.run({"backup", kReplicaSet, "--min-instances", "1"}), "--all and --tag");
  check_usage(service.run({"backup", kReplicaSet, "--allow-none"}), "--all and --tag");
  check_usage(service.run({"backup", "--all", "--min-instances", "0"}), "1 to 1000000");
}

TEST_CASE("a named instance that cannot be backed up is refused, not skipped") {
  const Service service;
  const Ended ended = service.run({"backup", kLocked});
  CHECK(ended.code == 1);
  CHECK(service.backups_started() == 0);
}

TEST_CASE("wrong input of a selection is one sentence and code 2") {
  const Service service;
  check_usage(service.run({"backup", "--all", kReplicaSet}), "not both");
  check_usage(service.run({"backup", "--all", "--tag", "a=b"}), "not both");
  check_usage(service.run({"backup", "--tag", "production"}), "KEY=VALUE");
  check_usage(service.run({"backup", "--tag", "=x"}), "KEY=VALUE");
  check_usage(service.run({"backup", "--tag", "a=b", "--tag", "a=c"}), "twice");
}

TEST_CASE("a dry run of a selection shows the request that lists it and sends nothing") {
  const Service service;
  const Ended ended = service.run({"backup", "--tag", "environment=test", "--dry-run"});
  CHECK(ended.code == 0);
  CHECK(has(ended.out, "x-acs-action: DescribeDBInstances"));
  CHECK(has(ended.out, "Tag.1.Key=environment"));
  CHECK(has(ended.out, "Tag.1.Value=test"));
  CHECK(service.backups_started() == 0);
}

TEST_CASE("instances of a region that cannot be listed: nothing is started, code 1") {
  const Service service;
  Start start = service.start({"backup", "--all"});
  start.environment["ALIBABA_CLOUD_ACCESS_KEY_SECRET"] = "not-the-right-secret";
  const Ended ended = run(std::move(start));
  CHECK(ended.code == 1);
  CHECK(has(ended.error, "nothing was started"));
  CHECK(service.backups_started() == 0);
}
