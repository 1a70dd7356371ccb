#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <vector>

#include "core/base/secret.h"
#include "shell/views/views.h"
#include "shell/widgets/button.h"
#include "shell/widgets/popover.h"

namespace dds::shell {
namespace {

struct Piece {
  Face face;
  Color color;
  std::string text;
};

struct Chip {
  std::string_view label = {};    // accessible name
  std::string_view popover = {};  // key
  std::string value = {};         // for the widget map
  Color outline = 0;
  std::optional<Icon> icon = {};
  Color icon_color = 0;
  std::vector<Piece> pieces = {};
  bool chevron = true;
};

// How much is left out as the window narrows.
enum class Room { All, NoDetails, NoNames, NoTitle, Least };

std::string_view state_word(ConnectionState state, const std::optional<Problem>& problem) {
  switch (state) {
    case ConnectionState::NoKey: return "No key";
    case ConnectionState::Disconnected: return "Not connected";
    case ConnectionState::Connecting: return "Connecting";
    case ConnectionState::Connected: return "Connected";
    case ConnectionState::Failed: break;
  }
  if (!problem) return "Failed";
  switch (problem->kind) {
    case ProblemKind::WrongKey: return "Wrong key";
    case ProblemKind::Denied: return "Not allowed";
    case ProblemKind::NotReached: return "Not reached";
    case ProblemKind::Blocked: return "Blocked (CORS)";
    case ProblemKind::NotTheService: return "Not the service";
    case ProblemKind::Throttled: return "Throttled";
    case ProblemKind::Refused: return "Refused";
  }
  return "Failed";
}

Chip region_chip(const Ui& ui, const Model& model, Room room) {
  const Palette& c = ui.colors();
  Chip chip{"Region", kRegionPopover, model.connection.region_id(), c.outline, {}, 0, {}};
  if (room < Room::NoNames) chip.pieces.push_back({Face::Text, c.second, "Region"});
  chip.pieces.push_back({Face::Text, c.text, model.connection.region_id()});
  return chip;
}

Chip endpoint_chip(const Ui& ui, const Model& model, Room room) {
  const Palette& c = ui.colors();
  const Connection& connection = model.connection;
  Chip chip{"Endpoint", kEndpointPopover, connection.endpoint_shown(), c.outline, {}, 0, {}};
  const bool details = room < Room::NoDetails;
  if (connection.emulator()) {
    chip.outline = c.attention;
    chip.icon = Icon::Diamond;
    chip.icon_color = c.attention;
    chip.pieces.push_back({Face::Text, c.attention, "Emulator"});
    if (details) chip.pieces.push_back({Face::MonoSmall, c.attention, connection.endpoint_shown()});
  } else if (connection.real_service()) {
    // Marked as well: what is pressed here happens to real instances and may cost money.
    chip.outline = c.bad;
    chip.icon = Icon::Dot;
    chip.icon_color = c.bad;
    chip.pieces.push_back({Face::Text, c.bad, "Real service"});
    if (details) chip.pieces.push_back({Face::MonoSmall, c.second, connection.endpoint_shown()});
  } else {
    if (details) chip.pieces.push_back({Face::Text, c.second, "Endpoint"});
    chip.pieces.push_back({Face::MonoSmall, c.text, connection.endpoint_shown()});
  }
  return chip;
}

Chip route_chip(const Ui& ui, const Model& model, Room room) {
  const Palette& c = ui.colors();
  const std::string word(short_name(model.connection.route().kind));
  Chip chip{"Route", kRoutePopover, word, c.outline, {}, 0, {}};
  if (room < Room::NoNames) chip.pieces.push_back({Face::Text, c.second, "Route"});
  chip.pieces.push_back({Face::Text, c.text, word});
  return chip;
}

Chip key_chip(const Ui& ui, const Model& model, Room room) {
  const Palette& c = ui.colors();
  const auto& credentials = model.connection.credentials();
  const std::string shown = credentials ? shorten_key_id(credentials->access_key_id) : "none";
  Chip chip{"Key", kKeyPopover, shown, credentials ? c.outline : c.attention, {}, 0, {}};
  if (room < Room::NoNames || !credentials)
    chip.pieces.push_back({Face::Text, credentials ? c.second : c.attention, "Key"});
  chip.pieces.push_back(
      {credentials ? Face::MonoSmall : Face::Text, credentials ? c.text : c.attention, shown});
  if (credentials && room < Room::NoDetails) {
    chip.pieces.push_back({Face::Text, c.second, model.connection.credentials_source()});
  }
  return chip;
}

Chip state_chip(const Ui& ui, const Model& model) {
  const Palette& c = ui.colors();
  const Connection& connection = model.connection;
  const std::string word(state_word(connection.state, connection.problem));
  Chip chip{"Connection", kConnectionPopover, word, c.outline, Icon::Ring, c.third, {}};
  Color color = c.text;
  switch (connection.state) {
    case ConnectionState::Connected: chip.icon = Icon::Dot, chip.icon_color = c.good; break;
    case ConnectionState::Connecting: chip.icon = Icon::Play, chip.icon_color = c.running; break;
    case ConnectionState::Failed:
      chip.icon = Icon::Cross;
      chip.icon_color = c.bad;
      chip.outline = c.bad;
      color = c.bad;
      break;
    default: break;
  }
  chip.pieces.push_back({Face::Text, color, word});
  chip.chevron = false;
  return chip;
}

float chip_width(Ui& ui, const Chip& chip) {
  float width = ui.px(10 + 10) + (chip.icon ? ui.px(17) : 0) + (chip.chevron ? ui.px(14) : 0);
  for (const Piece& piece : chip.pieces)
    width += std::ceil(ui.text_width(piece.face, piece.text)) + ui.px(6);
  return width - ui.px(6) + (chip.chevron ? ui.px(4) : 0);
}

bool draw_chip(Ui& ui, const ImRect& box, const Chip& chip) {
  const Palette& c = ui.colors();
  Widget widget;
  widget.role = Role::Button;
  widget.label = chip.label;
  widget.value = chip.value;
  widget.expanded = popover_open(chip.popover);
  const bool expanded = widget.expanded;
  const Interaction on = ui.interact(chip.label, box, std::move(widget));
  const float corner = ui.px(measure::kCorner);
  if (on.hovered || expanded) ui.fill(box, c.hover, corner);
  const Color quiet =
      chip.outline == c.outline ? mix(c.line, c.outline, on.hovered ? 0.9F : 0.0F) : chip.outline;
  ui.frame(box, quiet, corner);
  if (on.focused && ui.focus.ring()) ui.focus_ring(box, corner);
  float x = box.Min.x + ui.px(10);
  const float middle = box.GetCenter().y;
  if (chip.icon) {
    draw_icon(ui.draw(), *chip.icon, ImVec2(x + ui.px(5), middle), ui.px(15), chip.icon_color);
    x += ui.px(17);
  }
  for (const Piece& piece : chip.pieces) {
    x += ui.text(ImVec2(x, middle - ui.line(piece.face) / 2), piece.face, piece.color, piece.text) +
         ui.px(6);
  }
  if (chip.chevron) {
    draw_icon(ui.draw(), Icon::ChevronDown, ImVec2(box.Max.x - ui.px(14), middle), ui.px(13),
              chip.outline == c.outline ? c.second : chip.outline);
  }
  return on.pressed;
}

using Popup = void (*)(Ui&, Model&, const ImRect&);
struct Place {
  Popover wanted;
  Popup draw;
};
constexpr std::array<Place, 5> kPlaces = {{{Popover::Region, draw_region_popover},
                                           {Popover::Endpoint, draw_endpoint_popover},
                                           {Popover::Route, draw_route_popover},
                                           {Popover::Key, draw_key_popover},
                                           {Popover::Connection, draw_connection_popover}}};

// What Ctrl+K does, as a button that looks like the field behind it; by its sign alone where there
// is little room, and nowhere in the narrowest windows.
void draw_search(Ui& ui, Model& model, const ImRect& box, float from, float to) {
  const Palette& c = ui.colors();
  constexpr std::string_view kWords = "Search or run";
  constexpr std::string_view kKeys = "Ctrl K";
  const float height = ui.px(28);
  const float wide = ui.px(200);
  const float width = to - from >= wide ? wide : height;
  const ImRect place = box_at(ImVec2(to - width, box.GetCenter().y - height / 2), width, height);
  const bool room = to - from >= height;
  bool pressed = false;
  if (room) {
    Widget widget;
    widget.role = Role::Button;
    widget.label = kWords;
    widget.description = kKeys;
    widget.expanded = popover_open(kQuickSearch);
    const Interaction on = ui.interact(kWords, place, std::move(widget));
    pressed = on.pressed;
    const float corner = ui.px(measure::kCorner);
    if (on.hovered) ui.fill(place, c.hover, corner);
    ui.frame(place, mix(c.line, c.outline, on.hovered ? 0.9F : 0.0F), corner);
    if (on.focused && ui.focus.ring()) ui.focus_ring(place, corner);
    draw_icon(ui.draw(), Icon::Search, ImVec2(place.Min.x + height / 2, place.GetCenter().y),
              ui.px(14), c.third);
    if (width == wide) {
      const ImRect inside(place.Min + ImVec2(height, 0), place.Max - ImVec2(ui.px(10), 0));
      ui.text_in(inside, Face::Text, c.third, kWords);
      ui.text_in(inside, Face::MonoSmall, c.third, kKeys, Align::Right);
    } else {
      ui.tooltip(place, "Search or run (Ctrl+K)");
    }
  }
  const ImGuiIO& io = ImGui::GetIO();
  if (pressed || ((io.KeyCtrl || io.KeySuper) && ui.key_pressed(ImGuiKey_K)))
    open_popover(ui, kQuickSearch);
  draw_quick_search(ui, model, place);
}

}  // namespace

void draw_top_bar(Ui& ui, Model& model, const ImRect& box) {
  const Palette& c = ui.colors();
  const Color background = c.dark ? c.raised : c.background;
  begin_panel(ui, "top bar", box, false, background);
  ui.line_below(box, c.line);
  constexpr std::string_view kName = "DDS Console";
  const float margin = ui.px(16);
  const float gap = ui.px(8);
  const float title = ui.text_width(Face::Strong, kName);
  const float inspector = ui.px(30) + gap;
  std::array<Chip, 5> chips;
  Room room = Room::All;
  float start = 0;
  for (int step = 0; step <= static_cast<int>(Room::Least); ++step) {
    room = static_cast<Room>(step);
    chips = {region_chip(ui, model, room), endpoint_chip(ui, model, room),
             route_chip(ui, model, room), key_chip(ui, model, room), state_chip(ui, model)};
    start = room >= Room::NoTitle ? gap : margin + title + ui.px(20);
    float needed = start + inspector + gap;
    for (const Chip& chip : chips) needed += chip_width(ui, chip) + gap;
    if (needed <= box.GetWidth()) break;
  }
  if (room < Room::NoTitle) {
    const ImRect place = box_at(box.Min + ImVec2(margin, 0), title, box.GetHeight());
    ui.text_in(place, Face::Strong, c.text, kName);
    ui.note(Role::Heading, kName, place);
  }
  float x = box.Min.x + start;
  const float height = ui.px(28);
  const float right = box.Max.x - inspector - gap;
  for (std::size_t i = 0; i < chips.size(); ++i) {
    const bool keep = room < Room::Least || i == 1 || i == 3 || i == 4;
    if (room == Room::Least && i == 4) {
      // The narrowest windows: the sign alone, in words in the widget map and the popover.
      if (x + chip_width(ui, chips[i]) > right) chips[i].pieces.clear();
    }
    // One without room has no chip; its panel comes when it is asked for, where the chip would be.
    const float width = keep ? chip_width(ui, chips[i]) : 0;
    const ImRect place =
        box_at(ImVec2(x, box.Min.y + (box.GetHeight() - height) / 2), width, height);
    const bool pressed = keep && draw_chip(ui, place, chips[i]);
    if (pressed || model.wanted_popover == kPlaces[i].wanted) {
      open_popover(ui, chips[i].popover);
      if (model.wanted_popover == kPlaces[i].wanted) model.wanted_popover = Popover::None;
    }
    kPlaces[i].draw(ui, model, place);
    if (!keep) continue;
    if (i == 4) ui.note(Role::Status, chips[i].value, place);
    x = place.Max.x + gap;
  }
  draw_search(ui, model, box, x, right);
  const bool open = model.side() == Side::Inspector;
  const ImRect toggle = box_at(
      ImVec2(box.Max.x - ui.px(8) - ui.px(30), box.Min.y + (box.GetHeight() - ui.px(30)) / 2),
      ui.px(30), ui.px(30));
  if (button(
          ui, toggle, "Inspector",
          {.kind = ButtonKind::Quiet, .icon = Icon::Panel, .icon_only = true, .expanded = open})) {
    model.toggle_inspector();
  }
  end_panel(ui);
}

}  // namespace dds::shell
