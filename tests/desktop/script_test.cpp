#include "native/desktop/script.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using dds::Milliseconds;
using dds::SteadyInstant;
using dds::shell::Role;
using dds::shell::Widget;
using dds::shell::WidgetMap;
using namespace dds::desktop;  // NOLINT: every name in it is a step or a command

namespace {

constexpr SteadyInstant kStart{Milliseconds(1'000'000)};

ScriptPlayer player_of(std::string_view script) {
  auto steps = parse_script(script);
  REQUIRE(steps);
  return ScriptPlayer(std::move(*steps));
}

Widget widget(Role role, std::string label, float x = 0.0F) {
  Widget w;
  w.id = 7;
  w.role = role;
  w.label = std::move(label);
  w.x = x;
  w.y = 10.0F;
  w.width = 100.0F;
  w.height = 30.0F;
  return w;
}

std::string problem_of(std::string_view script) {
  const auto steps = parse_script(script);
  REQUIRE_FALSE(steps.ok());
  return steps.error().message;
}

bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("a script is read line by line; empty lines and remarks are skipped") {
  const auto steps = parse_script(
      "# a remark\n\n"
      "{\"click\":\"button\",\"label\":\"Create backup\"}\r\n"
      "{\"wait\":\"status\",\"contains\":\"Finished\",\"timeout_s\":2.5}\n"
      "{\"type\":\"textbox\",\"label\":\"Search\",\"text\":\"库存\"}\n"
      "{\"quit\":true}");
  REQUIRE(steps);
  REQUIRE(steps->size() == 4);
  CHECK((*steps)[0].verb == Verb::Click);
  CHECK((*steps)[0].role == Role::Button);
  CHECK((*steps)[0].label == "Create backup");
  CHECK((*steps)[0].line == 3);
  CHECK((*steps)[1].contains);
  CHECK((*steps)[1].timeout == Milliseconds(2500));
  CHECK((*steps)[2].text == "库存");
  CHECK((*steps)[3].verb == Verb::Quit);
}

TEST_CASE("a bad line is named with its number and with what would be right") {
  CHECK(has(problem_of("{\"quit\":true}\nnonsense"), "Line 2"));
  CHECK(has(problem_of("[1]"), "JSON object"));
  CHECK(has(problem_of("{\"press\":\"button\"}"), "click, hover, type"));
  CHECK(has(problem_of("{\"click\":\"knob\",\"label\":\"x\"}"), "\"knob\" is no role"));
  CHECK(has(problem_of("{\"click\":\"\"}"), "label"));
  CHECK(has(problem_of("{\"type\":\"textbox\",\"label\":\"Search\"}"), "text"));
  CHECK(has(problem_of("{\"key\":\"F13\"}"), "Enter"));
  CHECK(has(problem_of("{\"picture\":true}"), "PNG"));
  CHECK(has(problem_of("{\"size\":\"tiny\"}"), "1280x800"));
  CHECK(has(problem_of("{\"wait\":\"status\",\"timeout_s\":\"long\"}"), "seconds"));
}

TEST_CASE("a click moves to the middle of the widget, presses, releases, and is done") {
  ScriptPlayer player = player_of("{\"click\":\"button\",\"label\":\"Create backup\"}");
  WidgetMap map{.widgets = {widget(Role::Button, "Create backup", 20.0F)}};
  for (int i = 0; i < 2; ++i) {
    const Command move = player.advance(map, kStart);
    REQUIRE(std::holds_alternative<MovePointer>(move));
    CHECK(std::get<MovePointer>(move).x == 70.0F);
    CHECK(std::get<MovePointer>(move).y == 25.0F);
  }
  Command command = player.advance(map, kStart);
  REQUIRE(std::holds_alternative<PressPointer>(command));
  CHECK(std::get<PressPointer>(command).down);
  command = player.advance(map, kStart);
  REQUIRE(std::holds_alternative<PressPointer>(command));
  CHECK_FALSE(std::get<PressPointer>(command).down);
  CHECK(std::holds_alternative<Settle>(player.advance(map, kStart)));
  CHECK(player.finished());
}

TEST_CASE("the button is released although the press made its widget disappear") {
  ScriptPlayer player = player_of("{\"click\":\"button\",\"label\":\"Close\"}");
  const WidgetMap map{.widgets = {widget(Role::Button, "Close")}};
  for (int i = 0; i < 3; ++i)
    CHECK_FALSE(std::holds_alternative<Nothing>(player.advance(map, kStart)));
  const Command command = player.advance(WidgetMap{}, kStart);
  REQUIRE(std::holds_alternative<PressPointer>(command));
  CHECK_FALSE(std::get<PressPointer>(command).down);
}

TEST_CASE(
    "of two widgets with one name the topmost is meant, and a visible one before a clipped one") {
  ScriptPlayer player = player_of("{\"click\":\"button\",\"label\":\"Close\"}");
  WidgetMap map{.widgets = {widget(Role::Button, "Close", 0.0F),
                            widget(Role::Button, "Close", 200.0F),
                            widget(Role::Button, "Close", 400.0F)}};
  map.widgets[2].hidden = true;
  CHECK(std::get<MovePointer>(player.advance(map, kStart)).x == 250.0F);
}

TEST_CASE("a widget that is scrolled out of sight is brought into it first") {
  ScriptPlayer player = player_of("{\"click\":\"row\",\"label\":\"orders\"}");
  WidgetMap map{.widgets = {widget(Role::Row, "orders")}};
  map.widgets[0].hidden = true;
  const Command command = player.advance(map, kStart);
  REQUIRE(std::holds_alternative<ScrollTo>(command));
  CHECK(std::get<ScrollTo>(command).widget_id == 7);
}

TEST_CASE("a missing widget fails after its time with the labels that are there") {
  ScriptPlayer player =
      player_of("{\"click\":\"button\",\"label\":\"Create backup\",\"timeout_s\":1}");
  const WidgetMap map{
      .widgets = {widget(Role::Button, "Refresh"), widget(Role::Textbox, "Search")}};
  CHECK(std::holds_alternative<Nothing>(player.advance(map, kStart)));
  CHECK(std::holds_alternative<Nothing>(player.advance(map, kStart + Milliseconds(999))));
  const Command command = player.advance(map, kStart + Milliseconds(1000));
  REQUIRE(std::holds_alternative<Fail>(command));
  const std::string& sentence = std::get<Fail>(command).sentence;
  CHECK(has(sentence, "Line 1"));
  CHECK(has(sentence, "no button \"Create backup\" (waited 1 s)"));
  CHECK(has(sentence, "\"Refresh\""));
  CHECK_FALSE(has(sentence, "Search"));
}

TEST_CASE("without a widget of that role all labels are listed") {
  ScriptPlayer player = player_of("{\"wait\":\"alert\",\"timeout_s\":1}");
  const WidgetMap map{.widgets = {widget(Role::Button, "Refresh")}};
  (void)player.advance(map, kStart);
  const Command command = player.advance(map, kStart + Milliseconds(1000));
  REQUIRE(std::holds_alternative<Fail>(command));
  CHECK(has(std::get<Fail>(command).sentence, "button \"Refresh\""));
}

TEST_CASE("a disabled widget is waited for, and its reason told when it stays so") {
  ScriptPlayer player =
      player_of("{\"click\":\"button\",\"label\":\"Create backup\",\"timeout_s\":1}");
  WidgetMap map{.widgets = {widget(Role::Button, "Create backup")}};
  map.widgets[0].disabled = true;
  map.widgets[0].description = "The instance is being created";
  CHECK(std::holds_alternative<Nothing>(player.advance(map, kStart)));
  const Command command = player.advance(map, kStart + Milliseconds(1000));
  REQUIRE(std::holds_alternative<Fail>(command));
  CHECK(has(std::get<Fail>(command).sentence, "The instance is being created"));
}

TEST_CASE("typing is done when the field holds the text; a secret field shows none") {
  for (const bool secret : {false, true}) {
    ScriptPlayer player =
        player_of("{\"type\":\"textbox\",\"label\":\"Search\",\"text\":\"orders\"}");
    WidgetMap map{.widgets = {widget(Role::Textbox, "Search")}};
    map.widgets[0].secret = secret;
    for (int i = 0; i < 4; ++i) (void)player.advance(map, kStart);
    const Command typed = player.advance(map, kStart);
    REQUIRE(std::holds_alternative<TypeText>(typed));
    CHECK(std::get<TypeText>(typed).text == "orders");
    if (!secret) {
      CHECK(std::holds_alternative<Nothing>(player.advance(map, kStart)));
      map.widgets[0].value = "orders";
    }
    CHECK(std::holds_alternative<Settle>(player.advance(map, kStart)));
    CHECK(player.finished());
  }
}

TEST_CASE("wait and gone look at the map until it fits") {
  ScriptPlayer player = player_of(
      "{\"wait\":\"status\",\"contains\":\"Finished\"}\n{\"gone\":\"progressbar\"}\n{\"quit\":"
      "true}");
  WidgetMap map{.widgets = {widget(Role::Progress, "orders")}};
  CHECK(std::holds_alternative<Nothing>(player.advance(map, kStart)));
  map.widgets.push_back(widget(Role::Status, "orders: Finished 14:03"));
  CHECK(std::holds_alternative<Settle>(player.advance(map, kStart)));
  CHECK(std::holds_alternative<Nothing>(player.advance(map, kStart)));
  map.widgets.erase(map.widgets.begin());
  CHECK(std::holds_alternative<Settle>(player.advance(map, kStart)));
  CHECK(std::holds_alternative<Quit>(player.advance(map, kStart)));
  CHECK(player.finished());
}
