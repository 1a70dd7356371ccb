// Restoring the instance that is open into a new one: what and to when, whether it can be and what
// it costs, the order once that was confirmed.
//
// Owned by the Model. Planning only reads; what was chosen and typed stays whatever the answer.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/backup/restore_instance.h"
#include "shell/model/changes.h"
#include "shell/model/panel_run.h"
#include "shell/model/panel_services.h"
#include "shell/model/problem.h"
#include "shell/model/set_history.h"
#include "shell/model/text_input.h"

namespace dds::shell {

enum class RestoreWhat { Set, Moment };
enum class PlanStage { Form, Planning, Ready };

/// A plan in lines, its price among them, and what could not be found out.
struct ShownPlan {
  std::vector<backup::PlanLine> lines;
  std::string remark;
  bool fresh = false;  // it has just come: to be scrolled to
};
[[nodiscard]] ShownPlan shown(const backup::RestoreProgress& progress);

class RestorePanel {
 public:
  RestorePanel(const PanelServices& services, Changes& changes, SetHistory& history)
      : services_(services), changes_(changes), history_(history), run_(services) {}

  void open(const api::Instance& instance);
  void clear();

  // The form.
  [[nodiscard]] RestoreWhat what() const { return what_; }
  void choose(RestoreWhat what);
  void choose_set(std::string_view set_id);
  /// Sets that can be restored, newest first: indices of the history's.
  [[nodiscard]] const std::vector<std::uint32_t>& sets();
  /// Where the chosen one is in `sets`, or -1; the newest while nobody has chosen.
  [[nodiscard]] int chosen_position();
  /// Why no set, or no moment, can be restored; empty when one can.
  [[nodiscard]] std::string sets_obstacle();
  [[nodiscard]] std::string moment_obstacle() const;
  /// "From 7 Jan 14:00 to 14 Jan 13:55 (2026-01-07 06:00:00 UTC to ...)".
  [[nodiscard]] std::string range_text() const;
  TextInput moment{40};  // UTC
  TextInput name{257};
  [[nodiscard]] const std::string& moment_error() const { return moment_error_; }
  [[nodiscard]] const std::string& moment_local() const { return moment_local_; }
  [[nodiscard]] const std::string& name_error() const { return name_error_; }
  void check();
  /// A field was left; judged by `settle`, once no button of the pointer is down: a line that
  /// appears must not move what is being pressed.
  void left() { left_ = true; }
  void settle() {
    if (left_) check();
  }
  [[nodiscard]] std::string obstacle();

  // The plan.
  [[nodiscard]] PlanStage stage() const { return stage_; }
  /// Asks whether it can be restored and what it costs; orders nothing.
  void plan();
  void back_to_form();
  [[nodiscard]] const std::string& planning_line() const { return planning_line_; }
  [[nodiscard]] SteadyInstant planning_since() const { return run_.since(); }
  ShownPlan shown_plan;
  [[nodiscard]] const std::optional<Problem>& problem() const { return problem_; }
  /// Orders what was planned, once.
  void order();

  /// The last restore of this instance, running or ended and not dismissed.
  [[nodiscard]] const Change* change() const;
  /// It is not known whether the last order was carried out, and the service can be trusted to
  /// still know its token.
  [[nodiscard]] bool can_order_again() const;
  /// Until then the service knows its token; nothing where there is no such order.
  [[nodiscard]] std::optional<SteadyInstant> order_again_until() const;
  /// The same order with the same token: orders nothing twice.
  void order_again();

 private:
  [[nodiscard]] std::optional<Instant> typed_moment() const;
  void find_sets();
  void find_chosen();
  void start_plan(api::CloneRequest request);
  void on_planned();

  PanelServices services_;
  Changes& changes_;
  SetHistory& history_;
  PanelRun run_;
  api::Instance instance_;
  RestoreWhat what_ = RestoreWhat::Set;
  bool left_ = false;
  std::string set_id_;
  std::string moment_error_;
  std::string moment_local_;
  std::string name_error_;
  std::vector<std::uint32_t> sets_;
  std::uint64_t sets_revision_ = 0;
  std::string no_set_because_;
  int chosen_ = -1;
  PlanStage stage_ = PlanStage::Form;
  std::shared_ptr<backup::RestoreInstance> planned_;
  std::shared_ptr<Session> session_;                // over which it was planned
  std::optional<SteadyInstant> token_holds_until_;  // of an order that is gone on with
  std::string planning_line_;
  std::optional<Problem> problem_;
};

/// "2026-01-14 06:00:00", with T, Z, "UTC" and without seconds as well.
[[nodiscard]] std::optional<Instant> parse_moment(std::string_view text);

}  // namespace dds::shell
