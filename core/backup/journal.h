// The journal of a run of backups: what must not be forgotten when the program is killed, in lines
// that are only ever appended. Whoever is started again with it knows which backups are done, which
// are followed, and which CreateBackup may have been sent - and sends none of those again.
//
// A line is the CRC-32 of its JSON as eight hex digits, a blank, the JSON, a line feed. A kill can
// cut off the last line only; such a tail is dropped when the journal is read. Anything else that
// is wrong makes the whole journal unreadable: it is refused with the line's number, never guessed
// at. Plain text, without secrets; pure: where the lines are kept is the host's matter.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/api/create_backup.h"
#include "core/backup/checked_line.h"
#include "core/backup/match.h"
#include "core/backup/progress.h"
#include "core/base/result.h"

namespace dds::backup {

/// Where lines are kept. `append` returns only when the line will survive a kill and a power cut
/// (native: written and synced), or says why it did not.
class JournalSink {
 public:
  JournalSink() = default;
  JournalSink(const JournalSink&) = delete;
  JournalSink& operator=(const JournalSink&) = delete;
  virtual ~JournalSink() = default;
  [[nodiscard]] virtual Status append(std::string_view line) = 0;
};

/// An instance that was among those to choose from and is not backed up.
struct LeftOut {
  std::string instance_id;
  std::string reason;  // a sentence
};

/// Which run it is: on the first line.
struct JournalHead {
  Instant begun;
  std::string endpoint;  // host or URL: a journal is continued with the same service only
  std::string key_id;    // shortened as on screen (LTAI****9f): with the same account
  std::vector<api::CreateBackupParameters> backups;  // numbered from 0 in this order
  std::string chosen = {};  // how they were chosen, as the host says it; empty: by name
  std::vector<LeftOut> left_out = {};
};

/// What became of one backup so far.
struct JournalEntry {
  enum class State { Waiting, Attempted, Following, Ended };
  State state = State::Waiting;
  Attempt attempt;     // Attempted and later
  std::string job_id;  // Following, and Ended where there was one
  std::string request_id;
  Ending ending = Ending::None;
  std::string problem;
  std::string code;                  // of the service's refusal
  bool joined = false;               // the job is somebody else's (see Progress)
  std::vector<api::BackupSet> sets;  // what is worth showing of them; only ids in older journals
  std::optional<Instant> began;
  std::optional<Instant> job_started;
  std::optional<Instant> ended;

  /// Ended as Started: begun with --no-wait, and not looked after since.
  [[nodiscard]] bool only_started() const {
    return state == State::Ended && ending == Ending::Started;
  }
};

struct Journal {
  JournalHead head;
  std::vector<JournalEntry> entries;  // one for each of head.backups
  std::size_t valid_bytes = 0;        // up to there the text is whole; what follows must be cut off
};

/// Reads a whole journal. Empty text, or one that was cut off within its first line, is an Error of
/// code EmptyBody: nothing had begun.
[[nodiscard]] Result<Journal> read_journal(std::string_view text);

// The lines, line feed included.
[[nodiscard]] std::string journal_head_line(const JournalHead& head);
/// Before CreateBackup is sent.
[[nodiscard]] std::string journal_attempt_line(std::size_t backup, const Attempt& attempt);
/// It is certain that the attempt had no effect.
[[nodiscard]] std::string journal_void_line(std::size_t backup);
/// The job is known.
[[nodiscard]] std::string journal_job_line(std::size_t backup, const Progress& progress);
/// A backup that was only started may be followed later: then a second end follows the first.
[[nodiscard]] std::string journal_end_line(std::size_t backup, const Progress& progress);

}  // namespace dds::backup
