#include <algorithm>
#include <string>

#include "shell/views/views.h"
#include "shell/widgets/badge.h"
#include "shell/widgets/button.h"
#include "shell/widgets/choice.h"
#include "shell/widgets/popover.h"
#include "shell/widgets/text_field.h"

namespace dds::shell {
namespace {

std::string_view explain(api::BackupMethod method) {
  switch (method) {
    case api::BackupMethod::Physical: return "Copies the files. Fast, restores as a whole.";
    case api::BackupMethod::Logical: return "Dumps the data. Slower, restores single databases.";
    case api::BackupMethod::Snapshot:
      return "Takes a snapshot of the disks. Fast, restores as a whole.";
  }
  return {};
}

void check_line(Ui& ui, Flow& flow, Icon icon, Color signal, std::string_view text) {
  const float indent = ui.px(18);
  draw_icon(ui.draw(), icon, flow.at + ImVec2(ui.px(6), ui.line(Face::Text) / 2), ui.px(13),
            signal);
  flow.gap(ui.wrapped(flow.at + ImVec2(indent, 0), flow.width - indent, Face::Text,
                      ui.colors().text, text) +
           ui.px(2));
}

void draw_checks(Ui& ui, Model& model, Flow& flow) {
  const Palette& c = ui.colors();
  const BackupForm& form = model.form;
  const api::Instance& instance = form.instance();
  const float padding = ui.px(12);
  const float inner = flow.width - padding * 2;
  // Measured by drawing twice would flicker; the lines' heights are known beforehand.
  struct Line {
    Icon icon;
    Color color;
    std::string text;
  };
  std::vector<Line> lines;
  const std::string state = api::backup_obstacle(instance);
  if (state.empty()) {
    lines.push_back({Icon::Check, c.good, "Running, unlocked"});
  } else {
    lines.push_back({Icon::Cross, c.bad, state});
  }
  if (form.running_job()) {
    lines.push_back({Icon::Cross, c.bad, "Backup job " + form.running_job()->id + " is running"});
  } else if (form.checking()) {
    lines.push_back({Icon::Play, c.running, "looking for other backup jobs"});
  } else if (form.check_problem().empty()) {
    lines.push_back({Icon::Check, c.good, "No other backup job"});
  }
  if (!form.check_problem().empty()) {
    lines.push_back({Icon::Attention, c.attention, "Not checked: " + form.check_problem()});
  }
  if (const Activity* running = model.activities.running_on(instance.id)) {
    lines.push_back({Icon::Play, c.running, "Followed here: " + running->line});
  }
  float height = padding * 2 + ui.px(22);
  for (const Line& line : lines)
    height += ui.wrapped_height(inner - ui.px(18), Face::Text, line.text) + ui.px(2);
  const ImRect box = flow.take(height);
  ui.fill(box, c.sunken, ui.px(measure::kCorner));
  ui.frame(box, c.line, ui.px(measure::kCorner));
  Flow in{box.Min + ImVec2(padding, padding), inner};
  ui.text(in.at, Face::Small, c.second, form.checking() ? "Checking" : "Checked just now");
  in.gap(ui.px(22));
  for (const Line& line : lines) check_line(ui, in, line.icon, line.color, line.text);
}

void draw_methods(Ui& ui, Model& model, Flow& flow) {
  BackupForm& form = model.form;
  ui.text(flow.at, Face::Small, ui.colors().second, "Method");
  flow.gap(ui.px(20));
  const std::vector<api::MethodChoice> methods = form.methods();
  for (const api::MethodChoice& choice : methods) {
    const CardSpec spec{
        .note = choice.is_default ? "(default)" : "",
        .text = choice.allowed ? explain(choice.method) : std::string_view(choice.reason),
        .disabled = !choice.allowed};
    if (radio_card(ui, flow, api::name(choice.method), form.method() == choice.method, spec)) {
      form.choose(choice.method);
    }
    flow.gap(ui.px(6));
  }
}

// True when Enter was pressed in the field.
bool draw_retention(Ui& ui, Model& model, Flow& flow) {
  BackupForm& form = model.form;
  const std::string& obstacle = form.retention_obstacle();
  const FieldResult field = labelled_field(
      ui, flow, "Kept for (days)", form.days,
      {.placeholder = form.keep_for_ever ? "for ever" : "as the policy says",
       .error = form.days_error(),
       .disabled_because = !obstacle.empty()    ? std::string_view(obstacle)
                           : form.keep_for_ever ? std::string_view("Kept for ever is chosen.")
                                                : std::string_view()},
      obstacle.empty() ? std::string_view("7 to 730; empty: as the backup policy says.")
                       : std::string_view(obstacle));
  if (field.left || (field.edited && !form.days_error().empty()))
    static_cast<void>(form.check_days());
  if (obstacle.empty()) {
    flow.gap(ui.px(8));
    if (checkbox(ui, flow.take(ui.px(24)), "Keep for ever", form.keep_for_ever)) {
      form.keep_for_ever = !form.keep_for_ever;
      static_cast<void>(form.check_days());
    }
  }
  return field.entered;
}

// True while it is the obstacle: the reason is said here, not once more below the button.
bool draw_unknown(Ui& ui, Model& model, Flow& flow) {
  const Palette& c = ui.colors();
  const Activity* unknown = model.activities.unknown_on(model.form.instance().id);
  if (unknown == nullptr) return false;
  flow.gap(ui.px(12));
  const float indent = ui.px(24);
  draw_icon(ui.draw(), Icon::Unknown, flow.at + ImVec2(ui.px(8), ui.px(10)), ui.px(16),
            c.attention);
  flow.gap(ui.wrapped(flow.at + ImVec2(indent, 0), flow.width - indent, Face::Text, c.text,
                      "Whether the last attempt started a backup is not known. A second one would "
                      "be a second backup."));
  flow.gap(ui.px(6));
  if (checkbox(ui, flow.take(ui.px(24)), "I looked: no backup was started",
               model.form.looked_after_unknown)) {
    model.form.looked_after_unknown = !model.form.looked_after_unknown;
  }
  return model.activities.running_on(model.form.instance().id) == nullptr &&
         !model.form.looked_after_unknown;
}

}  // namespace

void draw_form(Ui& ui, Model& model, const ImRect& box) {
  const Palette& c = ui.colors();
  BackupForm& form = model.form;
  begin_panel(ui, "form", box, true, c.raised);
  ui.draw()->AddRectFilled(box.Min, ImVec2(box.Min.x + ui.hairline(), box.Max.y), c.line);
  const float margin = ui.px(16);
  const float scrollbar =
      ImGui::GetCurrentWindow()->ScrollbarY ? ImGui::GetStyle().ScrollbarSize : 0;
  Flow flow{box.Min + ImVec2(margin, ui.px(12) - ImGui::GetScrollY()),
            box.GetWidth() - margin * 2 - scrollbar};
  const ImRect head = flow.take(ui.px(40));
  const ImRect title = box_at(head.Min, flow.width - ui.px(36), ui.px(20));
  ui.text_in(title, Face::Strong, c.text, "Create backup");
  ui.note(Role::Heading, "Create backup", title);
  const std::string subtitle =
      form.instance().title() + " \xC2\xB7 " + kind_sentence(form.instance());
  ui.text_in(box_at(head.Min + ImVec2(0, ui.px(20)), flow.width - ui.px(36), ui.px(18)),
             Face::Small, c.second, subtitle);
  const ImRect close =
      box_at(ImVec2(head.Max.x - ui.px(28), head.Min.y + ui.px(4)), ui.px(28), ui.px(28));
  bool leave = button(ui, close, "Close form",
                      {.kind = ButtonKind::Quiet, .icon = Icon::Close, .icon_only = true});
  flow.gap(ui.px(8));
  ui.fill(ImRect(ImVec2(box.Min.x, flow.at.y), ImVec2(box.Max.x, flow.at.y + ui.hairline())),
          c.line);
  flow.gap(ui.px(14));

  draw_methods(ui, model, flow);
  flow.gap(ui.px(10));
  bool send = draw_retention(ui, model, flow);
  flow.gap(ui.px(14));
  draw_checks(ui, model, flow);
  const bool unknown_said = draw_unknown(ui, model, flow);
  flow.gap(ui.px(14));

  const std::string obstacle = model.start_obstacle();
  if (!form.send_error.empty() && form.send_error != obstacle) {
    const float top = flow.at.y;
    flow.gap(ui.wrapped(flow.at, flow.width, Face::Small, c.bad, form.send_error));
    ui.note(Role::Alert, form.send_error,
            ImRect(ImVec2(flow.at.x, top), flow.at + ImVec2(flow.width, 0)));
    flow.gap(ui.px(8));
  }
  const ImRect row = flow.take(ui.control_height());
  const float show = button_width(ui, "Show request");
  const bool one_row = flow.width >= show + ui.px(8) + button_width(ui, "Create backup");
  const ImRect primary =
      box_at(row.Min, one_row ? flow.width - show - ui.px(8) : flow.width, row.GetHeight());
  if (button(ui, primary, "Create backup",
             {.kind = ButtonKind::Primary, .disabled_because = obstacle}))
    send = true;
  ImRect second = ImRect(ImVec2(primary.Max.x + ui.px(8), row.Min.y), row.Max);
  if (!one_row) {
    flow.gap(ui.px(8));
    second = flow.take(ui.control_height());
  }
  if (button(ui, second, "Show request")) model.show_form_request();
  if (!obstacle.empty() && !unknown_said) {
    flow.gap(ui.px(8));
    const float top = flow.at.y;
    flow.gap(ui.wrapped(flow.at, flow.width, Face::Small, c.bad, obstacle));
    ui.note(Role::Status, obstacle,
            ImRect(ImVec2(flow.at.x, top), flow.at + ImVec2(flow.width, 0)));
  }
  ui.extend(flow.at + ImVec2(0, ui.px(16)));

  // Enter anywhere in the form sends, unless a control takes it for itself; Escape leaves.
  const bool no_popup = !ui.popup_was_open;
  const Widget* focused = ui.recorder.by_id(ui.focus.id());
  const bool in_form =
      focused != nullptr && (focused->role == Role::Radio || focused->role == Role::Checkbox);
  if (no_popup && in_form && ui.key_pressed(ImGuiKey_Enter)) send = true;
  if (no_popup && ui.escape_taken_in_frame != ImGui::GetFrameCount() &&
      ui.key_pressed(ImGuiKey_Escape)) {
    leave = true;
  }
  end_panel(ui);
  if (send) {
    static_cast<void>(model.start_backup());
  } else if (leave) {
    model.close_side();
  }
}

}  // namespace dds::shell
