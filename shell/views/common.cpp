#include <algorithm>
#include <string>

#include "shell/model/words.h"
#include "shell/views/views.h"
#include "shell/widgets/badge.h"
#include "shell/widgets/button.h"

namespace dds::shell {

float page_title(Ui& ui, const ImRect& box, std::string_view title, std::string_view remark) {
  const Palette& c = ui.colors();
  const float width = std::min(ui.text_width(Face::Title, title), box.GetWidth());
  const ImRect place = box_at(box.Min, width, box.GetHeight());
  ui.text_in(place, Face::Title, c.text, title);
  ui.note(Role::Heading, title, place);
  ImRect rest(ImVec2(place.Max.x + ui.px(8), box.Min.y + ui.px(2)), box.Max);
  // In a narrow window the figure alone: "7" of "7 in cn-hangzhou", "10" of "10, newest first".
  if (ui.text_width(Face::Text, remark) > rest.GetWidth())
    remark = remark.substr(0, std::min(remark.find(','), remark.find(" in ")));
  if (ui.text_width(Face::Text, remark) > rest.GetWidth()) remark = {};
  ui.text_in(rest, Face::Text, c.third, remark);
  return place.Max.x + ui.px(8) + ui.text_width(Face::Text, remark);
}

void say_nothing(Ui& ui, Flow& flow, std::string_view title, std::string_view text) {
  const Palette& c = ui.colors();
  const ImRect box = flow.take(ui.px(24));
  ui.text_in(box, Face::Strong, c.text, title);
  ui.note(Role::Status, title, box);
  flow.gap(ui.wrapped(flow.at, std::min(flow.width, ui.px(520)), Face::Text, c.second, text) +
           ui.px(14));
}

bool draw_unconnected(Ui& ui, Model& model, Flow& flow, std::string_view what) {
  const ConnectionState state = model.connection.state;
  std::string text(what);
  if (state == ConnectionState::NoKey) {
    text += " once there is a key to sign requests with. It stays in memory only.";
    say_nothing(ui, flow, "No AccessKey yet", text);
    ImVec2 at = flow.at;
    if (button_at(ui, at, "Enter a key", {.kind = ButtonKind::Primary}))
      model.wanted_popover = Popover::Key;
    return true;
  }
  if (state != ConnectionState::Disconnected) return false;
  text += " once the service was asked.";
  say_nothing(ui, flow, "Not connected", text);
  ImVec2 at = flow.at;
  if (button_at(ui, at, "Connect", {.kind = ButtonKind::Primary})) model.connect();
  return true;
}

void draw_notice(Ui& ui, Flow& flow, Role role, Icon icon, Color signal, std::string_view text) {
  const float indent = ui.px(24);
  const ImVec2 top = flow.at;
  draw_icon(ui.draw(), icon, top + ImVec2(ui.px(8), ui.line(Face::Text) / 2), ui.px(16), signal);
  flow.gap(
      ui.wrapped(top + ImVec2(indent, 0), flow.width - indent, Face::Text, ui.colors().text, text));
  ui.note(role, text, ImRect(top, flow.at + ImVec2(flow.width, 0)));
}

ImRect take_table(Flow& flow, float row_height, std::size_t rows, float bottom) {
  const float wanted = row_height * static_cast<float>(rows);
  const float room = std::max(bottom - flow.at.y, row_height * 5);
  return flow.take(std::min(wanted, room));
}

void fact(Ui& ui, const ImRect& box, float name_width, std::string_view name,
          std::string_view value) {
  const Palette& c = ui.colors();
  ui.text_in(ImRect(box.Min, ImVec2(box.Min.x + name_width - ui.px(8), box.Max.y)), Face::Small,
             c.second, name);
  ui.text_in(ImRect(ImVec2(box.Min.x + name_width, box.Min.y), box.Max), Face::Text, c.text, value);
}

void time_in(Ui& ui, const ImRect& box, Face face, Color color, Instant instant, Align align) {
  const int offset = ui.host.utc_offset_minutes(instant);
  const std::string shown = local_time(instant, offset, ui.now);
  ui.text_in(box, face, color, shown, align);
  if (ImGui::IsMouseHoveringRect(box.Min, box.Max)) ui.tooltip(box, utc_time(instant));
}

StateLook state_look(const Ui& ui, const Model& model, const api::Instance& instance) {
  const Palette& c = ui.colors();
  if (const Activity* activity = model.activities.running_on(instance.id)) {
    const auto& percent = activity->progress().percent;
    return {Icon::Play, c.running,
            percent ? "Backing up " + std::to_string(*percent) + " %" : "Backing up"};
  }
  if (instance.locked()) {
    if (instance.lock_mode == "LockByDiskQuota")
      return {Icon::Attention, c.attention, "Locked, disk full"};
    if (instance.lock_mode == "LockByExpiration")
      return {Icon::Attention, c.attention, "Locked, expired"};
    return {Icon::Attention, c.attention, "Locked"};
  }
  if (instance.running()) return {Icon::Dot, c.good, "Running"};
  if (instance.status == "Creating") return {Icon::Ring, c.third, "Creating"};
  if (instance.status == "Released" || instance.status == "Deleting")
    return {Icon::Ring, c.third, instance.status};
  return {Icon::Play, c.attention, instance.status.empty() ? "Unknown" : instance.status};
}

StateLook outcome_look(const Ui& ui, const Activity& activity) {
  return outcome_look(ui, activity.outcome);
}

StateLook outcome_look(const Ui& ui, Outcome outcome) {
  const Palette& c = ui.colors();
  switch (outcome) {
    case Outcome::Running: return {Icon::Play, c.running, "Running"};
    case Outcome::Succeeded: return {Icon::Check, c.good, "Success"};
    case Outcome::Failed: return {Icon::Cross, c.bad, "Failed"};
    case Outcome::Refused: return {Icon::Cross, c.bad, "Refused"};
    case Outcome::NotReached: return {Icon::Attention, c.attention, "Not reached"};
    case Outcome::Unknown: return {Icon::Unknown, c.attention, "Unknown"};
    case Outcome::Stopped: return {Icon::Ring, c.third, "Not watched"};
  }
  return {Icon::Dash, c.third, ""};
}

void draw_problem(Ui& ui, Model& model, Flow& flow, const Problem& problem,
                  std::string_view instance_id, std::string_view key) {
  const Palette& c = ui.colors();
  ImGui::PushID(key.data(), key.data() + key.size());
  const float padding = ui.px(12);
  const float indent = ui.px(24);
  const float inner = flow.width - padding * 2 - indent;
  const bool codes = !problem.code.empty() || !problem.request_id.empty();
  // Rows of buttons, laid out before the box is drawn around them.
  float rows = problem.steps.empty() ? 0.0F : 1.0F;
  float x = 0;
  for (const NextStep step : problem.steps) {
    const float width = button_width(ui, label(step)) + ui.px(8);
    if (x > 0 && x + width > inner + ui.px(8)) {
      rows += 1;
      x = 0;
    }
    x += width;
  }
  float height = padding * 2 + ui.wrapped_height(inner, Face::Strong, problem.what);
  if (!problem.message.empty())
    height += ui.px(2) + ui.wrapped_height(inner, Face::Small, problem.message);
  if (!problem.code.empty()) height += ui.px(26);
  if (!problem.request_id.empty()) height += ui.px(26);
  if (codes) height += ui.px(2);
  if (rows > 0) height += ui.px(6) + rows * (ui.control_height() + ui.px(6));
  const ImRect box = flow.take(height);
  const Color signal = problem.kind == ProblemKind::Throttled ? c.attention : c.bad;
  ui.fill(box, tint(c, signal), ui.px(measure::kCorner));
  ui.frame(box, mix(c.background, signal, 0.55F), ui.px(measure::kCorner));
  ui.note(Role::Alert, problem.what, box, problem.code);
  draw_icon(ui.draw(), Icon::Attention,
            ImVec2(box.Min.x + padding + ui.px(6), box.Min.y + padding + ui.px(10)), ui.px(16),
            signal);
  Flow in{box.Min + ImVec2(padding + indent, padding), inner};
  in.gap(ui.wrapped(in.at, inner, Face::Strong, c.text, problem.what));
  if (!problem.message.empty()) {
    in.gap(ui.px(2));
    in.gap(ui.wrapped(in.at, inner, Face::Small, c.second, problem.message));
  }
  if (codes) in.gap(ui.px(2));
  const auto code_row = [&](std::string_view name, const std::string& value) {
    if (value.empty()) return;
    const ImRect row = in.take(ui.px(26));
    ui.text_in(box_at(row.Min, ui.px(72), row.GetHeight()), Face::Small, c.second, name);
    copyable(
        ui,
        ImRect(ImVec2(row.Min.x + ui.px(76), row.Min.y + ui.px(2)), row.Max - ImVec2(0, ui.px(2))),
        name, value);
  };
  code_row("Code", problem.code);
  code_row("RequestId", problem.request_id);
  in.gap(ui.px(6));
  ImVec2 at = in.at;
  for (const NextStep step : problem.steps) {
    const float width = button_width(ui, label(step));
    if (at.x > in.at.x && at.x + width > in.at.x + inner + 1)
      at = ImVec2(in.at.x, at.y + ui.control_height() + ui.px(6));
    if (button_at(ui, at, label(step))) model.take_step(step, instance_id, problem);
  }
  ImGui::PopID();
}

}  // namespace dds::shell
