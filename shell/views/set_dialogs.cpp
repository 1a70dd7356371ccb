// The dialogs of the Backups tab: keeping one set longer, deleting one.
#include <string>

#include "shell/views/views.h"
#include "shell/widgets/button.h"
#include "shell/widgets/choice.h"
#include "shell/widgets/menu.h"
#include "shell/widgets/text_field.h"

namespace dds::shell {
namespace {

constexpr float kWidth = 460;  // CSS pixels

// The button that does it, and the one that does not; the reason why it cannot be done below.
struct Answer {
  bool agreed = false;
  bool declined = false;
};

Answer draw_answer(Ui& ui, Flow& flow, std::string_view agree, std::string_view decline,
                   std::string_view obstacle) {
  Answer answer;
  ImVec2 at = flow.at;
  answer.agreed = button_at(ui, at, agree, {.disabled_because = obstacle});
  answer.declined = button_at(ui, at, decline);
  flow.gap(ui.control_height() + ui.px(8));
  remark(ui, flow, Icon::Dash, ui.colors().third, obstacle);
  ui.extend(flow.at);
  return answer;
}

}  // namespace

void draw_keep_dialog(Ui& ui, Model& model) {
  SetDialog& dialog = model.set_dialog;
  Flow flow;
  if (!begin_dialog(ui, kKeepDialog, kWidth, flow)) return;
  bool leave = dialog_head(ui, flow, "Keep " + dialog.title() + " longer", dialog.about());
  const auto choice = [&](KeepChoice which, std::string_view label, std::string_view text) {
    if (radio_card(ui, flow, label, dialog.choice == which, {.text = text})) dialog.choice = which;
    flow.gap(ui.px(6));
  };
  choice(KeepChoice::ForEver, "For ever", "It is never deleted by itself.");
  const std::string longest = "Until " + dialog.longest() + ", the longest short of for ever.";
  choice(KeepChoice::Longest, "730 days after the backup", longest);
  choice(KeepChoice::Days, "Some days after the backup", {});
  bool entered = false;
  if (dialog.choice == KeepChoice::Days) {
    Flow narrow{flow.at + ImVec2(ui.px(36), 0), ui.px(160)};
    entered = labelled_field(ui, narrow, "Days", dialog.days, {.placeholder = "7 to 730"}).entered;
    flow.at.y = narrow.at.y + ui.px(8);
  }
  flow.gap(ui.px(6));
  const std::string then = dialog.kept_then();
  const std::vector<backup::PlanLine> lines = {{"Kept now until", dialog.kept_now()},
                                               {"Then until", then.empty() ? "?" : then}};
  fact_box(ui, flow, lines, "keep");
  flow.gap(ui.px(6));
  remark(ui, flow, Icon::Attention, ui.colors().attention,
         "Nothing makes it shorter again, and longer backups may cost more.");
  flow.gap(ui.px(6));
  const std::string obstacle = dialog.keep_obstacle();
  const Answer answer = draw_answer(ui, flow, "Keep longer", "Leave it", obstacle);
  if ((answer.agreed || entered) && dialog.keep()) leave = true;
  if (leave || answer.declined) close_popover(ui);
  end_popover(ui);
}

void draw_delete_dialog(Ui& ui, Model& model) {
  SetDialog& dialog = model.set_dialog;
  const Palette& c = ui.colors();
  Flow flow;
  if (!begin_dialog(ui, kDeleteDialog, kWidth, flow)) return;
  bool leave = dialog_head(ui, flow, "Delete " + dialog.title(), dialog.about());
  remark(ui, flow, Icon::Attention, c.bad, "It is deleted for good and cannot be brought back.");
  if (dialog.only_good_one()) {
    remark(ui, flow, Icon::Attention, c.bad, "It is the only successful backup of this instance.");
  }
  flow.gap(ui.px(6));
  const FieldResult field = labelled_field(ui, flow, "Type its ID to confirm", dialog.typed_id,
                                           {.placeholder = dialog.set().id, .mono = true});
  flow.gap(ui.px(14));
  const std::string obstacle = dialog.delete_obstacle();
  const Answer answer = draw_answer(ui, flow, "Delete backup set", "Keep it", obstacle);
  if ((answer.agreed || field.entered) && dialog.remove()) leave = true;
  if (leave || answer.declined) close_popover(ui);
  end_popover(ui);
}

}  // namespace dds::shell
