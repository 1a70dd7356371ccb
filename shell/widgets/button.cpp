#include "shell/widgets/button.h"

#include <cmath>

namespace dds::shell {
namespace {

struct Look {
  Color fill = 0;
  Color outline = 0;
  Color text = 0;
};

Look look_of(const Ui& ui, const ButtonSpec& spec, const Interaction& on, bool disabled) {
  const Palette& c = ui.colors();
  Look look;
  if (spec.kind == ButtonKind::Primary) {
    look.fill = c.accent;
    look.text = c.on_accent;
    if (on.hovered) look.fill = mix(c.accent, c.dark ? c.text : c.on_accent, 0.12F);
    if (on.held && on.hovered) look.fill = mix(c.accent, c.text, 0.18F);
    if (disabled) {
      look.fill = mix(c.background, c.outline, 0.18F);
      look.text = c.third;
    }
    return look;
  }
  look.text = disabled ? c.third : spec.kind == ButtonKind::Quiet ? c.second : c.text;
  if (spec.kind == ButtonKind::Plain) look.outline = disabled ? c.line : c.outline;
  if (spec.expanded || spec.selected) look.fill = c.chosen;
  if (on.hovered && !disabled) {
    look.fill = c.hover;
    look.text = c.text;
  }
  if (on.held && on.hovered) look.fill = mix(c.hover, c.text, 0.10F);
  return look;
}

Face face_of(const ButtonSpec& spec) {
  return spec.kind == ButtonKind::Primary ? Face::Strong : Face::Text;
}

}  // namespace

float button_width(Ui& ui, std::string_view label, const ButtonSpec& spec) {
  if (spec.icon_only) return ui.control_height();
  float width =
      ui.text_width(face_of(spec), label) + ui.px(spec.kind == ButtonKind::Quiet ? 16 : 26);
  if (spec.icon) width += ui.px(22);
  return std::ceil(width);
}

bool button(Ui& ui, const ImRect& box, std::string_view label, const ButtonSpec& spec) {
  const bool disabled = spec.disabled || !spec.disabled_because.empty();
  Widget widget;
  widget.role = spec.role;
  widget.label = label;
  widget.disabled = disabled;
  widget.description = spec.disabled_because;
  widget.expanded = spec.expanded;
  widget.selected = spec.selected;
  const std::string_view key = spec.key.empty() ? label : spec.key;
  if (!disabled && ui.focus.take_request(label)) ui.focus.set_by_key(Ui::id(key));
  const Interaction on = ui.interact(key, box, std::move(widget));
  if (!on.visible) return on.pressed;
  const Look look = look_of(ui, spec, on, disabled);
  const float corner = ui.px(measure::kCorner);
  if (look.fill != 0) ui.fill(box, look.fill, corner);
  if (look.outline != 0) ui.frame(box, look.outline, corner);
  if (on.focused && ui.focus.ring()) ui.focus_ring(box, corner);
  if (spec.icon_only) {
    draw_icon(ui.draw(), *spec.icon, box.GetCenter(), ui.px(16), look.text);
    ui.tooltip(box, label);
    return on.pressed;
  }
  const Face face = face_of(spec);
  ImRect inside = box;
  if (spec.icon) {
    const float content = ui.text_width(face, label) + ui.px(22);
    const float left = std::round(box.Min.x + (box.GetWidth() - content) / 2);
    draw_icon(ui.draw(), *spec.icon, ImVec2(left + ui.px(8), box.GetCenter().y), ui.px(16),
              look.text);
    inside.Min.x = left + ui.px(22);
    ui.text_in(inside, face, look.text, label);
  } else {
    inside.Expand(ImVec2(-ui.px(4), 0));
    ui.text_in(inside, face, look.text, label, Align::Center);
  }
  return on.pressed;
}

bool button_at(Ui& ui, ImVec2& at, std::string_view label, const ButtonSpec& spec) {
  const ImRect box = box_at(at, button_width(ui, label, spec), ui.control_height());
  at.x = box.Max.x + ui.px(8);
  return button(ui, box, label, spec);
}

bool link(Ui& ui, ImVec2 at, Face face, std::string_view label, std::string_view key) {
  const ImRect box = box_at(at, ui.text_width(face, label), ui.line(face));
  Widget widget;
  widget.role = Role::Link;
  widget.label = label;
  const Interaction on = ui.interact(key.empty() ? label : key, box, std::move(widget));
  if (!on.visible) return on.pressed;
  ui.text(at, face, ui.colors().accent, label);
  if (on.hovered) ui.line_below(box, ui.colors().accent);
  if (on.focused && ui.focus.ring()) ui.focus_ring(box, ui.px(2));
  return on.pressed;
}

void copyable(Ui& ui, const ImRect& box, std::string_view label, std::string_view value) {
  Widget widget;
  widget.role = Role::Button;
  widget.label = "Copy " + std::string(label);
  widget.value = value;
  const std::string key = widget.label;
  const Interaction on = ui.interact(key, box, std::move(widget));
  if (on.visible) {
    const Palette& c = ui.colors();
    const bool marked = on.hovered || (on.focused && ui.focus.ring());
    ImRect inside = box;
    if (marked) {
      ImRect around = box;
      around.Expand(ImVec2(ui.px(4), 0));
      ui.fill(around, c.hover, ui.px(measure::kCorner));
      draw_icon(ui.draw(), Icon::Copy, ImVec2(box.Max.x - ui.px(8), box.GetCenter().y), ui.px(14),
                c.second);
      inside.Max.x -= ui.px(20);
    }
    if (on.focused && ui.focus.ring()) ui.focus_ring(box, ui.px(measure::kCorner));
    ui.text_in(inside, Face::Mono, c.text, value);
  }
  if (on.pressed) ui.host.copy_to_clipboard(value);
}

}  // namespace dds::shell
