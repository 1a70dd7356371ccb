// What an instance can be restored to: a backup set, or any moment that its log backups reach.
#pragma once

#include <optional>
#include <string>

#include "core/emulator/actions.h"
#include "core/emulator/records.h"

namespace dds::emulator {

/// A set of an instance, or a cluster backup of a sharded one.
struct FoundBackup {
  const BackupSet* set = nullptr;
  const ClusterBackup* cluster = nullptr;

  explicit operator bool() const { return set || cluster; }
  [[nodiscard]] bool failed() const { return set ? set->failed : cluster->failed; }
};

/// By a set's id or a cluster backup's; nothing when there is none or it has expired.
[[nodiscard]] FoundBackup find_backup(const Instance& instance, std::string_view id, Instant now);

struct RestorableRange {
  Instant begin;
  Instant end;
};
/// From the end of the oldest full backup that logs follow to a minute ago (the minute is our
/// invention: logs take a while to arrive). Nothing without log backup or full backup.
[[nodiscard]] std::optional<RestorableRange> restorable_range(const Instance& instance,
                                                              Instant now);

/// What a request wants restored; checked in form, not yet in substance.
struct RestorePoint {
  FoundBackup backup;           // RestoreType 0
  std::optional<Instant> time;  // RestoreType 1
  std::string backup_id;
};
/// From BackupId, RestoreTime and RestoreType: exactly one of the first two, and the third fits.
/// Released instances and other regions (RestoreType 2 and 3) are not simulated.
[[nodiscard]] Outcome<RestorePoint> asked_restore_point(const ActionContext& context,
                                                        const Instance& source);

/// Why it cannot be restored, or nothing: a failed set, a time that no log reaches or that is older
/// than seven days.
[[nodiscard]] std::optional<Refusal> refuse_restore(const RestorePoint& point,
                                                    const Instance& source, Instant now);

}  // namespace dds::emulator
