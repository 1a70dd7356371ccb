// The Policy tab of an instance: the automatic backup policy as it is, its form, and the comparison
// that is to be confirmed.
#include <algorithm>
#include <string>

#include "shell/views/views.h"
#include "shell/widgets/button.h"
#include "shell/widgets/choice.h"
#include "shell/widgets/popover.h"
#include "shell/widgets/text_field.h"

namespace dds::shell {
namespace {

constexpr float kWidest = 640;  // CSS pixels: lines that can be read
constexpr float kField = 200;

// Things of their own widths, one after the other, in as many lines as it takes.
class Line {
 public:
  Line(Ui& ui, Flow& flow) : ui_(ui), flow_(flow), left_(flow.at.x) {}
  ~Line() { flow_.gap(height_ + ui_.px(2)); }
  Line(const Line&) = delete;
  Line& operator=(const Line&) = delete;

  // For a radio button or a checkbox with this label.
  ImRect place(std::string_view label) {
    const float width = ui_.px(24) + ui_.text_width(Face::Text, label) + 1;
    if (left_ > flow_.at.x && left_ + width > flow_.at.x + flow_.width) {
      flow_.gap(height_ + ui_.px(2));
      left_ = flow_.at.x;
    }
    const ImRect box = box_at(ImVec2(left_, flow_.at.y), width, height_);
    left_ = box.Max.x + ui_.px(16);
    return box;
  }

 private:
  Ui& ui_;
  Flow& flow_;
  float left_;
  float height_ = ui_.touch ? ui_.control_height() : ui_.px(24);
};

void small_label(Ui& ui, Flow& flow, std::string_view text) {
  ui.text(flow.at, Face::Small, ui.colors().second, text);
  flow.gap(ui.line(Face::Small) + ui.px(3));
}

std::string_view error_of(const PolicyPanel& policy, std::string_view field) {
  const api::PolicyFinding* finding = policy.finding(field);
  return finding != nullptr && finding->severity == api::PolicyFinding::Severity::Error
             ? std::string_view(finding->sentence)
             : std::string_view();
}

// What a field cannot say below itself: advice, and errors of what is chosen.
void say_finding(Ui& ui, Flow& flow, const PolicyPanel& policy, std::string_view field,
                 bool errors_too) {
  const api::PolicyFinding* finding = policy.finding(field);
  if (finding == nullptr) return;
  const bool error = finding->severity == api::PolicyFinding::Severity::Error;
  if (error && !errors_too) return;
  flow.gap(ui.px(4));
  remark(ui, flow, error ? Icon::Cross : Icon::Attention,
         error ? ui.colors().bad : ui.colors().attention, finding->sentence);
}

// True when Enter was pressed in it.
bool take_field(PolicyPanel& policy, const FieldResult& result, bool error_shown) {
  if (result.edited) policy.typed(error_shown);
  if (result.left) policy.left();
  return result.entered;
}

bool days_field(Ui& ui, PolicyPanel& policy, Flow& flow, NumberField& number,
                std::string_view field, std::string_view disabled_because, std::string_view hint) {
  const std::string_view error = number.error.empty() ? error_of(policy, field) : number.error;
  const FieldResult result = narrow_field(
      ui, flow, kField, policy_label(field), number.text,
      {.placeholder = "as it is", .error = error, .disabled_because = disabled_because}, hint);
  say_finding(ui, flow, policy, field, false);
  flow.gap(ui.px(12));
  return take_field(policy, result, !error.empty());
}

bool draw_window(Ui& ui, PolicyPanel& policy, Flow& flow) {
  PolicyForm& form = policy.form;
  section(ui, flow, "When");
  flow.gap(ui.px(4));
  const FieldResult result =
      narrow_field(ui, flow, kField, policy_label("PreferredBackupTime"), form.begins,
                   {.error = form.begins_error}, form.begins_local);
  say_finding(ui, flow, policy, "PreferredBackupTime", true);
  flow.gap(ui.px(12));
  small_label(ui, flow, policy_label("PreferredBackupPeriod"));
  {
    Line line(ui, flow);
    for (std::size_t i = 0; i < kDayNames.size(); ++i) {
      if (!checkbox(ui, line.place(kDayNames[i]), kDayNames[i], form.days.test(i))) continue;
      form.days.flip(i);
      policy.check();
    }
  }
  say_finding(ui, flow, policy, "PreferredBackupPeriod", true);
  flow.gap(ui.px(16));
  return take_field(policy, result, !form.begins_error.empty());
}

bool draw_kept(Ui& ui, PolicyPanel& policy, Flow& flow) {
  PolicyForm& form = policy.form;
  section(ui, flow, "How long");
  flow.gap(ui.px(4));
  bool entered = days_field(ui, policy, flow, form.kept, "BackupRetentionPeriod", {}, "7 to 730.");
  const bool logs = form.log_backup.value_or(false);
  {
    Line line(ui, flow);
    const std::string_view label = policy_label("EnableBackupLog");
    if (checkbox(ui, line.place(label), label, logs)) {
      form.log_backup = !logs;
      policy.check();
    }
  }
  if (policy.finding("EnableBackupLog") == nullptr) {
    flow.gap(ui.wrapped(flow.at, flow.width, Face::Small, ui.colors().third,
                        "Keeps what changes between backups: any moment can be restored."));
  }
  say_finding(ui, flow, policy, "EnableBackupLog", true);
  flow.gap(ui.px(8));
  if (days_field(ui, policy, flow, form.logs_kept, "LogBackupRetentionPeriod",
                 logs ? std::string_view() : "Log backup is off.", "Not longer than the backups."))
    entered = true;
  return entered;
}

bool draw_often(Ui& ui, PolicyPanel& policy, Flow& flow) {
  PolicyForm& form = policy.form;
  section(ui, flow, policy_label("SnapshotBackupType"));
  flow.gap(ui.px(4));
  bool changed = false;
  {
    Line line(ui, flow);
    for (const api::SnapshotType type : {api::SnapshotType::Standard, api::SnapshotType::Flash}) {
      const std::string_view name = api::name(type);
      if (!radio(ui, line.place(name), name, form.snapshots == type)) continue;
      form.snapshots = type;
      // High-frequency backup needs Flash: off with it.
      if (type == api::SnapshotType::Standard) form.interval = api::kNoHighFrequency;
      changed = true;
    }
  }
  say_finding(ui, flow, policy, "SnapshotBackupType", true);
  flow.gap(ui.px(8));
  bool entered = false;
  if (form.snapshots == api::SnapshotType::Flash) {
    small_label(ui, flow, policy_label("BackupInterval"));
    {
      Line line(ui, flow);
      const auto choice = [&](std::int32_t minutes) {
        const std::string name = api::interval_text(minutes);
        if (!radio(ui, line.place(name), name, form.interval == minutes)) return;
        form.interval = minutes;
        changed = true;
      };
      choice(api::kNoHighFrequency);
      for (const std::int32_t minutes : api::intervals()) choice(minutes);
    }
    flow.gap(ui.px(8));
  }
  say_finding(ui, flow, policy, "BackupInterval", true);
  if (form.interval.value_or(api::kNoHighFrequency) != api::kNoHighFrequency) {
    entered = days_field(ui, policy, flow, form.often_kept, "HighFrequencyBackupRetention", {},
                         "1 at least.");
    Line line(ui, flow);
    const std::string_view label = policy_label("PreserveOneEachHour");
    const bool on = form.one_each_hour.value_or(false);
    if (checkbox(ui, line.place(label), label, on)) {
      form.one_each_hour = !on;
      changed = true;
    }
  }
  if (changed) policy.check();
  flow.gap(ui.px(12));
  return entered;
}

void draw_release(Ui& ui, PolicyPanel& policy, Flow& flow) {
  if (!policy.form.on_release) return;
  section(ui, flow, policy_label("BackupRetentionPolicyOnClusterDeletion"));
  flow.gap(ui.px(4));
  for (const api::OnRelease rule :
       {api::OnRelease::DeleteAll, api::OnRelease::KeepLast, api::OnRelease::KeepAll}) {
    Line line(ui, flow);
    if (!radio(ui, line.place(api::name(rule)), api::name(rule), policy.form.on_release == rule))
      continue;
    policy.form.on_release = rule;
    policy.check();
  }
  say_finding(ui, flow, policy, "BackupRetentionPolicyOnClusterDeletion", true);
  flow.gap(ui.px(12));
}

// True when it was discarded.
bool draw_draft(Ui& ui, PolicyPanel& policy, Flow& flow) {
  constexpr std::string_view kDiscard[] = {"Discard draft"};
  const int pressed = draw_notice(
      ui, flow,
      {Icon::Attention,
       ui.colors().attention,
       Role::Status,
       "This is an unfinished draft",
       "What was typed before is still here. It is sent once it is reviewed and confirmed.",
       {},
       {}},
      kDiscard, "draft");
  flow.gap(ui.px(12));
  if (pressed < 0) return false;
  policy.discard();
  keep_focus(ui, "Edit policy");
  return true;
}

void draw_form_of(Ui& ui, PolicyPanel& policy, Flow& flow) {
  if (policy.is_draft() && draw_draft(ui, policy, flow)) return;
  bool review = draw_window(ui, policy, flow);
  review = draw_kept(ui, policy, flow) || review;
  if (policy.instance().cloud_disk()) review = draw_often(ui, policy, flow) || review;
  draw_release(ui, policy, flow);
  const std::string obstacle = policy.obstacle();
  ImVec2 at = flow.at;
  review = button_at(ui, at, "Review changes", {.disabled_because = obstacle}) || review;
  if (button_at(ui, at, "Discard")) return policy.discard();
  flow.gap(ui.control_height() + ui.px(8));
  remark(ui, flow, Icon::Dash, ui.colors().third, obstacle);
  if (!review) return;
  policy.review();
  if (policy.stage() == PolicyStage::Reviewed) keep_focus(ui, "Back to the form");
}

void draw_comparison(Ui& ui, const PolicyPanel& policy, Flow& flow) {
  const Palette& c = ui.colors();
  const float first = flow.width * 0.36F;
  const float gap = ui.px(12);
  const float rest = (flow.width - first - gap) / 2;
  const ImRect head = flow.take(ui.px(26));
  ui.text_in(box_at(head.Min + ImVec2(first, 0), rest, head.GetHeight()), Face::Small, c.second,
             "Before");
  ui.text_in(box_at(head.Min + ImVec2(first + rest + gap, 0), rest, head.GetHeight()), Face::Small,
             c.second, "After");
  ui.line_below(head, c.line);
  for (const api::PolicyChange& change : policy.differences()) {
    const float height = std::max({ui.wrapped_height(first - gap, Face::Text, change.label),
                                   ui.wrapped_height(rest, Face::Text, change.before),
                                   ui.wrapped_height(rest, Face::Strong, change.after)});
    const ImRect row = flow.take(height + ui.px(10));
    const ImVec2 at = row.Min + ImVec2(0, ui.px(5));
    ui.wrapped(at, first - gap, Face::Text, c.text, change.label);
    ui.wrapped(at + ImVec2(first, 0), rest, Face::Text, c.second, change.before);
    ui.wrapped(at + ImVec2(first + rest + gap, 0), rest, Face::Strong, c.text, change.after);
    ui.line_below(row, c.line);
    ui.note(Role::Status, change.label, row, change.before + " -> " + change.after);
  }
}

void draw_review(Ui& ui, PolicyPanel& policy, Flow& flow) {
  section(ui, flow, "Before and after");
  draw_comparison(ui, policy, flow);
  flow.gap(ui.px(10));
  for (const api::PolicyFinding& finding : policy.findings())
    remark(ui, flow, Icon::Attention, ui.colors().attention, finding.sentence);
  flow.gap(ui.px(6));
  const std::string obstacle = policy.obstacle();
  const std::string label = "Change policy of " + policy.instance().title();
  ImVec2 at = flow.at;
  if (button_at(ui, at, label, {.disabled_because = obstacle})) policy.send();
  if (button_at(ui, at, "Back to the form", {.disabled_because = obstacle})) policy.back_to_form();
  flow.gap(ui.control_height());
  if (obstacle.empty() && take_escape(ui)) policy.back_to_form();
}

void draw_shown(Ui& ui, PolicyPanel& policy, Flow& flow) {
  section(ui, flow, "Automatic backups", policy.loading() ? "reading anew" : "");
  flow.gap(ui.px(4));
  if (policy.policy()->days.none()) {
    remark(ui, flow, Icon::Attention, ui.colors().attention,
           "No day is chosen: nothing is backed up automatically.");
  }
  fact_box(ui, flow, policy.facts(), "policy");
  flow.gap(ui.px(12));
  ImVec2 at = flow.at;
  if (button_at(ui, at, "Edit policy")) {
    policy.edit();
    keep_focus(ui, policy_label("PreferredBackupTime"));
  }
  flow.gap(ui.control_height());
}

}  // namespace

void draw_policy(Ui& ui, Model& model, const ImRect& box) {
  PolicyPanel& policy = model.policy;
  begin_panel(ui, "policy", box, true, ui.colors().background);
  const float margin = ui.px(16);
  const float scrollbar =
      ImGui::GetCurrentWindow()->ScrollbarY ? ImGui::GetStyle().ScrollbarSize : 0;
  Flow flow{box.Min + ImVec2(margin, ui.px(14) - ImGui::GetScrollY()),
            std::min(ui.px(kWidest), box.GetWidth() - margin * 2 - scrollbar)};
  if (const Change* change = policy.change()) draw_change(ui, model, flow, *change);
  if (policy.problem()) {
    const Problem problem = *policy.problem();
    draw_problem(ui, model, flow, problem, policy.instance().id, "policy problem");
    flow.gap(ui.px(12));
  }
  if (!policy.policy()) {
    if (policy.loading() && wait_for(ui, policy.loading_since()))
      skeleton(ui, flow, "Loading the backup policy", 6);
  } else {
    switch (policy.stage()) {
      case PolicyStage::Shown: draw_shown(ui, policy, flow); break;
      case PolicyStage::Edited: draw_form_of(ui, policy, flow); break;
      case PolicyStage::Reviewed: draw_review(ui, policy, flow); break;
    }
  }
  if (!ImGui::IsMouseDown(ImGuiMouseButton_Left)) policy.settle();
  ui.extend(flow.at + ImVec2(0, ui.px(16)));
  end_panel(ui);
}

}  // namespace dds::shell
