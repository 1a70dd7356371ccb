#include "shell/widgets/badge.h"

#include <algorithm>
#include <cmath>
#include <string>

namespace dds::shell {

float badge_width(Ui& ui, std::string_view text) {
  return std::ceil(ui.text_width(Face::Small, text)) + ui.px(6 + 14 + 7);
}

float badge(Ui& ui, ImVec2 at, Icon icon, std::string_view text, Color signal) {
  const ImRect box = box_at(at, badge_width(ui, text), ui.px(kBadgeHeight));
  ui.fill(box, tint(ui.colors(), signal), ui.px(measure::kCorner));
  draw_icon(ui.draw(), icon, ImVec2(box.Min.x + ui.px(11), box.GetCenter().y), ui.px(12), signal);
  ui.text_in(ImRect(ImVec2(box.Min.x + ui.px(20), box.Min.y), box.Max), Face::Small, signal, text);
  return box.GetWidth();
}

void state_line(Ui& ui, const ImRect& box, Icon icon, Color signal, std::string_view text,
                Color text_color) {
  draw_icon(ui.draw(), icon, ImVec2(box.Min.x + ui.px(5), box.GetCenter().y), ui.px(14), signal);
  ui.text_in(ImRect(ImVec2(box.Min.x + ui.px(15), box.Min.y), box.Max), Face::Text, text_color,
             text);
}

void progress_bar(Ui& ui, const ImRect& box, float share, Color signal, std::string_view label) {
  const Palette& c = ui.colors();
  const float corner = std::min(box.GetHeight() / 2, ui.px(3));
  ui.fill(box, mix(c.background, c.outline, 0.30F), corner);
  std::string value;
  if (share >= 0) {
    ImRect done = box;
    done.Max.x = std::round(box.Min.x + box.GetWidth() * std::min(share, 1.0F));
    if (done.GetWidth() >= 1) ui.fill(done, signal, corner);
    value = std::to_string(static_cast<int>(share * 100 + 0.5F));
  }
  ui.note(Role::Progress, label, box, std::move(value));
}

void placeholder(Ui& ui, const ImRect& box) {
  ui.fill(box, mix(ui.colors().background, ui.colors().outline, 0.16F), ui.px(3));
}

}  // namespace dds::shell
