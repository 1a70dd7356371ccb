// The widths of columns: dragged, remembered through the host, given back by a double click.
#include <doctest/doctest.h>

#include "tests/shell/harness.h"

using namespace dds;
using namespace dds::testing;
using shell::Role;
using shell::Widget;

namespace {

struct Place {
  float x, width, y;
  [[nodiscard]] float border() const { return x + width + 4; }  // in the middle of the gap
};

Place heading(Scenario& scenario, std::string_view title) {
  const Widget* widget = scenario.find(Role::Button, "Sort by " + std::string(title));
  REQUIRE(widget != nullptr);
  return {widget->x, widget->width, widget->y + widget->height / 2};
}

void widen(Scenario& scenario, std::string_view title, float by) {
  const Place place = heading(scenario, title);
  scenario.drag(place.border(), place.y, place.border() + by, place.y);
}

bool near(float a, float b) {
  return a > b - 2 && a < b + 2;
}

}  // namespace

TEST_CASE("a column whose border is dragged takes that width, and those to its left keep theirs") {
  Scenario scenario;
  const Place name = heading(scenario, "Name");
  const Place kind = heading(scenario, "Kind");
  const Place state = heading(scenario, "State");
  widen(scenario, "Kind", -40);
  CHECK(near(heading(scenario, "Name").width, name.width));
  CHECK(near(heading(scenario, "Kind").width, kind.width - 40));
  CHECK(near(heading(scenario, "State").x, state.x - 40));
  // It was no press on a heading.
  CHECK(scenario.find(Role::Button, "Sort by Name")->value == "ascending");
}

TEST_CASE("a column whose heading has the focus is widened and narrowed by keys") {
  Scenario scenario;
  const float before = heading(scenario, "Kind").width;
  REQUIRE(scenario.tab_to(Role::Button, "Sort by Kind"));
  scenario.key(ImGuiKey_LeftArrow, false, true);
  scenario.key(ImGuiKey_LeftArrow, false, true);
  CHECK(near(heading(scenario, "Kind").width, before - 32));
  scenario.key(ImGuiKey_RightArrow, false, true);
  CHECK(near(heading(scenario, "Kind").width, before - 16));
  CHECK_FALSE(scenario.host.saved["columns_instances"].empty());
  // It was no press on a heading, and without Ctrl nothing happens.
  CHECK(scenario.find(Role::Button, "Sort by Name")->value == "ascending");
  scenario.key(ImGuiKey_RightArrow);
  CHECK(near(heading(scenario, "Kind").width, before - 16));
}

TEST_CASE("widths are remembered by the host, and the next console begins with them") {
  Scenario scenario;
  const float before = heading(scenario, "Name").width;
  widen(scenario, "Name", 60);
  REQUIRE(near(heading(scenario, "Name").width, before + 60));
  CHECK_FALSE(scenario.host.saved["columns_instances"].empty());
  ScenarioOptions options;
  options.saved = scenario.host.saved;
  Scenario next(options);
  CHECK(near(heading(next, "Name").width, before + 60));
}

TEST_CASE("a double click on a border gives the columns their own widths again") {
  Scenario scenario;
  const Place name = heading(scenario, "Name");
  const Place kind = heading(scenario, "Kind");
  widen(scenario, "Kind", -50);
  const Place now = heading(scenario, "Kind");
  REQUIRE(near(now.width, kind.width - 50));
  scenario.double_click_at(now.border(), now.y);
  CHECK(near(heading(scenario, "Kind").width, kind.width));
  CHECK(near(heading(scenario, "Name").width, name.width));
  CHECK(scenario.host.saved["columns_instances"].empty());
}

TEST_CASE("what is remembered and cannot be read, or is for a wider window, breaks no table") {
  for (const std::string_view kept : {"wide", "1,2,x", "-5", "99999", "3000,3000,3000,3000,3000"}) {
    CAPTURE(kept);
    ScenarioOptions options;
    options.saved["columns_instances"] = kept;
    Scenario scenario(options);
    CHECK(heading(scenario, "Name").width >= 40);
    const Widget* row = scenario.find(Role::Row, "orders");
    REQUIRE(row != nullptr);
    const Place state = heading(scenario, "State");
    CHECK(state.x + state.width <= row->x + row->width);
  }
}

TEST_CASE("backup sets, coverage and many backups remember the widths of their own") {
  Scenario scenario;
  SUBCASE("backup sets") {
    scenario.double_click(Role::Row, "orders");
    scenario.click(Role::Tab, "Backups");
    REQUIRE(scenario.until_anywhere(Role::Row, "Backup set "));
    widen(scenario, "Ended", 20);
    CHECK_FALSE(scenario.host.saved["columns_backups"].empty());
  }
  SUBCASE("coverage") {
    scenario.click(Role::Link, "Coverage");
    REQUIRE(scenario.until([&] { return scenario.sees(Role::Button, "Sort by Policy"); }));
    widen(scenario, "Coverage", 20);
    CHECK_FALSE(scenario.host.saved["columns_coverage"].empty());
  }
  SUBCASE("many backups") {
    scenario.click(Role::Link, "Back up many");
    // Its headings cannot be pressed: the border is looked for above the first row.
    const Widget* row = scenario.find(Role::Checkbox, "analytics") != nullptr
                            ? scenario.find(Role::Checkbox, "analytics")
                            : scenario.containing(Role::Checkbox, "");
    REQUIRE(row != nullptr);
    const float y = row->y - 15;
    const float left = row->x;
    const float right = row->x + row->width;
    for (float x = left + 100; x < right && scenario.host.saved["columns_fleet"].empty(); x += 6)
      scenario.drag(x, y, x + 10, y);
    CHECK_FALSE(scenario.host.saved["columns_fleet"].empty());
  }
  CHECK(scenario.host.saved["columns_instances"].empty());
}
