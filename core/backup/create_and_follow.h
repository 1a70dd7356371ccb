// CreateBackup, followed to its end: look (instance, running jobs) -> create once -> follow the job
// by DescribeBackupTasks -> read the set from DescribeBackups or DescribeClusterBackups ->
// succeeded or failed.
//
// One signed CreateBackup at a time, whose nonce the service takes once. A new one is signed only
// when it is certain that the one before had no effect: nothing left, the service refused it, or it
// has left no trace and can no longer arrive. After an unknown outcome the operation reconciles: it
// looks for a manual job or set that began since the attempt, and, after two looks that found
// neither, delivers the same signed bytes again (IfUnknown). Taken, they are the only effect that
// this nonce can have, and a first copy that arrives later is refused; refused as used, the first
// one was received, and the looking goes on. That the service takes a nonce once is inferred:
// documented as its protection against replay, untested live. Three endings, and no other: it was
// started (and is followed), it was not (safe to send again), or neither could be found out within
// the limit (Unknown).
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "core/api/create_backup.h"
#include "core/backup/lost_write.h"
#include "core/backup/match.h"
#include "core/backup/operation.h"
#include "core/backup/progress.h"

namespace dds::backup {

struct Limits {
  Milliseconds poll{5'000};  // between two looks at the job, at first; the service documents no
                             // figure. Long backups are looked at less often, up to every 30 s.
  /// How long after its timestamp a request may still take effect (see LostWrite). A lost
  /// CreateBackup that shows neither job nor set in a look begun once this has passed, by the
  /// service's clock, was not carried out.
  Milliseconds late = kLateEffect;
  /// Looking after an unknown outcome, successfully or not: longer than certainty takes by the
  /// worst clock.
  Milliseconds reconcile = kLateEffect + kWorstSkew + kLateSlack;
  Milliseconds set{10 * 60'000};         // from the job's end to its set's appearance
  Milliseconds attach_log{10 * 60'000};  // from a cluster backup's end until its log is attached
  Milliseconds outage{
      15 * 60'000};  // from the first failure after an answer, while a backup is followed
  Milliseconds total{24 * 3'600'000};  // the whole operation
  int attempts = 5;  // of one request, reads and harmless repetitions of CreateBackup alike
};

/// When another backup job runs on the instance already.
enum class IfBusy {
  Stop,  // end as JobRunning
  Join,  // follow that job instead of starting one
  Wait,  // start ours when it has ended
};

/// When the answer to CreateBackup is lost, and two looks found neither job nor set.
enum class IfUnknown {
  Resend,  // deliver the same signed bytes again while their timestamp is valid: certain in seconds
  Wait,    // look until they can no longer take effect: half an hour
};

struct Options {
  bool look_first = true;  // check state, lock and running jobs before CreateBackup
  bool follow = true;      // false: end as Started once the job's number is known
  IfBusy if_busy = IfBusy::Stop;
  IfUnknown if_unknown = IfUnknown::Resend;
  /// Once it is certain that a lost CreateBackup had no effect: sign and send another. False: end
  /// as NotStarted, for whoever asked to decide.
  bool send_again = true;
  Limits limits;
  std::uint64_t jitter_seed = 0;  // for the full jitter of retries
};

/// Where an earlier run of the same backup was left (see journal.h).
struct Resume {
  Attempt attempt;       // the last CreateBackup that was about to be sent
  std::string job_id;    // what came of it; empty: unknown
  bool started = false;  // it is certain that it started a backup, whose job may have no number
  bool joined = false;   // the job is somebody else's, and attempt.at is when it began
  std::string request_id = {};  // of CreateBackup's answer, for whoever reports it
};

class CreateAndFollow final : public Operation {
 public:
  CreateAndFollow(api::CreateBackupParameters parameters, Options options);
  /// Goes on after an attempt of which it is not known whether it was sent: reconciles first.
  CreateAndFollow(api::CreateBackupParameters parameters, Options options, Resume resume);
  ~CreateAndFollow() override;

  [[nodiscard]] Step handle(const Event& event, const Moment& now) override;
  [[nodiscard]] bool leaving(const Stamp& stamp, const Moment& now) override;
  [[nodiscard]] const Progress& progress() const;
  /// The last CreateBackup, once `leaving` was called: what a journal must hold before it is sent.
  [[nodiscard]] const Attempt& attempt() const;
  /// Ends it as Refused before the CreateBackup that is about to leave does, because the caller
  /// cannot send it.
  void withdraw(std::string reason);

  /// An operation in the same state, for exploring what may happen next.
  [[nodiscard]] std::unique_ptr<CreateAndFollow> clone() const;
  /// Equal for two operations that will behave alike from here on; words for people do not count.
  [[nodiscard]] std::string fingerprint() const;

 private:
  class Impl;
  explicit CreateAndFollow(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace dds::backup
