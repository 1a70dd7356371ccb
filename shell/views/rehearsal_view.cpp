// The rehearsals of an instance, on its Restore tab: the plan, what became of it, the record of the
// last ones, and temporary instances that were left over.
#include <array>
#include <string>

#include "shell/views/views.h"
#include "shell/widgets/badge.h"
#include "shell/widgets/button.h"
#include "shell/widgets/menu.h"
#include "shell/widgets/text_field.h"

namespace dds::shell {
namespace {

// True when it is to be released, which asks first.
bool draw_left_over(Ui& ui, Flow& flow, const LeftOver& one) {
  constexpr std::array<std::string_view, 1> kButtons = {"Release..."};
  const std::string what = "Temporary instance " + one.instance.id + " is still there";
  const int pressed = draw_notice(ui, flow,
                                  {Icon::Attention,
                                   ui.colors().attention,
                                   Role::Alert,
                                   what,
                                   one.words + ". It costs money until it is released.",
                                   {},
                                   {}},
                                  kButtons, one.instance.id);
  flow.gap(ui.px(10));
  return pressed >= 0;
}

StateLook past_look(const Palette& c, const PastRehearsal& one) {
  if (one.running) return {Icon::Play, c.running, one.outcome};
  if (one.passed) return {Icon::Check, c.good, one.outcome};
  if (one.open) return {Icon::Unknown, c.attention, one.outcome};
  return {Icon::Cross, c.bad, one.outcome};
}

void draw_past(Ui& ui, const RehearsalPanel& rehearsals, Flow& flow) {
  const Palette& c = ui.colors();
  section(ui, flow, "Last rehearsals");
  if (rehearsals.past().empty()) {
    flow.gap(ui.wrapped(flow.at, flow.width, Face::Text, c.second,
                        "None yet. Each one stays here with its time and what it has proven."));
    return;
  }
  int number = 0;
  for (const PastRehearsal& one : rehearsals.past()) {
    const ImRect row = flow.take(ui.px(measure::kRow));
    const ImVec2 at(row.Min.x, row.Min.y + ui.px(4));
    const StateLook look = past_look(c, one);
    const float x = row.Min.x + badge(ui, at, look.icon, look.word, look.color) + ui.px(10);
    const std::string words = one.when + ", restored in " + one.took;
    ui.text_in(ImRect(ImVec2(x, row.Min.y), row.Max), Face::Text, c.text, words);
    flow.gap(ui.wrapped(flow.at, flow.width, Face::Small, c.second, one.proven));
    ImGui::PushID(number++);
    ui.note(Role::Status, "Rehearsal: " + one.outcome,
            ImRect(row.Min, flow.at + ImVec2(flow.width, 0)), words + ". " + one.proven);
    ImGui::PopID();
    flow.gap(ui.px(6));
  }
}

void draw_rehearsal_form(Ui& ui, RehearsalPanel& rehearsals, Flow& flow) {
  const std::string obstacle = rehearsals.obstacle();
  ImVec2 at = flow.at;
  if (button_at(ui, at, "Plan a rehearsal", {.disabled_because = obstacle})) {
    rehearsals.plan();
    if (rehearsals.stage() != PlanStage::Form) keep_focus(ui, "Back to the form");
  }
  flow.gap(ui.control_height() + ui.px(8));
  remark(ui, flow, Icon::Dash, ui.colors().third,
         obstacle.empty() ? "Only asks: nothing is ordered before plan and price are confirmed."
                          : std::string_view(obstacle));
}

void draw_record_problem(Ui& ui, RehearsalPanel& rehearsals, Flow& flow) {
  constexpr std::array<std::string_view, 1> kButtons = {"Put it aside"};
  const std::string problem = rehearsals.record_problem();
  if (problem.empty()) return;
  if (draw_notice(ui, flow,
                  {Icon::Attention,
                   ui.colors().attention,
                   Role::Alert,
                   "The record of rehearsals cannot be read",
                   problem,
                   {},
                   {}},
                  kButtons, "record problem") >= 0)
    rehearsals.start_record_anew();
  flow.gap(ui.px(10));
}

}  // namespace

bool draw_rehearsals(Ui& ui, Model& model, Flow& flow) {
  RehearsalPanel& rehearsals = model.rehearsals;
  ImGui::PushID("rehearsals");
  section(ui, flow, "Rehearsal");
  flow.gap(ui.wrapped(flow.at, flow.width, Face::Small, ui.colors().second,
                      "Restores the newest good backup into a temporary instance, waits until it "
                      "runs, lists the databases, and releases it again."));
  flow.gap(ui.px(10));
  for (const ChangeKind kind : {ChangeKind::Rehearsal, ChangeKind::Release}) {
    const Change* change = rehearsals.change(kind);
    if (change != nullptr) draw_change(ui, model, flow, *change);
  }
  if (!rehearsals.proven().empty()) {
    remark(ui, flow, Icon::Shield, ui.colors().good, rehearsals.proven());
    flow.gap(ui.px(8));
  }
  draw_record_problem(ui, rehearsals, flow);
  bool release_asked = false;
  for (const LeftOver& one : rehearsals.left_over()) {
    if (!draw_left_over(ui, flow, one)) continue;
    rehearsals.ask_release(one);
    release_asked = true;
  }
  if (rehearsals.problem()) {
    const Problem problem = *rehearsals.problem();
    draw_problem(ui, model, flow, problem, model.detail.instance.id, "rehearsal problem");
    flow.gap(ui.px(12));
  }
  switch (rehearsals.stage()) {
    case PlanStage::Form: draw_rehearsal_form(ui, rehearsals, flow); break;
    case PlanStage::Planning:
      if (draw_planning(ui, flow, rehearsals.planning_line(), rehearsals.planning_since()))
        rehearsals.back();
      break;
    case PlanStage::Ready: {
      const PlanAnswer answer = draw_plan(
          ui, flow, rehearsals.shown_plan,
          "It costs money until it is released, which is done as soon as it has run once.",
          "Order temporary instance");
      if (answer.agreed) {
        rehearsals.order();
      } else if (answer.declined) {
        rehearsals.back();
      }
      break;
    }
  }
  flow.gap(ui.px(16));
  draw_past(ui, rehearsals, flow);
  ImGui::PopID();
  return release_asked;
}

void draw_release_dialog(Ui& ui, Model& model) {
  RehearsalPanel& rehearsals = model.rehearsals;
  Flow flow;
  if (!begin_dialog(ui, kReleaseDialog, 440, flow)) return;
  const LeftOver& one = rehearsals.releasing();
  bool leave = dialog_head(ui, flow, "Release " + one.instance.id, one.words);
  flow.gap(ui.wrapped(flow.at, flow.width, Face::Text, ui.colors().text,
                      "It is released for good, with all data in it."));
  flow.gap(ui.px(12));
  const FieldResult field = labelled_field(ui, flow, "Type its ID to confirm", rehearsals.typed_id,
                                           {.placeholder = one.instance.id, .mono = true});
  flow.gap(ui.px(14));
  const std::string obstacle = rehearsals.release_obstacle();
  ImVec2 at = flow.at;
  const bool agreed = button_at(ui, at, "Release instance", {.disabled_because = obstacle});
  leave = button_at(ui, at, "Keep it") || leave;
  flow.gap(ui.control_height());
  ui.extend(flow.at);
  if ((agreed || field.entered) && rehearsals.release()) leave = true;
  if (leave) close_popover(ui);
  end_popover(ui);
}

}  // namespace dds::shell
