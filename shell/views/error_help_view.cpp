// What an error code means, in a small dialog over whatever page it came up on.
#include <string>

#include "shell/views/views.h"
#include "shell/widgets/badge.h"
#include "shell/widgets/button.h"
#include "shell/widgets/menu.h"

namespace dds::shell {
namespace {

constexpr float kWidth = 480;  // CSS pixels

void draw_told(Ui& ui, Flow& flow, const workbench::ErrorExplanation& told) {
  const Palette& c = ui.colors();
  if (told.cause.empty()) {
    remark(ui, flow, Icon::Unknown, c.attention,
           "None of the service's lists has this code; its own page may say more.");
    return;
  }
  std::string cause = told.cause;
  if (!told.parameter.empty()) cause += " Parameter: " + told.parameter + ".";
  const std::vector<backup::PlanLine> lines = {
      {"Cause", cause}, {"Next", told.next}, {"Send it again", told.retry}};
  fact_box(ui, flow, lines, "error");
  flow.gap(ui.px(8));
  if (told.inferred) {
    remark(ui, flow, Icon::Diamond, c.attention,
           "Inferred from the code and its text; the service's lists say no more.");
  }
}

}  // namespace

void draw_error_help(Ui& ui, Model& model) {
  ErrorHelp& help = model.error_help;
  Flow flow;
  if (!begin_dialog(ui, kErrorHelpDialog, kWidth, flow)) return;
  const auto& told = help.told();
  const std::string status =
      told && told->status > 0 ? "HTTP " + std::to_string(told->status) : std::string();
  dialog_head(ui, flow, help.code(), status);
  if (told) {
    draw_told(ui, flow, *told);
    ImVec2 at = flow.at;
    if (button_at(ui, at, "Open the error centre")) model.host().open_link(told->more);
    flow.gap(ui.control_height());
  } else if (help.error()) {
    remark(ui, flow, Icon::Attention, ui.colors().bad, help.error()->message);
    ImVec2 at = flow.at;
    if (button_at(ui, at, "Try again")) help.open(std::string(help.code()));
    flow.gap(ui.control_height());
  } else if (wait_for(ui, help.since())) {
    skeleton(ui, flow, "Looking it up", 3);
  } else {
    flow.gap(ui.px(84));
  }
  ui.extend(flow.at);
  end_popover(ui);
}

}  // namespace dds::shell
