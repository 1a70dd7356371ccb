// A run of many backups: how far it is, what became of each, and what can be done about it.
#include <algorithm>
#include <array>
#include <string>

#include "core/base/text.h"
#include "shell/model/words.h"
#include "shell/views/views.h"
#include "shell/widgets/badge.h"
#include "shell/widgets/button.h"
#include "shell/widgets/choice.h"
#include "shell/widgets/menu.h"
#include "shell/widgets/table.h"
#include "shell/widgets/tabs.h"

namespace dds::shell {
namespace {

constexpr std::string_view kMenu = "run menu";
constexpr std::array<std::string_view, 4> kFilters{"All", "Running", "Not done", "Done"};
constexpr std::array<ColumnSpec, 3> kColumns = {{
    {.title = "Instance", .least = 130, .share = 1, .sortable = false},
    {.title = "State", .least = 200, .share = 2, .sortable = false},
    {.title = "Job", .least = 84, .share = 0.2F, .sortable = false, .drop_order = 1},
}};
constexpr WideTable kTable{"run", kColumns};

StateLook run_look(const Ui& ui, const RunWords& words) {
  if (words.waiting && words.ending == backup::Ending::None)
    return {Icon::Clock, ui.colors().third, "Waiting"};
  return outcome_look(ui, words.ending);
}

void draw_row(Ui& ui, Model& model, std::size_t index, const ImRect& box,
              const std::vector<ColumnPlace>& places) {
  const Palette& c = ui.colors();
  const backup::Progress& progress = model.fleet.run.progress(index);
  const RunWords& words = model.fleet.run.words(index);
  const auto line = [&](std::size_t column, bool second) {
    return box_at(ImVec2(box.Min.x + places[column].left, box.Min.y + ui.px(second ? 22 : 3)),
                  places[column].width, ui.px(second ? 18 : 20));
  };
  ui.text_in(line(0, false), Face::Text, c.text, words.title);
  ui.text_in(line(0, true), Face::MonoSmall, c.second, progress.instance_id);
  const StateLook look = run_look(ui, words);
  state_line(ui, line(1, false), look.icon, look.color, words.line, c.text);
  ImRect under = line(1, true);
  under.Min.x += ui.px(15);
  if (!words.why.empty()) {
    ui.text_in(under, Face::Small, c.second, words.why);
  } else if (progress.phase == backup::Phase::Following && progress.percent) {
    const ImRect bar = box_at(ImVec2(under.Min.x, under.GetCenter().y - ui.px(3)),
                              std::min(ui.px(180), under.GetWidth()), ui.px(6));
    progress_bar(ui, bar, static_cast<float>(*progress.percent) / 100, c.running,
                 "Backup of " + words.title);
  }
  if (places[2].width > 0)
    ui.text_in(ImRect(line(2, false).Min, line(2, true).Max), Face::Mono, c.text, words.job_id);
}

std::string row_text(Model& model, std::size_t row) {
  const RunWords& words = model.fleet.run.words(row);
  const backup::Progress& progress = model.fleet.run.progress(row);
  return words.title + "\t" + progress.instance_id + "\t" + words.line + "\t" + words.why + "\t" +
         words.job_id;
}

// The same actions as the keyboard has.
void draw_menu(Ui& ui, Model& model, ViewState& state) {
  Flow flow;
  if (!begin_menu(ui, kMenu, state.menu_at, 220, flow)) return;
  const std::vector<std::uint32_t>& order = model.fleet.run.order();
  const auto at = static_cast<std::size_t>(std::max(state.fleet_row, 0));
  if (at >= order.size()) {
    close_popover(ui);
  } else {
    const std::size_t row = order[at];
    const std::string id = model.fleet.run.progress(row).instance_id;
    if (menu_item(ui, flow, "Open", "Enter")) model.open_instance(id);
    if (menu_item(ui, flow, "Copy row", "Ctrl+C"))
      model.host().copy_to_clipboard(row_text(model, row));
    if (menu_item(ui, flow, "Copy instance ID")) model.host().copy_to_clipboard(id);
  }
  end_popover(ui);
}

void draw_rows(Ui& ui, Model& model, ViewState& state, Flow& flow, float bottom) {
  FleetRun& run = model.fleet.run;
  const int pressed = tabs(ui, flow.take(ui.px(34)), kFilters, static_cast<int>(run.filter));
  if (pressed >= 0) {
    run.filter = static_cast<RunFilter>(pressed);
    state.fleet_row = -1;
  }
  const std::vector<std::uint32_t>& order = run.order();
  if (order.empty()) {
    flow.gap(ui.px(14));
    return say_nothing(ui, flow, "None at present", "The other tabs hold the rest of the run.");
  }
  const std::vector<ColumnPlace> places = place_columns(ui, model, kTable, flow.width);
  table_head(ui, model, flow.take(ui.px(30)), kTable, places, -1, false);
  const float row_height = ui.px(measure::kRowTall);
  const ImRect table = take_table(flow, row_height, order.size(), bottom);
  begin_panel(ui, "run rows", table, true, ui.colors().background);
  const auto index = [&](int i) -> std::size_t { return order[static_cast<std::size_t>(i)]; };
  const ImVec2 top(table.Min.x, table.Min.y - ImGui::GetScrollY());
  const RowEvents events = table_rows(
      ui, top, table.GetWidth(), row_height, static_cast<int>(order.size()), state.fleet_row,
      [&](int i) {
        return RowText{run.words(index(i)).label, run.progress(index(i)).instance_id};
      },
      [&](int i, const ImRect& row) { draw_row(ui, model, index(i), row, places); });
  if (events.menu >= 0) state.menu_at = row_menu_place(ui, top, row_height, events.menu);
  end_panel(ui);
  if (events.menu >= 0) open_popover(ui, kMenu);
  if (events.copied >= 0) model.host().copy_to_clipboard(row_text(model, index(events.copied)));
  if (events.chosen >= 0) state.fleet_row = events.chosen;
  if (events.opened >= 0) model.open_instance(run.progress(index(events.opened)).instance_id);
}

void draw_overall(Ui& ui, const backup::FleetSummary& summary, Flow& flow) {
  const Palette& c = ui.colors();
  std::string text = std::to_string(summary.ended()) + " of " + std::to_string(summary.all());
  if (summary.time_left) text += ", about " + format_estimate(*summary.time_left) + " left";
  const ImRect row = flow.take(ui.px(20));
  const float words = ui.text_width(Face::Text, text) + ui.px(10);
  const ImRect bar = box_at(ImVec2(row.Min.x, row.GetCenter().y - ui.px(3)),
                            std::max(ui.px(60), flow.width - words), ui.px(6));
  progress_bar(ui, bar, static_cast<float>(summary.share), c.running, "All backups of the run");
  ui.text_in(ImRect(ImVec2(bar.Max.x + ui.px(10), row.Min.y), row.Max), Face::Text, c.text, text);
  ui.note(Role::Status, text, row);
}

// What the run is like in one line, and what can be done with it.
void draw_running(Ui& ui, Model& model, Flow& flow) {
  const Palette& c = ui.colors();
  FleetRun& run = model.fleet.run;
  draw_overall(ui, run.summary(), flow);
  flow.gap(ui.px(2));
  draw_notice(ui, flow, Role::Status, Icon::Play, c.running, run.counts_line());
  flow.gap(ui.px(8));
  ImVec2 at = flow.take(ui.control_height()).Min;
  if (button_at(ui, at, "Pause")) run.pause();
  ui.text_in(box_at(at, flow.at.x + flow.width - at.x, ui.control_height()), Face::Small, c.third,
             "Starts nothing more. What has begun goes on at the service.");
}

void draw_unfinished(Ui& ui, Model& model, Flow& flow) {
  const Palette& c = ui.colors();
  FleetRun& run = model.fleet.run;
  const backup::FleetSummary& summary = run.summary();
  const Instant begun = run.begun();
  draw_notice(ui, flow, Role::Status, Icon::Attention, c.attention,
              "This run is unfinished: " + std::to_string(summary.all() - summary.ended()) +
                  " of " + counted(summary.all(), "backup") + " have not ended. Begun " +
                  local_time(begun, ui.host.utc_offset_minutes(begun), ui.now) + " (" +
                  utc_time(begun) + ").");
  const std::string obstacle = run.resume_obstacle();
  if (!obstacle.empty()) {
    flow.gap(ui.px(4));
    draw_notice(ui, flow, Role::Alert, Icon::Key, c.attention, obstacle);
  }
  flow.gap(ui.px(8));
  ImVec2 at = flow.take(ui.control_height()).Min;
  if (button_at(ui, at, "Go on", {.kind = ButtonKind::Primary, .disabled_because = obstacle}))
    run.resume();
  if (button_at(ui, at, "Put away")) open_popover(ui, kPutAwayDialog);
  if (obstacle.empty())
    ui.text_in(box_at(at, flow.at.x + flow.width - at.x, ui.control_height()), Face::Small, c.third,
               "Goes on where it was; nothing is started twice.");
}

// "Left out: dds-bp1... (It is locked.)", a few of them.
std::string left_out_words(const FleetRun& run) {
  constexpr std::size_t kMost = 6;
  std::string names;
  const std::vector<backup::LeftOut>& all = run.left_out();
  for (std::size_t i = 0; i < std::min(all.size(), kMost); ++i)
    add_part(names, all[i].instance_id + " (" + all[i].reason + ")");
  if (all.size() > kMost) names += " and " + std::to_string(all.size() - kMost) + " more";
  return "Left out: " + names;
}

void draw_ended(Ui& ui, Model& model, Flow& flow) {
  const Palette& c = ui.colors();
  FleetRun& run = model.fleet.run;
  const backup::FleetSummary& summary = run.summary();
  const bool all_done = summary.succeeded == summary.all() && run.left_out().empty();
  draw_notice(ui, flow, Role::Status, all_done ? Icon::Check : Icon::Attention,
              all_done ? c.good : c.attention,
              counted(summary.all() + run.left_out().size(), "backup") + ": " + run.counts_line());
  if (!run.left_out().empty()) {
    flow.gap(ui.px(4));
    draw_notice(ui, flow, Role::Status, Icon::Attention, c.attention, left_out_words(run));
  }
  flow.gap(ui.px(8));
  const std::size_t again = summary.failed + summary.not_started;
  const std::string again_label = "Again for " + counted(again, "instance");
  enum class Press { Again, Copy, ChooseOthers, PutAway };
  struct Action {
    Press press;
    std::string_view label;
    bool shown;
    ButtonKind kind;
  };
  const std::array<Action, 4> actions = {
      {{Press::Again, again_label, again > 0, ButtonKind::Primary},
       {Press::Copy, "Copy results as JSON", true, ButtonKind::Plain},
       {Press::ChooseOthers, "Choose others", true, ButtonKind::Plain},
       {Press::PutAway, "Put away", true, ButtonKind::Plain}}};
  ImVec2 at = flow.take(ui.control_height()).Min;
  for (const Action& action : actions) {
    if (!action.shown) continue;
    const ButtonSpec spec{.kind = action.kind};
    if (at.x > flow.at.x && at.x + button_width(ui, action.label, spec) > flow.at.x + flow.width) {
      flow.gap(ui.px(8));
      at = flow.take(ui.control_height()).Min;
    }
    if (!button_at(ui, at, action.label, spec)) continue;
    switch (action.press) {
      case Press::Again: model.choose_fleet(run.to_do_again()); break;
      case Press::Copy: model.host().copy_to_clipboard(run.results_json()); break;
      case Press::ChooseOthers: model.fleet.choosing_anew = true; break;
      case Press::PutAway: open_popover(ui, kPutAwayDialog); break;
    }
  }
}

}  // namespace

void draw_fleet_run(Ui& ui, Model& model, ViewState& state, Flow& flow, float bottom) {
  FleetRun& run = model.fleet.run;
  const Instant begun = run.begun();
  const std::string figure = counted(run.size(), "backup");
  page_title(ui, flow.take(ui.control_height()), "Back up many",
             figure + ", begun " + local_time(begun, ui.host.utc_offset_minutes(begun), ui.now),
             figure);
  flow.gap(ui.px(8));
  if (!run.problem().empty()) {
    draw_notice(ui, flow, Role::Alert, Icon::Attention, ui.colors().bad,
                run.problem() + (run.state() == RunState::Running
                                     ? " Backups that run are followed; nothing more is started."
                                     : ""));
    flow.gap(ui.px(6));
  }
  switch (run.state()) {
    case RunState::Running: draw_running(ui, model, flow); break;
    case RunState::Unfinished: draw_unfinished(ui, model, flow); break;
    default: draw_ended(ui, model, flow); break;
  }
  flow.gap(ui.px(8));
  // What was pressed may have taken the run away.
  if (run.size() == 0) return ui.draw_again();
  draw_rows(ui, model, state, flow, bottom);
  draw_menu(ui, model, state);
}

void draw_put_away(Ui& ui, Model& model) {
  Flow flow;
  if (!begin_dialog(ui, kPutAwayDialog, 460, flow)) return;
  FleetRun& run = model.fleet.run;
  const Palette& c = ui.colors();
  dialog_head(ui, flow, "Put the run away", {});
  const std::string text =
      (run.left_behind().empty() ? std::string() : run.left_behind() + " ") +
      "The run's record is deleted from this machine; backup sets are not touched.";
  const float top = flow.at.y;
  flow.gap(ui.wrapped(flow.at, flow.width, Face::Text, c.text, text));
  ui.note(Role::Status, text, ImRect(ImVec2(flow.at.x, top), flow.at + ImVec2(flow.width, 0)));
  flow.gap(ui.px(10));
  if (run.has_unknown()) {
    if (checkbox(ui, flow.take(ui.px(24)), "I looked at their backup sets",
                 run.looked_after_unknown))
      run.looked_after_unknown = !run.looked_after_unknown;
    flow.gap(ui.px(10));
  }
  ImVec2 at = flow.take(ui.control_height()).Min;
  const bool may = !run.has_unknown() || run.looked_after_unknown;
  const bool away =
      button_at(ui, at, "Delete the record",
                {.disabled_because = may ? std::string_view() : "Look at the backup sets first."});
  if (button_at(ui, at, "Keep it") || away) close_popover(ui);
  ui.extend(flow.at);
  end_popover(ui);
  if (away) run.put_away();
}

}  // namespace dds::shell
