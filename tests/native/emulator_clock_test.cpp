// The emulator as a service, its host's clock in the test's hand: set back, it stops no job, and a
// jump ahead ends none; the skew that --faults ask for is the service's own.
#include <doctest/doctest.h>

#include <memory>
#include <string>

#include "core/api/sign_call.h"
#include "core/backup/http_date.h"
#include "native/server/emulator_service.h"
#include "tests/native/service.h"

using namespace dds;
using server::EmulatorOptions;
using server::EmulatorService;
using std::chrono::hours;
using std::chrono::minutes;

namespace {

constexpr Instant kStart{Milliseconds{1'796'000'000'000}};

struct Host {
  Moment now{SteadyInstant{hours{5}}, kStart};
  std::unique_ptr<EmulatorService> service;
  int nonces = 0;

  explicit Host(std::string_view faults = {}, double rate = 1, Milliseconds window = minutes{15}) {
    EmulatorOptions options;
    auto plan = emulator::parse_faults(faults);
    REQUIRE(plan.ok());
    options.faults = *std::move(plan);
    options.clock_rate = rate;
    options.timestamp_window = window;
    auto opened = EmulatorService::open(std::move(options), [this] { return now; });
    REQUIRE(opened.ok());
    service = *std::move(opened);
  }

  void pass(Milliseconds time) {
    now.steady += time;
    now.wall += time;
  }

  HttpResponse ask(const std::string& action, Instant timestamp) {
    const auto endpoint = api::parse_endpoint("http://127.0.0.1/");
    REQUIRE(endpoint);
    const auto request = api::sign_call(
        {action, {{"DBInstanceId", test::kReplicaSet}}, api::Format::Json},
        {std::string(emulator::kAccessKeyId), Secret(emulator::kAccessKeySecret), {}}, *endpoint,
        timestamp, "n" + std::to_string(++nonces), {.placement = api::Placement::Form});
    REQUIRE(request);
    return service->play(request->http).response;
  }
  // Signed with the time that the service's answers tell.
  HttpResponse ask(const std::string& action) { return ask(action, dated()); }

  // Of an answer now, were there one.
  Instant dated() {
    const auto date =
        backup::parse_http_date(find_header(service->play(HttpRequest{}).response.headers, "Date"));
    REQUIRE(date);
    return *date;
  }

  bool runs() { return test::has(ask("DescribeBackupTasks").body, "\"BackupjobId\""); }
};

}  // namespace

TEST_CASE("a job of the emulator goes on when its host's clock is set back") {
  Host host;
  CHECK(host.ask("CreateBackup").status == 200);
  CHECK(host.runs());
  host.now.wall -= hours{1};
  host.pass(minutes{3});
  CHECK_FALSE(host.runs());
}

TEST_CASE("a job of the emulator is not ended by a jump of its host's clock") {
  Host host;
  CHECK(host.ask("CreateBackup").status == 200);
  host.now.wall += hours{1};
  host.pass(Seconds{1});
  CHECK(host.runs());
  host.pass(minutes{3});
  CHECK_FALSE(host.runs());
}

TEST_CASE("timestamps are judged by the host's clock as it is set now") {
  Host host("", 1'000);
  host.pass(minutes{1});  // 16 hours and more for the service
  CHECK(host.ask("DescribeRegions", host.now.wall).status == 200);
  const Instant before = host.now.wall;
  host.now.wall += hours{1};
  CHECK(host.ask("DescribeRegions", before).status == 400);
  CHECK(host.ask("DescribeRegions", host.now.wall).status == 200);
}

TEST_CASE("a skewed service dates its answers by the skew, and its jobs go on at their rate") {
  for (const int skew : {-40, 20}) {
    CAPTURE(skew);
    Host host("skew=" + std::to_string(skew), 10);
    CHECK(host.dated() == kStart + minutes{skew});
    CHECK(host.ask("CreateBackup").status == 200);
    CHECK(host.runs());
    host.pass(Seconds{20});
    CHECK(host.dated() == kStart + minutes{skew} + Seconds{200});
    CHECK_FALSE(host.runs());
  }
}

TEST_CASE("a skew that is asked for later puts the service's clock forward once, and never back") {
  Host host("", 10);
  auto ahead = emulator::parse_faults("skew=20");
  REQUIRE(ahead.ok());
  host.service->set_faults(*ahead);
  CHECK(host.dated() == kStart + minutes{20});
  host.service->set_faults(*ahead);
  CHECK(host.dated() == kStart + minutes{20});
  host.service->set_faults({});
  host.pass(Seconds{1});
  CHECK(host.dated() == kStart + minutes{20} + Seconds{10});
}

TEST_CASE("a request that is held up arrives after its time, though the host's clock is set back") {
  Host host("CreateBackup:delayed:x1", 1, hours{24});
  (void)host.ask("CreateBackup");
  host.now.wall -= hours{2};
  host.pass(hours{1});  // the longest that one is held up
  (void)host.dated();   // whoever comes next lets it arrive first
  std::size_t effects = 0;
  host.service->with([&](emulator::Emulator& emulator) { effects = emulator.effects().size(); });
  CHECK(effects == 1);
}
