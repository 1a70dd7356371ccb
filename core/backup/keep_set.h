// Keeping one backup set longer (ModifyBackupExpireTime) and deleting one (DeleteBackup): read the
// instance and the set -> check -> send once -> read the set again where the answer was lost, or
// to see the effect. Deleting cannot be undone; whoever starts it has asked the user first.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
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

/// What both operations share: finding the set, sending the change once, and seeing in the set what
/// became of it.
class SetOperation : public Stepwise {
 public:
  [[nodiscard]] const SetProgress& progress() const { return progress_; }

 protected:
  SetOperation(std::string instance_id, std::string backup_id, StepLimits limits,
               std::uint64_t jitter_seed);
  using OnSet = std::function<void(const api::BackupSet*)>;
  /// The sentences of the progress and of its end.
  struct Words {
    const char* changing;
    const char* looking;      // the change was answered
    const char* finding_out;  // its answer was lost
    const char* taken;        // answered, and the set could not be read again
    const char* unknown;      // lost, and the set could not be read again
    const char* not_done;     // lost, and it had no effect
  };
  [[nodiscard]] virtual const Words& words() const = 0;
  void begin() override;
  /// The instance and the set are in the progress.
  virtual void on_found() = 0;
  /// Sends the change, then looks at the set until `ended_by` it or nothing can come of it any
  /// more.
  void send(const Result<api::Call>& call);
  /// Called with the set as it is now (nullptr: it is not there): whether that ends the operation,
  /// which is done then.
  virtual bool ended_by(const api::BackupSet* set) = 0;
  /// Ends it: the service took the change, and after several looks the set does not show it.
  virtual void taken_unseen() = 0;
  OperationProgress& shared_progress() override { return progress_; }
  SetProgress progress_;
  bool sent_before_ = false;  // by an earlier run: nothing is sent, the set is looked at

 private:
  /// Lists the instance's sets and hands over the one, or nullptr when it is not there. A listing
  /// that is not known to be whole and does not hold it is a failure: it may be there all the same.
  void find_set(const OnSet& on_set, const OnFailure& on_failure);
  void next_page(const OnSet& on_set, const OnFailure& on_failure);
  void look_again(bool answered, const std::string& why);
  void on_seen(const api::BackupSet* set, bool answered, const std::string& why);
  std::optional<SetListing> listing_;
  int looks_ = 0;
};

/// Endings: Succeeded, Refused, NotReached, Unreadable, NotDone (the answer was lost, and it was
/// not carried out once the request can no longer arrive, StepLimits::late later), Failed (the
/// service took it, and yet keeps the set shorter), Unknown (also when the service took it and it
/// could not be seen).
class ExtendSet final : public SetOperation {
 public:
  /// `expires`: only later than now set, at most 730 days after the backup's end, or forever().
  ExtendSet(std::string instance_id, std::string backup_id, Instant expires, StepLimits limits = {},
            std::uint64_t jitter_seed = 0);

 private:
  [[nodiscard]] const Words& words() const override;
  void on_found() override;
  bool ended_by(const api::BackupSet* set) override;
  void taken_unseen() override;
  Instant expires_;
};

/// Endings: Succeeded (the set is gone), Refused, NotReached, Unreadable, NotDone (as above),
/// Unknown (also when the service took it and still lists the set).
class DeleteSet final : public SetOperation {
 public:
  DeleteSet(std::string instance_id, std::string backup_id, StepLimits limits = {},
            std::uint64_t jitter_seed = 0);
  /// Only finds out what became of a deletion that an earlier run sent, or was about to: deletes
  /// nothing.
  [[nodiscard]] static std::shared_ptr<DeleteSet> sent_before(std::string instance_id,
                                                              std::string backup_id,
                                                              std::uint64_t jitter_seed = 0);

 private:
  [[nodiscard]] const Words& words() const override;
  void on_found() override;
  bool ended_by(const api::BackupSet* set) override;
  void taken_unseen() override;
};

}  // namespace dds::backup
