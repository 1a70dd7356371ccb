// The form that starts a backup: what this instance allows, what speaks against it now, what was
// typed.
//
// Owned by the Model. What was typed for an instance stays when the form is left and opened again.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/api/backups.h"
#include "core/api/create_backup.h"
#include "shell/model/problem.h"
#include "shell/model/text_input.h"

namespace dds::shell {

class BackupForm {
 public:
  /// Opens for an instance; another instance than before starts with that one's defaults.
  void open(const api::Instance& instance);
  void close() { open_ = false; }
  [[nodiscard]] bool is_open() const { return open_; }
  [[nodiscard]] const api::Instance& instance() const { return instance_; }

  // What the service said since the form was opened.
  void take_instance(const api::Instance& instance);
  void take_jobs(const std::vector<api::BackupJob>& jobs);
  void take_check_problem(const Problem& problem);
  [[nodiscard]] bool checking() const { return checks_open_ > 0; }
  [[nodiscard]] const std::optional<api::BackupJob>& running_job() const { return running_job_; }
  [[nodiscard]] const std::string& check_problem() const { return check_problem_; }

  [[nodiscard]] const std::vector<api::MethodChoice>& methods() const { return methods_; }
  [[nodiscard]] std::optional<api::BackupMethod> method() const { return method_; }
  void choose(api::BackupMethod method);

  /// Why no retention of its own may be given; empty when it may.
  [[nodiscard]] const std::string& retention_obstacle() const { return retention_obstacle_; }
  TextInput days{16};
  bool keep_for_ever = false;
  /// Looks at what was typed, when the field is left or the form is sent.
  bool check_days();
  [[nodiscard]] const std::string& days_error() const { return days_error_; }

  /// The person has looked after an attempt of unknown outcome.
  bool looked_after_unknown = false;

  /// What speaks against starting now, as far as the instance tells (state, lock, running job);
  /// empty: nothing.
  [[nodiscard]] std::string obstacle() const;
  [[nodiscard]] Result<api::CreateBackupParameters> parameters(const std::string& region_id);
  /// What the service or the checks said when it was sent; shown until something changes.
  std::string send_error;

 private:
  void take_allowed();

  bool open_ = false;
  api::Instance instance_;
  std::vector<api::MethodChoice> methods_;
  std::optional<api::BackupMethod> method_;
  std::string retention_obstacle_;
  std::string days_error_;
  int checks_open_ = 0;
  std::optional<api::BackupJob> running_job_;
  std::string check_problem_;
};

}  // namespace dds::shell
