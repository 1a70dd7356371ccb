// `dds` against an emulator that throttles: nothing ends because of it, and it is said.
#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "tests/native/program.h"
#include "tests/native/service.h"

using namespace dds;
using test::Ended;
using test::has;
using test::Program;
using test::Start;

namespace {

// A running emulator with a fleet, and `dds` calls to it.
class Throttling {
 public:
  explicit Throttling(const std::string& throttle) : program_(emulator(throttle)) {
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

 private:
  static Start emulator(const std::string& throttle) {
    Start start;
    start.arguments = {"emulator",    "--port", "0",          "--clock-rate", "200",
                       "--instances", "40",     "--throttle", throttle};
    return start;
  }
  Program program_;
  std::string url_;
};

}  // namespace

TEST_CASE("coverage under a tight quota leaves nothing unknown and says why it takes long") {
  const Throttling service("DescribeBackups:8");
  const Ended ended = service.call({"coverage", "--region", "cn-hangzhou", "--output", "json"});
  CHECK(ended.code == 5);  // the fleet has no backups yet
  CHECK_FALSE(has(ended.out, "\"state\": \"unknown\""));
  CHECK_FALSE(has(ended.out, "Throttling.User"));
  CHECK(has(ended.error, "The service throttles DescribeBackups: "));
}

TEST_CASE("a fleet under a tight quota is backed up, each instance once") {
  const Throttling service("all:60");
  const Ended ended = service.call({"backup", "--all", "--region", "cn-hangzhou", "--poll", "0.5",
                                    "--if-busy", "wait", "--output", "json"});
  CAPTURE(ended.error);
  CHECK_FALSE(has(ended.out, "Unknown"));
  CHECK_FALSE(has(ended.out, "NotReached"));
  CHECK_FALSE(has(ended.error, "not reached"));
  CHECK(has(ended.error, " succeeded"));
}

TEST_CASE("--rate and --at-once are taken by every command, and wrong ones are said") {
  const Throttling service("0");
  for (const std::vector<std::string>& command :
       {std::vector<std::string>{"coverage", test::kReplicaSet},
        {"backups", test::kReplicaSet},
        {"policy", test::kReplicaSet},
        {"DescribeRegions"}}) {
    CAPTURE(command.front());
    std::vector<std::string> with = command;
    with.insert(with.end(), {"--rate", "50", "--at-once", "2"});
    CHECK(service.call(with).code != 2);
    for (const auto& [option, value, said] :
         {std::tuple{"--rate", "0", "--rate takes requests a second from 0.1 to 1000; \"0\""},
          std::tuple{"--rate", "fast", "--rate takes requests a second from 0.1 to 1000"},
          std::tuple{"--at-once", "0", "--at-once takes a number from 1 to 1000; \"0\""},
          std::tuple{"--at-once", "1001", "--at-once takes a number from 1 to 1000"}}) {
      with = command;
      with.insert(with.end(), {option, value});
      const Ended refused = service.call(with);
      CHECK(refused.code == 2);
      CHECK(has(refused.error, said));
    }
  }
}
