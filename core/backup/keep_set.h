// Keeping one backup set longer (ModifyBackupExpireTime) and deleting one (DeleteBackup): read the
// instance and the set -> check -> send once -> read the set again where the answer was lost, or
// to see the effect. Deleting cannot be undone; whoever starts it has asked the user first.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "core/api/keep.h"
#include "core/backup/set_listing.h"
#include "core/backup/stepwise.h"

namespace dds::backup {

enum class SetPhase { Idle, ReadingInstance, ReadingSet, Changing, LookingAgain, Ended };

struct SetProgress : OperationProgress {
  SetPhase phase = SetPhase::Idle;
  std::string instance_id;
  std::string backup_id;
  std::optional<api::Instance> instance;
  std::optional<api::BackupSet> set;      // as read before
  std::optional<Instant> expires_before;  // as read before
  std::optional<Instant> expires;         // as it is now, once known
};

/// What both operations share: finding the set, before and after.
class SetOperation : public Stepwise {
 public:
  [[nodiscard]] const SetProgress& progress() const { return progress_; }

 protected:
  SetOperation(std::string instance_id, std::string backup_id, StepLimits limits,
               std::uint64_t jitter_seed);
  using OnSet = std::function<void(const api::BackupSet*)>;
  /// Lists the instance's sets and hands over the one, or nullptr when it is not there.
  void find_set(const OnSet& on_set, const OnFailure& on_failure = {});
  void begin() override;
  /// The instance and the set are in the progress.
  virtual void on_found() = 0;
  OperationProgress& shared_progress() override { return progress_; }
  SetProgress progress_;

 private:
  void next_page(const OnSet& on_set, const OnFailure& on_failure);
  std::optional<SetListing> listing_;
};

/// Outcomes: Done, Refused, NotReached, NotDone (the answer was lost, and it was not carried out
/// once the request can no longer arrive, half an hour later), Failed (the service took it, and yet
/// keeps the set shorter), Unknown (also when the service took it and it could not be seen).
class ExtendSet final : public SetOperation {
 public:
  /// `expires`: only later than now set, at most 730 days after the backup's end, or forever().
  ExtendSet(std::string instance_id, std::string backup_id, Instant expires, StepLimits limits = {},
            std::uint64_t jitter_seed = 0);

 private:
  void on_found() override;
  void look_again(bool answered, const std::string& why);
  void on_seen(const api::BackupSet* set, bool answered, const std::string& why);
  Instant expires_;
  int looks_ = 0;
};

/// Outcomes: Done (the set is gone), Refused, NotReached, NotDone (as above), Unknown (also when
/// the service took it and still lists the set).
class DeleteSet final : public SetOperation {
 public:
  DeleteSet(std::string instance_id, std::string backup_id, StepLimits limits = {},
            std::uint64_t jitter_seed = 0);

 private:
  void on_found() override;
  void look_again(bool answered, const std::string& why);
  void on_seen(const api::BackupSet* set, bool answered, const std::string& why);
  int looks_ = 0;
};

}  // namespace dds::backup
