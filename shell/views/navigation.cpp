#include <algorithm>
#include <array>
#include <string>

#include "shell/views/views.h"
#include "shell/widgets/badge.h"
#include "shell/widgets/button.h"
#include "shell/widgets/popover.h"

namespace dds::shell {
namespace {

struct Entry {
  Page page = Page::Instances;
  Icon icon = Icon::Instances;
  std::string_view label;
  std::string count;
  std::string_view heading = {};  // above it
};

// True when it was pressed, and the page is another one.
bool draw_entry(Ui& ui, Model& model, const ImRect& box, const Entry& entry, bool rail) {
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
  return on.pressed;
}

// On a rail of icons only a line.
void draw_heading(Ui& ui, Flow& flow, std::string_view text, bool rail) {
  flow.gap(ui.px(rail ? 4 : 8));
  const ImRect box = flow.take(ui.px(rail ? 8 : 24));
  if (rail) {
    ui.fill(ImRect(ImVec2(box.Min.x + ui.px(6), box.GetCenter().y),
                   ImVec2(box.Max.x - ui.px(6), box.GetCenter().y + ui.hairline())),
            ui.colors().line);
    return;
  }
  ui.text_in(ImRect(box.Min + ImVec2(ui.px(11), 0), box.Max), Face::Small, ui.colors().second,
             text);
}

std::array<Entry, 8> entries_of(Model& model) {
  const auto count = [](std::size_t number) {
    return number == 0 ? std::string() : std::to_string(number);
  };
  const ActivityCounts counts = model.counts();
  return {
      {{Page::Instances, Icon::Instances, "Instances", count(model.instances.rows().size())},
       {Page::Coverage, Icon::Shield, "Coverage", count(model.coverage.counts().falling_short())},
       {Page::Fleet, Icon::Layers, "Back up many", {}},
       {Page::Activity, Icon::Activity, "Activity",
        count(static_cast<std::size_t>(counts.running))},
       {Page::Api, Icon::Code, "API", {}, "Workbench"},
       {Page::Sign, Icon::Sign, "Sign", {}},
       {Page::History, Icon::Requests, "History", count(model.exchanges.entries().size())},
       {Page::Settings, Icon::Settings, "Settings", {}}}};
}

constexpr std::string_view kMenu = "navigation menu";

}  // namespace

void draw_navigation(Ui& ui, Model& model, const ImRect& box, bool rail) {
  const Palette& c = ui.colors();
  const float margin = ui.px(rail ? 6 : 8);
  ImGui::PushStyleVar(ImGuiStyleVar_ScrollbarSize, margin);  // takes no room from the entries
  begin_panel(ui, "navigation", box, true, c.sunken);        // scrolls in a low window
  ImGui::PopStyleVar();
  ui.fill(ImRect(ImVec2(box.Max.x - ui.hairline(), box.Min.y), box.Max), c.line);
  const float height = ui.control_height() + (rail ? ui.px(6) : 0);
  const float top = ui.px(rail ? 8 : 12);
  Flow flow{box.Min + ImVec2(margin, top - ImGui::GetScrollY()), box.GetWidth() - margin * 2};
  const std::array<Entry, 8> entries = entries_of(model);
  for (const Entry& entry : entries) {
    // The last one stands at the bottom, where there is room.
    const float bottom = box.Max.y - ui.px(12) - height;
    if (&entry == &entries.back()) flow.at.y = std::max(flow.at.y, bottom);
    if (!entry.heading.empty()) draw_heading(ui, flow, entry.heading, rail);
    static_cast<void>(draw_entry(ui, model, flow.take(height), entry, rail));
    if (&entry != &entries.back()) flow.gap(ui.px(2));
  }
  end_panel(ui);
}

void draw_navigation_menu(Ui& ui, Model& model, const ImRect& box) {
  const Palette& c = ui.colors();
  begin_panel(ui, "menu bar", box, false, c.dark ? c.raised : c.background);
  ui.line_below(box, c.line);
  const float side = ui.px(ui.touch ? 44 : 30);
  const ImRect place = box_at(ImVec2(box.Max.x - side, box.GetCenter().y - side / 2), side, side);
  if (button(ui, place, "Menu",
             {.kind = ButtonKind::Quiet,
              .icon = Icon::Menu,
              .icon_only = true,
              .expanded = popover_open(kMenu)}))
    open_popover(ui, kMenu);
  Flow flow;
  if (begin_popover(ui, kMenu, place, ui.px(240), flow)) {
    for (const Entry& entry : entries_of(model)) {
      if (!entry.heading.empty()) draw_heading(ui, flow, entry.heading, false);
      if (draw_entry(ui, model, flow.take(ui.control_height()), entry, false)) close_popover(ui);
      flow.gap(ui.px(2));
    }
    ui.extend(flow.at);
    end_popover(ui);
  }
  end_panel(ui);
}

}  // namespace dds::shell
