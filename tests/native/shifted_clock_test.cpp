// `dds backup` against `dds emulator`, two programs with real clocks, while the clock of one of
// them is set or its machine sleeps: the backup is made once, followed to its end, and called a
// success.
#include <doctest/doctest.h>
#include <httplib.h>

#include <deque>
#include <nlohmann/json.hpp>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/time.h"
#include "core/emulator/emulator.h"
#include "tests/native/program.h"
#include "tests/native/service.h"
#include "tests/native/shifted_clock.h"

using dds::Seconds;
using dds::test::Ended;
using dds::test::has;
using dds::test::kReplicaSet;
using dds::test::Program;
using dds::test::Shifted;
using dds::test::ShiftedClock;
using dds::test::Start;
using nlohmann::json;
using std::chrono::duration_cast;
using std::chrono::hours;
using std::chrono::minutes;

namespace {

// A backup takes a bit more than a minute of the service's time.
constexpr int kAsItIs = 1;      // it ends when the machines have slept
constexpr int kInSeconds = 30;  // the clock runs that much faster: there is time to set clocks

constexpr std::string_view kFollowed = "Backing up: ";
constexpr std::string_view kLookedFor = "Finding out whether the backup was started";
constexpr std::string_view kWrongClock = "This machine's clock is ";

class Emulated {
 public:
  Emulated(const ShiftedClock& clock, int rate, const std::string& faults)
      : program_(start(clock, rate, faults)) {
    REQUIRE(program_.wait_for_output("ALIBABA_CLOUD_ACCESS_KEY_SECRET"));
    const std::string_view mark = "http://127.0.0.1:";
    const std::size_t at = program_.out().find(mark);
    REQUIRE(at != std::string::npos);
    port_ = std::stoi(program_.out().substr(at + mark.size()));
  }

  [[nodiscard]] int port() const { return port_; }

  /// How many backups were really started.
  [[nodiscard]] int started() const {
    httplib::Client client("127.0.0.1", port_);
    const auto answer = client.Get("/control/effects");
    REQUIRE(answer);
    std::istringstream lines(answer->body);
    int count = 0;
    for (std::string line; std::getline(lines, line);)
      count += json::parse(line)["action"] == "CreateBackup" ? 1 : 0;
    return count;
  }

 private:
  static Start start(const ShiftedClock& clock, int rate, const std::string& faults) {
    Start start;
    start.arguments = {"emulator",  "--port",       "0",
                       "--control", "--clock-rate", std::to_string(rate)};
    if (!faults.empty()) start.arguments.insert(start.arguments.end(), {"--faults", faults});
    clock.give(start);
    return start;
  }

  Program program_;
  int port_ = 0;
};

Start backup(const ShiftedClock& clock, int port) {
  Start start;
  start.arguments = {"backup", kReplicaSet, "--poll", "0.1", "--output", "json"};
  start.environment = {
      {"ALIBABA_CLOUD_ACCESS_KEY_ID", std::string(dds::emulator::kAccessKeyId)},
      {"ALIBABA_CLOUD_ACCESS_KEY_SECRET", std::string(dds::emulator::kAccessKeySecret)},
      {"ALIBABA_CLOUD_ENDPOINT", "http://127.0.0.1:" + std::to_string(port)}};
  clock.give(start);
  return start;
}

// One backup between two machines.
struct Run {
  ShiftedClock client_clock;
  ShiftedClock service_clock;
  Emulated service;
  Program client;

  explicit Run(Shifted shifted, int rate, const std::string& faults = {},
               Seconds client_ahead = Seconds{0}, Seconds service_ahead = Seconds{0})
      : client_clock(shifted, client_ahead),
        service_clock(shifted, service_ahead),
        service(service_clock, rate, faults),
        client(backup(client_clock, service.port())) {}

  // As machines do that lie side by side: both are further on at once, or nearly.
  void sleep(Seconds time, Seconds client_ahead = Seconds{0}, Seconds service_ahead = Seconds{0}) {
    service_clock.set(service_ahead + time);
    client_clock.set(client_ahead + time);
  }

  Ended finishes() {
    Ended ended = client.wait();
    CAPTURE(ended.error);
    CAPTURE(ended.out);
    CHECK(ended.code == 0);
    CHECK(has(ended.error, std::string(kReplicaSet) + ": Finished "));
    const json report = json::parse(ended.out, nullptr, false);
    REQUIRE(report.is_array());
    REQUIRE(report.size() == 1);
    CHECK(report[0]["outcome"] == "Success");
    CHECK(report[0]["sets"].size() == 1);
    CHECK(service.started() == 1);
    return ended;
  }
};

// By the wall clock of the client, from its beginning to its end.
Seconds shown_duration(const Ended& ended) {
  const json one = json::parse(ended.out).at(0);
  const auto began = dds::parse_utc(one["began"].get<std::string>());
  const auto end = dds::parse_utc(one["ended"].get<std::string>());
  REQUIRE(began.ok());
  REQUIRE(end.ok());
  return duration_cast<Seconds>(*end - *began);
}

int count(const std::string& text, std::string_view part) {
  int found = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1))
    ++found;
  return found;
}

struct Setting {
  std::string name;
  Seconds by;
};
const std::vector<Setting> kSettings{{"forward by 20 minutes", minutes{20}},
                                     {"forward by an hour", hours{1}},
                                     {"back by 10 minutes", -minutes{10}},
                                     {"back by an hour", -hours{1}}};

// Sets a clock in each of several runs, which go on side by side, at the moment when the client
// says `when`.
void set_at(std::string_view when, const std::string& faults, ShiftedClock Run::*clock,
            bool shown_by_client) {
  std::deque<Run> runs;
  for (std::size_t i = 0; i < kSettings.size(); ++i)
    runs.emplace_back(Shifted::Wall, kInSeconds, faults);
  for (std::size_t i = 0; i < kSettings.size(); ++i) {
    REQUIRE(runs[i].client.wait_for_error(when));
    (runs[i].*clock).set(kSettings[i].by);
  }
  for (std::size_t i = 0; i < kSettings.size(); ++i) {
    CAPTURE(kSettings[i].name);
    const Ended ended = runs[i].finishes();
    if (!shown_by_client) continue;
    // It met the setting: its own record spans it.
    const Seconds off = shown_duration(ended) - kSettings[i].by;
    CHECK(off >= Seconds{-1});
    CHECK(off < minutes{9});
  }
}

// `again`: what was asked for is only begun after waking, and ends in a second sleep.
void sleep_at(std::string_view when, const std::string& faults, Seconds time, bool again = false) {
  Run run(Shifted::All, kAsItIs, faults);
  REQUIRE(run.client.wait_for_error(when));
  run.sleep(time);
  if (again) {
    CHECK(run.client.wait_for_error(kFollowed));
    run.sleep(time + hours{1});
  }
  const Ended ended = run.finishes();
  CHECK(shown_duration(ended) >= time);
  CHECK_FALSE(has(ended.error, kWrongClock));
}

}  // namespace

TEST_CASE(
    "a clock that is wrong from the beginning is told once, by how much, and hinders nothing") {
  struct Wrong {
    Seconds client;
    Seconds service;
    std::string told;
  };
  // The last one is within what the service takes: no request is refused for it.
  const std::vector<Wrong> wrong{{minutes{20}, Seconds{0}, "20 min ahead of the service's"},
                                 {-minutes{40}, Seconds{0}, "40 min behind the service's"},
                                 {hours{1}, Seconds{0}, "1 h ahead of the service's"},
                                 {Seconds{0}, minutes{20}, "20 min behind the service's"},
                                 {Seconds{0}, -hours{1}, "1 h ahead of the service's"},
                                 {minutes{5}, Seconds{0}, "5 min ahead of the service's"}};
  std::deque<Run> runs;
  for (const Wrong& one : wrong)
    runs.emplace_back(Shifted::All, kAsItIs, "", one.client, one.service);
  for (std::size_t i = 0; i < wrong.size(); ++i) {
    CAPTURE(wrong[i].told);
    CHECK(runs[i].client.wait_for_error(kWrongClock));
    CHECK(runs[i].client.wait_for_error(kFollowed));
    runs[i].sleep(hours{1}, wrong[i].client, wrong[i].service);
    const Ended ended = runs[i].finishes();
    CAPTURE(ended.error);
    CHECK(has(ended.error, std::string(kWrongClock) + wrong[i].told));
    CHECK(count(ended.error, kWrongClock) == 1);
  }
}

TEST_CASE("a client whose clock is set while it follows a backup goes on looking at once") {
  set_at(kFollowed, "", &Run::client_clock, true);
}

TEST_CASE("a machine that sleeps while it follows a backup finds its end after waking") {
  sleep_at(kFollowed, "", hours{1});
}

TEST_CASE("the answer to CreateBackup is lost and the client's clock is set: one backup") {
  SUBCASE("it was started") {
    set_at(kLookedFor, "CreateBackup:lost-after:x1", &Run::client_clock, true);
  }
  SUBCASE("it was not") {
    set_at(kLookedFor, "CreateBackup:lost-before:x1", &Run::client_clock, true);
  }
}

TEST_CASE("the answer to CreateBackup is lost and the machine sleeps: one backup") {
  SUBCASE("it was started") {
    sleep_at(kLookedFor, "CreateBackup:lost-after:x1", minutes{20});
  }
  SUBCASE("it was not, and the same request still counts after waking") {
    sleep_at(kLookedFor, "CreateBackup:lost-before:x1", minutes{10}, true);
  }
  SUBCASE("it was not, and after waking it cannot take effect any more") {
    sleep_at(kLookedFor, "CreateBackup:lost-before:x1", minutes{40}, true);
  }
}

TEST_CASE("a service whose machine's clock is set goes on with its jobs") {
  SUBCASE("while one is followed") {
    set_at(kFollowed, "", &Run::service_clock, false);
  }
  SUBCASE("while a lost one is looked for that was started") {
    set_at(kLookedFor, "CreateBackup:lost-after:x1", &Run::service_clock, false);
  }
  SUBCASE("while a lost one is looked for that was not") {
    set_at(kLookedFor, "CreateBackup:lost-before:x1", &Run::service_clock, false);
  }
}
