// What must not be forgotten of a rehearsal when the program is killed: which temporary instance
// was, or was about to be, ordered. One line a state, only ever appended, in the manner of the
// journal (journal.h): the CRC-32 of its JSON as eight hex digits, a blank, the JSON, a line feed.
//
// And the marking by which a temporary instance is recognised: its description. The service takes
// only letters, digits, "_" and "-" there, so that it reads
// `dds-rehearsal_<source id>_20260114T060000Z`.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/api/instance.h"
#include "core/api/restore.h"
#include "core/base/result.h"

namespace dds::backup {

struct RehearsalRecord {
  enum class State {
    Ordered,   // the order was about to be sent: it may exist under `description`
    Created,   // its id is known
    Running,   // it came up
    Released,  // it is gone, or is being released
    NotMade,   // certain: no instance was made
  };
  State state = State::Ordered;
  std::string source_id;
  std::string region_id;
  std::string description;   // the marking
  std::string client_token;  // tells rehearsals apart; no secret
  api::RestorePoint point;
  std::string instance_id;  // Created and later
  std::optional<Instant> begun;
  std::optional<Instant> ordered;
  std::optional<Instant> running;
  std::optional<Instant> released;
  std::string databases;  // what the backup holds as far as it is known, each with a comma behind
  std::string proven;     // one sentence
};
[[nodiscard]] std::string_view name(RehearsalRecord::State state);
/// No temporary instance is left of it: Released or NotMade.
[[nodiscard]] bool is_settled(const RehearsalRecord& record);

/// Line feed included.
[[nodiscard]] std::string to_line(const RehearsalRecord& record);
/// With or without its line feed. MalformedBody when checksum or content is wrong.
[[nodiscard]] Result<RehearsalRecord> from_line(std::string_view line);

struct RehearsalBook {
  std::vector<RehearsalRecord> records;  // the latest state of each rehearsal, oldest first
  std::size_t valid_bytes = 0;           // what follows was cut off by a kill
};
/// All lines of a file. A tail without its line feed is dropped; anything else that is wrong is a
/// MalformedBody error with the line's number.
[[nodiscard]] Result<RehearsalBook> read_rehearsals(std::string_view text);

/// The newest rehearsal of that source that is not over (neither Released nor NotMade).
[[nodiscard]] std::optional<RehearsalRecord> open_rehearsal(
    const std::vector<RehearsalRecord>& records, std::string_view source_id);

/// The marking for a rehearsal of that source begun then.
[[nodiscard]] std::string rehearsal_description(std::string_view source_id, Instant begun);
struct RehearsalMark {
  std::string source_id;
  Instant begun;
};
/// Nothing when the description is not one of ours, to the letter.
[[nodiscard]] std::optional<RehearsalMark> parse_rehearsal_description(std::string_view text);

/// Temporary instances among these, by their marking.
[[nodiscard]] std::vector<api::Instance> find_left_over(
    const std::vector<api::Instance>& instances);

/// Why this instance must not be released, as one sentence; empty when it may. It must carry our
/// marking, and be in the records (by id, or by description where the id was never learned) or have
/// been named by the user; it must be pay-as-you-go, and not the source of its own marking.
[[nodiscard]] std::string release_obstacle(const api::Instance& instance,
                                           const std::vector<RehearsalRecord>& records,
                                           bool named_by_user);

}  // namespace dds::backup
