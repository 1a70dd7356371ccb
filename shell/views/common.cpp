#include <algorithm>
#include <string>
#include <vector>

#include "shell/model/backup_words.h"
#include "shell/model/words.h"
#include "shell/views/views.h"
#include "shell/widgets/badge.h"
#include "shell/widgets/button.h"
#include "shell/widgets/popover.h"
#include "shell/widgets/text_field.h"

namespace dds::shell {

float page_title(Ui& ui, const ImRect& box, std::string_view title, std::string_view remark,
                 std::string_view brief) {
  const Palette& c = ui.colors();
  const float width = std::min(ui.text_width(Face::Title, title), box.GetWidth());
  const ImRect place = box_at(box.Min, width, box.GetHeight());
  ui.text_in(place, Face::Title, c.text, title);
  ui.note(Role::Heading, title, place);
  ImRect rest(ImVec2(place.Max.x + ui.px(8), box.Min.y + ui.px(2)), box.Max);
  if (ui.text_width(Face::Text, remark) > rest.GetWidth()) remark = brief;
  if (ui.text_width(Face::Text, remark) > rest.GetWidth()) remark = {};
  ui.text_in(rest, Face::Text, c.third, remark);
  return place.Max.x + ui.px(8) + ui.text_width(Face::Text, remark);
}

PageFlow begin_page(Ui& ui, const char* name, const ImRect& box) {
  begin_panel(ui, name, box, true, ui.colors().background);
  const float margin = ui.px(16);
  const float scrollbar =
      ImGui::GetCurrentWindow()->ScrollbarY ? ImGui::GetStyle().ScrollbarSize : 0;
  const float scrolled = ImGui::GetScrollY();
  return {{box.Min + ImVec2(margin, margin - scrolled), box.GetWidth() - margin * 2 - scrollbar},
          box.Max.y - ui.px(8) - scrolled};
}

void end_page(Ui& ui, const Flow& flow) {
  ui.extend(flow.at + ImVec2(0, ui.px(8)));
  end_panel(ui);
}

void draw_list_head(Ui& ui, Model& model, Flow& flow, const ListHead& head) {
  const ImRect row = flow.take(ui.control_height());
  const ButtonSpec refresh{.icon = Icon::Refresh,
                           .icon_only = flow.width < ui.px(560),
                           .disabled = head.loading,
                           .key = "refresh"};
  const float wide = button_width(ui, "Refresh", refresh);
  if (button(ui, ImRect(ImVec2(row.Max.x - wide, row.Min.y), row.Max), "Refresh", refresh))
    model.refresh();
  ImRect left(row.Min, row.Max - ImVec2(wide + ui.px(8), 0));
  const float title = ui.text_width(Face::Title, head.title) + ui.px(24);
  const float field = std::min(ui.px(180), left.GetWidth() - title);
  text_field(ui, ImRect(ImVec2(left.Max.x - field, left.Min.y), left.Max), head.filter_label,
             head.filter, {.placeholder = "Filter", .icon = Icon::Search});
  left.Max.x -= field + ui.px(12);
  std::string figure;
  if (head.all > 0) {
    figure = std::to_string(head.all);
    if (head.shown != head.all) figure = std::to_string(head.shown) + " of " + figure;
  }
  const std::string remark =
      figure.empty() ? figure : figure + " in " + model.connection.region_id();
  page_title(ui, left, head.title, remark, figure);
  flow.gap(ui.px(8));
}

std::vector<ColumnPlace> place_columns(const Ui& ui, Model& model, const WideTable& table,
                                       float width) {
  return place_columns(ui, table.columns, width, model.preferences.column_widths(table.name));
}

int table_head(Ui& ui, Model& model, const ImRect& box, const WideTable& table,
               std::span<const ColumnPlace> places, int sorted, bool descending) {
  const int pressed = table_head(ui, box, table.columns, places, sorted, descending);
  ColumnWidths& widths = model.preferences.column_widths(table.name);
  if (drag_columns(ui, box, table.columns, places, widths) == WidthEvent::Done)
    model.preferences.remember_column_widths(table.name);
  return pressed;
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

ImVec2 row_menu_place(const Ui& ui, ImVec2 top, float row_height, int row) {
  if (ImGui::IsMouseClicked(ImGuiMouseButton_Right)) return ImGui::GetMousePos();
  return top + ImVec2(ui.px(24), row_height * static_cast<float>(row + 1));
}

ImRect take_table(Flow& flow, float row_height, std::size_t rows, float bottom) {
  const float wanted = row_height * static_cast<float>(rows);
  const float room = std::max(bottom - flow.at.y, row_height * 5);
  return flow.take(std::min(wanted, room));
}

void parts_in(Ui& ui, const ImRect& box, Face face, Color color, std::string_view parts) {
  std::string_view shown = parts;
  while (ui.text_width(face, shown) > box.GetWidth()) {
    const std::size_t dot = shown.rfind(middle_dot());
    if (dot == std::string_view::npos) break;
    shown = shown.substr(0, dot);
  }
  ui.text_in(box, face, color, shown);
  if (shown.size() < parts.size()) ui.tooltip(box, parts);
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
  const Activity* activity = model.activities.running_on(instance.id);
  const backup::Progress* progress =
      activity != nullptr ? &activity->progress() : model.fleet.run.running_on(instance.id);
  if (progress != nullptr) {
    const bool open = progress->phase == backup::Phase::Reconciling;
    return {open ? Icon::Unknown : Icon::Play, open ? c.attention : c.running,
            running_word(*progress)};
  }
  if (instance.locked()) {
    if (instance.lock_mode == "LockByDiskQuota")
      return {Icon::Attention, c.attention, "Locked, disk full"};
    if (instance.lock_mode == "LockByExpiration")
      return {Icon::Attention, c.attention, "Locked, expired"};
    return {Icon::Attention, c.attention, "Locked"};
  }
  if (model.activities.unknown_on(instance.id) != nullptr)
    return {Icon::Unknown, c.attention, "Outcome open"};
  if (instance.running()) return {Icon::Dot, c.good, "Running"};
  if (instance.status == "Creating") return {Icon::Ring, c.third, "Creating"};
  if (instance.status == "Released" || instance.status == "Deleting")
    return {Icon::Ring, c.third, instance.status};
  return {Icon::Play, c.attention, instance.status.empty() ? "Unknown" : instance.status};
}

StateLook outcome_look(const Ui& ui, const Activity& activity) {
  return outcome_look(ui, activity.ending);
}

StateLook outcome_look(const Ui& ui, backup::Ending ending) {
  using backup::Ending;
  const Palette& c = ui.colors();
  const std::string text(backup::label(ending));
  switch (ending) {
    case Ending::None: return {Icon::Play, c.running, text};
    case Ending::Succeeded: return {Icon::Check, c.good, text};
    case Ending::Started:
    case Ending::Stopped: return {Icon::Ring, c.third, text};
    case Ending::Failed:
    case Ending::Refused:
    case Ending::JobRunning: return {Icon::Cross, c.bad, text};
    case Ending::NotReached:
    case Ending::Unreadable:
    case Ending::NotDone: return {Icon::Attention, c.attention, text};
    case Ending::Unknown: return {Icon::Unknown, c.attention, text};
  }
  return {Icon::Dash, c.third, ""};
}

void section(Ui& ui, Flow& flow, std::string_view title, std::string_view remark) {
  const ImRect row = flow.take(ui.px(24));
  ui.text_in(row, Face::Strong, ui.colors().text, title);
  const float width = ui.text_width(Face::Strong, title);
  ui.note(Role::Heading, title, box_at(row.Min, width, row.GetHeight()));
  ui.text_in(ImRect(row.Min + ImVec2(width + ui.px(10), 0), row.Max), Face::Small,
             ui.colors().third, remark);
}

void fact_box(Ui& ui, Flow& flow, std::span<const backup::PlanLine> lines, std::string_view key) {
  const Palette& c = ui.colors();
  const float padding = ui.px(12);
  const float name_width = ui.px(112);
  const float value_width = flow.width - padding * 2 - name_width;
  const float gap = ui.px(4);
  float height = ui.px(16);
  for (const backup::PlanLine& line : lines)
    height += ui.wrapped_height(value_width, Face::Text, line.value) + gap;
  const ImRect box = flow.take(height);
  ui.fill(box, c.dark ? c.raised : c.background, ui.px(measure::kCorner));
  ui.frame(box, c.line, ui.px(measure::kCorner));
  ImGui::PushID(key.data(), key.data() + key.size());
  Flow in{box.Min + ImVec2(padding, ui.px(10)), box.GetWidth() - padding * 2};
  for (const backup::PlanLine& line : lines) {
    const ImVec2 at = in.at;
    ui.text(at + ImVec2(0, ui.px(1)), Face::Small, c.second, line.label);
    in.gap(ui.wrapped(at + ImVec2(name_width, 0), value_width, Face::Text, c.text, line.value));
    ui.note(Role::Status, line.label, ImRect(at, in.at + ImVec2(in.width, 0)), line.value);
    in.gap(gap);
  }
  ImGui::PopID();
}

void remark(Ui& ui, Flow& flow, Icon icon, Color signal, std::string_view text) {
  if (text.empty()) return;
  const float indent = ui.px(20);
  const ImVec2 at = flow.at;
  draw_icon(ui.draw(), icon, at + ImVec2(ui.px(7), ui.line(Face::Small) / 2), ui.px(13), signal);
  flow.gap(
      ui.wrapped(at + ImVec2(indent, 0), flow.width - indent, Face::Small, ui.colors().text, text));
  ui.note(Role::Status, text, ImRect(at, flow.at + ImVec2(flow.width, 0)));
  flow.gap(ui.px(6));
}

FieldResult narrow_field(Ui& ui, Flow& flow, float width, std::string_view label, TextInput& text,
                         const FieldSpec& spec, std::string_view hint) {
  const Palette& c = ui.colors();
  ui.text(flow.at, Face::Small, c.second, label);
  flow.gap(ui.line(Face::Small) + ui.px(3));
  ImRect box = flow.take(ui.control_height());
  box.Max.x = box.Min.x + std::min(ui.px(width), flow.width);
  const FieldResult result = text_field(ui, box, label, text, spec);
  const std::string_view below = spec.error.empty() ? hint : spec.error;
  if (below.empty()) return result;
  flow.gap(ui.px(4));
  const ImVec2 at = flow.at;
  flow.gap(ui.wrapped(at, flow.width, Face::Small, spec.error.empty() ? c.third : c.bad, below));
  ui.note(spec.error.empty() ? Role::Status : Role::Alert, below,
          ImRect(at, flow.at + ImVec2(flow.width, 0)));
  return result;
}

void keep_focus(Ui& ui, std::string_view label) {
  if (ui.focus.ring()) ui.focus.request(label);
}

bool take_escape(Ui& ui) {
  if (ui.popup_was_open || ui.escape_taken_in_frame == ImGui::GetFrameCount() ||
      !ui.key_pressed(ImGuiKey_Escape))
    return false;
  ui.escape_taken_in_frame = ImGui::GetFrameCount();
  return true;
}

bool wait_for(Ui& ui, SteadyInstant since) {
  constexpr Milliseconds kBeforeSkeleton{150};
  if (ui.steady >= since + kBeforeSkeleton) return true;
  ui.wake_at(since + kBeforeSkeleton);
  return false;
}

void skeleton(Ui& ui, Flow& flow, std::string_view label, int rows) {
  ui.note(Role::Status, label, box_at(flow.at, flow.width, ui.px(40)));
  for (int i = 0; i < rows; ++i) {
    const ImRect row = flow.take(ui.px(measure::kRow));
    const float width = row.GetWidth() * (0.8F - 0.1F * static_cast<float>(i % 3));
    placeholder(ui, box_at(row.Min + ImVec2(ui.px(10), ui.px(8)), width, ui.px(11)));
    ui.line_below(row, ui.colors().line);
  }
}

bool draw_planning(Ui& ui, Flow& flow, std::string_view line, SteadyInstant since) {
  if (!wait_for(ui, since)) {
    flow.gap(ui.px(40));
    return false;
  }
  const ImRect row = flow.take(ui.control_height());
  state_line(ui, row, Icon::Play, ui.colors().running, line, ui.colors().text);
  ui.note(Role::Status, line, row);
  flow.gap(ui.px(4));
  ImVec2 at = flow.at;
  const bool stop = button_at(ui, at, "Stop asking");
  flow.gap(ui.control_height());
  return stop;
}

namespace {

// Scrolls to it; to its beginning when it is higher than the panel.
void show_all(Ui& ui, ImRect box) {
  ImGuiWindow* panel = ImGui::GetCurrentWindow();
  ui.extend(box.Max);
  box.Max.y = std::min(box.Max.y, box.Min.y + panel->InnerRect.GetHeight());
  ImGui::ScrollToRectEx(panel, box, ImGuiScrollFlags_KeepVisibleEdgeY);
  ui.draw_again();
}

}  // namespace

PlanAnswer draw_plan(Ui& ui, Flow& flow, ShownPlan& plan, std::string_view costs,
                     std::string_view agree) {
  const Palette& c = ui.colors();
  const ImVec2 top = flow.at;
  section(ui, flow, "What will be made", "nothing is ordered yet");
  flow.gap(ui.px(4));
  fact_box(ui, flow, plan.lines, "plan");
  flow.gap(ui.px(10));
  remark(ui, flow, Icon::Attention, c.attention, plan.remark);
  remark(ui, flow, Icon::Attention, c.attention, costs);
  flow.gap(ui.px(4));
  PlanAnswer answer;
  ImVec2 at = flow.at;
  answer.agreed = button_at(ui, at, agree);
  answer.declined = button_at(ui, at, "Back to the form");
  flow.gap(ui.control_height());
  if (take_escape(ui)) answer.declined = true;
  if (plan.fresh) show_all(ui, ImRect(top, flow.at + ImVec2(flow.width, ui.px(16))));
  plan.fresh = false;
  return answer;
}

}  // namespace dds::shell
