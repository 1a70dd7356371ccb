#include "shell/widgets/choice.h"

#include <string>

#include "shell/widgets/icons.h"

namespace dds::shell {
namespace {

void draw_radio(Ui& ui, ImVec2 center, bool chosen, bool disabled, bool hovered) {
  const Palette& c = ui.colors();
  const Color outline = disabled ? c.outline : chosen ? c.accent : hovered ? c.text : c.outline;
  ui.draw()->AddCircle(center, ui.px(6.5F), outline, 0, ui.px(1.5F));
  if (chosen) ui.draw()->AddCircleFilled(center, ui.px(3.5F), disabled ? c.outline : c.accent);
}

Widget describe(Role role, std::string_view label, bool on, bool disabled,
                std::string_view because) {
  Widget widget;
  widget.role = role;
  widget.label = label;
  widget.checked = on;
  widget.disabled = disabled;
  widget.description = because;
  return widget;
}

}  // namespace

bool radio_card(Ui& ui, Flow& flow, std::string_view label, bool chosen, const CardSpec& spec) {
  const Palette& c = ui.colors();
  const float indent = ui.px(36);
  const float inner = flow.width - indent - ui.px(12);
  const float below =
      spec.text.empty() ? 0 : ui.wrapped_height(inner, Face::Small, spec.text) + ui.px(1);
  const ImRect box = flow.take(ui.px(16) + ui.line(Face::Text) + below);
  const Interaction on = ui.interact(label, box,
                                     describe(Role::Radio, label, chosen, spec.disabled,
                                              spec.disabled ? spec.text : std::string_view{}));
  if (!on.visible) return on.pressed;
  const float corner = ui.px(measure::kCorner);
  if (chosen && !spec.disabled) {
    ui.fill(box, c.chosen, corner);
    ui.frame(box, c.accent, corner);
  } else {
    if (on.hovered) ui.fill(box, c.hover, corner);
    ui.frame(box,
             spec.disabled ? c.line
             : on.hovered  ? c.outline
                           : mix(c.line, c.outline, 0.35F),
             corner);
  }
  if (on.focused && ui.focus.ring()) ui.focus_ring(box, corner);
  const float top = box.Min.y + ui.px(8);
  draw_radio(ui, ImVec2(box.Min.x + ui.px(20), top + ui.line(Face::Text) / 2), chosen,
             spec.disabled, on.hovered);
  const ImVec2 at(box.Min.x + indent, top);
  const Face face = chosen ? Face::Strong : Face::Text;
  const float width = ui.text(at, face, spec.disabled ? c.third : c.text, label);
  if (!spec.note.empty())
    ui.text(ImVec2(at.x + width + ui.px(6), top), Face::Text, c.second, spec.note);
  ui.wrapped(ImVec2(at.x, top + ui.line(Face::Text) + ui.px(1)), inner, Face::Small,
             spec.disabled ? c.third : c.second, spec.text);
  // A disabled card says its reason in itself.
  return on.pressed;
}

bool radio(Ui& ui, const ImRect& box, std::string_view label, bool chosen) {
  const Interaction on = ui.interact(label, box, describe(Role::Radio, label, chosen, false, {}));
  if (!on.visible) return on.pressed;
  draw_radio(ui, ImVec2(box.Min.x + ui.px(8), box.GetCenter().y), chosen, false, on.hovered);
  ui.text_in(ImRect(ImVec2(box.Min.x + ui.px(24), box.Min.y), box.Max), Face::Text,
             ui.colors().text, label);
  if (on.focused && ui.focus.ring()) ui.focus_ring(box, ui.px(measure::kCorner));
  return on.pressed;
}

void draw_check(Ui& ui, ImVec2 center, bool checked, bool disabled, bool hovered) {
  const Palette& c = ui.colors();
  const ImRect square(center - ImVec2(ui.px(8), ui.px(8)), center + ImVec2(ui.px(8), ui.px(8)));
  if (checked && !disabled) {
    ui.fill(square, c.accent, ui.px(3));
    draw_icon(ui.draw(), Icon::Check, center, ui.px(15), c.on_accent);
  } else {
    ui.draw()->AddRect(square.Min, square.Max,
                       disabled  ? c.line
                       : hovered ? c.text
                                 : c.outline,
                       ui.px(3), ImDrawFlags_None, ui.px(1.5F));
  }
}

bool checkbox(Ui& ui, const ImRect& box, std::string_view label, bool checked,
              std::string_view disabled_because) {
  const Palette& c = ui.colors();
  const bool disabled = !disabled_because.empty();
  const Interaction on =
      ui.interact(label, box, describe(Role::Checkbox, label, checked, disabled, disabled_because));
  if (!on.visible) return on.pressed;
  draw_check(ui, ImVec2(box.Min.x + ui.px(8), box.GetCenter().y), checked, disabled, on.hovered);
  ui.text_in(ImRect(ImVec2(box.Min.x + ui.px(24), box.Min.y), box.Max), Face::Text,
             disabled ? c.third : c.text, label);
  if (on.focused && ui.focus.ring()) ui.focus_ring(box, ui.px(measure::kCorner));
  return on.pressed;
}

bool option(Ui& ui, const ImRect& box, std::string_view label, std::string_view detail,
            bool chosen) {
  const Palette& c = ui.colors();
  Widget widget = describe(Role::Option, label, false, false, detail);
  widget.selected = chosen;
  const Interaction on = ui.interact(label, box, std::move(widget));
  if (!on.visible) return on.pressed;
  const float corner = ui.px(measure::kCorner);
  if (chosen) ui.fill(box, c.chosen, corner);
  if (on.hovered && !chosen) ui.fill(box, c.hover, corner);
  if (on.focused && ui.focus.ring()) ui.focus_ring(box, corner);
  ImRect inside = box;
  inside.Expand(ImVec2(-ui.px(8), 0));
  const float width = ui.text_width(Face::Text, label);
  ui.text_in(inside, chosen ? Face::Strong : Face::Text, c.text, label);
  inside.Min.x += width + ui.px(16);
  if (inside.GetWidth() > ui.px(24)) ui.text_in(inside, Face::Small, c.third, detail, Align::Right);
  return on.pressed;
}

}  // namespace dds::shell
