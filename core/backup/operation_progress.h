// What all operations show on the way, and how they ended: reading a policy, changing one, keeping
// and deleting sets, restoring and rehearsing. CreateBackup has its own, richer one (progress.h).
#pragma once

#include <optional>
#include <string>

#include "core/backup/ending.h"
#include "core/base/time.h"
#include "core/response/answer.h"

namespace dds::backup {

/// What the progress of every operation carries. A plain value; a copy is cheap enough for every
/// frame.
struct OperationProgress {
  Ending ending = Ending::None;
  std::string sentence;  // for people: what is being done, or how it ended
  std::string problem;   // why it ended as it did, or what is retried; redacted; may be empty
  std::optional<response::ApiError> refusal;  // as it came: redact its message before showing
  std::string request_id;                     // of the answer to the request that changes something
  std::optional<Instant> began;
  std::optional<Instant> retry_at;    // waiting to try again
  std::optional<Instant> certain_at;  // finding out what became of a lost request: known by then
  std::optional<Instant> ended_at;

  [[nodiscard]] bool ended() const { return ending != Ending::None; }
};

/// The sentence, with what is being retried or why it ended behind it.
[[nodiscard]] std::string describe(const OperationProgress& progress);

}  // namespace dds::backup
