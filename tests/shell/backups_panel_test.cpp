// The Backups tab of an instance: timeline and table of all sets, by widget label on the emulator.
#include <doctest/doctest.h>

#include "tests/shell/counted_allocations.h"
#include "tests/shell/harness.h"
#include "tests/shell/many_sets.h"

using namespace dds;
using namespace dds::testing;
using shell::Role;
using shell::Widget;
using Fault = emulator::EmulatorTransport::Fault;

namespace {

void open_backups(Scenario& scenario, std::string_view instance) {
  scenario.double_click(Role::Row, instance);
  scenario.click(Role::Tab, "Backups");
  REQUIRE(scenario.until([&] { return scenario.sees(Role::Heading, "Backup sets"); }));
}

std::string first_set(Scenario& scenario) {
  scenario.settle();
  for (const Widget& widget : scenario.console.widgets().widgets) {
    if (widget.role == Role::Row && widget.label.starts_with("Backup set ")) return widget.label;
  }
  return {};
}

struct Drawn {
  int vertices = 0;
  std::uint64_t allocations = 0;
};

// What a frame costs that shows the same as the one before.
Drawn steady_frame(Scenario& scenario) {
  scenario.settle();
  scenario.console.frame();
  const std::uint64_t before = allocations();
  scenario.console.frame();
  return {ImGui::GetDrawData()->TotalVtxCount, allocations() - before};
}

}  // namespace

TEST_CASE("the tab shows every set in a table and on the timeline") {
  Scenario scenario;
  open_backups(scenario, "orders");
  const Widget* timeline = scenario.find(Role::Button, "Timeline");
  REQUIRE(timeline != nullptr);
  CHECK(timeline->value.find("14 d, ") == 0);
  CHECK(timeline->value.find(" 1 failed") != std::string::npos);
  CHECK_FALSE(first_set(scenario).empty());
  CHECK(scenario.sees(Role::Button, "Sort by Size"));
  CHECK(scenario.sees(Role::Tab, "Overview"));
}

TEST_CASE("what can be restored is shaded only where the service tells it") {
  Scenario scenario;
  SUBCASE("a replica set on cloud disks, whose ranges it tells") {
    open_backups(scenario, "payments");
    CHECK(scenario.sees(Role::Status, "restorable to the second"));
  }
  SUBCASE("a replica set on local disks, whose log may not have been kept") {
    open_backups(scenario, "orders");
    CHECK_FALSE(scenario.sees(Role::Status, "restorable to the second"));
  }
}

TEST_CASE("the timeline is zoomed by buttons, keys and wheel, and dragged") {
  Scenario scenario;
  open_backups(scenario, "orders");
  const auto span = [&] { return scenario.find(Role::Button, "Timeline")->value.substr(0, 4); };
  scenario.click(Role::Button, "Zoom in");
  CHECK(span() == "7 d,");
  scenario.key(ImGuiKey_Equal);
  CHECK(span() == "3 d,");
  scenario.key(ImGuiKey_Minus);
  scenario.key(ImGuiKey_Minus);
  CHECK(span() == "14 d");
  const Widget timeline = *scenario.find(Role::Button, "Timeline");
  ImGuiIO& io = ImGui::GetIO();
  io.AddMousePosEvent(timeline.x + timeline.width / 2, timeline.y + timeline.height - 8);
  scenario.console.request_frame();
  scenario.settle();
  io.AddMouseWheelEvent(0, 1);
  scenario.console.request_frame();
  scenario.settle();
  CHECK(span() == "7 d,");
  CHECK(scenario.sees(Role::Button, "Now"));
  scenario.click(Role::Button, "Now");
  CHECK_FALSE(scenario.sees(Role::Button, "Now"));
  io.AddMousePosEvent(timeline.x + 300, timeline.y + timeline.height - 8);
  scenario.console.frame();
  io.AddMouseButtonEvent(ImGuiMouseButton_Left, true);
  scenario.console.frame();
  io.AddMousePosEvent(timeline.x + 500, timeline.y + timeline.height - 8);
  scenario.console.frame();
  io.AddMouseButtonEvent(ImGuiMouseButton_Left, false);
  scenario.console.request_frame();
  scenario.settle();
  CHECK(scenario.sees(Role::Button, "Now"));  // it was moved into the past
}

TEST_CASE("sets are searched, sorted, walked through and copied by keys") {
  Scenario scenario;
  open_backups(scenario, "orders");
  const std::string newest = first_set(scenario);
  scenario.click(Role::Row, newest);
  CHECK(scenario.find(Role::Row, newest)->selected);
  scenario.key(ImGuiKey_DownArrow);
  CHECK_FALSE(scenario.find(Role::Row, newest)->selected);
  scenario.key(ImGuiKey_C, false, true);
  CHECK(scenario.host.clipboard.find("Success") != std::string::npos);
  scenario.click(Role::Button, "Sort by Ended");
  CHECK(first_set(scenario) != newest);
  scenario.type("Filter sets", "failed");
  CHECK(scenario.containing(Role::Status, "Sets: 1 of ") != nullptr);
  scenario.type("Filter sets", "no such thing");
  CHECK(scenario.sees(Role::Status, "Nothing fits the filter"));
  scenario.click(Role::Button, "Clear filter");
  CHECK_FALSE(first_set(scenario).empty());
}

TEST_CASE("the context menu has the actions of the keyboard") {
  Scenario scenario;
  open_backups(scenario, "orders");
  const std::string newest = first_set(scenario);
  scenario.click(Role::Row, newest);
  scenario.key(ImGuiKey_F10, true);
  REQUIRE(scenario.sees(Role::MenuItem, "Copy row"));
  scenario.click(Role::MenuItem, "Copy backup ID");
  CHECK_FALSE(scenario.sees(Role::MenuItem, "Copy row"));
  CHECK("Backup set " + scenario.host.clipboard == newest);
}

TEST_CASE("a listing that is refused or not reached says so, and is read again when asked") {
  Scenario scenario;
  scenario.double_click(Role::Row, "orders");
  scenario.host.service.inject(Fault::NotReached, "DescribeDBInstanceAttribute", 5);
  scenario.click(Role::Tab, "Backups");
  REQUIRE(scenario.until([&] { return scenario.sees(Role::Button, "Try again"); }));
  scenario.click(Role::Button, "Try again");
  REQUIRE(scenario.until([&] { return scenario.sees(Role::Heading, "Backup sets"); }));
  CHECK_FALSE(scenario.sees(Role::Button, "Try again"));
}

TEST_CASE("a backup that ends appears in the table, and grows on the timeline until then") {
  Scenario scenario;
  open_backups(scenario, "orders");
  const std::string before = first_set(scenario);
  scenario.click(Role::Button, "Create backup");
  scenario.click(Role::Button, "Create backup");
  REQUIRE(scenario.until([&] { return scenario.sees(Role::Status, "Running backup"); }));
  REQUIRE(scenario.until([&] { return first_set(scenario) != before; }));
  CHECK(scenario.containing(Role::Status, ", 1 new") != nullptr);
}

TEST_CASE("an instance that was never backed up says what would be here") {
  Scenario scenario;
  open_backups(scenario, "audit");
  CHECK(scenario.sees(Role::Status, "Never backed up"));
}

namespace {

// Its transport outlives its console, which cancels through it.
struct Crowded {
  explicit Crowded(int count) : scenario(ScenarioOptions{.connect = false}) {
    transport.emplace(scenario.host.service, count, scenario.host.time);
    scenario.host.other_transport = &*transport;
    scenario.click(Role::Button, "Connect");
    open_backups(scenario, "orders");
    const std::string all = "Sets: " + std::to_string(count);
    REQUIRE(scenario.until([&] { return scenario.sees(Role::Status, all); }));
  }
  std::optional<ManySets> transport;
  Scenario scenario;
};

}  // namespace

TEST_CASE("10,000 sets come page by page, and a frame costs no more than with a hundred") {
  Drawn few;
  Drawn few_to_restore;
  {
    Crowded hundred(100);
    few = steady_frame(hundred.scenario);
    hundred.scenario.click(Role::Tab, "Restore");
    few_to_restore = steady_frame(hundred.scenario);
  }
  Crowded crowded(10'000);
  Scenario& scenario = crowded.scenario;
  for (int i = 0; i < 9; ++i) {
    const Drawn many = steady_frame(scenario);
    CHECK(many.vertices < 20'000);
    CHECK(many.allocations <= few.allocations + 20);
    if (!scenario.find(Role::Button, "Zoom out")->disabled)
      scenario.click(Role::Button, "Zoom out");
  }
  const Widget* timeline = scenario.find(Role::Button, "Timeline");
  CHECK(timeline->value.find(", 10000 backup sets, 250 failed") != std::string::npos);
  scenario.click(Role::Tab, "Restore");
  CHECK(steady_frame(scenario).vertices < 20'000);
  CHECK(steady_frame(scenario).allocations <= few_to_restore.allocations + 20);
}

TEST_CASE("the tab holds in narrow windows and at twice the size") {
  struct Size {
    float width, height, scale;
  };
  for (const Size size : {Size{900, 700, 1}, Size{600, 800, 1}, Size{640, 400, 2}}) {
    ScenarioOptions options;
    options.width = size.width;
    options.height = size.height;
    options.scale = size.scale;
    Scenario scenario(options);
    CAPTURE(size.width);
    open_backups(scenario, "orders");
    for (const Widget& widget : scenario.console.widgets().widgets) {
      CAPTURE(widget.label);
      CHECK_FALSE(widget.label.empty());
      if (widget.hidden) continue;
      CHECK(widget.x >= -0.5F);
      CHECK(widget.x + widget.width <= size.width + 0.5F);
    }
  }
}
