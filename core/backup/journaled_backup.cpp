#include "core/backup/journaled_backup.h"

#include <utility>

namespace dds::backup {

JournaledBackup::JournaledBackup(std::shared_ptr<CreateAndFollow> operation, std::size_t backup,
                                 JournalSink& sink)
    : operation_(std::move(operation)), backup_(backup), sink_(sink) {}

bool JournaledBackup::write(const std::string& line) {
  const Status problem = sink_.append(line);
  if (problem) problem_ = problem->message;
  return !problem;
}

bool JournaledBackup::leaving(const Stamp& stamp, const Moment& now) {
  const std::string nonce = operation_->attempt().stamp.nonce;
  if (!operation_->leaving(stamp, now)) return false;
  // Only a new CreateBackup changes it: not what reads, nor the same bytes once more.
  const Attempt& attempt = operation_->attempt();
  if (attempt.stamp.nonce != stamp.nonce || stamp.nonce == nonce) return true;
  open_ = attempt_stands_ = write(journal_attempt_line(backup_, attempt));
  withdrawn_ = !open_;
  if (withdrawn_)
    operation_->withdraw("Nothing was sent, because the journal cannot be written: " + problem_);
  return open_;
}

Step JournaledBackup::handle(const Event& event, const Moment& now) {
  const bool beginning = std::holds_alternative<Started>(event);
  Step step = operation_->handle(event, now);
  const Progress& progress = operation_->progress();
  if (beginning) {  // what an earlier run left stands in the journal already
    const bool resumed = operation_->attempt().at != Instant{};
    open_ = resumed && progress.attempt_open;
    attempt_stands_ = resumed && progress.create_sent;
    job_written_ = !progress.job_id.empty();
  }
  write_what_is_new();
  return step;
}

void JournaledBackup::write_what_is_new() {
  if (withdrawn_) return;  // it has ended, and its owner may have let the journal go
  const Progress& progress = operation_->progress();
  if (open_ && !progress.attempt_open) {
    open_ = false;
    if (!progress.create_sent) attempt_stands_ = !write(journal_void_line(backup_));
  }
  const bool ours = progress.create_sent && !progress.attempt_open && !progress.job_id.empty();
  if (ours && !job_written_) {
    // Refused and yet ours (a copy of the request was first): the attempt counts again.
    if (!attempt_stands_)
      attempt_stands_ = write(journal_attempt_line(backup_, operation_->attempt()));
    job_written_ = write(journal_job_line(backup_, progress));
  }
  if (!end_written_ && progress.phase == Phase::Ended)
    end_written_ = write(journal_end_line(backup_, progress));
}

std::shared_ptr<CreateAndFollow> continue_backup(const api::CreateBackupParameters& parameters,
                                                 const Options& options,
                                                 const JournalEntry& entry) {
  using State = JournalEntry::State;
  if (entry.state == State::Waiting) return std::make_shared<CreateAndFollow>(parameters, options);
  if (entry.state == State::Ended && !(options.follow && entry.only_started())) return nullptr;
  Resume resume{entry.attempt, {}, entry.state != State::Attempted, entry.joined, entry.request_id};
  if (resume.started) resume.job_id = entry.job_id;
  // No request of ours went out: its sets are looked for around the beginning of the job.
  if (entry.joined) resume.attempt.at = entry.job_started.value_or(entry.began.value_or(Instant{}));
  return std::make_shared<CreateAndFollow>(parameters, options, std::move(resume));
}

}  // namespace dds::backup
