#include "shell/model/backup_form.h"

#include "shell/model/words.h"

namespace dds::shell {
namespace {

// Source: BackupRetentionPeriod of CreateBackup: 7 to 730 days, or -1 for ever.
constexpr std::int32_t kLeastDays = 7;
constexpr std::int32_t kMostDays = 730;
constexpr std::int32_t kForEver = -1;

}  // namespace

void BackupForm::open(const api::Instance& instance) {
  const bool other = instance.id != instance_.id;
  instance_ = instance;
  open_ = true;
  if (other) {
    method_.reset();
    days.clear();
    keep_for_ever = false;
    days_error_.clear();
  }
  looked_after_unknown = false;
  send_error.clear();
  running_job_.reset();
  check_problem_.clear();
  checks_open_ = 2;
  take_allowed();
}

void BackupForm::take_allowed() {
  methods_ = api::method_choices(instance_);
  retention_obstacle_ = api::retention_obstacle(instance_);
  for (const api::MethodChoice& choice : methods_) {
    if (method_ && choice.method == *method_ && !choice.allowed) method_.reset();
  }
  if (method_) return;
  for (const api::MethodChoice& choice : methods_) {
    if (choice.allowed && (choice.is_default || !method_)) method_ = choice.method;
  }
}

void BackupForm::take_instance(const api::Instance& instance) {
  if (checks_open_ > 0) --checks_open_;
  if (instance.id != instance_.id) return;
  instance_ = instance;
  take_allowed();
}

void BackupForm::take_jobs(const std::vector<api::BackupJob>& jobs) {
  if (checks_open_ > 0) --checks_open_;
  running_job_.reset();
  for (const api::BackupJob& job : jobs) {
    if (job.active()) running_job_ = job;
  }
}

void BackupForm::take_check_problem(const Problem& problem) {
  if (checks_open_ > 0) --checks_open_;
  check_problem_ = problem.code.empty() ? problem.what : problem.what + " (" + problem.code + ")";
}

void BackupForm::choose(api::BackupMethod method) {
  for (const api::MethodChoice& choice : methods_) {
    if (choice.method == method && choice.allowed) method_ = method;
  }
  send_error.clear();
}

bool BackupForm::check_days() {
  days_error_.clear();
  const std::string_view typed = trimmed(days.view());
  if (typed.empty() || keep_for_ever || !retention_obstacle_.empty()) return true;
  const std::optional<std::int32_t> count = parse_count(typed);
  if (!count || *count < kLeastDays || *count > kMostDays) {
    days_error_ = "\"" + std::string(typed) + "\" is not a whole number from 7 to 730.";
  }
  return days_error_.empty();
}

std::string BackupForm::obstacle() const {
  if (std::string reason = api::backup_obstacle(instance_); !reason.empty()) return reason;
  if (running_job_) {
    return "Backup job " + running_job_->id +
           " is running on this instance; the service takes one at a time.";
  }
  return {};
}

Result<api::CreateBackupParameters> BackupForm::parameters(const std::string& region_id) {
  if (!check_days())
    return make_error(ErrorCode::InvalidParameter, days_error_, "BackupRetentionPeriod");
  api::CreateBackupParameters parameters;
  parameters.instance_id = instance_.id;
  parameters.method = method_;
  parameters.region_id = region_id;
  if (retention_obstacle_.empty()) {
    if (keep_for_ever) {
      parameters.retention_days = kForEver;
    } else if (const auto count = parse_count(trimmed(days.view()))) {
      parameters.retention_days = *count;
    }
  }
  return parameters;
}

}  // namespace dds::shell
