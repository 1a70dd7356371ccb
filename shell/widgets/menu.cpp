#include "shell/widgets/menu.h"

#include <algorithm>
#include <string>

#include "shell/widgets/button.h"

namespace dds::shell {

bool begin_menu(Ui& ui, std::string_view key, ImVec2 at, float width, Flow& flow) {
  return begin_popover(ui, key, ImRect(at, at), ui.px(width), flow);
}

bool menu_item(Ui& ui, Flow& flow, std::string_view label, std::string_view keys,
               std::string_view disabled_because) {
  const Palette& c = ui.colors();
  const bool disabled = !disabled_because.empty();
  const ImRect box = flow.take(ui.touch ? ui.control_height() : ui.px(measure::kRow));
  Widget widget;
  widget.role = Role::MenuItem;
  widget.label = label;
  widget.disabled = disabled;
  widget.description = disabled_because;
  const Interaction on = ui.interact(label, box, std::move(widget));
  ImRect around = box;
  around.Expand(ImVec2(ui.px(8), 0));
  if (on.hovered || (on.focused && ui.focus.ring()))
    ui.fill(around, c.hover, ui.px(measure::kCorner));
  ui.text_in(box, Face::Text, disabled ? c.third : c.text, label);
  ui.text_in(box, Face::Small, c.third, keys, Align::Right);
  if (on.pressed) close_popover(ui);
  return on.pressed;
}

bool begin_dialog(Ui& ui, std::string_view key, float width, Flow& flow) {
  const ImVec2 screen = ImGui::GetIO().DisplaySize;
  const float wide = std::min(ui.px(width), screen.x - ui.px(16));
  const float top = std::max(ui.px(4), std::min(ui.px(72), screen.y * 0.08F));
  const ImVec2 at((screen.x - wide) / 2, top);
  return begin_popover(ui, key, ImRect(at, at), wide, flow);
}

bool dialog_head(Ui& ui, Flow& flow, std::string_view title, std::string_view subtitle) {
  const Palette& c = ui.colors();
  const ImRect head = flow.take(ui.px(24));
  const ImRect words(head.Min, head.Max - ImVec2(ui.px(36), 0));
  ui.text_in(words, Face::Strong, c.text, title);
  ui.note(Role::Heading, title, words);
  const ImRect close =
      box_at(ImVec2(head.Max.x - ui.px(28), head.Min.y - ui.px(2)), ui.px(28), ui.px(28));
  const bool pressed = button(ui, close, "Close",
                              {.kind = ButtonKind::Quiet, .icon = Icon::Close, .icon_only = true});
  if (!subtitle.empty()) {
    ui.text_in(flow.take(ui.px(18)), Face::Small, c.second, subtitle);
  }
  flow.gap(ui.px(10));
  if (pressed) close_popover(ui);
  return pressed;
}

}  // namespace dds::shell
