// The Restore tab of an instance: a set or a moment, the plan with its price, the order and what
// became of it; and rehearsals. By widget label on the emulator.
#include <doctest/doctest.h>

#include <algorithm>

#include "tests/shell/harness.h"

using namespace dds;
using namespace dds::testing;
using shell::Role;
using shell::Widget;

namespace {

void plan_rehearsal(Scenario& scenario) {
  scenario.click(Role::Button, "Plan a rehearsal");
  REQUIRE(scenario.until_anywhere(Role::Heading, "What will be made"));
}

// By its id, typed.
void release_left_over(Scenario& scenario) {
  scenario.click(Role::Button, "Release...");
  const Widget* confirm = scenario.find(Role::Button, "Release instance");
  REQUIRE(confirm != nullptr);
  CHECK(confirm->disabled);
  const std::string head = scenario.containing(Role::Heading, "Release dds-")->label;
  scenario.type("Type its ID to confirm", head.substr(8));
  scenario.click(Role::Button, "Release instance");
  REQUIRE(
      scenario.until([&] { return scenario.anywhere(Role::Alert, "is still there") == nullptr; }));
}

// Until `set_faults({})`.
void meets(Scenario& scenario, std::string_view action, emulator::FaultKind kind) {
  scenario.host.service.set_faults(emulator::FaultPlan({{std::string(action), kind}}));
}

}  // namespace

TEST_CASE("a set is restored: priced, confirmed, followed until the new instance runs") {
  Scenario scenario;
  scenario.open_restore("orders");
  scenario.plan_restore();
  CHECK(scenario.fact("Source").starts_with("orders (dds-"));
  CHECK(scenario.fact("Restore to").starts_with("backup set "));
  CHECK(scenario.fact("Name") == "orders-restored");
  CHECK(scenario.fact("Price").ends_with(" an hour"));
  CHECK(scenario.effects_of("CreateDBInstance") == 0);
  scenario.click(Role::Button, "Order new instance");
  REQUIRE(scenario.until_anywhere(Role::Status, "Restoring into dds-"));
  CHECK(scenario.find(Role::Button, "Check and price")->disabled);
  REQUIRE(scenario.until_anywhere(Role::Status, "Restored into dds-"));
  CHECK(scenario.effects_of("CreateDBInstance") == 1);
  scenario.click(Role::Button, "Open the new instance");
  CHECK(scenario.sees(Role::Heading, "orders-restored"));
}

TEST_CASE("a moment is typed in UTC with local time beside it, within what can be restored") {
  Scenario scenario;
  scenario.open_restore("payments");
  scenario.click(Role::Radio, "A moment");
  CHECK(scenario.containing(Role::Status, "Local time ") != nullptr);
  scenario.type("Moment (UTC)", "2026-01-14 05:30");
  scenario.key(ImGuiKey_Tab);
  CHECK(scenario.sees(Role::Status, "Local time 14 Jan 13:30"));
  scenario.plan_restore();
  CHECK(scenario.fact("Restore to") == "2026-01-14T05:30:00Z");
  scenario.click(Role::Button, "Order new instance");
  REQUIRE(scenario.until_anywhere(Role::Status, "Restored into dds-"));
}

TEST_CASE("a moment that cannot be restored says why, and nothing is asked") {
  Scenario scenario;
  scenario.open_restore("payments");
  scenario.click(Role::Radio, "A moment");
  scenario.type("Moment (UTC)", "2027-01-01 00:00");
  scenario.key(ImGuiKey_Tab);
  CHECK(scenario.containing(Role::Alert, "has not come yet") != nullptr);
  CHECK(scenario.find(Role::Button, "Check and price")->disabled);
  scenario.type("Moment (UTC)", "yesterday");
  scenario.key(ImGuiKey_Tab);
  CHECK(scenario.containing(Role::Alert, "Written in UTC") != nullptr);
  scenario.type("Moment (UTC)", "2025-01-01 00:00");
  scenario.key(ImGuiKey_Tab);
  CHECK(scenario.containing(Role::Alert, "restorable is") != nullptr);
}

TEST_CASE("an instance without a good set says so") {
  Scenario scenario;
  scenario.open_restore("audit");
  const Widget* card = scenario.find(Role::Radio, "A backup set");
  REQUIRE(card != nullptr);
  CHECK(card->disabled);
  CHECK(card->description == "There is no good backup set yet.");
}

TEST_CASE("a sharded cluster on cloud disks is restored from a cluster backup") {
  Scenario scenario;
  scenario.open_restore("\xE5\xBA\x93\xE5\xAD\x98-sharded");
  scenario.plan_restore();
  CHECK(scenario.fact("Restore to").starts_with("backup set cb-"));
  CHECK(scenario.fact("Nodes") == "3 shards, 2 mongos");
}

TEST_CASE("what the service refuses is said with its words, and the form stays") {
  Scenario scenario;
  scenario.open_restore("orders");
  scenario.type("Name of the new instance", "copy-1");
  scenario.host.emulator.disable_credentials(emulator::kAccessKeyId);
  scenario.click(Role::Button, "Check and price");
  REQUIRE(scenario.until_anywhere(Role::Alert, ""));
  CHECK(scenario.anywhere(Role::Textbox, "Name of the new instance")->value == "copy-1");
  CHECK(scenario.everything_said().find(emulator::kAccessKeySecret) == std::string::npos);
  CHECK(scenario.effects_of("CreateDBInstance") == 0);
}

TEST_CASE("an order that is lost is unknown; going on with it orders nothing twice") {
  Scenario scenario;
  scenario.open_restore("orders");
  scenario.plan_restore();
  meets(scenario, "CreateDBInstance", emulator::FaultKind::LostAfter);
  scenario.click(Role::Button, "Order new instance");
  REQUIRE(
      scenario.until_anywhere(Role::Alert, "It is not known whether the new instance was ordered"));
  CHECK(scenario.find(Role::Button, "Check and price")->disabled);
  scenario.host.service.set_faults({});
  scenario.click(Role::Button, "Go on with the same order");
  REQUIRE(scenario.until([&] { return scenario.sees(Role::Heading, "What will be made"); }));
  scenario.click(Role::Button, "Order new instance");
  REQUIRE(scenario.until_anywhere(Role::Status, "Restored into dds-"));
  CHECK(scenario.effects_of("CreateDBInstance") == 1);
}

TEST_CASE("an order is not gone on with once its token may be forgotten") {
  Scenario scenario;
  scenario.open_restore("orders");
  scenario.plan_restore();
  meets(scenario, "CreateDBInstance", emulator::FaultKind::LostAfter);
  scenario.click(Role::Button, "Order new instance");
  REQUIRE(
      scenario.until_anywhere(Role::Alert, "It is not known whether the new instance was ordered"));
  scenario.host.service.set_faults({});
  scenario.click(Role::Button, "Go on with the same order");
  REQUIRE(scenario.until_anywhere(Role::Status, "nothing is ordered twice"));
  scenario.pass(std::chrono::hours{1});
  scenario.click(Role::Button, "Order new instance");
  CHECK(scenario.effects_of("CreateDBInstance") == 1);
  CHECK_FALSE(scenario.sees(Role::Button, "Go on with the same order"));
  CHECK(scenario.find(Role::Button, "Check and price")->disabled);
}

TEST_CASE("a restore goes on while another instance is looked at") {
  Scenario scenario;
  scenario.open_restore("orders");
  scenario.plan_restore();
  scenario.click(Role::Button, "Order new instance");
  scenario.click(Role::Link, "Instances");
  scenario.double_click(Role::Row, "payments");
  CHECK_FALSE(scenario.sees(Role::Status, "Ordering the new instance"));
  scenario.pass(std::chrono::hours{2});
  scenario.click(Role::Link, "Instances");
  scenario.double_click(Role::Row, "orders");
  CHECK(scenario.until_anywhere(Role::Status, "Restored into dds-"));
}

TEST_CASE("an order whose network is gone is not reached, and nothing was ordered") {
  Scenario scenario;
  scenario.open_restore("orders");
  scenario.plan_restore();
  meets(scenario, "*", emulator::FaultKind::Refused);
  scenario.click(Role::Button, "Order new instance");
  REQUIRE(scenario.until_anywhere(Role::Alert, "Nothing was ordered"));
  CHECK(scenario.effects_of("CreateDBInstance") == 0);
  scenario.host.service.set_faults({});
  scenario.plan_restore();
}

TEST_CASE("a restore shows in the activity line and list, which lead back to it") {
  Scenario scenario;
  scenario.open_restore("orders");
  scenario.plan_restore();
  scenario.click(Role::Button, "Order new instance");
  scenario.click(Role::Link, "Activity");
  CHECK(scenario.find(Role::Button, "Activity list")->value == "1 running");
  REQUIRE(scenario.until_anywhere(Role::Status, "orders: Restored into dds-"));
  CHECK(scenario.find(Role::Button, "Activity list")->value == "1 done");
  scenario.click(Role::Button, "Show");
  CHECK(scenario.sees(Role::Heading, "Restore into a new instance"));
  scenario.click(Role::Link, "Activity");
  scenario.click(Role::Button, "Dismiss ended");
  CHECK(scenario.sees(Role::Link, "Activity"));
  CHECK(scenario.containing(Role::Status, "orders: Restored into") == nullptr);
}

TEST_CASE("when the key is forgotten, what is under way is no longer known") {
  Scenario scenario;
  scenario.open_restore("orders");
  scenario.plan_restore();
  scenario.click(Role::Button, "Order new instance");
  REQUIRE(scenario.until_anywhere(Role::Status, "Restoring into dds-"));
  scenario.click(Role::Button, "Key");
  scenario.click(Role::Button, "Forget key");
  scenario.key(ImGuiKey_Escape);
  scenario.click(Role::Link, "Activity");
  CHECK(scenario.containing(Role::Alert, "orders: It is no longer watched") != nullptr);
}

TEST_CASE("a restore is planned and ordered by keys alone") {
  Scenario scenario;
  scenario.open_restore("orders");
  REQUIRE(scenario.tab_to(Role::Button, "Check and price"));
  scenario.key(ImGuiKey_Enter);
  REQUIRE(scenario.until([&] { return scenario.sees(Role::Heading, "What will be made"); }));
  CHECK(scenario.find(Role::Button, "Back to the form")->focused);
  scenario.key(ImGuiKey_Tab, true);
  CHECK(scenario.find(Role::Button, "Order new instance")->focused);
  scenario.key(ImGuiKey_Enter);
  CHECK(scenario.until_anywhere(Role::Status, "Restored into dds-"));
}

TEST_CASE("Policy and Restore hold in narrow windows and at twice the size") {
  struct Size {
    float width, height, scale;
  };
  for (const Size size : {Size{1280, 800, 1}, Size{600, 800, 1}, Size{640, 400, 2}}) {
    ScenarioOptions options;
    options.width = size.width;
    options.height = size.height;
    options.scale = size.scale;
    Scenario scenario(options);
    scenario.double_click(Role::Row, "orders");
    const auto whole = [&](std::string_view step) {
      scenario.settle();
      std::map<std::uint32_t, std::string> seen;
      for (const Widget& widget : scenario.console.widgets().widgets) {
        CAPTURE(step);
        CAPTURE(size.width);
        CAPTURE(widget.label);
        CHECK_FALSE(widget.label.empty());
        CHECK(seen.emplace(widget.id, widget.label).second);
        if (widget.hidden) continue;
        CHECK(widget.x >= -0.5F);
        CHECK(widget.x + widget.width <= size.width + 0.5F);
      }
    };
    scenario.click(Role::Tab, "Policy");
    whole("policy");
    scenario.click(Role::Button, "Edit policy");
    whole("form");
    scenario.click(Role::Checkbox, "Sun");
    scenario.click(Role::Button, "Review changes");
    whole("review");
    scenario.click(Role::Tab, "Restore");
    whole("restore");
    scenario.plan_restore();
    whole("plan");
    scenario.click(Role::Button, "Order new instance");
    REQUIRE(scenario.until_anywhere(Role::Status, "Restored into dds-"));
    whole("restored");
  }
}

TEST_CASE("the set's menu leads to its restore") {
  Scenario scenario;
  scenario.double_click(Role::Row, "orders");
  scenario.click(Role::Tab, "Backups");
  REQUIRE(scenario.until([&] { return scenario.containing(Role::Row, "Backup set ") != nullptr; }));
  const std::string row = scenario.containing(Role::Row, "Backup set ")->label;
  scenario.click(Role::Row, row);
  scenario.key(ImGuiKey_F10, true);
  scenario.click(Role::MenuItem, "Restore...");
  REQUIRE(
      scenario.until([&] { return scenario.sees(Role::Heading, "Restore into a new instance"); }));
  CHECK(scenario.find(Role::Row, row)->selected);
}

TEST_CASE("a rehearsal is priced, ordered, proven, released and remembered") {
  Scenario scenario;
  scenario.open_restore("orders");
  plan_rehearsal(scenario);
  scenario.click(Role::Button, "Order temporary instance");
  REQUIRE(scenario.until_anywhere(Role::Status, "Rehearsal passed"));
  CHECK(scenario.anywhere(Role::Status, "into an instance that ran after") != nullptr);
  CHECK(scenario.anywhere(Role::Status, "Rehearsal: Passed") != nullptr);
  CHECK(scenario.effects_of("DeleteDBInstance") == 1);
  CHECK(scenario.anywhere(Role::Alert, "is still there") == nullptr);
  CHECK(scenario.host.saved["rehearsals"].find("released") != std::string::npos);
}

TEST_CASE("a lost order of a rehearsal makes one temporary instance, which is released") {
  using Fault = emulator::EmulatorTransport::Fault;
  Fault fault{};
  SUBCASE("lost after it took effect") {
    fault = Fault::LostAfterEffect;
  }
  SUBCASE("lost before") {
    fault = Fault::LostBeforeEffect;
  }
  SUBCASE("without an answer, but with effect") {
    fault = Fault::TimedOutAfterEffect;
  }
  Scenario scenario;
  scenario.open_restore("orders");
  plan_rehearsal(scenario);
  scenario.host.service.inject(fault, "CreateDBInstance");
  scenario.click(Role::Button, "Order temporary instance");
  REQUIRE(scenario.until_anywhere(Role::Status, "Rehearsal passed"));
  scenario.pass(std::chrono::hours{1});
  CHECK(scenario.effects_of("CreateDBInstance") == 1);
  CHECK(scenario.effects_of("DeleteDBInstance") == 1);
  CHECK(scenario.anywhere(Role::Alert, "is still there") == nullptr);
  scenario.click(Role::Link, "Instances");
  CHECK(scenario.anywhere(Role::Row, "dds-rehearsal") == nullptr);
}

TEST_CASE("a host that keeps nothing is told before anything is ordered") {
  Scenario scenario;
  scenario.open_restore("orders");
  plan_rehearsal(scenario);
  scenario.host.keeps_nothing = true;
  scenario.click(Role::Button, "Order temporary instance");
  REQUIRE(scenario.until_anywhere(Role::Alert, "Nothing was ordered"));
  CHECK(scenario.effects_of("CreateDBInstance") == 0);
}

TEST_CASE("a host whose disk is full says so, and nothing is ordered") {
  Scenario scenario;
  scenario.open_restore("orders");
  plan_rehearsal(scenario);
  scenario.host.cannot_save = "The disk is full.";
  scenario.click(Role::Button, "Order temporary instance");
  REQUIRE(scenario.until_anywhere(Role::Alert, "Nothing was ordered"));
  const std::string& said = scenario.anywhere(Role::Alert, "Nothing was ordered")->value;
  CHECK(said.find("The disk is full.") != std::string::npos);
  CHECK(scenario.effects_of("CreateDBInstance") == 0);
}

TEST_CASE("what a rehearsal left behind is found again, and released once its id is typed") {
  Scenario scenario;
  scenario.open_restore("orders");
  plan_rehearsal(scenario);
  meets(scenario, "DeleteDBInstance", emulator::FaultKind::Refused);
  scenario.click(Role::Button, "Order temporary instance");
  REQUIRE(scenario.until_anywhere(Role::Alert, "may still be there, and cost"));
  REQUIRE(scenario.until_anywhere(Role::Alert, "is still there"));
  CHECK(scenario.anywhere(Role::Button, "Plan a rehearsal")->disabled);
  scenario.host.service.set_faults({});
  release_left_over(scenario);
  CHECK(scenario.effects_of("DeleteDBInstance") == 1);
}

TEST_CASE("a console that starts anew finds what a rehearsal left behind, and releases it") {
  Scenario scenario;
  scenario.open_restore("orders");
  plan_rehearsal(scenario);
  SUBCASE("the console ended while the temporary instance was being made") {
    scenario.click(Role::Button, "Order temporary instance");
    REQUIRE(scenario.until([&] { return scenario.effects_of("CreateDBInstance") == 1; }));
  }
  SUBCASE("it could not be released") {
    meets(scenario, "DeleteDBInstance", emulator::FaultKind::Refused);
    scenario.click(Role::Button, "Order temporary instance");
    REQUIRE(scenario.until_anywhere(Role::Alert, "may still be there, and cost"));
    scenario.host.service.set_faults({});
  }
  REQUIRE(scenario.effects_of("DeleteDBInstance") == 0);
  scenario.restart();
  scenario.pass(std::chrono::hours{1});
  scenario.open_restore("orders");
  REQUIRE(scenario.until_anywhere(Role::Alert, "is still there"));
  CHECK(scenario.anywhere(Role::Button, "Plan a rehearsal")->disabled);
  CHECK(scenario.effects_of("DeleteDBInstance") == 0);  // not unasked
  release_left_over(scenario);
  CHECK(scenario.effects_of("CreateDBInstance") == 1);
  CHECK(scenario.effects_of("DeleteDBInstance") == 1);
  CHECK(scenario.host.saved["rehearsals"].find("released") != std::string::npos);
  REQUIRE(scenario.until(
      [&] { return !scenario.anywhere(Role::Button, "Plan a rehearsal")->disabled; }));
}

TEST_CASE(
    "a console that ends while an instance is being released says what became of it, and sends it "
    "once") {
  Scenario scenario;
  scenario.open_restore("orders");
  plan_rehearsal(scenario);
  meets(scenario, "DeleteDBInstance", emulator::FaultKind::Refused);
  scenario.click(Role::Button, "Order temporary instance");
  REQUIRE(scenario.until_anywhere(Role::Alert, "is still there"));
  const std::string id = [&] {
    scenario.click(Role::Button, "Release...");
    return scenario.containing(Role::Heading, "Release dds-")->label.substr(8);
  }();
  scenario.type("Type its ID to confirm", id);
  const auto noted = [&] {
    const std::vector<std::string> names = scenario.host.journals();
    return std::any_of(names.begin(), names.end(),
                       [](const std::string& name) { return name.starts_with("release-"); });
  };
  SUBCASE("it had its effect") {
    meets(scenario, "DeleteDBInstance", emulator::FaultKind::TimeOutAfter);
    scenario.click(Role::Button, "Release instance");
    REQUIRE(scenario.until([&] { return scenario.effects_of("DeleteDBInstance") == 1; }));
    CHECK(noted());
    scenario.restart();
    scenario.host.service.set_faults({});
    scenario.click(Role::Link, "Activity");
    CHECK(scenario.until_anywhere(Role::Status, "is released"));
    CHECK(scenario.effects_of("DeleteDBInstance") == 1);
  }
  SUBCASE("it never arrived") {
    meets(scenario, "DeleteDBInstance", emulator::FaultKind::TimeOutBefore);
    scenario.click(Role::Button, "Release instance");
    scenario.pass(Milliseconds{300});
    CHECK(noted());
    scenario.restart();
    scenario.click(Role::Link, "Activity");
    REQUIRE(scenario.until_anywhere(Role::Alert, "is still there"));
    CHECK(scenario.effects_of("DeleteDBInstance") == 0);
  }
  CHECK_FALSE(noted());
}

TEST_CASE("a record that cannot be read is said, and put aside only when asked") {
  ScenarioOptions options;
  options.saved = {{"rehearsals", "nonsense\n"}};
  Scenario scenario(options);
  scenario.open_restore("orders");
  CHECK(scenario.anywhere(Role::Alert, "The record of rehearsals cannot be read") != nullptr);
  CHECK(scenario.anywhere(Role::Button, "Plan a rehearsal")->disabled);
  CHECK(scenario.host.saved["rehearsals"] == "nonsense\n");
  scenario.click(Role::Button, "Put it aside");
  CHECK(scenario.host.saved["rehearsals-unreadable"] == "nonsense\n");
  CHECK_FALSE(scenario.anywhere(Role::Button, "Plan a rehearsal")->disabled);
}
