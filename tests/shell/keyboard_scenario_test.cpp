// The console without a pointer, and the text that comes from a mirrored input field.
#include <doctest/doctest.h>

#include "tests/shell/harness.h"

using namespace dds;
using namespace dds::testing;
using shell::Role;

TEST_CASE("a backup is created with the keyboard alone") {
  Scenario scenario;
  REQUIRE(scenario.tab_to(Role::Row, "audit"));
  scenario.key(ImGuiKey_Space);
  while (!scenario.find(Role::Row, "orders")->focused) scenario.key(ImGuiKey_DownArrow);
  CHECK(scenario.find(Role::Row, "orders")->selected);
  REQUIRE(scenario.tab_to(Role::Button, "Create backup"));
  scenario.key(ImGuiKey_Enter);
  REQUIRE(scenario.sees(Role::Heading, "Create backup"));
  REQUIRE(scenario.tab_to(Role::Radio, "Physical"));
  scenario.key(ImGuiKey_DownArrow);
  CHECK(scenario.find(Role::Radio, "Logical")->checked);
  scenario.key(ImGuiKey_Enter);
  CHECK(scenario.until([&] { return scenario.backups_created() == 1; }));
  CHECK(scenario.host.emulator.effects().front().method == "Logical");
}

TEST_CASE("Enter on a row opens the instance, and its name is a way back") {
  Scenario scenario;
  REQUIRE(scenario.tab_to(Role::Row, "audit"));
  scenario.key(ImGuiKey_Space);
  scenario.key(ImGuiKey_Enter);
  CHECK(scenario.sees(Role::Heading, "audit"));
}

TEST_CASE("Ctrl+C on a row copies it") {
  Scenario scenario;
  scenario.click(Role::Row, "orders");
  scenario.key(ImGuiKey_C, false, true);
  CHECK(scenario.host.clipboard.find(kOrders) != std::string::npos);
}

TEST_CASE("Escape leaves a popover, then the form") {
  Scenario scenario;
  scenario.click(Role::Row, "orders");
  scenario.click(Role::Button, "Create backup");
  scenario.click(Role::Button, "Route");
  REQUIRE(scenario.sees(Role::Radio, "Direct"));
  scenario.key(ImGuiKey_Escape);
  CHECK_FALSE(scenario.sees(Role::Radio, "Direct"));
  CHECK(scenario.sees(Role::Heading, "Create backup"));
  scenario.key(ImGuiKey_Escape);
  CHECK_FALSE(scenario.sees(Role::Heading, "Create backup"));
}

TEST_CASE("in an open popover Tab goes round, and Escape leads back to what opened it") {
  Scenario scenario;
  REQUIRE(scenario.tab_to(Role::Button, "Route"));
  CHECK_FALSE(scenario.console.keeps_tab());
  scenario.key(ImGuiKey_Enter);
  REQUIRE(scenario.sees(Role::Radio, "Direct"));
  CHECK(scenario.console.keeps_tab());
  for (int i = 0; i < 12; ++i) {
    scenario.key(ImGuiKey_Tab);
    CHECK_FALSE(scenario.find(Role::Link, "Instances")->focused);
    CHECK_FALSE(scenario.find(Role::Button, "Route")->focused);
  }
  scenario.key(ImGuiKey_Escape);
  CHECK_FALSE(scenario.console.keeps_tab());
  CHECK(scenario.find(Role::Button, "Route")->focused);
}

TEST_CASE("a popover that is done with leads back to what opened it") {
  Scenario scenario;
  REQUIRE(scenario.tab_to(Role::Button, "Route"));
  scenario.key(ImGuiKey_Enter);
  REQUIRE(scenario.tab_to(Role::Button, "Use route"));
  scenario.key(ImGuiKey_Enter);
  CHECK_FALSE(scenario.sees(Role::Radio, "Direct"));
  CHECK(scenario.find(Role::Button, "Route")->focused);
}

TEST_CASE("a field that Tab or the page takes the caret from lets it go and is checked") {
  Scenario scenario;
  scenario.click(Role::Row, "payments");
  scenario.click(Role::Button, "Create backup");
  scenario.type("Kept for (days)", "3");
  CHECK(scenario.find(Role::Textbox, "Kept for (days)")->description.empty());
  SUBCASE("by Tab") {
    scenario.key(ImGuiKey_Tab);
  }
  SUBCASE("by the page's own focus") {
    scenario.console.focus_widget(scenario.find(Role::Checkbox, "Keep for ever")->id);
  }
  CHECK(scenario.find(Role::Checkbox, "Keep for ever")->focused);
  CHECK_FALSE(ImGui::GetIO().WantTextInput);
  CHECK_FALSE(scenario.find(Role::Textbox, "Kept for (days)")->description.empty());
}

TEST_CASE("of two texts that come between two frames the later one stands") {
  Scenario scenario;
  const std::uint32_t id = scenario.find(Role::Textbox, "Filter")->id;
  scenario.console.replace_text(id, "ord", -1);
  scenario.console.replace_text(id, "orde", -1);
  CHECK(scenario.find(Role::Textbox, "Filter")->value == "orde");
}

TEST_CASE("Shift+Tab goes back to where Tab came from") {
  Scenario scenario;
  REQUIRE(scenario.tab_to(Role::Link, "History"));
  scenario.key(ImGuiKey_Tab);
  scenario.key(ImGuiKey_Tab, true);
  CHECK(scenario.find(Role::Link, "History")->focused);
}

TEST_CASE(
    "text from a mirrored field replaces what the field held, whether it is being edited or not") {
  Scenario scenario;
  const std::uint32_t id = scenario.find(Role::Textbox, "Filter")->id;
  scenario.console.replace_text(id, "order", -1);
  CHECK(scenario.find(Role::Textbox, "Filter")->value == "order");
  CHECK(scenario.sees(Role::Row, "orders"));
  CHECK_FALSE(scenario.sees(Role::Row, "payments"));
  scenario.console.focus_widget(id);
  scenario.settle();
  CHECK(scenario.find(Role::Textbox, "Filter")->focused);
  scenario.console.replace_text(id, "\xE5\xBA\x93\xE5\xAD\x98", 2);
  CHECK(scenario.find(Role::Textbox, "Filter")->value == "\xE5\xBA\x93\xE5\xAD\x98");
  CHECK(scenario.count(Role::Row, "\xE5\xBA\x93\xE5\xAD\x98-sharded") == 1);
}

TEST_CASE("text that comes for a field without the caret leaves the caret behind it") {
  Scenario scenario;
  scenario.type("Filter", "ord");
  scenario.key(ImGuiKey_Escape);
  const std::uint32_t id = scenario.find(Role::Textbox, "Filter")->id;
  scenario.console.focus_widget(id);
  scenario.console.replace_text(id, "orde", 4);
  scenario.settle();
  ImGui::GetIO().AddInputCharactersUTF8("rs");
  scenario.console.request_frame();
  CHECK(scenario.find(Role::Textbox, "Filter")->value == "orders");
}

TEST_CASE("a widget is pressed from outside without a pointer") {
  Scenario scenario;
  scenario.console.activate_widget(scenario.find(Role::Link, "Settings")->id);
  CHECK(scenario.sees(Role::Heading, "Settings"));
  scenario.console.activate_widget(scenario.find(Role::Radio, "Dark")->id);
  CHECK(scenario.find(Role::Radio, "Dark")->checked);
  CHECK(scenario.host.saved["theme"] == "dark");
}

TEST_CASE("Escape in a text field keeps what was typed") {
  Scenario scenario;
  scenario.type("Filter", "pay");
  scenario.key(ImGuiKey_Escape);
  CHECK(scenario.find(Role::Textbox, "Filter")->value == "pay");
}

TEST_CASE("Ctrl+K finds instances, actions and pages, and Enter goes there") {
  Scenario scenario;
  scenario.key(ImGuiKey_K, false, true);
  REQUIRE(scenario.sees(Role::Textbox, "Search everything"));
  CHECK(scenario.sees(Role::Option, "Coverage"));
  scenario.type("Search everything", "order");
  REQUIRE(scenario.sees(Role::Option, "orders"));
  scenario.key(ImGuiKey_Enter);
  CHECK(scenario.sees(Role::Heading, "orders"));
  scenario.key(ImGuiKey_K, false, true);
  scenario.type("Search everything", "describeregions");
  scenario.key(ImGuiKey_Enter);
  CHECK(scenario.sees(Role::Heading, "DescribeRegions"));
  scenario.click(Role::Button, "Search or run");
  scenario.type("Search everything", "no such thing at all");
  CHECK(scenario.containing(Role::Option, "") == nullptr);
  scenario.key(ImGuiKey_Escape);
  scenario.key(ImGuiKey_Escape);
  CHECK_FALSE(scenario.sees(Role::Textbox, "Search everything"));
}

TEST_CASE("in a low window the navigation scrolls to what Tab reaches") {
  for (const float width : {1280.0F, 800.0F}) {
    CAPTURE(width);
    ScenarioOptions options;
    options.width = width;
    options.height = 260;
    Scenario scenario(options);
    REQUIRE_FALSE(scenario.sees(Role::Link, "Settings"));
    REQUIRE(scenario.tab_to(Role::Link, "Settings"));
    CHECK(scenario.sees(Role::Link, "Settings"));
    CHECK_FALSE(scenario.sees(Role::Link, "Instances"));
    scenario.click(Role::Link, "Settings");
    CHECK(scenario.anywhere(Role::Heading, "Settings") != nullptr);
  }
}
