// `dds backup --journal` started again: what it follows, and that a finished run is told as it
// ended.
#include <doctest/doctest.h>

#include <csignal>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tests/native/instance_command.h"
#include "tests/native/temporary_folder.h"

using namespace dds::test;
using nlohmann::json;

namespace {

class Journal {
 public:
  [[nodiscard]] std::string path() const { return (folder_.path() / "run.journal").string(); }
  [[nodiscard]] std::vector<std::string> with(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), "backup");
    arguments.insert(arguments.end(), {"--journal", path(), "--poll", "0.1"});
    return arguments;
  }

 private:
  TemporaryFolder folder_;
};

}  // namespace

TEST_CASE("a finished run is told again as it ended, with its exit code, and starts nothing") {
  Service service(4'000);
  service.server().with_emulator(
      [](dds::emulator::Emulator& emulator) { REQUIRE(emulator.fail_next_backup(kCloudDisk)); });
  const Journal journal;
  const Ended first = service.run(journal.with({kReplicaSet, kCloudDisk, kLocked}));
  CHECK(first.code == 5);
  const int started = service.backups_started();
  const Ended again = service.run(journal.with({}));
  CHECK(again.code == 5);
  CHECK(parsed(again) == parsed(first));
  CHECK_FALSE(parsed(again)[0]["sets"][0]["size_bytes"].is_null());
  CHECK(has(again.error, "had ended already"));
  CHECK(has(again.error, "3 backups: 1 succeeded, 1 failed, 1 refused."));
  const Ended table = service.run(journal.with({"--output", "table"}));
  CHECK(table.code == 5);
  CHECK(has(table.out, std::string(kCloudDisk) + "  Failed"));
  CHECK(has(table.out, "GiB, "));
  CHECK(service.backups_started() == started);
}

TEST_CASE("a finished run with an unknown outcome ends with code 4 again") {
  const Service service(1, "CreateBackup:lost-before:x1");
  const Journal journal;
  const std::vector<std::string> arguments = journal.with({kReplicaSet, "--give-up", "0.05"});
  CHECK(service.run(arguments).code == 4);
  const Ended again = service.run(arguments);
  CHECK(again.code == 4);
  CHECK(parsed(again)[0]["outcome"] == "Unknown");
  CHECK(service.backups_started() == 0);
}

TEST_CASE("what was only started is followed when the journal is taken up without --no-wait") {
  const Service service(100);
  const Journal journal;
  const Ended started = service.run(journal.with({kReplicaSet, kSharded, "--no-wait"}));
  CHECK(parsed(started)[0]["outcome"] == "Started");
  const Ended followed = service.run(journal.with({}));
  CHECK(followed.code == 0);
  CHECK(has(followed.error, "Going on with the run"));
  const json report = parsed(followed);
  CHECK(report[0]["outcome"] == "Success");
  CHECK(report[1]["outcome"] == "Success");
  CHECK(report[0]["job_id"] == parsed(started)[0]["job_id"]);
  CHECK(report[0]["request_id"] == parsed(started)[0]["request_id"]);
  CHECK(service.backups_started() == 2);
  const Ended again = service.run(journal.with({}));
  CHECK(again.code == 0);
  CHECK(has(again.error, "had ended already"));
  CHECK(parsed(again)[0]["sets"] == report[0]["sets"]);
}

TEST_CASE("a job of somebody else that was joined with --no-wait is followed as well") {
  const Service service(30);
  REQUIRE(service.run({"backup", kReplicaSet, "--no-wait"}).code == 0);
  const Journal journal;
  const Ended joined = service.run(journal.with({kReplicaSet, "--if-busy", "join", "--no-wait"}));
  CHECK(parsed(joined)[0]["outcome"] == "Started");
  const Ended followed = service.run(journal.with({}));
  CHECK(followed.code == 0);
  CHECK(parsed(followed)[0]["outcome"] == "Success");
  CHECK(parsed(followed)[0]["job_id"] == parsed(joined)[0]["job_id"]);
  CHECK(service.backups_started() == 1);
}

TEST_CASE("Ctrl-C: what was not begun is not said to be watched") {
  const Service service(1);
  Program program(service.start(
      {"backup", kReplicaSet, kCloudDisk, "--at-once", "1", "--poll", "0.1", "--output", "json"}));
  REQUIRE(program.wait_for_error("Backing up"));
  program.signal(SIGINT);
  const Ended ended = program.wait();
  CHECK(ended.code == 130);
  CHECK(parsed(ended)[0]["outcome"] == "Watching");
  CHECK(parsed(ended)[1]["outcome"] == "NotBegun");
  CHECK(has(ended.error, std::string(kCloudDisk) + ": nothing was started."));
}

TEST_CASE("a list of instances comes from a pipe as well, and each is taken once") {
  const Service service;
  const std::string list =
      std::string(kReplicaSet) + "\n" + kCloudDisk + "\n" + kReplicaSet + "\n" + kReplicaSet + "\n";
  for (const char* source : {"-", "/dev/stdin"}) {
    CAPTURE(source);
    Start start = service.start({"backup", "--file", source, "--no-wait", "--dry-run"});
    start.input = list;
    const Ended ended = run(std::move(start));
    CHECK(ended.code == 0);
    const std::string note = "--file: " + std::string(kReplicaSet) + " is named more than once";
    CHECK(has(ended.error, note));
    CHECK(ended.error.find(note) == ended.error.rfind(note));
    CHECK(has(ended.out, kCloudDisk));
  }
  check_usage(service.run({"backup", "--file", "/nowhere/at-all"}), "There is no file");
  check_usage(service.run({"backup", "--file", "-", "--credentials-stdin"}), "cannot hold both");
  check_usage(service.run({"backup", kReplicaSet, kReplicaSet}), "named twice");
}

TEST_CASE("off a terminal no line of progress is said twice in a row") {
  const Service service(60, "Describe*:unavailable-503:20%");
  const Ended ended = service.run({"backup", kReplicaSet, "--poll", "0.1"});
  CHECK(ended.code == 0);
  std::string last;
  for (std::size_t at = 0; at < ended.error.size();) {
    const std::size_t end = std::min(ended.error.find('\n', at), ended.error.size());
    const std::string line = ended.error.substr(at, end - at);
    CHECK(line != last);
    last = line;
    at = end + 1;
  }
}

TEST_CASE("a backup that was made while its journal could not be kept is not simply done") {
  const Service service(4'000);
  std::vector<std::size_t> ends;  // of the lines of a whole journal
  {
    const Journal whole;
    REQUIRE(service.run(whole.with({kReplicaSet})).code == 0);
    std::ifstream file(whole.path());
    std::size_t at = 0;
    for (std::string line; std::getline(file, line);) ends.push_back(at += line.size() + 1);
  }
  REQUIRE(ends.size() > 2);
  for (std::size_t kept = 2; kept < ends.size(); ++kept) {
    CAPTURE(kept);
    const Journal journal;
    Start start = service.start(journal.with({kReplicaSet}));
    start.largest_file = static_cast<long>(ends[kept - 1]) + 20;
    const int before = service.backups_started();
    const Ended ended = run(std::move(start));
    CAPTURE(ended.error);
    CHECK(ended.code == 6);
    CHECK(parsed(ended)[0]["outcome"] == "Success");
    CHECK(has(ended.error, "cannot be written: "));
    CHECK(has(ended.error, "The journal does not say how the run ended"));
    CHECK(service.backups_started() == before + 1);
    // Gone on with, it finds what the journal does not say.
    const Ended again = service.run(journal.with({}));
    CHECK(again.code == 0);
    CHECK(service.backups_started() == before + 1);
  }
}

TEST_CASE("a journal that another run holds is no wrong usage: wait, or name another") {
  const Service service(1);
  const Journal journal;
  Program first(service.start(journal.with({kReplicaSet})));
  REQUIRE(first.wait_for_error("Checking"));
  const Ended second = service.run(journal.with({}));
  CAPTURE(second.error);
  CHECK(second.code == 1);
  CHECK(has(second.error, "Wait until"));
}
