// The Restore tab of an instance: what to restore and to when, the plan with its price, and below
// it the rehearsals.
#include <algorithm>
#include <array>
#include <string>

#include "shell/views/views.h"
#include "shell/widgets/button.h"
#include "shell/widgets/choice.h"
#include "shell/widgets/popover.h"
#include "shell/widgets/table.h"
#include "shell/widgets/text_field.h"

namespace dds::shell {
namespace {

constexpr float kWidest = 680;  // CSS pixels: lines that can be read
constexpr int kRowsOfSets = 6;  // of the table of sets, before it scrolls
constexpr std::array<ColumnSpec, 4> kColumns = {{
    {.title = "Ended", .least = 96, .share = 1, .sortable = false},
    {.title = "Method", .least = 66, .share = 0.5F, .sortable = false, .drop_order = 1},
    {.title = "Size", .least = 74, .share = 0.2F, .right = true, .sortable = false},
    {.title = "Backup ID", .least = 96, .share = 1, .sortable = false},
}};

void draw_set_row(Ui& ui, SetHistory& history, std::size_t index, const ImRect& box,
                  const std::vector<ColumnPlace>& places) {
  const Color color = ui.colors().text;
  const SetWords& words = history.words(index);
  const api::BackupSet& set = history.sets()[index];
  const auto cell = [&](std::size_t i) {
    return ImRect(ImVec2(box.Min.x + places[i].left, box.Min.y),
                  ImVec2(box.Min.x + places[i].left + places[i].width, box.Max.y));
  };
  ui.text_in(cell(0), Face::Text, color, words.ended);
  if (places[1].width > 0) ui.text_in(cell(1), Face::Text, color, set.method);
  ui.text_in(cell(2), Face::Mono, color, words.size, Align::Right);
  ui.text_in(cell(3), Face::Mono, color, set.id);
}

void draw_sets(Ui& ui, Model& model, Flow& flow) {
  RestorePanel& restore = model.restore;
  const std::vector<std::uint32_t>& sets = restore.sets();
  const std::vector<ColumnPlace> places = place_columns(ui, kColumns, flow.width);
  table_head(ui, flow.take(ui.px(28)), kColumns, places, -1, false);
  const float row_height = ui.touch ? ui.control_height() : ui.px(measure::kRow);
  const auto count = static_cast<int>(sets.size());
  const ImRect table =
      flow.take(row_height * static_cast<float>(std::clamp(count, 1, kRowsOfSets)));
  begin_panel(ui, "sets to restore", table, count > kRowsOfSets, ui.colors().background);
  const RowEvents events = table_rows(
      ui, ImVec2(table.Min.x, table.Min.y - ImGui::GetScrollY()), table.GetWidth(), row_height,
      count, restore.chosen_position(),
      [&](int i) {
        const SetWords& words = model.history.words(sets[static_cast<std::size_t>(i)]);
        return RowText{words.label, words.key};
      },
      [&](int i, const ImRect& row) {
        draw_set_row(ui, model.history, sets[static_cast<std::size_t>(i)], row, places);
      });
  end_panel(ui);
  if (events.chosen >= 0) {
    restore.choose_set(model.history.sets()[sets[static_cast<std::size_t>(events.chosen)]].id);
  }
  if (events.opened >= 0) restore.plan();
}

// True when Enter was pressed in it.
bool take_field(RestorePanel& restore, const FieldResult& result, bool error_shown) {
  if (result.edited && error_shown) restore.check();
  if (result.left) restore.left();
  return result.entered;
}

void draw_restore_form(Ui& ui, Model& model, Flow& flow) {
  RestorePanel& restore = model.restore;
  const std::string no_set = restore.sets_obstacle();
  const std::string no_moment = restore.moment_obstacle();
  const std::string range = no_moment.empty() ? restore.range_text() : no_moment;
  if (radio_card(ui, flow, "A backup set", restore.what() == RestoreWhat::Set,
                 {.text = no_set.empty() ? "The state at the end of that backup." : no_set.c_str(),
                  .disabled = !no_set.empty()}))
    restore.choose(RestoreWhat::Set);
  if (restore.what() == RestoreWhat::Set && no_set.empty()) {
    flow.gap(ui.px(4));
    draw_sets(ui, model, flow);
  }
  flow.gap(ui.px(8));
  if (radio_card(ui, flow, "A moment", restore.what() == RestoreWhat::Moment,
                 {.text = range, .disabled = !no_moment.empty()}))
    restore.choose(RestoreWhat::Moment);
  bool plan = false;
  if (restore.what() == RestoreWhat::Moment && no_moment.empty()) {
    flow.gap(ui.px(8));
    const bool wrong = !restore.moment_error().empty();
    const FieldResult moment = narrow_field(
        ui, flow, 260, "Moment (UTC)", restore.moment,
        {.placeholder = "2026-01-14 06:00:00", .error = restore.moment_error(), .mono = true},
        restore.moment_local());
    plan = take_field(restore, moment, wrong);
  }
  flow.gap(ui.px(14));
  const bool wrong_name = !restore.name_error().empty();
  const FieldResult name = narrow_field(ui, flow, 360, "Name of the new instance", restore.name,
                                        {.placeholder = "none", .error = restore.name_error()},
                                        "A letter, then letters, digits, _ and -.");
  plan = take_field(restore, name, wrong_name) || plan;
  flow.gap(ui.px(14));
  if (restore.problem()) {  // beside the button that asks again
    const Problem problem = *restore.problem();
    draw_problem(ui, model, flow, problem, model.detail.instance.id, "restore problem");
    flow.gap(ui.px(12));
  }
  const std::string obstacle = restore.obstacle();
  ImVec2 at = flow.at;
  plan =
      button_at(ui, at, "Check and price", {.disabled_because = obstacle}) || plan || name.entered;
  flow.gap(ui.control_height() + ui.px(8));
  remark(ui, flow, Icon::Dash, ui.colors().third,
         obstacle.empty() ? "Only asks: nothing is ordered before plan and price are confirmed."
                          : std::string_view(obstacle));
  if (!plan) return;
  restore.plan();
  if (restore.stage() != PlanStage::Form) keep_focus(ui, "Back to the form");
}

const std::string* new_instance(const Change& change) {
  const auto* restore = std::get_if<std::shared_ptr<backup::RestoreInstance>>(&change.operation);
  return restore == nullptr ? nullptr : &(*restore)->progress().instance_id;
}

void draw_restore_change(Ui& ui, Model& model, Flow& flow) {
  const Change* change = model.restore.change();
  if (change == nullptr) return;
  const std::string id = *new_instance(*change);
  const bool there = !change->running() && model.instances.find(id) != nullptr;
  const std::string_view more = there ? std::string_view("Open the new instance")
                                : model.restore.can_order_again()
                                    ? std::string_view("Go on with the same order")
                                    : std::string_view();
  if (model.restore.can_order_again()) ui.wake_at(*model.restore.order_again_until());
  if (!draw_change(ui, model, flow, *change, more)) return;
  if (there) {
    model.instance_tab = InstanceTab::Overview;
    model.open_instance(id);
  } else {
    model.restore.order_again();
  }
}

void draw_restore_part(Ui& ui, Model& model, Flow& flow) {
  RestorePanel& restore = model.restore;
  section(ui, flow, "Restore into a new instance");
  flow.gap(ui.wrapped(flow.at, flow.width, Face::Small, ui.colors().second,
                      "A pay-as-you-go copy with all that must equal the source, which stays as it "
                      "is."));
  flow.gap(ui.px(10));
  draw_restore_change(ui, model, flow);
  switch (restore.stage()) {
    case PlanStage::Form: draw_restore_form(ui, model, flow); break;
    case PlanStage::Planning:
      if (draw_planning(ui, flow, restore.planning_line(), restore.planning_since()))
        restore.back_to_form();
      break;
    case PlanStage::Ready: {
      const PlanAnswer answer =
          draw_plan(ui, flow, restore.shown_plan,
                    "It costs money from the order on until it is released.", "Order new instance");
      if (answer.agreed) {
        restore.order();
      } else if (answer.declined) {
        restore.back_to_form();
      }
      break;
    }
  }
}

}  // namespace

void draw_restore(Ui& ui, Model& model, const ImRect& box) {
  begin_panel(ui, "restore", box, true, ui.colors().background);
  const float margin = ui.px(16);
  const float scrollbar =
      ImGui::GetCurrentWindow()->ScrollbarY ? ImGui::GetStyle().ScrollbarSize : 0;
  Flow flow{box.Min + ImVec2(margin, ui.px(14) - ImGui::GetScrollY()),
            std::min(ui.px(kWidest), box.GetWidth() - margin * 2 - scrollbar)};
  if (model.history.problem()) {
    const Problem problem = *model.history.problem();
    draw_problem(ui, model, flow, problem, model.detail.instance.id, "history problem");
    flow.gap(ui.px(12));
  }
  if (model.history.loaded() || !model.history.sets().empty()) {
    draw_restore_part(ui, model, flow);
    flow.gap(ui.px(24));
    if (draw_rehearsals(ui, model, flow)) open_popover(ui, kReleaseDialog);
  } else if (model.history.loading() && wait_for(ui, model.history.loading_since())) {
    skeleton(ui, flow, "Loading what can be restored", 6);
  }
  if (!ImGui::IsMouseDown(ImGuiMouseButton_Left)) model.restore.settle();
  draw_release_dialog(ui, model);
  ui.extend(flow.at + ImVec2(0, ui.px(16)));
  end_panel(ui);
}

}  // namespace dds::shell
