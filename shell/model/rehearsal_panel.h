// Rehearsals of the instance that is open: planned, priced, confirmed, followed; the record of the
// last ones; and temporary instances that were left over, to be released.
//
// Owned by the Model. What was ordered is in the store before the order leaves.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/backup/rehearsal.h"
#include "shell/model/changes.h"
#include "shell/model/instance_list.h"
#include "shell/model/panel_run.h"
#include "shell/model/panel_services.h"
#include "shell/model/problem.h"
#include "shell/model/rehearsal_store.h"
#include "shell/model/restore_panel.h"
#include "shell/model/text_input.h"

namespace dds::shell {

/// One of the record, in words.
struct PastRehearsal {
  std::string when;
  std::string took;     // from the order until it ran
  std::string outcome;  // "Passed", "Did not come up", ...
  std::string proven;
  bool passed = false;
  bool running = false;
  bool open = false;  // its instance may still be there
};

struct LeftOver {
  api::Instance instance;
  std::string words;  // "Running, of a rehearsal begun 14 Jan 14:00"
};

class RehearsalPanel {
 public:
  RehearsalPanel(const PanelServices& services, Changes& changes, const InstanceList& instances)
      : services_(services),
        changes_(changes),
        instances_(instances),
        run_(services),
        store_(*services.host) {}

  void open(const api::Instance& instance);
  void clear();

  [[nodiscard]] PlanStage stage() const { return stage_; }
  /// Why none can be begun; empty when one can.
  [[nodiscard]] std::string obstacle() const;
  /// Finds the newest good backup and what restoring it costs; orders nothing.
  void plan();
  void back();
  [[nodiscard]] const std::string& planning_line() const { return planning_line_; }
  [[nodiscard]] SteadyInstant planning_since() const { return run_.since(); }
  ShownPlan shown_plan;
  [[nodiscard]] const std::optional<Problem>& problem() const { return problem_; }
  void order();

  /// The last rehearsal, or the last release, here; not dismissed.
  [[nodiscard]] const Change* change(ChangeKind kind) const {
    return changes_.newest(kind, instance_.id);
  }
  /// What the last one has proven and where the names come from; empty while it proved nothing.
  [[nodiscard]] const std::string& proven() const { return proven_; }

  /// Newest first.
  [[nodiscard]] const std::vector<PastRehearsal>& past() const { return past_; }
  [[nodiscard]] const std::vector<LeftOver>& left_over() const { return left_over_; }
  /// Why the record cannot be read.
  [[nodiscard]] const std::string& record_problem() const { return store_.problem(); }
  void start_record_anew();

  // Releasing one of them: its id is typed.
  void ask_release(const LeftOver& one);
  [[nodiscard]] const LeftOver& releasing() const { return releasing_; }
  TextInput typed_id{64};
  [[nodiscard]] std::string release_obstacle() const;
  /// True when it was sent.
  bool release();

  /// A rehearsal or a release has come to its end, or the instances were listed anew.
  void change_ended(const Change& change);
  void look_again();

 private:
  void on_planned();
  void describe_past();
  void find_left_over();
  [[nodiscard]] bool is_running(std::string_view description) const;
  void note_released(const std::string& instance_id);

  PanelServices services_;
  Changes& changes_;
  const InstanceList& instances_;
  PanelRun run_;
  RehearsalStore store_;
  api::Instance instance_;
  PlanStage stage_ = PlanStage::Form;
  std::shared_ptr<backup::Rehearsal> planned_;
  std::shared_ptr<Session> session_;  // over which it was planned
  std::string planning_line_;
  std::string proven_;
  std::optional<Problem> problem_;
  std::vector<PastRehearsal> past_;
  std::vector<LeftOver> left_over_;
  LeftOver releasing_;
};

}  // namespace dds::shell
