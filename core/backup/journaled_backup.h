// A CreateAndFollow that keeps a journal: the line "about to send CreateBackup" is durable before
// the request leaves, with what makes the same bytes again; what is found out follows. When the
// journal cannot be written, nothing is sent.
#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include "core/backup/create_and_follow.h"
#include "core/backup/journal.h"

namespace dds::backup {

class JournaledBackup final : public Operation {
 public:
  /// `backup` is its number in the journal. `sink` must outlive this.
  JournaledBackup(std::shared_ptr<CreateAndFollow> operation, std::size_t backup,
                  JournalSink& sink);

  [[nodiscard]] Step handle(const Event& event, const Moment& now) override;
  [[nodiscard]] bool leaving(const Stamp& stamp, const Moment& now) override;
  /// Why the journal could not be written; empty while it could. The backup is followed on all the
  /// same: only its memory is lost.
  [[nodiscard]] const std::string& journal_problem() const { return problem_; }

 private:
  [[nodiscard]] bool write(const std::string& line);
  void write_what_is_new();

  std::shared_ptr<CreateAndFollow> operation_;
  std::size_t backup_;
  JournalSink& sink_;
  std::string problem_;
  bool open_ = false;            // an attempt line stands without its outcome
  bool attempt_stands_ = false;  // the last attempt line was not declared void
  bool job_written_ = false;
  bool end_written_ = false;
  bool withdrawn_ = false;  // the attempt line could not be written
};

/// The operation that goes on where `entry` was left; nothing when it had ended, and when it was
/// only started and `options` do not ask to follow it.
[[nodiscard]] std::shared_ptr<CreateAndFollow> continue_backup(
    const api::CreateBackupParameters& parameters, const Options& options,
    const JournalEntry& entry);

}  // namespace dds::backup
