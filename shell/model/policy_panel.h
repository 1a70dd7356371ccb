// The automatic backup policy of one instance: read, edited in place with its rules checked, shown
// before and after, and changed.
//
// Owned by the Model. What was typed stays until the change is done or it is discarded by hand,
// also while the panel shows other instances: it is a draft then. A policy that is read anew
// meanwhile moves only what nobody touched.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/api/policy.h"
#include "core/backup/policy_change.h"
#include "shell/model/changes.h"
#include "shell/model/panel_run.h"
#include "shell/model/panel_services.h"
#include "shell/model/problem.h"
#include "shell/model/text_input.h"

namespace dds::shell {

/// What stands beside each field of the form, by the service's name of the field.
struct PolicyLabel {
  std::string_view field;
  std::string_view label;
};
inline constexpr std::array<PolicyLabel, 10> kPolicyLabels = {{
    {"PreferredBackupTime", "Begins within an hour from (UTC)"},
    {"PreferredBackupPeriod", "Days (UTC)"},
    {"BackupRetentionPeriod", "Backups kept for (days)"},
    {"EnableBackupLog", "Log backup"},
    {"LogBackupRetentionPeriod", "Logs kept for (days)"},
    {"SnapshotBackupType", "Snapshots"},
    {"BackupInterval", "High-frequency backup"},
    {"HighFrequencyBackupRetention", "High-frequency backups kept for (days)"},
    {"PreserveOneEachHour", "Keep one of each hour"},
    {"BackupRetentionPolicyOnClusterDeletion", "When the instance is released"},
}};
/// The name itself for a field that the form does not have.
[[nodiscard]] std::string_view policy_label(std::string_view field);

/// A number that is typed, and why it is none.
struct NumberField {
  TextInput text{16};
  std::string error;
};

/// What the form holds: chosen things as they will be, typed ones as they were typed.
struct PolicyForm {
  TextInput begins{16};  // "18:00", UTC
  std::string begins_error;
  std::string begins_local;  // "02:00-03:00, the day after"; empty while it is no time
  NumberField kept;
  NumberField logs_kept;
  NumberField often_kept;  // high-frequency backups
  api::Weekdays days;
  std::optional<bool> log_backup;
  std::optional<api::SnapshotType> snapshots;
  std::optional<std::int32_t> interval;
  std::optional<bool> one_each_hour;
  std::optional<api::OnRelease> on_release;
};

/// The unfinished form of an instance that the panel has turned away from.
struct PolicyDraft {
  api::Instance instance;
  api::BackupPolicy before;  // what it differs from
  PolicyForm form;
};

enum class PolicyStage { Shown, Edited, Reviewed };

class PolicyPanel {
 public:
  PolicyPanel(const PanelServices& services, Changes& changes)
      : services_(services), changes_(changes), run_(services) {}

  /// Turns to an instance, with its draft when there is one; reads nothing yet.
  void open(const api::Instance& instance);
  void load();
  /// The panel is in view again: what is unfinished in it is said to be a draft.
  void come_back();
  /// Turns away from every instance; drafts stay.
  void clear();
  /// They were typed for another account.
  void forget_drafts() { drafts_.clear(); }

  [[nodiscard]] const api::Instance& instance() const { return instance_; }
  [[nodiscard]] bool asked() const { return loading() || (policy_ && !outdated_) || problem_; }
  [[nodiscard]] bool loading() const { return run_.running(); }
  [[nodiscard]] SteadyInstant loading_since() const { return run_.since(); }
  [[nodiscard]] const std::optional<Problem>& problem() const { return problem_; }
  [[nodiscard]] const std::optional<api::BackupPolicy>& policy() const { return policy_; }
  /// The policy in lines: "Begins" and "18:00-19:00 UTC".
  [[nodiscard]] const std::vector<backup::PlanLine>& facts() const { return facts_; }
  /// The last change here, running or ended and not dismissed.
  [[nodiscard]] const Change* change() const;

  // Editing.
  [[nodiscard]] PolicyStage stage() const { return stage_; }
  PolicyForm form;
  /// The form was left unfinished before.
  [[nodiscard]] bool is_draft() const;
  void edit();
  void discard();
  /// Something was chosen: judges everything anew.
  void check();
  /// A field is being typed in: an error that it shows is looked at again at once, a new one waits
  /// until the field is left.
  void typed(bool error_shown);
  /// A field was left; judged by `settle`, once no button of the pointer is down: a line that
  /// appears must not move what is being pressed.
  void left() { left_ = true; }
  void settle() {
    if (left_) check();
  }
  /// What is to be said beside a field, by the service's name of it; nullptr when nothing is.
  [[nodiscard]] const api::PolicyFinding* finding(std::string_view field) const;
  /// Why it cannot be reviewed yet; empty when it can.
  [[nodiscard]] std::string obstacle() const;
  void review();
  void back_to_form();
  [[nodiscard]] const std::vector<api::PolicyChange>& differences() const { return differences_; }
  [[nodiscard]] const std::vector<api::PolicyFinding>& findings() const { return findings_; }
  /// Sends what was reviewed, once.
  void send();
  /// The change has come to its end.
  void change_ended(const Change& change);

 private:
  void put_aside();
  [[nodiscard]] bool has_edits() const;
  [[nodiscard]] bool has_errors() const;
  void on_read();
  void take_policy(const api::BackupPolicy& policy);
  void fill_form();
  void rebase_form(const api::BackupPolicy& now);
  void describe_policy();
  void read_form();

  PanelServices services_;
  Changes& changes_;
  PanelRun run_;
  std::shared_ptr<backup::ReadPolicy> reading_;
  api::Instance instance_;
  std::optional<Problem> problem_;
  std::optional<api::BackupPolicy> policy_;
  std::vector<backup::PlanLine> facts_;
  PolicyStage stage_ = PolicyStage::Shown;
  bool left_ = false;
  bool typing_ = false;    // something was typed that was not judged yet
  bool outdated_ = false;  // `policy_` is what a draft differs from: to be read anew
  bool is_draft_ = false;
  api::BackupPolicy wanted_;  // as the form says
  std::vector<api::PolicyFinding> findings_;
  std::vector<api::PolicyChange> differences_;
  std::map<std::string, PolicyDraft, std::less<>> drafts_;  // by instance
};

/// "every day", "Mon, Thu", "no day".
[[nodiscard]] std::string days_text(api::Weekdays days);
inline constexpr std::array<std::string_view, 7> kDayNames = {"Mon", "Tue", "Wed", "Thu",
                                                              "Fri", "Sat", "Sun"};

}  // namespace dds::shell
