// The promise over real sockets: a hundred backups on `dds emulator` under faults, with the client
// killed at random moments and started again with its journal, twenty times.
#include <doctest/doctest.h>
#include <httplib.h>
#include <signal.h>

#include <chrono>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "core/emulator/emulator.h"
#include "tests/native/program.h"
#include "tests/native/temporary_folder.h"

using dds::test::Program;
using dds::test::Start;
using dds::test::TemporaryFolder;
using nlohmann::json;

namespace {

constexpr int kKills = 20;
constexpr std::size_t kInstances = 100;

int port_of(const std::string& said) {
  const std::string_view mark = "http://127.0.0.1:";
  const std::size_t at = said.find(mark);
  REQUIRE(at != std::string::npos);
  return std::stoi(said.substr(at + mark.size()));
}

std::string get(int port, const std::string& path) {
  httplib::Client client("127.0.0.1", port);
  const auto answer = client.Get(path);
  REQUIRE(answer);
  REQUIRE(answer->status == 200);
  return answer->body;
}

std::vector<std::string> instances(int port) {
  std::vector<std::string> ids;
  for (const json& one : json::parse(get(port, "/control/instances"))) {
    if (one["status"] == "Running" && one["lock"] == "Unlock" && one["region"] == "cn-hangzhou" &&
        ids.size() < kInstances)
      ids.push_back(one["instance"]);
  }
  return ids;
}

std::map<std::string, int> started(int port) {
  std::map<std::string, int> count;
  std::istringstream lines(get(port, "/control/effects"));
  for (std::string line; std::getline(lines, line);) {
    const json effect = json::parse(line);
    if (effect["action"] == "CreateBackup") ++count[effect["instance"]];
  }
  return count;
}

std::uintmax_t size_of(const std::filesystem::path& file) {
  std::error_code error;
  const std::uintmax_t size = std::filesystem::file_size(file, error);
  return error ? 0 : size;
}

// Until the journal has grown by that much: a moment that depends on what happened, not on a clock.
void wait_for_growth(const std::filesystem::path& journal, std::uintmax_t by) {
  const std::uintmax_t wanted = size_of(journal) + by;
  for (int i = 0; i < 5'000 && size_of(journal) < wanted; ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
}

}  // namespace

TEST_CASE("a hundred backups, a client that is killed twenty times: each is made once") {
  const TemporaryFolder folder;
  Start serve;
  serve.arguments = {"emulator",
                     "--port",
                     "0",
                     "--clock-rate",
                     "200",
                     "--instances",
                     "120",
                     "--control",
                     "--timestamp-window",
                     "4",
                     "--faults",
                     "CreateBackup:any:30%,*:any:10%,seed=3"};
  Program emulator(serve);
  REQUIRE(emulator.wait_for_output("ALIBABA_CLOUD_ACCESS_KEY_SECRET"));
  const int port = port_of(emulator.out());
  const std::vector<std::string> ids = instances(port);
  REQUIRE(ids.size() == kInstances);
  std::string list;
  for (const std::string& id : ids) list += id + "\n";

  Start backup;
  backup.arguments = {"backup",
                      "--file",
                      folder.write("ids.txt", list).string(),
                      "--journal",
                      (folder.path() / "run.journal").string(),
                      "--at-once",
                      "25",
                      "--poll",
                      "0.2",
                      "--late",
                      "5",
                      "--timeout",
                      "1",
                      "--if-busy",
                      "wait",
                      "--output",
                      "json"};
  backup.environment = {
      {"ALIBABA_CLOUD_ACCESS_KEY_ID", std::string(dds::emulator::kAccessKeyId)},
      {"ALIBABA_CLOUD_ACCESS_KEY_SECRET", std::string(dds::emulator::kAccessKeySecret)},
      {"ALIBABA_CLOUD_ENDPOINT", "http://127.0.0.1:" + std::to_string(port)}};
  std::uint64_t random = 7;
  for (int kill = 0; kill < kKills; ++kill) {
    random = random * 6364136223846793005ULL + 1442695040888963407ULL;
    Program client(backup);
    wait_for_growth(folder.path() / "run.journal", 1 + (random >> 40U) % 2'000);
    client.signal(SIGKILL);
    (void)client.wait();
  }
  const dds::test::Ended ended = dds::test::run(backup);
  CAPTURE(ended.error);
  const json report = json::parse(ended.out, nullptr, false);
  REQUIRE(report.is_array());
  REQUIRE(report.size() == kInstances);
  const std::map<std::string, int> really = started(port);
  std::size_t succeeded = 0;
  for (const json& one : report) {
    CAPTURE(one.dump());
    const auto found = really.find(one["instance_id"]);
    const int count = found == really.end() ? 0 : found->second;
    const bool success = one["outcome"] == "Success";
    succeeded += success ? 1U : 0U;
    CHECK(count == (success ? 1 : 0));
    const bool nothing = one["outcome"] == "NotReached" || one["outcome"] == "NotDone" ||
                         one["outcome"] == "Refused";
    CHECK((success || nothing));
  }
  CHECK(succeeded > kInstances * 9 / 10);
  CHECK(really.size() == succeeded);
}
