// Choosing the instances of a run of many backups, and how they are backed up.
#include <algorithm>
#include <array>
#include <string>

#include "shell/model/words.h"
#include "shell/views/views.h"
#include "shell/widgets/badge.h"
#include "shell/widgets/button.h"
#include "shell/widgets/choice.h"
#include "shell/widgets/menu.h"
#include "shell/widgets/table.h"
#include "shell/widgets/text_field.h"

namespace dds::shell {
namespace {

constexpr std::string_view kTagPopover = "choose by tag";
constexpr std::string_view kPastePopover = "choose pasted";
constexpr std::string_view kConfirm = "confirm run";
constexpr float kBox = 28;  // the column of the boxes to tick
constexpr std::array<ColumnSpec, 3> kColumns = {{
    {.title = "Instance", .least = 150, .share = 1, .sortable = false},
    {.title = "Kind",
     .least = 130,
     .wanted = 190,
     .share = 0.6F,
     .sortable = false,
     .drop_order = 1},
    {.title = "Backup", .least = 150, .share = 1.4F, .sortable = false},
}};
constexpr WideTable kTable{"fleet", kColumns};

void draw_candidate(Ui& ui, const FleetChoice& choice, const FleetCandidate& row, const ImRect& box,
                    const std::vector<ColumnPlace>& places) {
  const Palette& c = ui.colors();
  draw_check(ui, ImVec2(box.Min.x + ui.px(18), box.GetCenter().y), row.chosen, !row.allowed(),
             ImGui::IsMouseHoveringRect(box.Min, box.Max));
  const auto line = [&](std::size_t column, bool second) {
    const float left = box.Min.x + ui.px(kBox) + places[column].left;
    return box_at(ImVec2(left, box.Min.y + ui.px(second ? 22 : 3)), places[column].width,
                  ui.px(second ? 18 : 20));
  };
  const Color first = row.allowed() ? c.text : c.third;
  ui.text_in(line(0, false), Face::Text, first, row.instance.title());
  ui.text_in(line(0, true), Face::MonoSmall, c.second,
             row.instance.description.empty() ? "no description" : row.instance.id);
  if (places[1].width > 0) {
    ui.text_in(line(1, false), Face::Text, first, api::name(row.instance.kind));
    parts_in(ui, line(1, true), Face::Small, c.second, row.kind_line);
  }
  if (row.allowed()) {
    ui.text_in(line(2, false), Face::Text, c.text,
               row.method ? api::name(*row.method) : std::string_view("As the service chooses"));
    ui.text_in(line(2, true), Face::Small, c.second, choice.retention_text());
  } else {
    ui.text_in(line(2, false), Face::Text, c.second, row.chosen ? "Left out" : "Cannot be chosen");
    ui.text_in(line(2, true), Face::Small, c.second, row.obstacle);
  }
}

// Buttons in rows, as many beside each other as fit.
struct ButtonRows {
  Ui& ui;
  Flow& flow;
  ImVec2 at = flow.at;

  bool press(std::string_view label, const ButtonSpec& spec = {}) {
    const float wide = button_width(ui, label, spec);
    if (at.x > flow.at.x && at.x + wide > flow.at.x + flow.width)
      at = ImVec2(flow.at.x, at.y + ui.control_height() + ui.px(8));
    return button_at(ui, at, label, spec);
  }
  void end() { flow.at.y = at.y + ui.control_height(); }
};

// What an earlier run, or the journal, has to say before anything is chosen.
void draw_earlier(Ui& ui, Model& model, Flow& flow) {
  const Palette& c = ui.colors();
  FleetRun& run = model.fleet.run;
  if (!run.problem().empty()) {
    draw_notice(ui, flow, Role::Alert, Icon::Attention, c.bad, run.problem());
    flow.gap(ui.px(6));
  }
  ButtonRows buttons{ui, flow};
  if (run.state() == RunState::Blocked) {
    if (buttons.press("Try again")) run.look();
    if (run.unreadable() && buttons.press("Put away")) open_popover(ui, kPutAwayDialog);
  } else if (run.state() == RunState::Ended) {
    draw_notice(ui, flow, Role::Status, Icon::Clock, c.second,
                "The results of the last run are kept until another one begins: " +
                    run.counts_line() + ".");
    flow.gap(ui.px(6));
    buttons.at = flow.at;
    if (buttons.press("Show results")) model.fleet.choosing_anew = false;
  } else {
    return;
  }
  buttons.end();
  flow.gap(ui.px(12));
}

void draw_ways_to_choose(Ui& ui, Model& model, Flow& flow) {
  FleetChoice& choice = model.fleet.choice;
  const Palette& c = ui.colors();
  ButtonRows buttons{ui, flow};
  if (buttons.press("All")) choice.choose_all();
  if (buttons.press("None")) choice.choose_none();
  if (buttons.press("Falling short", {.disabled = model.fleet.choosing_falling_short()}))
    model.fleet.choose_falling_short();
  if (buttons.press("By tag", {.expanded = popover_open(kTagPopover)})) {
    open_popover(ui, kTagPopover);
    ui.focus.request("Tag");
  }
  const ImRect anchor(buttons.at - ImVec2(ui.px(90), 0),
                      buttons.at + ImVec2(0, ui.control_height()));
  if (buttons.press("Paste ids", {.expanded = popover_open(kPastePopover)})) {
    open_popover(ui, kPastePopover);
    ui.focus.request("Instance ids");
  }
  buttons.end();
  Flow in;
  if (begin_popover(ui, kTagPopover, anchor, ui.px(320), in)) {
    const FieldResult typed =
        labelled_field(ui, in, "Tag", choice.tag, {.placeholder = "environment=production"},
                       "KEY=VALUE: chooses the instances that carry it, and no others.");
    in.gap(ui.px(12));
    if (button(ui, in.take(ui.control_height()), "Choose tagged") || typed.entered) {
      choice.choose_by_tag();
      if (!choice.remark_is_problem()) close_popover(ui);
    }
    ui.extend(in.at);
    end_popover(ui);
  }
  if (begin_popover(ui, kPastePopover, anchor, ui.px(360), in)) {
    const FieldResult typed =
        labelled_field(ui, in, "Instance ids", choice.pasted,
                       {.placeholder = "dds-bp1... dds-bp2...", .mono = true},
                       "However they are separated; chooses these, and no others.");
    in.gap(ui.px(12));
    if (button(ui, in.take(ui.control_height()), "Choose pasted") || typed.entered) {
      choice.choose_pasted();
      close_popover(ui);
    }
    ui.extend(in.at);
    end_popover(ui);
  }
  if (!choice.remark().empty()) {
    flow.gap(ui.px(6));
    const bool problem = choice.remark_is_problem();
    draw_notice(ui, flow, problem ? Role::Alert : Role::Status,
                problem ? Icon::Attention : Icon::Check, problem ? c.attention : c.second,
                choice.remark());
  }
  flow.gap(ui.px(10));
}

void draw_how(Ui& ui, Model& model, Flow& flow) {
  const Palette& c = ui.colors();
  FleetChoice& choice = model.fleet.choice;
  const float label = ui.px(100);
  ImVec2 at = flow.at;
  const float height = ui.touch ? ui.control_height() : ui.px(26);
  ui.text_in(box_at(at, label, height), Face::Small, c.second, "Method");
  at.x += label;
  for (std::size_t i = 0; i < kFleetMethods; ++i) {
    const auto method = static_cast<FleetMethod>(i);
    const float wide = ui.px(24 + 16) + ui.text_width(Face::Text, name(method));
    if (at.x + wide > flow.at.x + flow.width + ui.px(16))
      at = ImVec2(flow.at.x + label, at.y + height);
    if (radio(ui, box_at(at, wide - ui.px(16), height), name(method), choice.method() == method))
      choice.choose_method(method);
    at.x += wide;
  }
  flow.at.y = at.y + height + ui.px(6);
  const ImRect row = flow.take(ui.control_height());
  ui.text_in(box_at(row.Min, label, row.GetHeight()), Face::Small, c.second, "Kept for (days)");
  const ImRect field = box_at(row.Min + ImVec2(label, 0), ui.px(80), row.GetHeight());
  const FieldResult typed = text_field(ui, field, "Kept for (days)", choice.days,
                                       {.placeholder = "policy", .error = choice.days_error()});
  if (typed.left || typed.entered || (typed.edited && !choice.days_error().empty()))
    choice.check_days();
  const bool wrong = !choice.days_error().empty();
  ui.text_in(ImRect(ImVec2(field.Max.x + ui.px(10), row.Min.y), row.Max), Face::Small,
             wrong ? c.bad : c.third,
             wrong ? std::string_view(choice.days_error())
                   : "7 to 730; empty: as each backup policy says");
  flow.gap(ui.px(10));
}

void draw_candidates(Ui& ui, Model& model, ViewState& state, Flow& flow, float bottom) {
  FleetChoice& choice = model.fleet.choice;
  const ImRect head = flow.take(ui.px(30));
  ui.line_below(head, ui.colors().line);
  const std::vector<ColumnPlace> places =
      place_columns(ui, model, kTable, flow.width - ui.px(kBox));
  table_head(ui, model, ImRect(head.Min + ImVec2(ui.px(kBox), 0), head.Max), kTable, places, -1,
             false);
  const std::vector<std::uint32_t>& order = choice.order();
  const float row_height = ui.px(measure::kRowTall);
  const ImRect table = take_table(flow, row_height, order.size(), bottom);
  begin_panel(ui, "candidates", table, true, ui.colors().background);
  const auto row_at = [&](int i) -> const FleetCandidate& {
    return choice.rows()[order[static_cast<std::size_t>(i)]];
  };
  const RowEvents events = table_rows(
      ui, ImVec2(table.Min.x, table.Min.y - ImGui::GetScrollY()), table.GetWidth(), row_height,
      static_cast<int>(order.size()), state.fleet_row,
      [&](int i) {
        const FleetCandidate& row = row_at(i);
        // One that is left out can be taken off the choice, and not put on it.
        return RowText{row.instance.title(),
                       row.instance.id,
                       true,
                       row.chosen,
                       row.chosen ? std::string_view() : std::string_view(row.obstacle),
                       row.obstacle};
      },
      [&](int i, const ImRect& row) { draw_candidate(ui, choice, row_at(i), row, places); });
  end_panel(ui);
  if (events.copied >= 0) model.host().copy_to_clipboard(row_at(events.copied).instance.id);
  if (events.chosen >= 0) state.fleet_row = events.chosen;
  if (events.toggled >= 0) choice.toggle(order[static_cast<std::size_t>(events.toggled)]);
}

// Why the button that starts is off; empty when it is not.
std::string start_obstacle(const Model& model) {
  if (model.fleet.run.state() == RunState::Blocked) return model.fleet.run.problem();
  if (model.fleet.run.has_unknown())
    return "The last run has backups of unknown outcome: look at them and put it away first.";
  if (!model.fleet.choice.days_error().empty()) return model.fleet.choice.days_error();
  return model.fleet.choice.starting() == 0 ? "Choose instances that can be backed up."
                                            : std::string();
}

void draw_foot(Ui& ui, Model& model, Flow& flow) {
  const Palette& c = ui.colors();
  const FleetChoice& choice = model.fleet.choice;
  flow.gap(ui.px(10));
  const std::string obstacle = start_obstacle(model);
  const std::string label = "Back up " + counted(choice.starting(), "instance");
  const ButtonSpec spec{
      .kind = ButtonKind::Primary, .disabled_because = obstacle, .key = "back up many"};
  const ImRect row = flow.take(ui.control_height());
  const float wide = std::min(button_width(ui, label, spec), flow.width);
  if (button(ui, ImRect(ImVec2(row.Max.x - wide, row.Min.y), row.Max), label, spec))
    open_popover(ui, kConfirm);
  std::string text = std::to_string(choice.starting()) + " chosen";
  if (choice.left_out() > 0) add_part(text, std::to_string(choice.left_out()) + " left out");
  const ImRect words(row.Min, ImVec2(row.Max.x - wide - ui.px(12), row.Max.y));
  ui.text_in(words, Face::Text, c.second, text);
  ui.note(Role::Status, text, words);
}

// A few names, and how many more.
std::string some_names(const FleetChoice& choice, bool allowed) {
  constexpr std::size_t kMost = 6;
  std::string names;
  std::size_t count = 0;
  for (const FleetCandidate& row : choice.rows()) {
    if (!row.chosen || row.allowed() != allowed || ++count > kMost) continue;
    add_part(names, row.instance.title());
    if (!allowed) names += " (" + row.obstacle + ")";
  }
  if (count > kMost) names += " and " + std::to_string(count - kMost) + " more";
  return names;
}

void draw_confirmation(Ui& ui, Model& model) {
  Flow flow;
  if (!begin_dialog(ui, kConfirm, 480, flow)) return;
  const Palette& c = ui.colors();
  const FleetChoice& choice = model.fleet.choice;
  const std::string count = counted(choice.starting(), "backup");
  const std::string where = model.connection.region_id() + " at " +
                            model.connection.endpoint_shown() +
                            (model.connection.real_service() ? ", the real service"
                             : model.connection.emulator()   ? ", the emulator"
                                                             : "");
  dialog_head(ui, flow, "Start " + count, where);
  const auto paragraph = [&](std::string_view name, const std::string& text) {
    if (text.empty()) return;
    ui.text(flow.at, Face::Small, c.second, name);
    flow.gap(ui.line(Face::Small) + ui.px(2));
    const float top = flow.at.y;
    flow.gap(ui.wrapped(flow.at, flow.width, Face::Text, c.text, text));
    ui.note(Role::Status, text, ImRect(ImVec2(flow.at.x, top), flow.at + ImVec2(flow.width, 0)));
    flow.gap(ui.px(10));
  };
  paragraph("Backed up", some_names(choice, true));
  paragraph("How", std::string(name(choice.method())) + ", " + choice.retention_text());
  paragraph("Left out", some_names(choice, false));
  flow.gap(ui.wrapped(flow.at, flow.width, Face::Small, c.second,
                      "Each makes a backup set of its own. What all sets of an instance take "
                      "beyond its free quota is charged. A backup that has begun is not stopped "
                      "from here."));
  flow.gap(ui.px(14));
  ImVec2 at = flow.take(ui.control_height()).Min;
  const bool start =
      button_at(ui, at, "Start " + count, {.kind = ButtonKind::Primary, .key = "start backups"});
  if (button_at(ui, at, "Cancel") || start) close_popover(ui);
  ui.extend(flow.at);
  end_popover(ui);
  if (start) static_cast<void>(model.start_fleet());
}

void draw_choice(Ui& ui, Model& model, ViewState& state, Flow& flow, float bottom) {
  FleetChoice& choice = model.fleet.choice;
  choice.follow_list();
  draw_list_head(ui, model, flow,
                 {"Back up many", "Filter instances", choice.filter, choice.order().size(),
                  choice.rows().size(), model.instances.loading()});
  if (draw_unconnected(ui, model, flow, "Instances to back up together are chosen here")) return;
  if (model.instances.problem()) {
    const Problem problem = *model.instances.problem();
    draw_problem(ui, model, flow, problem, {}, "candidates problem");
    flow.gap(ui.px(12));
  }
  draw_unlisted(ui, model, flow);
  draw_earlier(ui, model, flow);
  if (!model.instances.loaded_once()) return;
  if (choice.rows().empty()) {
    if (!model.instances.unlisted().empty()) return;  // perhaps there are some
    return say_nothing(ui, flow, "No instances in " + model.connection.region_id(),
                       "Instances to back up together are chosen here. Another region may have "
                       "some.");
  }
  draw_ways_to_choose(ui, model, flow);
  draw_how(ui, model, flow);
  if (choice.order().empty()) {
    say_nothing(ui, flow, "Nothing fits the filter",
                "No name, id, kind or state has this. What is chosen stays chosen.");
    ImVec2 at = flow.take(ui.control_height()).Min;
    if (button_at(ui, at, "Clear filter")) choice.filter.clear();
  } else {
    draw_candidates(ui, model, state, flow, bottom - ui.px(20) - ui.control_height());
  }
  draw_foot(ui, model, flow);
  draw_confirmation(ui, model);
}

}  // namespace

void draw_fleet(Ui& ui, Model& model, ViewState& state, const ImRect& box) {
  auto [flow, bottom] = begin_page(ui, "fleet", box);
  const RunState run = model.fleet.run.state();
  const bool show_run = run == RunState::Running || run == RunState::Unfinished ||
                        (run == RunState::Ended && !model.fleet.choosing_anew);
  if (show_run) {
    draw_fleet_run(ui, model, state, flow, bottom);
  } else {
    draw_choice(ui, model, state, flow, bottom);
  }
  draw_put_away(ui, model);
  end_page(ui, flow);
}

}  // namespace dds::shell
