// What an instance does not allow: the form says why and cannot start.
#include <doctest/doctest.h>

#include "tests/shell/harness.h"

using namespace dds;
using namespace dds::testing;
using shell::Role;

namespace {

void open_form(Scenario& scenario, std::string_view instance) {
  scenario.click(Role::Row, instance);
  scenario.click(Role::Button, "Create backup");
}

bool enabled(Scenario& scenario, std::string_view method) {
  const shell::Widget* radio = scenario.find(Role::Radio, method);
  REQUIRE(radio != nullptr);
  CHECK(radio->disabled ==
        !radio->description.empty());  // says why, if and only if it cannot be chosen
  return !radio->disabled;
}

}  // namespace

TEST_CASE("an instance that is not running cannot be backed up, and the form says why") {
  Scenario scenario;
  open_form(scenario, "staging");
  const shell::Widget* button = scenario.find(Role::Button, "Create backup");
  REQUIRE(button != nullptr);
  CHECK(button->disabled);
  CHECK(button->description.find("Creating") != std::string::npos);
  scenario.key(ImGuiKey_Enter);
  scenario.pass(std::chrono::minutes{1});
  CHECK(scenario.backups_created() == 0);
}

TEST_CASE(
    "an instance that stops running after it was listed is refused by the look before the start") {
  Scenario scenario;
  open_form(scenario, "orders");
  REQUIRE(scenario.host.emulator.set_instance_status(kOrders, "DBInstanceClassChanging"));
  scenario.click(Role::Button, "Create backup");
  scenario.click(Role::Link, "Activity");
  REQUIRE(scenario.until(
      [&] { return scenario.containing(Role::Status, "orders: Refused") != nullptr; }));
  CHECK(scenario.backups_created() == 0);
}

TEST_CASE("while another backup job runs the form says so and cannot start") {
  Scenario scenario;
  open_form(scenario, "orders");
  scenario.click(Role::Button, "Create backup");
  REQUIRE(scenario.until([&] { return scenario.backups_created() == 1; }));
  open_form(scenario, "orders");
  const shell::Widget* button = scenario.find(Role::Button, "Create backup");
  REQUIRE(button != nullptr);
  CHECK(button->disabled);

  SUBCASE("also when nobody here watches it any more") {
    scenario.click(Role::Button, "Close form");
    scenario.click(Role::Link, "Activity");
    scenario.click(Role::Button, "Stop watching");
    scenario.click(Role::Link, "Instances");
    open_form(scenario, "orders");
    button = scenario.find(Role::Button, "Create backup");
    REQUIRE(button != nullptr);
    CHECK(button->disabled);
    CHECK(button->description.find("running on this instance") != std::string::npos);
  }
}

TEST_CASE("whether the chosen instance can be backed up is told beside the list") {
  Scenario scenario;
  scenario.click(Role::Row, "orders");
  CHECK(scenario.fact("Can back up") == "yes");
  scenario.host.emulator.set_instance_status(kOrders, "Creating");
  scenario.click(Role::Button, "Refresh");
  CHECK(scenario.fact("Can back up").find("only while it is Running") != std::string::npos);
}

TEST_CASE("each kind of instance is offered the methods that it takes") {
  Scenario scenario;
  SUBCASE("replica set on local disks") {
    open_form(scenario, "orders");
    CHECK(enabled(scenario, "Physical"));
    CHECK(enabled(scenario, "Logical"));
    CHECK_FALSE(enabled(scenario, "Snapshot"));
    CHECK(scenario.find(Role::Textbox, "Kept for (days)")->disabled);
  }
  SUBCASE("replica set on cloud disks") {
    open_form(scenario, "payments");
    CHECK_FALSE(enabled(scenario, "Physical"));
    CHECK_FALSE(enabled(scenario, "Logical"));
    CHECK(enabled(scenario, "Snapshot"));
    CHECK_FALSE(scenario.find(Role::Textbox, "Kept for (days)")->disabled);
  }
  SUBCASE("standalone") {
    open_form(scenario, "sessions");
    CHECK_FALSE(enabled(scenario, "Physical"));
    CHECK_FALSE(enabled(scenario, "Logical"));
    CHECK(enabled(scenario, "Snapshot"));
    CHECK(scenario.find(Role::Textbox, "Kept for (days)")->disabled);
  }
  SUBCASE("sharded cluster on local disks") {
    open_form(scenario, "audit");
    CHECK(enabled(scenario, "Physical"));
    CHECK(enabled(scenario, "Logical"));
    CHECK_FALSE(enabled(scenario, "Snapshot"));
  }
  SUBCASE("sharded cluster on cloud disks") {
    open_form(scenario, "\xE5\xBA\x93\xE5\xAD\x98-sharded");
    CHECK_FALSE(enabled(scenario, "Physical"));
    CHECK(enabled(scenario, "Snapshot"));
    CHECK_FALSE(scenario.find(Role::Textbox, "Kept for (days)")->disabled);
  }
}

TEST_CASE("a retention outside 7 to 730 days is named at its field, kept, and not sent") {
  Scenario scenario;
  open_form(scenario, "payments");
  scenario.type("Kept for (days)", "5");
  scenario.click(Role::Button, "Create backup");
  const shell::Widget* field = scenario.find(Role::Textbox, "Kept for (days)");
  REQUIRE(field != nullptr);
  CHECK(field->value == "5");
  CHECK(field->description == "\"5\" is not a whole number from 7 to 730.");
  scenario.pass(std::chrono::minutes{1});
  CHECK(scenario.backups_created() == 0);
  scenario.type("Kept for (days)", "30");
  scenario.click(Role::Button, "Create backup");
  CHECK(scenario.until([&] { return scenario.backups_created() == 1; }));
}

TEST_CASE("what was typed is kept when the form is left and opened again") {
  Scenario scenario;
  open_form(scenario, "payments");
  scenario.type("Kept for (days)", "90");
  scenario.key(ImGuiKey_Escape);
  scenario.key(ImGuiKey_Escape);
  CHECK_FALSE(scenario.sees(Role::Heading, "Create backup"));
  open_form(scenario, "payments");
  CHECK(scenario.find(Role::Textbox, "Kept for (days)")->value == "90");
}

TEST_CASE("Show request fills the inspector and sends nothing") {
  Scenario scenario;
  open_form(scenario, "orders");
  const auto signed_before = scenario.host.nonces;
  scenario.click(Role::Button, "Show request");
  CHECK(scenario.sees(Role::Heading, "CreateBackup"));
  CHECK(scenario.host.nonces == signed_before + 1);
  scenario.pass(std::chrono::minutes{1});
  CHECK(scenario.backups_created() == 0);
  scenario.click(Role::Button, "Back to the form");
  CHECK(scenario.sees(Role::Heading, "Create backup"));
}
