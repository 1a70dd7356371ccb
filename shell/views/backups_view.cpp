// The Backups tab of an instance: the timeline, and below it the table of all sets.
#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "shell/model/words.h"
#include "shell/views/views.h"
#include "shell/widgets/badge.h"
#include "shell/widgets/button.h"
#include "shell/widgets/menu.h"
#include "shell/widgets/table.h"
#include "shell/widgets/text_field.h"

namespace dds::shell {
namespace {

constexpr std::string_view kDash = "\xE2\x80\x93";
constexpr std::string_view kMenu = "set menu";
constexpr std::array<ColumnSpec, 8> kColumns = {{
    {.title = "Result", .least = 84},
    {.title = "Ended", .least = 96, .share = 1},
    {.title = "Took", .least = 50, .share = 0.3F, .right = true, .drop_order = 4},
    {.title = "Method", .least = 66, .share = 0.5F, .drop_order = 2},
    {.title = "Mode", .least = 72, .share = 0.5F, .drop_order = 5},
    {.title = "Size", .least = 74, .share = 0.2F, .right = true},
    {.title = "Kept until", .least = 78, .share = 0.8F, .drop_order = 3},
    {.title = "Backup ID", .least = 84, .share = 0.8F, .drop_order = 6},
}};
constexpr WideTable kTable{"backups", kColumns};

void draw_row(Ui& ui, Model& model, std::size_t index, const ImRect& box,
              const std::vector<ColumnPlace>& places) {
  const Palette& c = ui.colors();
  const api::BackupSet& set = model.history.sets()[index];
  const SetWords& words = model.history.words(index);
  const auto cell = [&](std::size_t i) {
    return ImRect(ImVec2(box.Min.x + places[i].left, box.Min.y),
                  ImVec2(box.Min.x + places[i].left + places[i].width, box.Max.y));
  };
  const auto text = [&](std::size_t i, Face face, std::string_view value,
                        Align align = Align::Left) {
    if (places[i].width > 0)
      ui.text_in(cell(i), face, value == kDash ? c.third : c.text, value, align);
  };
  const ImVec2 at(cell(0).Min.x, box.Min.y + ui.px(4));
  if (set.state == api::SetState::Success) {
    badge(ui, at, Icon::Check, "Success", c.good);
  } else if (set.state == api::SetState::Failed) {
    badge(ui, at, Icon::Cross, "Failed", c.bad);
  } else {
    badge(ui, at, Icon::Play,
          set.state_text.empty() ? std::string_view("Unknown") : std::string_view(set.state_text),
          c.running);
  }
  text(1, Face::Text, words.ended);
  if (set.ended && ImGui::IsMouseHoveringRect(cell(1).Min, cell(1).Max))
    ui.tooltip(cell(1), utc_time(*set.ended));
  text(2, Face::Mono, words.took, Align::Right);
  text(3, Face::Text, set.method.empty() ? kDash : std::string_view(set.method));
  text(4, Face::Text, set.manual ? "Manual" : "Automatic");
  text(5, Face::Mono, words.size, Align::Right);
  text(6, Face::Text, words.kept);
  text(7, Face::Mono, set.id);
}

void draw_table_head(Ui& ui, Model& model, Flow& flow) {
  const Palette& c = ui.colors();
  SetHistory& history = model.history;
  const ImRect row = flow.take(ui.control_height());
  const float width = std::min(ui.px(200), row.GetWidth() - ui.px(96));
  text_field(ui, ImRect(ImVec2(row.Max.x - width, row.Min.y), row.Max), "Filter sets",
             history.filter, {.placeholder = "Filter", .icon = Icon::Search});
  const ImRect left(row.Min, ImVec2(row.Max.x - width - ui.px(12), row.Max.y));
  const float title = ui.text_width(Face::Strong, "Backup sets");
  ui.text_in(left, Face::Strong, c.text, "Backup sets");
  ui.note(Role::Heading, "Backup sets", box_at(left.Min, title, left.GetHeight()));
  const std::size_t shown = history.order().size();
  const std::size_t all = history.sets().size();
  std::string remark =
      shown == all ? std::to_string(all) : std::to_string(shown) + " of " + std::to_string(all);
  if (history.loading()) {
    remark += history.loaded() ? ", refreshing" : " so far";
  } else if (history.new_sets() > 0) {
    remark += ", " + std::to_string(history.new_sets()) + " new";
  }
  const ImRect place(left.Min + ImVec2(title + ui.px(10), 0), left.Max);
  ui.text_in(place, Face::Small, c.third, remark);
  ui.note(Role::Status, "Sets: " + remark, place);
}

void copy_row(Model& model, std::size_t set) {
  model.host().copy_to_clipboard(model.history.row_text(set));
}

std::string restore_obstacle(Model& model, const api::BackupSet& set) {
  if (set.state != api::SetState::Success) return "This backup did not succeed.";
  return api::restore_obstacle(model.history.instance(), {set.id, {}}, std::nullopt, model.now());
}

// The same actions as the keyboard has.
void draw_menu(Ui& ui, Model& model, ViewState& state) {
  Flow flow;
  std::string_view dialog;  // opened where the menu was: not inside it
  if (!begin_menu(ui, kMenu, state.menu_at, 236, flow)) return;
  const api::BackupSet* chosen = model.history.selected();
  if (chosen == nullptr) {
    close_popover(ui);
  } else {
    const api::BackupSet set = *chosen;
    const auto index = static_cast<std::size_t>(chosen - model.history.sets().data());
    const api::Instance& instance = model.history.instance();
    const std::string no_restore = restore_obstacle(model, set);
    if (menu_item(ui, flow, "Restore...", {}, no_restore)) {
      model.restore.choose_set(set.id);
      model.show_tab(InstanceTab::Restore);
    }
    if (menu_item(ui, flow, "Keep longer...", {}, api::keep_obstacle(set, forever())))
      dialog = kKeepDialog;
    if (menu_item(ui, flow, "Delete...", {}, api::delete_obstacle(instance, set)))
      dialog = kDeleteDialog;
    if (!dialog.empty()) model.set_dialog.ask(set);
    if (menu_item(ui, flow, "Copy row", "Ctrl+C")) copy_row(model, index);
    if (menu_item(ui, flow, "Copy backup ID")) model.host().copy_to_clipboard(set.id);
    const bool timed = set.started || set.ended;
    if (menu_item(ui, flow, "Show on the timeline", {},
                  timed ? std::string_view{} : std::string_view("Its times are not known."))) {
      const Instant at = set.started ? *set.started : *set.ended;
      model.history.view.show(at - std::chrono::hours{3}, at + std::chrono::hours{3}, ui.now);
    }
  }
  end_popover(ui);
  if (!dialog.empty()) open_popover(ui, dialog);
}

void draw_empty(Ui& ui, Model& model, Flow& flow) {
  const Palette& c = ui.colors();
  SetHistory& history = model.history;
  flow.gap(ui.px(12));
  const auto say = [&](std::string_view title, std::string_view text) {
    const ImRect box = flow.take(ui.px(24));
    ui.text_in(box, Face::Strong, c.text, title);
    ui.note(Role::Status, title, box);
    flow.gap(ui.wrapped(flow.at, std::min(flow.width, ui.px(520)), Face::Text, c.second, text) +
             ui.px(12));
  };
  if (!history.sets().empty()) {
    say("Nothing fits the filter", "No set has this in its ID, result, time, method or mode.");
    ImVec2 at = flow.at;
    if (button_at(ui, at, "Clear filter")) history.filter.clear();
  } else {
    say("Never backed up",
        "Sets appear here once a backup has ended: one that is created here, or one of the "
        "automatic policy.");
  }
  flow.gap(ui.control_height() + ui.px(8));
}

// `bottom` = where the page ends, moved with its scrolling: the table's height must not depend on
// how far the page is scrolled.
void draw_sets(Ui& ui, Model& model, ViewState& state, Flow& flow, float bottom) {
  SetHistory& history = model.history;
  const std::vector<ColumnPlace> places = place_columns(ui, model, kTable, flow.width);
  const int pressed = table_head(ui, model, flow.take(ui.px(30)), kTable, places,
                                 static_cast<int>(history.sorted_by()), history.descending());
  if (pressed >= 0) history.sort(static_cast<SetColumn>(pressed));
  const std::vector<std::uint32_t>& order = history.order();
  if (order.empty()) return draw_empty(ui, model, flow);
  const float row_height = ui.touch ? ui.control_height() : ui.px(measure::kRow);
  const float wanted = row_height * static_cast<float>(order.size());
  // Its own scrolling as long as there is room for a few rows; else the page scrolls.
  const float room = std::max(bottom - flow.at.y, row_height * 5);
  const ImRect table = flow.take(std::min(wanted, room));
  begin_panel(ui, "sets", table, true, ui.colors().background);
  const int selected = history.selected_position();
  if (state.scroll_to_set && selected >= 0) {
    state.scroll_to_set = false;
    const float top = table.Min.y - ImGui::GetScrollY();
    const ImRect row = box_at(ImVec2(table.Min.x, top + row_height * static_cast<float>(selected)),
                              table.GetWidth(), row_height);
    ImGui::ScrollToRectEx(ImGui::GetCurrentWindow(), row, ImGuiScrollFlags_KeepVisibleEdgeY);
    ui.draw_again();
  }
  const RowEvents events = table_rows(
      ui, ImVec2(table.Min.x, table.Min.y - ImGui::GetScrollY()), table.GetWidth(), row_height,
      static_cast<int>(order.size()), selected,
      [&](int i) {
        const SetWords& words = history.words(order[static_cast<std::size_t>(i)]);
        return RowText{words.label, words.key};
      },
      [&](int i, const ImRect& row) {
        draw_row(ui, model, order[static_cast<std::size_t>(i)], row, places);
      });
  if (events.menu >= 0)
    state.menu_at = row_menu_place(ui, ImVec2(table.Min.x, table.Min.y - ImGui::GetScrollY()),
                                   row_height, events.menu);
  end_panel(ui);
  const auto index = [&](int i) { return order[static_cast<std::size_t>(i)]; };
  if (events.chosen >= 0) history.select(index(events.chosen));
  if (events.copied >= 0) copy_row(model, index(events.copied));
  if (events.menu >= 0) open_popover(ui, kMenu);
}

}  // namespace

void draw_backups(Ui& ui, Model& model, ViewState& state, const ImRect& box) {
  SetHistory& history = model.history;
  begin_panel(ui, "backups", box, true, ui.colors().background);
  const float margin = ui.px(16);
  const float scrollbar =
      ImGui::GetCurrentWindow()->ScrollbarY ? ImGui::GetStyle().ScrollbarSize : 0;
  Flow flow{box.Min + ImVec2(margin, ui.px(12) - ImGui::GetScrollY()),
            box.GetWidth() - margin * 2 - scrollbar};
  for (const ChangeKind kind : {ChangeKind::KeepSet, ChangeKind::DeleteSet}) {
    if (const Change* change = model.set_dialog.change(kind)) draw_change(ui, model, flow, *change);
  }
  const bool waiting = history.loading() && history.sets().empty() && !history.loaded();
  if (history.problem()) {
    const Problem problem = *history.problem();
    draw_problem(ui, model, flow, problem, history.instance().id, "history problem");
    flow.gap(ui.px(12));
  }
  const bool show = !waiting || wait_for(ui, history.loading_since());
  if (show && (history.loaded() || history.loading() || !history.sets().empty())) {
    const TimelineEvents events = draw_timeline(ui, model, state.timeline, state.drag, flow);
    if (events.chosen_row >= 0) {
      history.select(static_cast<std::size_t>(events.chosen_row));
      state.scroll_to_set = true;
    }
    flow.gap(ui.px(16));
    if (waiting) {
      skeleton(ui, flow, "Loading backup sets", 6);
    } else {
      draw_table_head(ui, model, flow);
      flow.gap(ui.px(4));
      draw_sets(ui, model, state, flow, box.Max.y - ui.px(8) - ImGui::GetScrollY());
    }
  }
  draw_menu(ui, model, state);
  draw_keep_dialog(ui, model);
  draw_delete_dialog(ui, model);
  ui.extend(flow.at + ImVec2(0, ui.px(8)));
  end_panel(ui);
}

}  // namespace dds::shell
