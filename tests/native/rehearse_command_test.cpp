// `dds rehearse` against the emulator: restored, proven, released; and what a killed run left
// behind is found by its record and its marking.
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

constexpr double kFast = 2'000;  // of the service's clock: a restore takes minutes of it

class Record {
 public:
  [[nodiscard]] std::string path() const { return (folder_.path() / "rehearsals").string(); }
  [[nodiscard]] std::vector<std::string> with(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), "rehearse");
    arguments.insert(arguments.end(), {"--record", path(), "--poll", "0.1"});
    return arguments;
  }
  [[nodiscard]] const TemporaryFolder& folder() const { return folder_; }

 private:
  TemporaryFolder folder_;
};

// Killed while the temporary instance was being made; gives its id.
std::string leave_one_behind(const Service& service, const Record& record) {
  Program program(service.start(record.with({kCloudDisk, "--yes-pay"})));
  REQUIRE(program.wait_for_error("Restoring into dds-"));
  program.signal(SIGKILL);
  const std::string said = program.wait().error;
  const std::size_t at = said.find("Restoring into ") + std::string("Restoring into ").size();
  return said.substr(at, said.find_first_of(": \n", at) - at);
}

void let_it_run(Service& service, const std::string& id) {
  service.server().with_emulator([&](dds::emulator::Emulator& emulator) {
    REQUIRE(emulator.set_instance_status(id, "Running"));
  });
}

// A clean-up that is seen to the release's end, which takes a minute of the service's clock.
Ended seen_to_the_end(Service& service, const std::string& id, std::vector<std::string> arguments) {
  Program program(service.start(std::move(arguments)));
  REQUIRE(program.wait_for_error("Waiting until " + id + " is gone"));
  service.skip(std::chrono::minutes(2));
  return program.wait();
}

}  // namespace

TEST_CASE("a rehearsal restores the newest backup, says what was proven, and leaves nothing") {
  Service service(kFast);
  const Record record;
  const Ended ended = service.run(record.with({kCloudDisk, "--yes-pay"}));
  CAPTURE(ended.error);
  CHECK(ended.code == 0);
  const json document = parsed(ended);
  CHECK(document["outcome"] == "Success");
  CHECK_FALSE(document["proven"].get<std::string>().empty());
  CHECK_FALSE(document["restore_point"]["backup_id"].is_null());
  CHECK(document["temporary"]["left_over"] == false);
  CHECK(document["restore_seconds"].is_number());
  CHECK(effects(service, "CreateDBInstance") == 1);
  CHECK(effects(service, "DeleteDBInstance") == 1);
  const Ended nothing = service.run(record.with({"--clean-up"}));
  CHECK(nothing.code == 0);
  CHECK(has(nothing.error, "No rehearsal has left"));
}

TEST_CASE("a rehearsal is confirmed by typing the source's id; a dry run orders nothing") {
  Service service(1);
  const Record record;
  const Ended wrong = answer(service, record.with({kCloudDisk}), "no");
  CHECK(wrong.code == 2);
  CHECK(has(wrong.out, "costs money"));
  CHECK(has(wrong.out, "Nothing was ordered."));
  const Ended silent = service.run(record.with({kCloudDisk}));
  CHECK(silent.code == 2);
  CHECK(has(silent.error, "--yes-pay"));
  const Ended dry = service.run(record.with({kCloudDisk, "--yes-pay", "--dry-run"}));
  CHECK(dry.code == 0);
  CHECK(parsed(dry)["order"]["action"] == "CreateDBInstance");
  CHECK(effects(service, "CreateDBInstance") == 0);
}

TEST_CASE("what a killed rehearsal left behind is found and released by --clean-up") {
  Service service(1);
  const Record record;
  const std::string left = leave_one_behind(service, record);
  let_it_run(service, left);
  const Ended shown = service.run(record.with({"--clean-up", "--dry-run"}));
  CHECK(shown.code == 0);
  CHECK(parsed(shown)[0]["instance_id"] == left);
  CHECK(parsed(shown)[0]["recorded"] == true);
  const Ended silent = service.run(record.with({"--clean-up"}));
  CHECK(silent.code == 2);
  CHECK(has(silent.error, "--yes-release " + left));
  CHECK(effects(service, "DeleteDBInstance") == 0);
  const Ended wrong = answer(service, record.with({"--clean-up"}), kCloudDisk);
  CHECK(wrong.code == 2);
  CHECK(effects(service, "DeleteDBInstance") == 0);
  const Ended released =
      seen_to_the_end(service, left, record.with({"--clean-up", kCloudDisk, "--yes"}));
  CHECK(released.code == 0);
  CHECK(parsed(released)[0]["outcome"] == "Success");
  CHECK(effects(service, "DeleteDBInstance") == 1);
}

TEST_CASE("an instance that no record knows is released only when it is named") {
  Service service(1);
  const Record record;
  const std::string left = leave_one_behind(service, record);
  let_it_run(service, left);
  const Record other;
  const Ended unknown = service.run(other.with({"--clean-up", "--yes"}));
  CHECK(unknown.code == 1);
  CHECK(has(unknown.error, "in no record"));
  CHECK(effects(service, "DeleteDBInstance") == 0);
  const Ended named =
      seen_to_the_end(service, left, other.with({"--clean-up", "--yes-release", left}));
  CAPTURE(named.error);
  CHECK(named.code == 0);
  CHECK(parsed(named)[0]["outcome"] == "Success");
  CHECK(effects(service, "DeleteDBInstance") == 1);
  const Ended source = service.run(other.with({"--clean-up", "--yes-release", kCloudDisk}));
  CHECK(source.code == 1);
  CHECK(has(source.error, "no temporary instance"));
}

TEST_CASE("Ctrl-C in a rehearsal says what goes on costing, and how to release it") {
  Service service(1);
  const Record record;
  Program program(service.start(record.with({kCloudDisk, "--yes-pay"})));
  REQUIRE(program.wait_for_error("Restoring into dds-"));
  program.signal(SIGINT);
  const Ended ended = program.wait();
  CHECK(ended.code == 130);
  CHECK(has(ended.error, "costs money"));
  CHECK(has(ended.error, std::string("dds rehearse --clean-up ") + kCloudDisk));
  CHECK(parsed(ended)["outcome"] == "Watching");
}

TEST_CASE("--no-wait returns once it is ordered, and --go-on sees it to its end") {
  Service service(1);
  const Record record;
  const Ended ordered = service.run(record.with({kCloudDisk, "--yes-pay", "--no-wait"}));
  CAPTURE(ordered.error);
  CHECK(ordered.code == 0);
  const json document = parsed(ordered);
  const std::string id = document["temporary"]["instance_id"];
  CHECK(document["outcome"] == "Started");
  CHECK(document["temporary"]["left_over"] == true);
  CHECK(has(ordered.error, id + ", which costs money until it is released"));
  const std::string rest = " --record " + record.path() + " --endpoint " + service.url();
  CHECK(has(ordered.error, std::string("dds rehearse ") + kCloudDisk + " --go-on" + rest));
  CHECK(has(ordered.error, std::string("dds rehearse --clean-up ") + kCloudDisk + rest));
  let_it_run(service, id);
  const Ended dry = service.run(record.with({kCloudDisk, "--go-on", "--dry-run"}));
  CHECK(dry.code == 0);
  CHECK(has(dry.error, id));
  CHECK(effects(service, "DeleteDBInstance") == 0);
  const Ended proven = seen_to_the_end(service, id, record.with({kCloudDisk, "--go-on"}));
  CAPTURE(proven.error);
  CHECK(proven.code == 0);
  CHECK(parsed(proven)["outcome"] == "Success");
  CHECK(has(parsed(proven)["proven"], "was seen running"));
  CHECK(parsed(proven)["temporary"]["left_over"] == false);
  CHECK(effects(service, "CreateDBInstance") == 1);
  CHECK(effects(service, "DeleteDBInstance") == 1);
  check_usage(service.run(record.with({kCloudDisk, "--go-on"})), "knows no rehearsal of");
}

TEST_CASE("a second rehearsal is refused while one is not over, unless it is asked for") {
  Service service(1);
  const Record record;
  const std::string left = leave_one_behind(service, record);
  const Ended second = service.run(record.with({kCloudDisk, "--yes-pay", "--dry-run"}));
  CHECK(second.code == 0);
  CHECK(has(second.error, "is not over (" + left + ")"));
  CHECK(has(second.error, std::string("dds rehearse ") + kCloudDisk + " --go-on"));
  const Ended refused = service.run(record.with({kCloudDisk, "--yes-pay", "--no-wait"}));
  CHECK(refused.code == 2);
  CHECK(has(refused.error, "dds: An earlier rehearsal of " + std::string(kCloudDisk) +
                               " is not over (" + left + ")"));
  CHECK(has(refused.error, "add --another"));
  CHECK(has(refused.error, std::string("dds rehearse ") + kCloudDisk + " --go-on"));
  CHECK(effects(service, "CreateDBInstance") == 1);
  check_usage(service.run(record.with({kCloudDisk, "--go-on", "--another"})), "leave out");
  const Ended another =
      service.run(record.with({kCloudDisk, "--yes-pay", "--no-wait", "--another"}));
  CHECK(another.code == 0);
  CHECK(effects(service, "CreateDBInstance") == 2);
  const Ended elsewhere =
      service.run(record.with({kCloudDisk, "--go-on", "--region", "cn-shanghai"}));
  check_usage(elsewhere, "add --region cn-hangzhou");
}

TEST_CASE("an order whose id was never learned is not gone on with, but released by its marking") {
  Service service(1);
  const Record record;
  const Ended ordered = service.run(record.with({kCloudDisk, "--yes-pay", "--no-wait"}));
  REQUIRE(ordered.code == 0);
  // As a kill before the answer leaves it: the first line alone.
  std::ifstream file(record.path());
  std::string first;
  std::getline(file, first);
  const std::string cut = record.folder().write("cut", first + "\n").string();
  const Ended ended = service.run({"rehearse", kCloudDisk, "--go-on", "--record", cut});
  check_usage(ended, std::string("dds rehearse --clean-up ") + kCloudDisk);
}

TEST_CASE("the record lies in the user's state folder unless it is named") {
  Service service(1);
  const Record record;
  Start start = service.start({"rehearse", "--clean-up"});
  start.environment["XDG_STATE_HOME"] = record.folder().path().string();
  CHECK(run(std::move(start)).code == 0);
  CHECK(std::filesystem::is_regular_file(record.folder().path() / "dds" / "rehearsals"));
  Start homeless = service.start({"rehearse", "--clean-up"});
  homeless.environment["HOME"] = "/proc/nowhere";
  const Ended ended = run(std::move(homeless));
  CHECK(ended.code == 2);
  CHECK(has(ended.error, "--record FILE"));
}

TEST_CASE("wrong input of rehearse is one sentence and code 2") {
  const Service service;
  check_usage(service.run({"rehearse"}), "dds rehearse dds-bp1");
  check_usage(service.run({"rehearse", kCloudDisk, kReplicaSet}), "one instance at a time");
  check_usage(service.run({"rehearse", kCloudDisk, "--yes"}), "--yes-pay");
  check_usage(service.run({"rehearse", "--clean-up", "--yes-pay"}), "only releases");
  check_usage(service.run({"rehearse", kCloudDisk, "--set", "a/b"}), "--set");
  check_usage(service.run({"rehearse", "--clean-up", "--no-wait"}), "only releases");
  check_usage(service.run({"rehearse", "--clean-up", "--go-on"}), "--go-on or --clean-up");
  check_usage(service.run({"rehearse", kCloudDisk, "--go-on", "--yes-pay"}), "orders nothing");
  const Record record;
  const std::string file = record.folder().write("other", "something else\n").string();
  check_usage(service.run({"rehearse", kCloudDisk, "--record", file}), file);
}

TEST_CASE("a record that another rehearsal holds is no wrong usage: wait, or name another") {
  const Service service(1);
  const Record record;
  Program first(service.start(record.with({kCloudDisk, "--yes-pay"})));
  REQUIRE(first.wait_for_error("Restoring into dds-"));
  for (const std::vector<std::string>& words :
       std::vector<std::vector<std::string>>{{kSharded, "--yes-pay"}, {"--clean-up"}}) {
    const Ended second = service.run(record.with(words));
    CAPTURE(second.error);
    CHECK(second.code == 1);
    CHECK(has(second.error, "another program is writing to it"));
    CHECK(has(second.error, "Wait until that one has ended"));
    CHECK(has(second.error, "--record"));
  }
}
