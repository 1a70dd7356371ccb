// A call as code: the languages to the left (above, in a narrow window), the code to the right.
#include <algorithm>
#include <string>

#include "shell/views/views.h"
#include "shell/widgets/button.h"
#include "shell/widgets/choice.h"
#include "shell/widgets/menu.h"

namespace dds::shell {
namespace {

constexpr float kWidth = 900;  // CSS pixels
constexpr float kBeside = 600;
constexpr float kLanguage = 212;

// In one column, or in as many as there is room for.
void draw_languages(Ui& ui, Flow& flow, SamplePanel& panel) {
  const auto columns = std::max(1, static_cast<int>(flow.width / ui.px(kLanguage)));
  const float width = flow.width / static_cast<float>(columns);
  const float height = ui.touch ? ui.control_height() : ui.px(measure::kRow);
  std::string_view pressed;
  for (std::size_t i = 0; i < panel.languages().size(); ++i) {
    const workbench::Language& language = panel.languages()[i];
    const auto column = static_cast<int>(i) % columns;
    const ImVec2 at = flow.at + ImVec2(width * static_cast<float>(column), 0);
    if (option(ui, box_at(at, width, height), language.title, {},
               language.name == panel.language()))
      pressed = language.name;
    if (column + 1 == columns || i + 1 == panel.languages().size()) flow.gap(height);
  }
  if (!pressed.empty()) panel.choose(pressed);
}

void draw_code(Ui& ui, Model& model, ViewState& state, Flow& flow) {
  const Palette& c = ui.colors();
  SamplePanel& panel = model.samples;
  if (panel.error()) {
    remark(ui, flow, Icon::Attention, c.bad, panel.error()->message);
    ImVec2 at = flow.at;
    if (panel.languages().empty()) {
      if (button_at(ui, at, "Try again")) panel.ask();
      flow.gap(ui.control_height());
    }
    return;
  }
  if (!panel.code()) {
    if (wait_for(ui, panel.since())) skeleton(ui, flow, "Writing the sample", 8);
    return;
  }
  ImVec2 at = flow.at;
  if (button_at(ui, at, "Copy the code", {.icon = Icon::Copy}))
    model.host().copy_to_clipboard(*panel.code());
  flow.gap(ui.control_height() + ui.px(8));
  const workbench::Language* language = panel.chosen();
  if (language != nullptr && !language->tried) {
    remark(ui, flow, Icon::Attention, c.attention,
           "Samples in this language are not run by this project's tests.");
  }
  if (panel.calls_region()) {
    remark(ui, flow, Icon::Attention, c.attention,
           "This language cannot reach the console's endpoint: the code calls the service itself, "
           "at the region's host.");
  }
  remark(ui, flow, Icon::Key, c.third,
         "The AccessKey comes from the environment: the code holds no secret.");
  flow.gap(ui.px(2));
  const ImVec2 top = flow.at;
  state.sample.set(*panel.code(), panel.revision(), Marking::None);
  state.sample.draw(ui, flow);
  ui.note(Role::Region, "Code", ImRect(top, flow.at + ImVec2(flow.width, 0)), *panel.code());
}

}  // namespace

void draw_sample_dialog(Ui& ui, Model& model, ViewState& state) {
  Flow flow;
  if (!begin_dialog(ui, kSampleDialog, kWidth, flow)) return;
  dialog_head(ui, flow, model.samples.call().action + " as code", {});
  const bool beside = flow.width >= ui.px(kBeside);
  Flow left{flow.at, beside ? ui.px(kLanguage) : flow.width};
  draw_languages(ui, left, model.samples);
  Flow right = left;
  if (beside) {
    const float gap = ui.px(16);
    right = {flow.at + ImVec2(left.width + gap, 0), flow.width - left.width - gap};
  } else {
    right.gap(ui.px(10));
  }
  draw_code(ui, model, state, right);
  ui.extend(ImVec2(flow.at.x, std::max(left.at.y, right.at.y)));
  end_popover(ui);
}

}  // namespace dds::shell
