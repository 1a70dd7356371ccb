#include "shell/widgets/tabs.h"

namespace dds::shell {

int tabs(Ui& ui, const ImRect& box, std::span<const std::string_view> labels, int chosen) {
  const Palette& c = ui.colors();
  int pressed = -1;
  const float gap = ui.px(box.GetWidth() < ui.px(340) ? 10 : 16);
  ui.line_below(box, c.line);
  float x = box.Min.x;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    const bool is_chosen = static_cast<int>(i) == chosen;
    const float width = ui.text_width(Face::Text, labels[i]);
    const ImRect place(ImVec2(x, box.Min.y), ImVec2(x + width, box.Max.y));
    ImRect hit = place;
    hit.Expand(ImVec2(gap / 2, 0));
    if (i == 0) hit.Min.x = place.Min.x;
    Widget widget;
    widget.role = Role::Tab;
    widget.label = labels[i];
    widget.selected = is_chosen;
    const Interaction on = ui.interact(labels[i], hit, std::move(widget));
    if (on.pressed) pressed = static_cast<int>(i);
    ui.text_in(place, Face::Text, is_chosen || on.hovered ? c.text : c.second, labels[i]);
    if (is_chosen)
      ui.fill(ImRect(ImVec2(place.Min.x, place.Max.y - ui.px(2)), place.Max), c.accent);
    if (on.focused && ui.focus.ring()) ui.focus_ring(place, ui.px(2));
    x = place.Max.x + gap;
  }
  return pressed;
}

}  // namespace dds::shell
