// Keeping a backup set longer and deleting one, from its menu on the Backups tab.
#include <doctest/doctest.h>

#include "tests/shell/harness.h"

using namespace dds;
using namespace dds::testing;
using shell::Role;
using shell::Widget;
using Fault = emulator::EmulatorTransport::Fault;

namespace {

std::string first_set(Scenario& scenario) {
  const Widget* row = scenario.containing(Role::Row, "Backup set ");
  REQUIRE(row != nullptr);
  return row->label;
}

// The newest set's menu.
void open_menu(Scenario& scenario, std::string_view instance) {
  scenario.double_click(Role::Row, instance);
  scenario.click(Role::Tab, "Backups");
  REQUIRE(scenario.until([&] { return scenario.containing(Role::Row, "Backup set ") != nullptr; }));
  scenario.click(Role::Row, first_set(scenario));
  scenario.key(ImGuiKey_F10, true);
  REQUIRE(scenario.sees(Role::MenuItem, "Keep longer..."));
}

void back_up(Scenario& scenario, std::string_view instance) {
  scenario.click(Role::Row, instance);
  scenario.click(Role::Button, "Create backup");
  scenario.click(Role::Button, "Create backup");
  REQUIRE(
      scenario.until([&] { return scenario.containing(Role::Status, ": Finished ") != nullptr; }));
}

}  // namespace

TEST_CASE("a set is kept for ever, shown before and after") {
  Scenario scenario;
  open_menu(scenario, "orders");
  scenario.click(Role::MenuItem, "Keep longer...");
  CHECK(scenario.find(Role::Status, "Then until")->value == "for ever");
  scenario.click(Role::Button, "Keep longer");
  REQUIRE(scenario.until_anywhere(Role::Status, "The backup set is kept for ever"));
  CHECK(scenario.effects_of("ModifyBackupExpireTime") == 1);
}

TEST_CASE("days are counted from the backup, and only make it later") {
  Scenario scenario;
  open_menu(scenario, "orders");
  scenario.click(Role::MenuItem, "Keep longer...");
  scenario.click(Role::Radio, "Some days after the backup");
  CHECK(scenario.find(Role::Button, "Keep longer")->disabled);
  scenario.type("Days", "8");
  CHECK(scenario.containing(Role::Status, "can only be kept longer") != nullptr);
  CHECK(scenario.find(Role::Button, "Keep longer")->disabled);
  scenario.type("Days", "800");
  CHECK(scenario.containing(Role::Status, "730 days after the backup ended") != nullptr);
  scenario.type("Days", "100");
  scenario.click(Role::Button, "Keep longer");
  CHECK(scenario.until_anywhere(Role::Status, "The backup set is kept until"));
}

TEST_CASE("a lost answer is settled by looking at the set") {
  Scenario scenario;
  open_menu(scenario, "orders");
  scenario.host.service.inject(Fault::LostAfterEffect, "ModifyBackupExpireTime");
  scenario.click(Role::MenuItem, "Keep longer...");
  scenario.click(Role::Button, "Keep longer");
  REQUIRE(scenario.until_anywhere(Role::Status, "The backup set is kept for ever"));
  CHECK(scenario.effects_of("ModifyBackupExpireTime") == 1);
}

TEST_CASE("a keeping that was lost on its way is said not to have been done, which is true") {
  Scenario scenario;
  open_menu(scenario, "orders");
  const std::string row = first_set(scenario);
  scenario.click(Role::MenuItem, "Keep longer...");
  const std::string kept = scenario.fact("Kept now until");
  REQUIRE_FALSE(kept.empty());
  scenario.host.service.inject(Fault::LostBeforeEffect, "ModifyBackupExpireTime");
  scenario.click(Role::Button, "Keep longer");
  REQUIRE(scenario.until_anywhere(Role::Status, "Finding out whether the backup set is kept"));
  REQUIRE(scenario.until_anywhere(Role::Alert, "The backup set is kept as long as before"));
  scenario.pass(std::chrono::hours{1});  // nothing comes after what was said
  CHECK(scenario.effects_of("ModifyBackupExpireTime") == 0);
  scenario.click(Role::Row, row);
  scenario.key(ImGuiKey_F10, true);
  scenario.click(Role::MenuItem, "Keep longer...");
  CHECK(scenario.fact("Kept now until") == kept);
}

TEST_CASE("an automatic set cannot be deleted, and its menu says why") {
  Scenario scenario;
  open_menu(scenario, "payments");
  const Widget* item = scenario.find(Role::MenuItem, "Delete...");
  REQUIRE(item != nullptr);
  CHECK(item->disabled);
  CHECK(item->description.find("made automatically") != std::string::npos);
}

TEST_CASE("a manual set is deleted once its id is typed") {
  Scenario scenario;
  back_up(scenario, "payments");
  open_menu(scenario, "payments");
  const std::string row = first_set(scenario);
  scenario.click(Role::MenuItem, "Delete...");
  CHECK(scenario.find(Role::Button, "Delete backup set")->disabled);
  scenario.type("Type its ID to confirm", "5664");
  CHECK(scenario.find(Role::Button, "Delete backup set")->disabled);
  scenario.type("Type its ID to confirm", row.substr(std::string_view("Backup set ").size()));
  scenario.click(Role::Button, "Delete backup set");
  REQUIRE(scenario.until_anywhere(Role::Status, "The backup set is deleted"));
  CHECK(scenario.until([&] { return !scenario.sees(Role::Row, row); }));
  CHECK(scenario.effects_of("DeleteBackup") == 1);
}

TEST_CASE("a deletion whose answer is lost is settled by looking, and sent once") {
  Scenario scenario;
  back_up(scenario, "payments");
  open_menu(scenario, "payments");
  const std::string row = first_set(scenario);
  scenario.host.service.inject(Fault::LostAfterEffect, "DeleteBackup");
  scenario.click(Role::MenuItem, "Delete...");
  scenario.type("Type its ID to confirm", row.substr(std::string_view("Backup set ").size()));
  scenario.key(ImGuiKey_Enter);
  REQUIRE(scenario.until_anywhere(Role::Status, "The backup set is deleted"));
  CHECK(scenario.effects_of("DeleteBackup") == 1);
}

TEST_CASE("a deletion that was lost on its way leaves the set, and says that it is still there") {
  Scenario scenario;
  back_up(scenario, "payments");
  open_menu(scenario, "payments");
  const std::string row = first_set(scenario);
  scenario.host.service.inject(Fault::LostBeforeEffect, "DeleteBackup");
  scenario.click(Role::MenuItem, "Delete...");
  scenario.type("Type its ID to confirm", row.substr(std::string_view("Backup set ").size()));
  scenario.click(Role::Button, "Delete backup set");
  REQUIRE(scenario.until_anywhere(Role::Status, "Finding out whether the backup set was deleted"));
  REQUIRE(scenario.until_anywhere(Role::Alert, "The backup set is still there"));
  scenario.pass(std::chrono::hours{1});  // nothing comes after what was said
  CHECK(scenario.effects_of("DeleteBackup") == 0);
  CHECK(scenario.anywhere(Role::Row, row) != nullptr);
}

TEST_CASE("what the service refuses leaves the set as it was") {
  Scenario scenario;
  open_menu(scenario, "orders");
  scenario.click(Role::MenuItem, "Keep longer...");
  scenario.host.emulator.disable_credentials(emulator::kAccessKeyId);
  scenario.click(Role::Button, "Keep longer");
  REQUIRE(scenario.until_anywhere(Role::Alert, ""));
  CHECK(scenario.effects_of("ModifyBackupExpireTime") == 0);
}

TEST_CASE("Escape leaves the dialog, and nothing is sent") {
  Scenario scenario;
  open_menu(scenario, "orders");
  scenario.click(Role::MenuItem, "Keep longer...");
  REQUIRE(scenario.sees(Role::Button, "Leave it"));
  scenario.key(ImGuiKey_Escape);
  CHECK_FALSE(scenario.sees(Role::Button, "Leave it"));
  CHECK(scenario.effects_of("ModifyBackupExpireTime") == 0);
}
