#include <string>

#include "shell/views/views.h"
#include "shell/widgets/badge.h"
#include "shell/widgets/popover.h"

namespace dds::shell {
namespace {

struct Entry {
  Page page;
  Icon icon;
  std::string_view label;
  std::string count;
};

void draw_entry(Ui& ui, Model& model, const ImRect& box, const Entry& entry, bool rail) {
  const Palette& c = ui.colors();
  const bool chosen =
      model.page == entry.page || (entry.page == Page::Instances && model.page == Page::Instance);
  Widget widget;
  widget.role = Role::Link;
  widget.label = entry.label;
  widget.value = entry.count;
  widget.selected = chosen;
  const Interaction on = ui.interact(entry.label, box, std::move(widget));
  const float corner = ui.px(measure::kCorner);
  if (chosen) {
    ui.fill(box, mix(c.sunken, c.accent, c.dark ? 0.20F : 0.11F), corner);
  } else if (on.hovered) {
    ui.fill(box, mix(c.sunken, c.text, 0.06F), corner);
  }
  if (on.focused && ui.focus.ring()) ui.focus_ring(box, corner);
  const Color color = chosen ? c.text : c.second;
  if (rail) {
    draw_icon(ui.draw(), entry.icon, box.GetCenter(), ui.px(18), chosen ? c.accent : color);
    ui.tooltip(box, entry.label);
  } else {
    draw_icon(ui.draw(), entry.icon, ImVec2(box.Min.x + ui.px(19), box.GetCenter().y), ui.px(16),
              chosen ? c.accent : color);
    const ImRect inside(ImVec2(box.Min.x + ui.px(38), box.Min.y),
                        ImVec2(box.Max.x - ui.px(10), box.Max.y));
    ui.text_in(inside, chosen ? Face::Strong : Face::Text, color, entry.label);
    ui.text_in(inside, Face::Small, c.third, entry.count, Align::Right);
  }
  if (on.pressed) {
    model.go_to(entry.page);
    if (entry.page == Page::Activity) model.activity_open = false;
  }
}

}  // namespace

void draw_navigation(Ui& ui, Model& model, const ImRect& box, bool rail) {
  const Palette& c = ui.colors();
  begin_panel(ui, "navigation", box, false, c.sunken);
  ui.fill(ImRect(ImVec2(box.Max.x - ui.hairline(), box.Min.y), box.Max), c.line);
  const float margin = ui.px(rail ? 6 : 8);
  const float height = ui.control_height() + (rail ? ui.px(6) : 0);
  Flow flow{box.Min + ImVec2(margin, ui.px(12)), box.GetWidth() - margin * 2};
  const ActivityCounts counts = model.activities.counts();
  const auto count = [](std::size_t number) {
    return number == 0 ? std::string() : std::to_string(number);
  };
  const Entry entries[] = {
      {Page::Instances, Icon::Instances, "Instances", count(model.instances.rows().size())},
      {Page::Coverage, Icon::Shield, "Coverage", count(model.coverage.counts().falling_short())},
      {Page::Fleet, Icon::Layers, "Back up many", {}},
      {Page::Activity, Icon::Activity, "Activity", count(static_cast<std::size_t>(counts.running))},
      {Page::Requests, Icon::Requests, "Requests", count(model.exchanges.entries().size())},
  };
  for (const Entry& entry : entries) {
    draw_entry(ui, model, flow.take(height), entry, rail);
    flow.gap(ui.px(2));
  }
  const ImRect last = box_at(ImVec2(flow.at.x, box.Max.y - ui.px(12) - height), flow.width, height);
  if (last.Min.y >= flow.at.y) {
    draw_entry(ui, model, last, {Page::Settings, Icon::Settings, "Settings", {}}, rail);
  } else {
    draw_entry(ui, model, flow.take(height), {Page::Settings, Icon::Settings, "Settings", {}},
               rail);
  }
  end_panel(ui);
}

}  // namespace dds::shell
