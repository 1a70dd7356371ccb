// How an operation ended, and what all operations show on the way: one vocabulary for reading a
// policy, changing one, keeping and deleting sets, restoring and rehearsing. CreateBackup has its
// own, richer one (progress.h).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/base/time.h"
#include "core/response/answer.h"

namespace dds::backup {

enum class Outcome {
  None,        // not ended
  Done,        // it was read, or the change was made and seen
  Refused,     // the service refused, or a check before sending did: nothing was changed
  NotReached,  // the service was not reached: nothing was changed
  NotDone,     // an answer was lost, and a later look shows that nothing was changed
  Failed,      // it was begun and ended badly
  Unknown,     // could not find out whether the change was made, or how it ended
};

/// "done", "refused", "not reached", "not done", "failed", "unknown"; "" for None.
[[nodiscard]] std::string_view name(Outcome outcome);

/// What the progress of every operation carries. A plain value; a copy is cheap enough for every
/// frame.
struct OperationProgress {
  Outcome outcome = Outcome::None;
  std::string sentence;  // for people: what is being done, or how it ended
  std::string problem;   // why it ended as it did, or what is retried; redacted; may be empty
  std::optional<response::ApiError> refusal;  // as it came: redact its message before showing
  std::string request_id;                     // of the answer to the request that changes something
  std::optional<Instant> began;
  std::optional<Instant> retry_at;    // waiting to try again
  std::optional<Instant> certain_at;  // finding out what became of a lost request: known by then
  std::optional<Instant> ended_at;

  [[nodiscard]] bool ended() const { return outcome != Outcome::None; }
};

/// The sentence, with what is being retried or why it ended behind it.
[[nodiscard]] std::string describe(const OperationProgress& progress);

}  // namespace dds::backup
