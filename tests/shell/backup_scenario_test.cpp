// Backups taken by widget label, followed to their end in simulated time.
#include <doctest/doctest.h>

#include "tests/shell/harness.h"

using namespace dds;
using namespace dds::testing;
using shell::Role;
using Fault = emulator::EmulatorTransport::Fault;

namespace {

void open_form(Scenario& scenario, std::string_view instance) {
  scenario.click(Role::Row, instance);
  scenario.click(Role::Button, "Create backup");
  REQUIRE(scenario.sees(Role::Heading, "Create backup"));
}

bool ended_as(Scenario& scenario, std::string_view outcome) {
  scenario.settle();
  for (const shell::Widget& widget : scenario.console.widgets().widgets) {
    if (widget.role == Role::Status && widget.value == outcome) return true;
  }
  return false;
}

}  // namespace

TEST_CASE("a backup is created with the mouse alone and followed until Success") {
  Scenario scenario;
  REQUIRE(scenario.sees(Role::Status, "Connected"));
  open_form(scenario, "orders");
  scenario.click(Role::Radio, "Logical");
  scenario.click(Role::Button, "Create backup");
  CHECK_FALSE(scenario.sees(Role::Heading, "Create backup"));
  scenario.click(Role::Link, "Activity");
  REQUIRE(scenario.until([&] { return scenario.sees(Role::Progress, "Backup of orders"); }));
  REQUIRE(scenario.until([&] { return ended_as(scenario, "Success"); }));
  REQUIRE(scenario.backups_created() == 1);
  CHECK(scenario.host.emulator.effects().front().instance_id == kOrders);
  CHECK(scenario.host.emulator.effects().front().method == "Logical");
  const shell::Widget* line = scenario.containing(Role::Status, "orders: Finished 14:");
  REQUIRE(line != nullptr);
  CHECK(line->label.find(" (06:") != std::string::npos);
  CHECK(line->label.find(" UTC), ") != std::string::npos);
}

TEST_CASE(
    "there is exactly one button of the name Create backup, before the form is open and in it") {
  Scenario scenario;
  scenario.click(Role::Row, "orders");
  CHECK(scenario.count(Role::Button, "Create backup") == 1);
  scenario.click(Role::Button, "Create backup");
  CHECK(scenario.count(Role::Button, "Create backup") == 1);
  scenario.click(Role::Button, "Close form");
  scenario.double_click(Role::Row, "orders");
  REQUIRE(scenario.sees(Role::Heading, "Recent backup sets"));
  CHECK(scenario.count(Role::Button, "Create backup") == 1);
  scenario.click(Role::Button, "Create backup");
  CHECK(scenario.count(Role::Button, "Create backup") == 1);
}

TEST_CASE("a double click on the form's button starts one backup") {
  Scenario scenario;
  open_form(scenario, "orders");
  scenario.double_click(Role::Button, "Create backup");
  scenario.pass(std::chrono::minutes{20});
  CHECK(scenario.backups_created() == 1);
}

TEST_CASE(
    "an answer to CreateBackup that is lost after the effect leads to one backup, which is found "
    "and followed") {
  Scenario scenario;
  open_form(scenario, "orders");
  scenario.host.service.inject(Fault::LostAfterEffect, "CreateBackup");
  scenario.click(Role::Button, "Create backup");
  scenario.click(Role::Link, "Activity");
  REQUIRE(scenario.until([&] { return ended_as(scenario, "Success"); }));
  CHECK(scenario.backups_created() == 1);
}

TEST_CASE("a request that is lost before the effect is delivered again, and makes one backup") {
  Scenario scenario;
  open_form(scenario, "orders");
  scenario.host.service.inject(Fault::LostBeforeEffect, "CreateBackup");
  scenario.click(Role::Button, "Create backup");
  scenario.click(Role::Link, "Activity");
  CHECK(scenario.containing(Role::Status, "finding out whether the backup was started") != nullptr);
  // Nothing says that a backup runs while that is not known.
  scenario.click(Role::Link, "Instances");
  scenario.click(Role::Row, "orders");
  CHECK(scenario.fact("Can back up") ==
        "Whether an earlier attempt started a backup is being found out.");
  scenario.click(Role::Link, "Activity");
  REQUIRE(scenario.until([&] { return scenario.backups_created() == 1; }, std::chrono::minutes{1}));
  REQUIRE(scenario.until([&] { return ended_as(scenario, "Success"); }));
  CHECK(scenario.backups_created() == 1);
}

TEST_CASE("one that never arrives ends as not started, and no other is sent") {
  Scenario scenario;
  open_form(scenario, "orders");
  scenario.host.service.inject(Fault::LostBeforeEffect, "CreateBackup", 1'000);
  scenario.click(Role::Button, "Create backup");
  scenario.click(Role::Link, "Activity");
  scenario.pass(std::chrono::minutes{31});
  CHECK(scenario.containing(Role::Status, "finding out whether the backup was started") != nullptr);
  REQUIRE(scenario.until([&] { return ended_as(scenario, "Not done"); }));
  CHECK(scenario.backups_created() == 0);
  scenario.pass(std::chrono::hours{2});
  CHECK(scenario.backups_created() == 0);
  CHECK(scenario.sees(Role::Button, "Back up again"));
}

TEST_CASE("a request that is lost, and a service that then stays away: the outcome is unknown") {
  Scenario scenario;
  open_form(scenario, "orders");
  scenario.host.service.inject(Fault::LostBeforeEffect, "CreateBackup");
  scenario.click(Role::Button, "Create backup");
  scenario.host.service.set_faults(*emulator::parse_faults("DescribeBackupTasks:refused:100%"));
  scenario.click(Role::Link, "Activity");
  REQUIRE(scenario.until([&] { return ended_as(scenario, "Unknown"); }, std::chrono::hours{3}));
  CHECK(scenario.backups_created() == 0);
  CHECK(scenario.sees(Role::Button, "Check backups"));

  SUBCASE("a second backup waits until the person has looked") {
    scenario.host.service.set_faults({});
    scenario.click(Role::Button, "Check backups");
    scenario.click(Role::Button, "Create backup");
    const shell::Widget* button = scenario.find(Role::Button, "Create backup");
    REQUIRE(button != nullptr);
    CHECK(button->disabled);
    CHECK(button->description.find("not known") != std::string::npos);
    CHECK(scenario.containing(Role::Status, "not known") == nullptr);  // said once, at the sign
    scenario.click(Role::Checkbox, "I looked: no backup was started");
    scenario.click(Role::Button, "Create backup");
    CHECK(scenario.until([&] { return scenario.backups_created() == 1; }));
  }
}

TEST_CASE("a service that cannot be reached starts nothing and says so") {
  Scenario scenario;
  open_form(scenario, "orders");
  scenario.host.service.inject(Fault::NotReached, "", 100);
  scenario.click(Role::Button, "Create backup");
  scenario.click(Role::Link, "Activity");
  REQUIRE(scenario.until([&] { return ended_as(scenario, "Not reached"); }));
  CHECK(scenario.backups_created() == 0);
}

TEST_CASE("to stop watching does not stop the backup, and the list says so") {
  Scenario scenario;
  open_form(scenario, "orders");
  scenario.click(Role::Button, "Create backup");
  REQUIRE(scenario.until([&] { return scenario.backups_created() == 1; }));
  scenario.click(Role::Link, "Activity");
  scenario.pass(Seconds{10});
  scenario.click(Role::Button, "Stop watching");
  CHECK(ended_as(scenario, "Not watched"));
  CHECK_FALSE(scenario.sees(Role::Progress, "Backup of orders"));
  const auto exchanges_before = scenario.host.nonces;
  scenario.pass(std::chrono::minutes{5});
  CHECK(scenario.host.nonces == exchanges_before);
  scenario.click(Role::Button, "Dismiss");
  CHECK_FALSE(ended_as(scenario, "Not watched"));
}

TEST_CASE("a backup that the service reports as failed says Failed and offers what to do next") {
  Scenario scenario;
  REQUIRE(scenario.host.emulator.fail_next_backup(kOrders));
  open_form(scenario, "orders");
  scenario.click(Role::Button, "Create backup");
  scenario.click(Role::Link, "Activity");
  REQUIRE(scenario.until([&] { return ended_as(scenario, "Failed"); }));
  CHECK(scenario.sees(Role::Button, "Check backups"));
  CHECK(scenario.sees(Role::Button, "Back up again"));
}

TEST_CASE("two instances are backed up side by side") {
  Scenario scenario;
  open_form(scenario, "orders");
  scenario.click(Role::Button, "Create backup");
  open_form(scenario, "payments");
  scenario.click(Role::Button, "Create backup");
  REQUIRE(scenario.until([&] { return scenario.backups_created() == 2; }));
  scenario.click(Role::Link, "Activity");
  CHECK(scenario.sees(Role::Progress, "Backup of orders"));
  CHECK(scenario.sees(Role::Progress, "Backup of payments"));
}
