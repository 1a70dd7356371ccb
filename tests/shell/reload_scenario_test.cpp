// What was started outlives the console: it is killed at each stage, as a reload or a crash does,
// and started again on the same host and the same service, in simulated time.
#include <doctest/doctest.h>

#include "core/backup/checked_line.h"
#include "core/backup/journal.h"
#include "tests/shell/harness.h"

using namespace dds;
using namespace dds::testing;
using shell::Role;
using shell::Widget;
using Fault = emulator::EmulatorTransport::Fault;

namespace {

void begin_backup(Scenario& scenario, std::string_view instance) {
  scenario.click(Role::Row, instance);
  scenario.click(Role::Button, "Create backup");
  scenario.click(Role::Button, "Create backup");
}

bool ended_as(Scenario& scenario, std::string_view outcome) {
  scenario.settle();
  for (const Widget& widget : scenario.console.widgets().widgets) {
    if (widget.role == Role::Status && widget.value == outcome) return true;
  }
  return false;
}

// What the console says of itself and of orders while a backup of it goes on or its outcome is
// open.
void check_says_busy(Scenario& scenario) {
  CHECK(scenario.containing(Role::Status, "Nothing is running") == nullptr);
  scenario.click(Role::Row, "orders");
  CHECK(scenario.fact("Can back up") != "yes");
  scenario.click(Role::Button, "Create backup");
  const Widget* button = scenario.find(Role::Button, "Create backup");
  REQUIRE(button != nullptr);
  CHECK(button->disabled);
  scenario.click(Role::Button, "Close form");
}

const std::string kJournal = "backup-" + std::string(kOrders);

// A journal as an earlier console with the same key leaves it once CreateBackup may have been sent.
std::string attempted_journal(Scenario& scenario) {
  scenario.host.service.set_faults(*emulator::parse_faults("CreateBackup:slow:100%"));
  begin_backup(scenario, "orders");
  scenario.pass(Milliseconds{500});
  scenario.host.service.set_faults({});
  return scenario.host.kept[kJournal].text;
}

}  // namespace

TEST_CASE(
    "a console that ends while the job runs finds the backup again and follows it to its end") {
  Scenario scenario;
  begin_backup(scenario, "orders");
  REQUIRE(scenario.until([&] { return scenario.backups_created() == 1; }));
  scenario.pass(Seconds{20});
  scenario.restart();
  check_says_busy(scenario);
  scenario.click(Role::Link, "Activity");
  CHECK(scenario.sees(Role::Progress, "Backup of orders"));
  REQUIRE(scenario.until([&] { return ended_as(scenario, "Success"); }));
  CHECK(scenario.containing(Role::Status, "orders: Finished") != nullptr);
  CHECK(scenario.backups_created() == 1);
}

TEST_CASE(
    "a console that ends while CreateBackup is on its way finds out what became of it, and sends "
    "none again") {
  Scenario scenario;
  SUBCASE("it had its effect") {
    scenario.host.service.inject(Fault::LostAfterEffect, "CreateBackup");
    begin_backup(scenario, "orders");
    scenario.pass(Milliseconds{300});
    REQUIRE(scenario.backups_created() == 1);
    scenario.restart();
    check_says_busy(scenario);
    scenario.click(Role::Link, "Activity");
    REQUIRE(scenario.until([&] { return ended_as(scenario, "Success"); }));
    CHECK(scenario.backups_created() == 1);
  }
  SUBCASE("it never arrived") {
    scenario.host.service.inject(Fault::LostBeforeEffect, "CreateBackup");
    begin_backup(scenario, "orders");
    scenario.pass(Milliseconds{300});
    scenario.restart();
    check_says_busy(scenario);
    scenario.click(Role::Link, "Activity");
    // The same signed request is delivered again, whose nonce the service takes once.
    REQUIRE(scenario.until([&] { return ended_as(scenario, "Success"); }));
    CHECK(scenario.backups_created() == 1);
  }
  SUBCASE("its answer was slow") {
    scenario.host.service.set_faults(*emulator::parse_faults("CreateBackup:slow:100%"));
    begin_backup(scenario, "orders");
    scenario.pass(Milliseconds{500});
    scenario.restart();
    scenario.host.service.set_faults({});
    check_says_busy(scenario);
    scenario.click(Role::Link, "Activity");
    REQUIRE(scenario.until([&] { return ended_as(scenario, "Success"); }));
    CHECK(scenario.backups_created() == 1);
  }
}

TEST_CASE(
    "a console that ends before CreateBackup was sent says that nothing was started, and starts "
    "nothing unasked") {
  Scenario scenario;
  scenario.host.service.set_faults(*emulator::parse_faults("Describe*:slow:100%"));
  scenario.click(Role::Row, "orders");
  scenario.click(Role::Button, "Create backup");
  scenario.pass(Seconds{10});
  scenario.click(Role::Button, "Create backup");
  scenario.pass(Milliseconds{300});
  REQUIRE(scenario.backups_created() == 0);
  REQUIRE_FALSE(scenario.host.kept[kJournal].text.empty());
  scenario.host.service.set_faults({});
  scenario.restart();
  scenario.pass(std::chrono::minutes{10});
  CHECK(scenario.backups_created() == 0);
  scenario.click(Role::Link, "Activity");
  CHECK(scenario.containing(Role::Status, "orders: Nothing was started") != nullptr);
  scenario.click(Role::Link, "Instances");
  begin_backup(scenario, "orders");
  CHECK(scenario.until([&] { return scenario.backups_created() == 1; }));
}

TEST_CASE(
    "a console that ends at any moment of a backup leaves one backup at most, and its outcome is "
    "told") {
  for (int moment = 0; moment < 40; ++moment) {
    CAPTURE(moment);
    Scenario scenario;
    scenario.host.service.set_faults(*emulator::parse_faults(
        "CreateBackup:lost-after:50%,*:slow:30%,seed=" + std::to_string(moment + 1)));
    begin_backup(scenario, "orders");
    scenario.pass(Milliseconds{170 * moment * moment});
    scenario.restart();
    scenario.host.service.set_faults({});
    scenario.click(Role::Link, "Activity");
    const auto told = [&] {
      return ended_as(scenario, "Success") || ended_as(scenario, "Not reached") ||
             ended_as(scenario, "Failed");
    };
    REQUIRE(scenario.until(told, std::chrono::hours{2}));
    CHECK(scenario.backups_created() <= 1);
    CHECK(ended_as(scenario, "Success") == (scenario.backups_created() == 1));
  }
}

TEST_CASE(
    "an outcome stays for the next console until it is dismissed, and its journal goes with it") {
  Scenario scenario;
  begin_backup(scenario, "orders");
  scenario.click(Role::Link, "Activity");
  REQUIRE(scenario.until([&] { return ended_as(scenario, "Success"); }));
  CHECK_FALSE(scenario.host.kept[kJournal].held);  // nobody has to wait for it
  scenario.restart();
  scenario.click(Role::Link, "Activity");
  CHECK(scenario.containing(Role::Status, "orders: Finished 14:") != nullptr);
  scenario.click(Role::Button, "Dismiss ended");
  scenario.settle();
  CHECK(scenario.host.kept[kJournal].text.empty());
  scenario.restart();
  scenario.click(Role::Link, "Activity");
  CHECK(scenario.containing(Role::Status, "orders: Finished") == nullptr);
}

TEST_CASE(
    "a second console sees that the first one follows a backup, and goes on with it when that one "
    "is gone") {
  Scenario scenario;
  begin_backup(scenario, "orders");
  REQUIRE(scenario.until([&] { return scenario.backups_created() == 1; }));
  scenario.pass(Seconds{10});
  scenario.restart();
  // The first console is still there: it has the journal, and this one came second.
  const std::string text = scenario.host.kept[kJournal].text;
  Scenario second;
  second.host.kept[kJournal].text = text;
  second.host.kept[kJournal].held = true;
  second.restart();
  second.click(Role::Link, "Activity");
  CHECK(second.containing(Role::Status, "orders: Followed in another window") != nullptr);
  CHECK_FALSE(second.sees(Role::Button, "Stop watching"));
  second.click(Role::Link, "Instances");
  check_says_busy(second);
  second.pass(std::chrono::minutes{5});
  CHECK(second.backups_created() == 0);
  second.host.kept[kJournal].held = false;
  second.click(Role::Link, "Activity");
  CHECK(second.until(
      [&] { return second.containing(Role::Status, "Followed in another window") == nullptr; },
      Seconds{10}));
  CHECK(second.host.kept[kJournal].held);
}

TEST_CASE(
    "a backup that another window began meanwhile is shown instead of starting a second one") {
  Scenario scenario;
  const std::string text = attempted_journal(scenario);
  Scenario second;
  second.click(Role::Row, "orders");
  second.click(Role::Button, "Create backup");
  second.host.kept[kJournal].text = text;
  SUBCASE("which has ended") {}
  SUBCASE("which is still there") {
    second.host.kept[kJournal].held = true;
  }
  const bool held = second.host.kept[kJournal].held;
  second.click(Role::Button, "Create backup");
  second.pass(std::chrono::minutes{5});
  CHECK(second.backups_created() == 0);
  second.click(Role::Link, "Activity");
  if (held)
    CHECK(second.containing(Role::Status, "orders: Refused") != nullptr);
  else
    CHECK(second.containing(Role::Status, "finding out whether the backup was started") != nullptr);
}

TEST_CASE(
    "another key does not go on with a backup, is told whose it is, and what is put away is put "
    "away") {
  Scenario scenario;
  attempted_journal(scenario);
  scenario.host.emulator.add_credentials({"otherkeyid", Secret("othersecret"), Secret()});
  ScenarioOptions other;
  other.key_id = "otherkeyid";
  other.secret = "othersecret";
  scenario.restart(other);
  check_says_busy(scenario);
  scenario.click(Role::Link, "Activity");
  CHECK(scenario.containing(Role::Status, "Begun earlier, and not followed") != nullptr);
  CHECK(scenario.everything_said().find("with the key ") != std::string::npos);
  SUBCASE("with the key that it was begun with it is followed") {
    scenario.restart();
    scenario.click(Role::Link, "Activity");
    CHECK(scenario.until([&] { return ended_as(scenario, "Success"); }));
    CHECK(scenario.backups_created() == 1);
  }
  SUBCASE("somebody who has looked dismisses it") {
    scenario.click(Role::Button, "Dismiss");
    scenario.settle();
    CHECK(scenario.host.kept[kJournal].text.empty());
  }
}

TEST_CASE("a console without a key says what an earlier one left") {
  Scenario scenario;
  attempted_journal(scenario);
  ScenarioOptions keyless;
  keyless.with_key = false;
  scenario.restart(keyless);
  CHECK(scenario.containing(Role::Status, "Nothing is running") == nullptr);
  scenario.click(Role::Link, "Activity");
  CHECK(scenario.containing(Role::Status, "Begun earlier, and not followed") != nullptr);
}

TEST_CASE(
    "a journal that cannot be read is told, hinders only its instance, and only until somebody has "
    "looked") {
  Scenario scenario;
  scenario.host.kept[kJournal].text = "0badc0de {\"kind\":\"run\"}\n";
  SUBCASE("nonsense") {}
  SUBCASE("of another version") {
    scenario.host.kept[kJournal].text = backup::checked_line("{\"kind\":\"run\",\"version\":9}");
  }
  SUBCASE("of another instance") {
    backup::JournalHead head;
    head.backups.emplace_back().instance_id = kPayments;
    scenario.host.kept[kJournal].text = backup::journal_head_line(head);
  }
  scenario.restart();
  check_says_busy(scenario);
  begin_backup(scenario, "payments");
  REQUIRE(scenario.until([&] { return scenario.backups_created() == 1; }));
  scenario.click(Role::Link, "Activity");
  CHECK(scenario.everything_said().find("cannot be used") != std::string::npos);
  scenario.click(Role::Link, "Instances");
  scenario.click(Role::Row, "orders");
  scenario.click(Role::Button, "Create backup");
  scenario.click(Role::Checkbox, "I looked: no backup was started");
  scenario.click(Role::Button, "Create backup");
  CHECK(scenario.until([&] { return scenario.backups_created() == 2; }));
}

TEST_CASE("half a first line is of a journal in which nothing had begun") {
  Scenario scenario;
  scenario.host.kept[kJournal].text = "0badc0de {\"ki";
  scenario.restart();
  scenario.settle();
  CHECK(scenario.host.kept[kJournal].text.empty());
  begin_backup(scenario, "orders");
  CHECK(scenario.until([&] { return scenario.backups_created() == 1; }));
}

TEST_CASE("without a durable line nothing is sent, and one sentence says why") {
  Scenario scenario;
  SUBCASE("no journal can be had") {
    scenario.host.no_journals = "The browser stores nothing for this page.";
  }
  SUBCASE("it is full from the beginning") {
    scenario.host.kept[kJournal].full = true;
  }
  SUBCASE("it is full when the line comes that a request is about to leave") {
    scenario.host.service.set_faults(*emulator::parse_faults("Describe*:slow:100%"));
  }
  begin_backup(scenario, "orders");
  scenario.host.kept[kJournal].full = true;
  scenario.click(Role::Link, "Activity");
  CHECK(scenario.until(
      [&] { return scenario.everything_said().find("Nothing was sent") != std::string::npos; },
      std::chrono::minutes{5}));
  scenario.pass(std::chrono::minutes{5});
  CHECK(scenario.backups_created() == 0);
}

TEST_CASE("watching that was stopped stays stopped in the next console, which says so") {
  Scenario scenario;
  begin_backup(scenario, "orders");
  REQUIRE(scenario.until([&] { return scenario.backups_created() == 1; }));
  scenario.pass(Seconds{10});
  scenario.click(Role::Link, "Activity");
  scenario.click(Role::Button, "Stop watching");
  scenario.restart();
  scenario.click(Role::Link, "Activity");
  CHECK(ended_as(scenario, "Not watched"));
}

TEST_CASE("two backups and a run of many are all found again") {
  Scenario scenario;
  begin_backup(scenario, "orders");
  begin_backup(scenario, "payments");
  scenario.click(Role::Link, "Back up many");
  scenario.click(Role::Checkbox, "audit");
  scenario.click(Role::Button, "Back up 1 instance");
  scenario.click(Role::Button, "Start 1 backup");
  REQUIRE(scenario.until([&] { return scenario.backups_created() == 3; }));
  scenario.restart();
  scenario.click(Role::Link, "Activity");
  CHECK(scenario.sees(Role::Progress, "Backup of orders"));
  CHECK(scenario.sees(Role::Progress, "Backup of payments"));
  scenario.click(Role::Link, "Back up many");
  CHECK(scenario.sees(Role::Button, "Go on"));
  scenario.pass(std::chrono::hours{1});
  CHECK(scenario.backups_created() == 3);
}

TEST_CASE("outcomes that nobody dismisses do not fill the host's storage") {
  ScenarioOptions options;
  options.further_instances = 30;
  Scenario scenario(options);
  int begun = 0;
  for (const Widget& widget : std::vector<Widget>(scenario.console.widgets().widgets)) {
    if (widget.role != Role::Row || widget.label.find("fleet") == std::string::npos) continue;
    if (widget.hidden) continue;
    scenario.click(Role::Row, widget.label);
    if (scenario.fact("Can back up") != "yes") continue;
    scenario.click(Role::Button, "Create backup");
    scenario.click(Role::Button, "Create backup");
    ++begun;
  }
  scenario.pass(std::chrono::hours{2});
  CHECK(static_cast<int>(scenario.backups_created()) == begun);
  CHECK(scenario.host.journals().size() <= 20);
}

// --- changes that cost or destroy

namespace {

// A manual set of payments, and the dialog that asks whether it is to go; gives its id.
std::string ask_to_delete(Scenario& scenario) {
  begin_backup(scenario, "payments");
  REQUIRE(
      scenario.until([&] { return scenario.containing(Role::Status, ": Finished ") != nullptr; }));
  scenario.double_click(Role::Row, "payments");
  scenario.click(Role::Tab, "Backups");
  REQUIRE(scenario.until([&] { return scenario.containing(Role::Row, "Backup set ") != nullptr; }));
  const std::string row = scenario.containing(Role::Row, "Backup set ")->label;
  scenario.click(Role::Row, row);
  scenario.key(ImGuiKey_F10, true);
  scenario.click(Role::MenuItem, "Delete...");
  const std::string id = row.substr(std::string_view("Backup set ").size());
  scenario.type("Type its ID to confirm", id);
  return id;
}

}  // namespace

TEST_CASE(
    "a console that ends while the new instance is being made follows it when it is started "
    "again") {
  Scenario scenario;
  scenario.open_restore("orders");
  scenario.plan_restore();
  scenario.click(Role::Button, "Order new instance");
  REQUIRE(scenario.until_anywhere(Role::Status, "Restoring into dds-"));
  scenario.restart();
  CHECK(scenario.containing(Role::Status, "Nothing is running") == nullptr);
  scenario.open_restore("orders");
  CHECK(scenario.find(Role::Button, "Check and price")->disabled);
  REQUIRE(scenario.until_anywhere(Role::Status, "Restored into dds-"));
  CHECK(scenario.effects_of("CreateDBInstance") == 1);
  CHECK(scenario.host.journals().empty());
}

TEST_CASE(
    "a console that ends while an order is on its way looks what became of it, and orders nothing "
    "twice") {
  Scenario scenario;
  scenario.open_restore("orders");
  scenario.plan_restore();
  SUBCASE("it had its effect: the new instance is found in the listing and followed") {
    scenario.host.service.inject(Fault::LostAfterEffect, "CreateDBInstance", 100);
    scenario.click(Role::Button, "Order new instance");
    REQUIRE(scenario.until([&] { return scenario.effects_of("CreateDBInstance") == 1; }));
    scenario.restart();
    scenario.host.service.inject(Fault::LostAfterEffect, "CreateDBInstance", 0);
    scenario.open_restore("orders");
    CHECK(scenario.find(Role::Button, "Check and price")->disabled);
    REQUIRE(scenario.until_anywhere(Role::Status, "Restored into dds-"));
    CHECK(scenario.effects_of("CreateDBInstance") == 1);
    CHECK(scenario.host.journals().empty());
  }
  SUBCASE(
      "it never arrived: that is not known, and no other is ordered until somebody has looked") {
    scenario.host.service.inject(Fault::LostBeforeEffect, "CreateDBInstance", 100);
    scenario.click(Role::Button, "Order new instance");
    scenario.pass(Milliseconds{300});
    scenario.restart();
    scenario.open_restore("orders");
    REQUIRE(scenario.until_anywhere(Role::Alert,
                                    "It is not known whether the new instance was ordered"));
    CHECK(scenario.find(Role::Button, "Check and price")->disabled);
    CHECK_FALSE(scenario.sees(Role::Button, "Go on with the same order"));
    scenario.click(Role::Button, "Dismiss");
    scenario.settle();
    CHECK_FALSE(scenario.find(Role::Button, "Check and price")->disabled);
    CHECK(scenario.host.journals().empty());
  }
}

TEST_CASE(
    "a console that ends while a set is being deleted says what became of it, and sends it once") {
  Scenario scenario;
  const std::string id = ask_to_delete(scenario);
  SUBCASE("it had its effect") {
    scenario.host.service.set_faults(*emulator::parse_faults("DeleteBackup:time-out-after:100%"));
    scenario.click(Role::Button, "Delete backup set");
    REQUIRE(scenario.until([&] { return scenario.effects_of("DeleteBackup") == 1; }));
    scenario.restart();
    scenario.click(Role::Link, "Activity");
    CHECK(scenario.until_anywhere(Role::Status, "payments: The backup set is deleted"));
    CHECK(scenario.effects_of("DeleteBackup") == 1);
  }
  SUBCASE("it never arrived") {
    scenario.host.service.set_faults(*emulator::parse_faults("DeleteBackup:time-out-before:100%"));
    scenario.click(Role::Button, "Delete backup set");
    scenario.pass(Milliseconds{300});
    scenario.restart();
    scenario.double_click(Role::Row, "payments");
    scenario.click(Role::Tab, "Backups");
    REQUIRE(
        scenario.until_anywhere(Role::Status, "Finding out whether the backup set was deleted"));
    scenario.click(Role::Row, "Backup set " + id);
    scenario.key(ImGuiKey_F10, true);
    scenario.click(Role::MenuItem, "Delete...");
    scenario.type("Type its ID to confirm", id);
    CHECK(scenario.find(Role::Button, "Delete backup set")->disabled);
    scenario.key(ImGuiKey_Escape);
    REQUIRE(scenario.until_anywhere(Role::Alert, "The backup set is still there"));
    CHECK(scenario.effects_of("DeleteBackup") == 0);
  }
  CHECK(scenario.host.kept["delete-" + std::string(kPayments)].text.empty());
}

TEST_CASE(
    "a change of an earlier console is not looked after with another key, and an unreadable note "
    "is told") {
  Scenario scenario;
  scenario.open_restore("orders");
  scenario.plan_restore();
  scenario.host.service.inject(Fault::LostBeforeEffect, "CreateDBInstance", 100);
  scenario.click(Role::Button, "Order new instance");
  scenario.pass(Milliseconds{300});
  ScenarioOptions options;
  SUBCASE("another key") {
    scenario.host.emulator.add_credentials({"otherkeyid", Secret("othersecret"), Secret()});
    options.key_id = "otherkeyid";
    options.secret = "othersecret";
  }
  SUBCASE("unreadable") {
    scenario.host.kept["restore-" + std::string(kOrders)].text = "nonsense\n";
  }
  scenario.restart(options);
  scenario.open_restore("orders");
  CHECK(scenario.find(Role::Button, "Check and price")->disabled);
  scenario.click(Role::Button, "Dismiss");
  scenario.settle();
  CHECK_FALSE(scenario.find(Role::Button, "Check and price")->disabled);
}

TEST_CASE("without a durable note nothing is deleted") {
  Scenario scenario;
  ask_to_delete(scenario);
  scenario.host.no_journals = "The browser stores nothing for this page.";
  scenario.click(Role::Button, "Delete backup set");
  REQUIRE(scenario.until_anywhere(Role::Alert, "Nothing was sent"));
  CHECK(scenario.effects_of("DeleteBackup") == 0);
}

// --- places

TEST_CASE(
    "each page and each tab of an instance is a place that can be gone back to, with what was "
    "typed there") {
  Scenario scenario;
  CHECK(scenario.console.place() == "instances");
  scenario.double_click(Role::Row, "orders");
  scenario.click(Role::Tab, "Restore");
  const std::string restore = "instance/" + std::string(kOrders) + "/restore";
  CHECK(scenario.console.place() == restore);
  scenario.type("Name of the new instance", "copy-1");
  scenario.click(Role::Link, "Coverage");
  CHECK(scenario.console.place() == "coverage");
  scenario.console.show_place(restore);
  scenario.settle();
  CHECK(scenario.find(Role::Textbox, "Name of the new instance")->value == "copy-1");
  for (const std::string nowhere :
       {"", "elsewhere", "instance/dds-gone/restore", "instance/", "instance/x/y/z"}) {
    scenario.console.show_place(nowhere);
    scenario.settle();
    CHECK(scenario.console.place() == restore);
  }
}

TEST_CASE(
    "a console that is started at the place of an instance goes there once the instance is "
    "listed") {
  ScenarioOptions options;
  options.place = "instance/" + std::string(kOrders) + "/policy";
  Scenario scenario(options);
  CHECK(scenario.console.place() == options.place);
  CHECK(scenario.sees(Role::Tab, "Policy"));
}

TEST_CASE(
    "whoever leaves is asked while something runs or a typed key would be lost, and else not") {
  Scenario scenario;
  CHECK_FALSE(scenario.console.asks_before_leaving());
  CHECK(scenario.console.goes_on().empty());
  begin_backup(scenario, "orders");
  REQUIRE(scenario.until([&] { return scenario.backups_created() == 1; }));
  CHECK(scenario.console.asks_before_leaving());
  CHECK(scenario.console.goes_on().find("1 backup or change under way") == 0);
  scenario.click(Role::Link, "Activity");
  REQUIRE(scenario.until([&] { return ended_as(scenario, "Success"); }));
  CHECK_FALSE(scenario.console.asks_before_leaving());
  scenario.click(Role::Button, "Key");
  scenario.type("AccessKey secret", "typed");
  CHECK(scenario.console.asks_before_leaving());
  CHECK(scenario.console.goes_on().empty());
  CHECK(scenario.console.place().find("typed") == std::string::npos);
}
