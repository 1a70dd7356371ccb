// When the console draws, and what is in the widget map at each size.
#include <doctest/doctest.h>

#include "tests/shell/harness.h"

using namespace dds;
using namespace dds::testing;
using shell::Role;
using shell::Widget;

TEST_CASE("nothing is drawn while nothing happens") {
  Scenario scenario;
  const int before = scenario.frames();
  scenario.pass(Seconds{5});
  CHECK(scenario.frames() == before);
}

TEST_CASE("while a backup runs the console wakes for its polls and little else") {
  Scenario scenario;
  scenario.click(Role::Row, "orders");
  scenario.click(Role::Button, "Create backup");
  scenario.click(Role::Button, "Create backup");
  scenario.pass(Seconds{20});
  const int before = scenario.frames();
  scenario.pass(Seconds{10});
  CHECK(scenario.frames() - before < 20);
}

TEST_CASE("a list that loads shows its shape after 150 ms, not before") {
  struct Silent final : HttpTransport {
    HttpHandle send(HttpRequest, HttpCompletion) override { return ++last; }
    void cancel(HttpHandle) override {}
    HttpHandle last = 0;
  } silent;  // outlives the console, which cancels through it
  ScenarioOptions options;
  options.connect = false;
  Scenario scenario(options);
  scenario.host.other_transport = &silent;
  const Widget* connect = scenario.find(Role::Button, "Connect");
  REQUIRE(connect != nullptr);
  scenario.console.activate_widget(connect->id);
  CHECK_FALSE(scenario.sees(Role::Status, "Loading instances"));
  scenario.pass(Milliseconds{149});
  CHECK_FALSE(scenario.sees(Role::Status, "Loading instances"));
  scenario.pass(Milliseconds{1});
  CHECK(scenario.sees(Role::Status, "Loading instances"));
}

TEST_CASE("descriptions that the fonts lack are asked of the host, once") {
  Scenario scenario;
  REQUIRE_FALSE(scenario.host.glyphs_asked.empty());
  const std::size_t asked = scenario.host.glyphs_asked.size();
  scenario.click(Role::Link, "History");
  scenario.click(Role::Link, "Instances");
  CHECK(scenario.host.glyphs_asked.size() == asked);
}

TEST_CASE("every control is within the window and is named, at every size") {
  struct Size {
    float width, height, scale;
  };
  for (const Size size :
       {Size{1280, 800, 1}, Size{640, 400, 2}, Size{1024, 700, 1.5F}, Size{420, 720, 1}}) {
    ScenarioOptions options;
    options.width = size.width;
    options.height = size.height;
    options.scale = size.scale;
    Scenario scenario(options);
    scenario.settle();
    CAPTURE(size.width);
    for (const Widget& widget : scenario.console.widgets().widgets) {
      CAPTURE(widget.label);
      CHECK_FALSE(widget.label.empty());
      if (widget.hidden) continue;
      CHECK(widget.x >= -0.5F);
      CHECK(widget.y >= -0.5F);
      CHECK(widget.x + widget.width <= size.width + 0.5F);
      CHECK(widget.y + widget.height <= size.height + 0.5F);
    }
    CHECK(scenario.sees(Role::Button, "Endpoint"));
    CHECK(scenario.sees(Role::Button, "Connection"));
  }
}

TEST_CASE("in a narrow window the inspector comes when it is asked for, and goes") {
  ScenarioOptions options;
  options.width = 640;
  options.height = 400;
  options.scale = 2;
  Scenario scenario(options);
  CHECK(scenario.sees(Role::Row, "orders"));
  CHECK_FALSE(scenario.sees(Role::Tab, "Answer"));
  scenario.click(Role::Button, "Inspector");
  CHECK(scenario.sees(Role::Tab, "Answer"));
  scenario.click(Role::Button, "Close inspector");
  CHECK(scenario.sees(Role::Row, "orders"));
}

TEST_CASE("in the narrowest windows the navigation is a menu, worked by pointer and keys") {
  ScenarioOptions options;
  options.width = 420;
  options.height = 720;
  Scenario scenario(options);
  CHECK_FALSE(scenario.sees(Role::Link, "Settings"));
  scenario.click(Role::Button, "Menu");
  scenario.click(Role::Link, "Settings");
  CHECK(scenario.sees(Role::Heading, "Settings"));
  CHECK_FALSE(scenario.sees(Role::Link, "Settings"));
  REQUIRE(scenario.tab_to(Role::Button, "Menu"));
  scenario.key(ImGuiKey_Enter);
  REQUIRE(scenario.tab_to(Role::Link, "Coverage"));
  scenario.key(ImGuiKey_Enter);
  CHECK(scenario.sees(Role::Heading, "Coverage"));
}

TEST_CASE("the inspector's tabs are whole and apart, however narrow it is") {
  for (const float width : {316.0F, 420.0F, 900.0F, 1280.0F}) {
    ScenarioOptions options;
    options.width = width;
    Scenario scenario(options);
    if (!scenario.find(Role::Button, "Inspector")->expanded)
      scenario.click(Role::Button, "Inspector");
    CAPTURE(width);
    scenario.settle();
    std::vector<Widget> tabs;
    for (const Widget& widget : scenario.console.widgets().widgets) {
      if (widget.role == Role::Tab) tabs.push_back(widget);
    }
    REQUIRE(tabs.size() == 6);
    CHECK((tabs.front().y == tabs.back().y) == (width >= 420));  // two rows only where they must be
    for (std::size_t i = 0; i < tabs.size(); ++i) {
      CAPTURE(tabs[i].label);
      CHECK_FALSE(tabs[i].hidden);
      CHECK(tabs[i].x + tabs[i].width <= width - 4);  // the edge would have cut it
      const bool same_row = i > 0 && tabs[i].y == tabs[i - 1].y;
      if (same_row) CHECK(tabs[i].x + 0.5F >= tabs[i - 1].x + tabs[i - 1].width);
    }
  }
}

TEST_CASE("widget ids stay the same from frame to frame, and are unique within a frame") {
  Scenario scenario;
  std::map<std::uint32_t, std::string> before;
  for (const Widget& widget : scenario.console.widgets().widgets) {
    CAPTURE(widget.label);
    CHECK(before.emplace(widget.id, widget.label).second);
  }
  scenario.console.request_frame();
  scenario.settle();
  for (const Widget& widget : scenario.console.widgets().widgets)
    CHECK(before[widget.id] == widget.label);
}

TEST_CASE("the scale of the settings enlarges the console without losing the pointer") {
  Scenario scenario;
  scenario.click(Role::Link, "Settings");
  const float before = scenario.find(Role::Link, "Activity")->height;
  scenario.click(Role::Radio, "150 %");
  CHECK(scenario.find(Role::Link, "Activity")->height > before * 1.3F);
  scenario.click(Role::Link, "Instances");
  CHECK(scenario.sees(Role::Heading, "Instances"));
}
