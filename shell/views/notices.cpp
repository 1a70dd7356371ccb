// Tinted boxes that say something: problems, changes on their way, how they ended.
#include <string>
#include <vector>

#include "shell/views/views.h"
#include "shell/widgets/button.h"

namespace dds::shell {
namespace {

constexpr std::string_view kWhatItMeans = "What does this mean";

}  // namespace

int draw_notice(Ui& ui, Flow& flow, const Notice& notice, std::span<const std::string_view> buttons,
                std::string_view key) {
  const Palette& c = ui.colors();
  ImGui::PushID(key.data(), key.data() + key.size());
  const float padding = ui.px(12);
  const float indent = ui.px(24);
  const float inner = flow.width - padding * 2 - indent;
  const bool codes = !notice.code.empty() || !notice.request_id.empty();
  // Rows of buttons, laid out before the box is drawn around them.
  float rows = buttons.empty() ? 0.0F : 1.0F;
  float x = 0;
  for (const std::string_view label : buttons) {
    const float width = button_width(ui, label) + ui.px(8);
    if (x > 0 && x + width > inner + ui.px(8)) {
      rows += 1;
      x = 0;
    }
    x += width;
  }
  float height = padding * 2 + ui.wrapped_height(inner, Face::Strong, notice.what);
  if (!notice.message.empty())
    height += ui.px(2) + ui.wrapped_height(inner, Face::Small, notice.message);
  if (!notice.code.empty()) height += ui.px(26);
  if (!notice.request_id.empty()) height += ui.px(26);
  if (codes) height += ui.px(2);
  if (rows > 0) height += ui.px(6) + rows * (ui.control_height() + ui.px(6));
  const ImRect box = flow.take(height);
  ui.fill(box, tint(c, notice.signal), ui.px(measure::kCorner));
  ui.frame(box, mix(c.background, notice.signal, 0.55F), ui.px(measure::kCorner));
  ui.note(notice.role, notice.what, box,
          std::string(notice.code.empty() ? notice.message : notice.code));
  draw_icon(ui.draw(), notice.icon,
            ImVec2(box.Min.x + padding + ui.px(6), box.Min.y + padding + ui.px(10)), ui.px(16),
            notice.signal);
  Flow in{box.Min + ImVec2(padding + indent, padding), inner};
  in.gap(ui.wrapped(in.at, inner, Face::Strong, c.text, notice.what));
  if (!notice.message.empty()) {
    in.gap(ui.px(2));
    in.gap(ui.wrapped(in.at, inner, Face::Small, c.second, notice.message));
  }
  if (codes) in.gap(ui.px(2));
  const auto code_row = [&](std::string_view name, std::string_view value) {
    if (value.empty()) return;
    const ImRect row = in.take(ui.px(26));
    ui.text_in(box_at(row.Min, ui.px(72), row.GetHeight()), Face::Small, c.second, name);
    copyable(
        ui,
        ImRect(ImVec2(row.Min.x + ui.px(76), row.Min.y + ui.px(2)), row.Max - ImVec2(0, ui.px(2))),
        name, value);
  };
  code_row("Code", notice.code);
  code_row("RequestId", notice.request_id);
  in.gap(ui.px(6));
  ImVec2 at = in.at;
  int pressed = -1;
  for (std::size_t i = 0; i < buttons.size(); ++i) {
    const float width = button_width(ui, buttons[i]);
    if (at.x > in.at.x && at.x + width > in.at.x + inner + 1)
      at = ImVec2(in.at.x, at.y + ui.control_height() + ui.px(6));
    if (button_at(ui, at, buttons[i])) pressed = static_cast<int>(i);
  }
  ImGui::PopID();
  return pressed;
}

void draw_problem(Ui& ui, Model& model, Flow& flow, const Problem& problem,
                  std::string_view instance_id, std::string_view key) {
  const Palette& c = ui.colors();
  std::vector<std::string_view> labels;
  for (const NextStep step : problem.steps) labels.push_back(label(step));
  if (!problem.code.empty()) labels.push_back(kWhatItMeans);
  const Color signal = problem.kind == ProblemKind::Throttled ? c.attention : c.bad;
  const int pressed = draw_notice(ui, flow,
                                  {Icon::Attention, signal, Role::Alert, problem.what,
                                   problem.message, problem.code, problem.request_id},
                                  labels, key);
  if (pressed < 0) return;
  const auto index = static_cast<std::size_t>(pressed);
  if (index == problem.steps.size()) return model.error_help.open(problem.code);
  model.take_step(problem.steps[index], instance_id, problem);
}

void draw_unlisted(Ui& ui, Model& model, Flow& flow) {
  const std::vector<Problem> unlisted = model.instances.unlisted();  // a step may list anew
  for (std::size_t i = 0; i < unlisted.size(); ++i) {
    draw_problem(ui, model, flow, unlisted[i], {}, "unlisted " + std::to_string(i));
    flow.gap(ui.px(8));
  }
}

namespace {

Notice notice_of(const Palette& c, const Change& change) {
  using backup::Ending;
  const backup::OperationProgress& progress = change.progress;
  const std::string& more = !progress.problem.empty() ? progress.problem
                            : change.running()        ? change.since
                                                      : change.subject;
  Notice notice{Icon::Play, c.running, Role::Status, progress.sentence, more, {}, {}};
  if (progress.ending == Ending::Succeeded) {
    notice.icon = Icon::Check;
    notice.signal = c.good;
  }
  if (!change.problem) return notice;
  const bool open = progress.ending == Ending::Unknown || progress.ending == Ending::NotReached ||
                    progress.ending == Ending::Unreadable;
  notice.icon = change.unknown() ? Icon::Unknown : open ? Icon::Attention : Icon::Cross;
  notice.signal = open ? c.attention : c.bad;
  notice.role = Role::Alert;
  notice.what = change.problem->what;
  notice.message = change.problem->message;
  notice.code = change.problem->code;
  notice.request_id = change.problem->request_id;
  return notice;
}

}  // namespace

namespace {

// True when `more` was pressed.
bool draw_change_as(Ui& ui, Model& model, Flow& flow, const Change& change, const Notice& notice,
                    std::string_view more) {
  std::vector<std::string_view> labels;
  if (!more.empty()) labels.push_back(more);
  const std::size_t own = labels.size();
  if (change.problem) {
    for (const NextStep step : change.problem->steps) labels.push_back(label(step));
  }
  if (!change.running()) labels.push_back("Dismiss");
  const std::string key = "change " + std::to_string(change.number);
  const int pressed = draw_notice(ui, flow, notice, labels, key);
  flow.gap(ui.px(12));
  if (pressed < 0) return false;
  const auto index = static_cast<std::size_t>(pressed);
  if (index < own) return true;
  if (index + 1 == labels.size()) {
    model.changes.dismiss(change.number);
  } else {
    const Problem problem = *change.problem;  // a step may take the change from the list
    model.take_step(problem.steps[index - own], change.instance_id, problem);
  }
  return false;
}

}  // namespace

bool draw_change(Ui& ui, Model& model, Flow& flow, const Change& change, std::string_view more) {
  return draw_change_as(ui, model, flow, change, notice_of(ui.colors(), change), more);
}

void draw_listed_change(Ui& ui, Model& model, Flow& flow, const Change& change) {
  Notice notice = notice_of(ui.colors(), change);
  const std::string what = change.title + ": " + std::string(notice.what);
  notice.what = what;
  const bool there = model.instances.find(change.instance_id) != nullptr;
  if (draw_change_as(ui, model, flow, change, notice, there ? "Show" : ""))
    model.show_change(change);
}

StateLook change_look(const Ui& ui, const Change& change) {
  const Notice notice = notice_of(ui.colors(), change);
  return {notice.icon, notice.signal, std::string(notice.what)};
}

}  // namespace dds::shell
