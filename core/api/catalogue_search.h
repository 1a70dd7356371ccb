// Search as you type over the catalogue: names, summaries, groups, parameters and answer fields.
// Fast enough for every key that is pressed; nothing is kept between two searches.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/api/catalogue.h"

namespace dds::api {

/// What a text was found in, the best first.
enum class MatchKind : std::uint8_t {
  Everything,    // nothing was typed: all actions, by name
  ExactName,     // "createbackup"
  NamePrefix,    // "createb"
  WordStart,     // "backuppolicy" in DescribeBackupPolicy
  NamePart,      // "ackup"
  Abbreviation,  // "crbk", "cdbi": letters in their order, each word from its first letter on
  Summary,
  Group,
  Parameter,
  AnswerField,
};

struct Match {
  const Action* action = nullptr;
  MatchKind kind = MatchKind::Everything;
  /// What it was found in, when that is not the name: the summary, the group, a parameter's name or
  /// an answer field's path ("Backups.Backup.BackupId").
  std::string what;
};

/// The actions in which every word of `text` is found, the best first; letter case does not count.
/// All of them, by name, when nothing was typed.
[[nodiscard]] std::vector<Match> search(const Catalogue& catalogue, std::string_view text);

/// Why an action is in the list, for people: "parameter BackupId", "answer
/// Backups.Backup.BackupId"; "" where the name shows it.
[[nodiscard]] std::string reason(const Match& match);

}  // namespace dds::api
