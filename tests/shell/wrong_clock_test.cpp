// The console on a machine whose clock is wrong, or is set while it runs.
#include <doctest/doctest.h>

#include "core/backup/service_clock.h"
#include "core/emulator/faults.h"
#include "tests/shell/harness.h"

using namespace dds;
using namespace dds::testing;
using shell::Role;
using std::chrono::hours;
using std::chrono::minutes;

namespace {

Scenario& connected(Scenario& scenario) {
  scenario.click(Role::Button, "Connect");
  return scenario;
}

ScenarioOptions not_yet() {
  ScenarioOptions options;
  options.connect = false;
  return options;
}

}  // namespace

TEST_CASE("a clock that is wrong is told once, by how much, and what is asked for is done") {
  for (const Milliseconds ahead : {Milliseconds{minutes{20}}, Milliseconds{-hours{1}}}) {
    Scenario scenario(not_yet());
    scenario.host.clock_ahead = ahead;
    connected(scenario);
    const std::string told = backup::describe_wrong_clock(ahead);
    CAPTURE(told);
    CHECK(scenario.sees(Role::Alert, told));
    CHECK(scenario.sees(Role::Row, "orders"));
    scenario.click(Role::Button, "Dismiss the notice");
    scenario.click(Role::Button, "Refresh");
    scenario.pass(minutes{1});
    CHECK(scenario.sees(Role::Row, "orders"));
    CHECK_FALSE(scenario.sees(Role::Alert, told));
  }
}

TEST_CASE("of a clock that is right nothing is told") {
  Scenario scenario;
  scenario.pass(minutes{1});
  CHECK(scenario.containing(Role::Alert, "clock") == nullptr);
}

TEST_CASE("a list that loads shows its shape in time though the clock is set back meanwhile") {
  struct Silent final : HttpTransport {
    HttpHandle send(HttpRequest, HttpCompletion) override { return ++last; }
    void cancel(HttpHandle) override {}
    HttpHandle last = 0;
  } silent;  // outlives the console, which cancels through it
  Scenario scenario(not_yet());
  scenario.host.other_transport = &silent;
  connected(scenario);
  scenario.host.clock_ahead = -minutes{10};
  scenario.pass(Milliseconds{150});
  CHECK(scenario.sees(Role::Status, "Loading instances"));
}

TEST_CASE("an order is not gone on with once its token may be forgotten, whatever the clock says") {
  Scenario scenario;
  scenario.open_restore("orders");
  scenario.plan_restore();
  auto faults = emulator::parse_faults("CreateDBInstance:lost-after:100%");
  REQUIRE(faults.ok());
  scenario.host.service.set_faults(*faults);
  scenario.click(Role::Button, "Order new instance");
  REQUIRE(
      scenario.until_anywhere(Role::Alert, "It is not known whether the new instance was ordered"));
  scenario.host.service.set_faults({});
  scenario.host.clock_ahead = -hours{2};
  scenario.pass(hours{1});
  CHECK_FALSE(scenario.sees(Role::Button, "Go on with the same order"));
}
