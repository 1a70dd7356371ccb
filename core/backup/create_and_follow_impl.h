// The state of CreateAndFollow. Private to create_and_follow.cpp (asking, creating, failing) and
// follow_job.cpp (following, reading sets, reconciling). Copyable: a copy behaves as the original.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/backup/backoff.h"
#include "core/backup/create_and_follow.h"
#include "core/backup/set_listing.h"

namespace dds::backup {

class CreateAndFollow::Impl {
 public:
  Impl(api::CreateBackupParameters parameters, Options options, std::optional<Resume> resume);

  Step handle(const Event& event, Instant now);
  [[nodiscard]] const Progress& progress() const { return progress_; }
  [[nodiscard]] const Attempt& attempt() const { return attempt_; }
  void withdraw(std::string reason);
  [[nodiscard]] std::string fingerprint() const;

 private:
  // The one request that is in flight or that a timer will send.
  enum class Ask {
    Instance,
    RunningJobs,  // before CreateBackup
    EarlierSets,  // before CreateBackup, while the service's clock is unknown
    Create,
    BusyJobs,  // after "a backup job exists"
    Job,
    Sets,
    ReconcileJobs,
    ReconcileSets,
  };

  // create_and_follow.cpp: beginning and ending
  Step begin();
  Step resume();
  Step end(Ending ending, std::string problem);
  Step end_at_total_limit();
  // requests
  Step send(Ask ask);
  Step send_at(Ask ask, Instant instant);
  api::Call call_for(Ask ask);
  api::Call sign_on_attempt();
  [[nodiscard]] Instant server_now() const {
    return now_ + clock_offset_.value_or(Milliseconds{0});
  }
  // failures
  Step on_failure(const NotReplied& failed);
  Step on_refusal(const response::ApiError& refusal);
  Step on_create_refused(const response::ApiError& refusal);
  Step retry_read(std::optional<Milliseconds> retry_after);
  Step retry_at(Ask ask, Milliseconds wait);
  Step unreadable(const Error& error);
  // answers before the backup has started
  Step on_answer(const response::Answer& answer);
  Step on_instance(const response::Answer& answer);
  Step after_instance();
  [[nodiscard]] std::string method_obstacle() const;
  Step look_at_jobs();
  Step on_running_jobs(const response::Answer& answer);
  Step on_earlier_sets(const response::Answer& answer);
  Step create_or_look_at_sets();
  Step on_busy_jobs(const response::Answer& answer);
  Step busy(const api::BackupJob& job);
  Step create();
  Step on_created(const response::Answer& answer);
  void close_attempt(bool took_effect);

  // follow_job.cpp
  Step follow();
  void take_job(const api::BackupJob& job);
  [[nodiscard]] Milliseconds pace() const;
  Step on_job(const response::Answer& answer);
  Step list_sets();
  Step on_sets(const response::Answer& answer);
  Step take_sets();
  Step end_with_sets();
  Step set_missing(const api::BackupSet* unfinished);
  Step found_unfinished();
  Step reconcile();
  Step on_reconcile_jobs(const response::Answer& answer);
  Step nothing_found();
  Step end_unreconciled();

  api::CreateBackupParameters parameters_;
  Options options_;
  std::optional<Resume> resume_;
  Backoff backoff_;
  Progress progress_;
  api::Call create_call_;
  Attempt attempt_;
  std::optional<api::Instance> instance_;
  bool instance_asked_ = false;

  Ask ask_ = Ask::Instance;
  bool in_flight_ = false;
  int failures_ = 0;         // in a row
  int failures_before_ = 0;  // the answer that is being read came
  std::optional<SetListing> listing_;

  Instant now_{};
  Instant wake_{};
  Instant deadline_{};
  Instant attempted_{};        // no CreateBackup left after this, on our clock
  Instant look_began_{};       // reconciling: when the present look at jobs and sets was begun
  Instant last_answer_{};      // when the service last said anything readable
  Instant answered_before_{};  // as last_answer_, before the answer that is being read came
  Instant followed_{};         // when following began
  std::optional<Instant> set_deadline_;
  std::optional<Instant> log_deadline_;
  Milliseconds reconcile_wait_{0};
  std::optional<Milliseconds> clock_offset_;  // service's clock minus ours, once it was told
  // The set was not among those that our idea of the service's clock allows: it may be dated by
  // another clock (an emulator's that runs faster). What the service says to an end in the future
  // is untested live, so that it is asked for only then.
  bool look_wide_ = false;
};

}  // namespace dds::backup
