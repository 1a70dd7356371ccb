// `dds emulator` and its options: a state that outlives the program, limits, and what is said when
// an option is wrong.
#include <doctest/doctest.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "native/server/state_file.h"
#include "tests/native/program.h"
#include "tests/native/service.h"
#include "tests/native/temporary_folder.h"

using namespace dds;
using test::Ended;
using test::has;
using test::Program;
using test::Start;
using test::TemporaryFolder;

namespace {

Start emulator(std::vector<std::string> further) {
  Start start;
  start.arguments = {"emulator", "--port", "0", "--clock-rate", "200"};
  start.arguments.insert(start.arguments.end(), further.begin(), further.end());
  return start;
}

std::string read(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

// A running emulator, and `dds` calls to it.
class Running {
 public:
  explicit Running(std::vector<std::string> further) : program_(emulator(std::move(further))) {
    REQUIRE(program_.wait_for_output("ACCESS_KEY_SECRET="));
    const std::string& out = program_.out();
    const std::size_t at = out.find("http://");
    url_ = out.substr(at, out.find('\n', at) - at);
  }

  [[nodiscard]] Ended call(std::vector<std::string> arguments) const {
    Start start;
    start.arguments = std::move(arguments);
    start.environment = {{"ALIBABA_CLOUD_ACCESS_KEY_ID", "testid"},
                         {"ALIBABA_CLOUD_ACCESS_KEY_SECRET", "testsecret"},
                         {"ALIBABA_CLOUD_ENDPOINT", url_}};
    return test::run(start);
  }

  [[nodiscard]] Ended create() const {
    return call({"CreateBackup", "--DBInstanceId", test::kReplicaSet, "--output", "json"});
  }

  Ended end(int number) {
    program_.signal(number);
    return program_.wait();
  }

 private:
  Program program_;
  std::string url_;
};

Ended refused(std::vector<std::string> further) {
  return test::run(emulator(std::move(further)));
}

}  // namespace

TEST_CASE("a state file is made, outlives the program, and goes on where it was") {
  const TemporaryFolder folder;
  const std::string file = (folder.path() / "state.json").string();
  {
    Running first({"--state", file});
    CHECK(std::filesystem::exists(file));
    CHECK(first.create().code == 0);
    CHECK(first.end(SIGTERM).code == 0);
  }
  Running second({"--state", file});
  const Ended tasks =
      second.call({"DescribeBackups", "--DBInstanceId", test::kReplicaSet, "--output", "json"});
  CHECK(tasks.code == 0);
  CHECK(has(read(file), "\"action\":\"CreateBackup\""));
  CHECK(second.end(SIGTERM).code == 0);
}

TEST_CASE("what was answered is on the disk, also when the program is killed") {
  const TemporaryFolder folder;
  const std::string file = (folder.path() / "state.json").string();
  {
    Running first({"--state", file});
    CHECK(first.create().code == 0);
    (void)first.end(SIGKILL);
  }
  CHECK(has(read(file), "\"action\":\"CreateBackup\""));
  Running second({"--state", file, "--control"});
  CHECK(second.create().code == 1);  // the job of before runs
}

TEST_CASE("a state that cannot be read ends with 2 and the reason, and is never overwritten") {
  const TemporaryFolder folder;
  const std::string file = (folder.path() / "state.json").string();
  for (const char* text :
       {"", "not a state", "{\"format\":\"dds-emulator-state\",\"version\":7}"}) {
    CAPTURE(text);
    folder.write("state.json", text);
    const Ended ended = refused({"--state", file});
    CHECK(ended.code == 2);
    CHECK(has(ended.error, file));
    CHECK(has(ended.error, "The state cannot be read: "));
    CHECK(ended.out.empty());
    CHECK(read(file) == text);
  }
  CHECK(refused({"--state", folder.path().string()}).code == 2);
  CHECK(refused({"--state", "/nowhere/state.json"}).code == 2);
}

TEST_CASE("a state has one emulator at a time; the next one is told what it ignores") {
  const TemporaryFolder folder;
  const std::string file = (folder.path() / "state.json").string();
  std::filesystem::create_symlink(file, folder.path() / "link.json");
  {
    Running first({"--state", file, "--seed", "3"});
    for (const std::string& name : {file, (folder.path() / "link.json").string()}) {
      const Ended second = refused({"--state", name});
      CHECK(second.code == 2);
      CHECK(has(second.error, "Another emulator keeps its state in " + name + "; name another"));
      CHECK(second.out.empty());
    }
    CHECK(first.create().code == 0);
    CHECK_FALSE(has(first.end(SIGTERM).error, "taken up"));
  }
  CHECK(has(read(file), "\"action\":\"CreateBackup\""));
  CHECK_FALSE(std::filesystem::exists(file + ".lock"));
  Running next({"--state", file, "--seed", "4", "--instances", "2"});
  CHECK(has(next.end(SIGTERM).error, "taken up as it is; for a new one with --instances and"));
}

TEST_CASE("a lock lasts as long as its owner, and the next one takes it") {
  const TemporaryFolder folder;
  const auto path = folder.path() / "state.json";
  auto first = server::StateLock::take(path);
  REQUIRE(first.ok());
  CHECK_FALSE(server::StateLock::take(path).ok());
  first->reset();
  folder.write("state.json.lock", "");  // as a kill leaves it
  CHECK(server::StateLock::take(path).ok());
}

TEST_CASE("a state is written as a whole: no other file stays beside it") {
  const TemporaryFolder folder;
  const auto path = folder.path() / "state.json";
  CHECK_FALSE(server::write_state_file(path, "first"));
  CHECK_FALSE(server::write_state_file(path, "second"));
  CHECK(read(path) == "second");
  int files = 0;
  for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator(folder.path()))
    ++files;
  CHECK(files == 1);
  std::filesystem::create_symlink(path, folder.path() / "link.json");
  CHECK_FALSE(server::write_state_file(folder.path() / "link.json", "third"));
  CHECK(read(path) == "third");
  CHECK(server::write_state_file("/nowhere/state.json", "x").has_value());
}

TEST_CASE("options of the emulator are checked, each with one sentence") {
  struct Wrong {
    std::vector<std::string> arguments;
    const char* said;
  };
  const std::vector<Wrong> all = {
      {{"--faults", "CreateBackup:lost"}, "--faults: The faults hold \"CreateBackup:lost\""},
      {{"--instances", "many"}, "--instances takes a whole number from 0 to 10000"},
      {{"--instances", "10001"}, "--instances takes a whole number from 0 to 10000"},
      {{"--throttle", "-1"}, "--throttle: \"-1\" has no number from 0 to 1000000"},
      {{"--throttle", "CreateBackups:5"}, "--throttle: \"CreateBackups:5\" names no action"},
      {{"--timestamp-window", "0"}, "--timestamp-window takes a whole number from 1 to 86400"},
      {{"--seed", "x"}, "--seed takes a whole number from 0 to"},
  };
  for (const Wrong& wrong : all) {
    const Ended ended = refused(wrong.arguments);
    CAPTURE(ended.error);
    CHECK(ended.code == 2);
    CHECK(has(ended.error, wrong.said));
    CHECK(ended.out.empty());
  }
  Start serve;
  serve.arguments = {"serve", "--port", "0", "--control"};
  const Ended ended = test::run(serve);
  CHECK(ended.code == 2);
  CHECK(has(ended.error, "need --emulator"));
}

TEST_CASE("the help of both commands shows the options and an example") {
  for (const char* command : {"emulator", "serve"}) {
    Start start;
    start.arguments = {command, "--help"};
    const Ended ended = test::run(start);
    CHECK(ended.code == 0);
    for (const char* option : {"--state", "--faults", "--control", "--instances", "--throttle",
                               "--timestamp-window", "--seed"}) {
      CHECK(has(ended.out, option));
    }
    CHECK(has(ended.out, "--state emulator.json"));
    CHECK(has(ended.out, "CreateBackup:job-hangs:x1") == (command == std::string_view("emulator")));
  }
}

TEST_CASE("faults, further instances and the time window take effect") {
  Running running({"--instances", "7", "--faults", "CreateBackup:throttled:100%",
                   "--timestamp-window", "60", "--seed", "3", "--throttle", "100000"});
  const Ended created = running.create();
  CHECK(created.code == 1);
  CHECK(has(created.error, "Throttling.User"));
  const Ended listed =
      running.call({"DescribeDBInstances", "--RegionId", "cn-hangzhou", "--output", "json"});
  CHECK(listed.code == 0);
  CHECK(has(listed.out, "fleet-00007"));
}
