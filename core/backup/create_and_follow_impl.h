// The state of CreateAndFollow. Private to create_and_follow.cpp (asking and failing),
// start_backup.cpp (looking and creating) and follow_job.cpp (following, reading sets,
// reconciling). Copyable: a copy behaves as the original.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/backup/awake.h"
#include "core/backup/backoff.h"
#include "core/backup/create_and_follow.h"
#include "core/backup/set_listing.h"
#include "core/backup/silence.h"

namespace dds::backup {

class CreateAndFollow::Impl {
 public:
  Impl(api::CreateBackupParameters parameters, Options options, std::optional<Resume> resume);

  Step handle(const Event& event, const Moment& now);
  [[nodiscard]] bool leaving(const Stamp& stamp, const Moment& now);
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
    DeliverAgain,  // the same signed CreateBackup
    BusyJobs,      // after "a backup job exists"
    Job,
    Sets,
    ReconcileJobs,
    ReconcileSets,
  };

  // create_and_follow.cpp: beginning and ending
  Step step_for(const Event& event);
  void woke();
  void hear(Instant service_time);
  Step begin();
  Step resume();
  Step end(Ending ending, std::string problem);
  Step end_at_total_limit();
  // requests
  Step send(Ask ask);
  void had_its_turn();
  Step send_after(Ask ask, Milliseconds wait) { return send_at(ask, now_.steady + wait); }
  Step send_at(Ask ask, SteadyInstant instant);
  api::Call call_for(Ask ask);
  [[nodiscard]] Instant server_now() const { return clock_.at(now_.steady).value_or(now_.wall); }
  /// A steady reading as a time to show.
  [[nodiscard]] Instant wall_of(SteadyInstant instant) const {
    return now_.wall + (instant - now_.steady);
  }
  // failures
  Step on_failure(const NotReplied& failed);
  Step on_shut_out(const response::ApiError& refusal);
  Step on_refusal(const response::ApiError& refusal);
  Step on_create_refused(const response::ApiError& refusal);
  /// `ending`: what it comes to in the end, if nothing was started.
  Step retry_read(Ending ending, std::optional<Milliseconds> retry_after = {},
                  const response::ApiError* refusal = nullptr);
  Step retry_at(Ask ask, Milliseconds wait);
  Step unreadable(const Error& error);
  // start_backup.cpp: answers before the backup has started
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
  Step end_as_busy();
  Step create();
  Step on_created(const response::Answer& answer);
  void close_attempt(bool took_effect);
  void measure_attempt();

  // follow_job.cpp
  Step follow();
  void take_job(const api::BackupJob& job);
  [[nodiscard]] Milliseconds pace() const;
  /// A look that waited that long for its turn shares it with many.
  [[nodiscard]] bool crowded(Milliseconds waited) const { return waited >= options_.limits.poll; }
  [[nodiscard]] bool set_shows_the_end() const;
  Step look_later();
  Step not_there_yet();
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
  Step had_no_effect();
  Step look_again();
  Step deliver_again();
  Step on_delivery_refused(const response::ApiError& refusal);
  [[nodiscard]] bool may_deliver_again() const;
  void expect_certainty();
  /// From then on absence is proof.
  [[nodiscard]] SteadyInstant certain() const {
    return too_old_at_.value_or(lost_.certain(clock_));
  }
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
  bool sets_shown_ = true;  // the service has not refused to show sets while the job ran

  Ask ask_ = Ask::Instance;
  bool in_flight_ = false;
  int failures_ = 0;         // in a row
  int failures_before_ = 0;  // the answer that is being read came
  std::optional<SetListing> listing_;

  Moment now_{};
  SteadyInstant wake_{};
  SteadyInstant asked_{};        // when the request in flight was asked for, or left last
  bool left_before_ = false;     // and whether it left
  Milliseconds queued_{0};       // how long the last look at the job waited for its turn
  Milliseconds queued_sets_{0};  // and the last one at its sets
  bool look_soon_ = false;       // at the job, whatever the pace has come to
  int misses_ = 0;  // looks for its set since the job was last asked, which runs as far as is known
  SteadyInstant deadline_{};
  LostWrite lost_;                     // the last CreateBackup
  std::optional<SteadyInstant> left_;  // when it left, if in this run
  SteadyInstant reconcile_until_{};    // by then it must be found out
  SteadyInstant look_began_{};  // reconciling: when the present look at jobs and sets was begun
  SteadyInstant followed_{};    // when following began
  Silence silence_;
  Silence silence_before_;  // the answer that is being read came
  Awake awake_;
  std::optional<SteadyInstant> set_deadline_;
  std::optional<SteadyInstant> log_deadline_;
  Milliseconds reconcile_wait_{0};
  /// The service refused the same bytes as too old by then: nothing of them takes effect later.
  std::optional<SteadyInstant> too_old_at_;
  int busy_looks_ = 0;     // at the jobs since "a backup job exists"
  int looks_ = 0;          // whole ones since the attempt that found nothing
  int last_delivery_ = 0;  // the look after which the same bytes were delivered last
  bool deliverable_ =
      false;  // the same bytes can be made again, and it is not known that they were received
  ServiceClock clock_;
  // The set was not among those that our idea of the service's clock allows: it may be dated by
  // another clock (an emulator's that runs faster). What the service says to an end in the future
  // is untested live, so that it is asked for only then.
  bool look_wide_ = false;
};

}  // namespace dds::backup
