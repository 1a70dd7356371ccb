// What is said when Ctrl-C, SIGTERM or a lost terminal comes, from the first moment on: only what
// is true, and 130.
#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <nlohmann/json.hpp>

#include <atomic>
#include <csignal>
#include <filesystem>
#include <string>
#include <vector>

#include "tests/native/instance_command.h"
#include "tests/native/raw_server.h"
#include "tests/native/temporary_folder.h"

using namespace dds::test;
using nlohmann::json;

namespace {

// Takes every request and says nothing.
class Silence {
 public:
  Silence()
      : server_([this](Connection& connection) {
          connection.read_request();
          ++requests_;
          connection.wait_for_close();
        }) {}
  [[nodiscard]] Start start(std::vector<std::string> words) const {
    Start start;
    start.arguments = std::move(words);
    start.environment = {{"ALIBABA_CLOUD_ACCESS_KEY_ID", kId},
                         {"ALIBABA_CLOUD_ACCESS_KEY_SECRET", kSecret},
                         {"ALIBABA_CLOUD_ENDPOINT", server_.url()}};
    return start;
  }
  [[nodiscard]] int connections() const { return server_.connections(); }
  [[nodiscard]] int requests() const { return requests_; }

 private:
  std::atomic<int> requests_{0};
  RawServer server_;
};

}  // namespace

TEST_CASE("interrupted before anything was started, a backup says nothing of what goes on") {
  const Silence silence;
  for (const bool kept : {false, true}) {
    const TemporaryFolder folder;
    std::vector<std::string> words{"backup", kReplicaSet};
    if (kept) words.insert(words.end(), {"--journal", (folder.path() / "run").string()});
    Program program(silence.start(words));
    REQUIRE(program.wait_for_error("Checking the instance"));
    program.signal(SIGINT);
    const Ended ended = program.wait();
    CAPTURE(ended.error);
    CHECK(ended.code == 130);
    CHECK(has(ended.error, "dds: Interrupted; nothing was started."));
    CHECK_FALSE(has(ended.error, "goes on."));
    CHECK(has(ended.error, "Go on with: dds backup --journal ") == kept);
    CHECK(parsed(ended)[0]["outcome"] == "NotBegun");
  }
}

TEST_CASE("of several, what was started is told from what was not") {
  const Service service(1);
  Program program(service.start(
      {"backup", kReplicaSet, kSharded, kNeverBackedUp, "--at-once", "1", "--poll", "0.1"}));
  REQUIRE(program.wait_for_error("Backing up"));
  program.signal(SIGTERM);
  const Ended ended = program.wait();
  CAPTURE(ended.error);
  CHECK(ended.code == 130);
  CHECK(has(ended.error, "Stopped watching; what was started goes on."));
  int begun = 0;
  for (const json& one : parsed(ended)) {
    const std::string id = one["instance_id"];
    const bool watching = one["outcome"] == "Watching";
    begun += watching ? 1 : 0;
    CHECK(has(ended.error, id + ": nothing was started.") == !watching);
    CHECK(has(ended.error, id + ": look at it with: dds ") == watching);
  }
  CHECK(begun == service.backups_started());
  // To follow it again would need the journal; a new `dds backup` might start another.
  CHECK(has(ended.error, "--journal"));
  CHECK_FALSE(has(ended.error, "with: dds backup "));
}

TEST_CASE("a single call that is interrupted says whether it may have been sent") {
  for (const std::string action : {"CreateBackup", "DescribeBackupTasks"}) {
    const Silence silence;
    Program program(silence.start({action, "--DBInstanceId", kReplicaSet}));
    while (silence.requests() == 0) {
    }
    program.signal(SIGINT);
    const Ended ended = program.wait();
    CAPTURE(ended.error);
    CHECK(ended.code == 130);
    CHECK(has(ended.error, "Whether CreateBackup took effect is not known") ==
          (action == "CreateBackup"));
    CHECK_FALSE(has(ended.error, "nothing was sent"));
  }
}

TEST_CASE("a signal that comes before the first request ends as one that comes later: 130") {
  // The program stands where it reads its key.
  const Silence silence;
  const std::string id = kCloudDisk;
  const std::vector<std::vector<std::string>> calls{
      {"CreateBackup", "--DBInstanceId", id},
      {"DescribeBackups", "--DBInstanceId", id, "--StartTime", "2026-01-01T00:00Z", "--EndTime",
       "2026-02-01T00:00Z"},
      {"backup", id},
      {"backups", id},
      {"coverage"},
      {"policy", id},
      {"keep", id, "5664", "--forever", "--yes"},
      {"delete-backup", id, "5664", "--yes-delete", "5664"},
      {"restore", id, "--set", "5664", "--yes-pay"},
      {"rehearse", id, "--yes-pay"}};
  for (const std::vector<std::string>& words : calls) {
    for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
      CAPTURE(words.front());
      CAPTURE(signal);
      Start start = silence.start(words);
      start.arguments.emplace_back("--credentials-stdin");
      start.input = std::string(kHeldInput + 1, ' ');
      start.hold_input = true;
      Program program(std::move(start));
      program.signal(signal);
      const Ended ended = program.wait();
      CAPTURE(ended.error);
      CHECK(ended.code == 130);
      CHECK(has(ended.error, "Interrupted; nothing was sent."));
    }
  }
  CHECK(silence.connections() == 0);
}

TEST_CASE("a list of instances that is broken off by a signal begins no run") {
  const Silence silence;
  const TemporaryFolder folder;
  const std::string pipe = (folder.path() / "ids").string();
  const std::string journal = (folder.path() / "run").string();
  REQUIRE(mkfifo(pipe.c_str(), 0600) == 0);
  Program program(silence.start({"backup", "--file", pipe, "--journal", journal}));
  const int end = open(pipe.c_str(), O_WRONLY | O_CLOEXEC);
  REQUIRE(end >= 0);
  const std::string first = std::string(kReplicaSet) + "\n";
  REQUIRE(write(end, first.data(), first.size()) == static_cast<ssize_t>(first.size()));
  program.signal(SIGINT);
  close(end);
  const Ended ended = program.wait();
  CAPTURE(ended.error);
  CHECK(ended.code == 130);
  CHECK_FALSE(std::filesystem::exists(journal));
  CHECK(silence.connections() == 0);
}
