// Reading the automatic backup policy, and changing it: read the instance and the policy as it is
// -> check -> send only what changes, once -> read it again and compare. An unknown outcome is
// settled by reading: a policy is a state, so that what it says now is the answer.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/api/policy.h"
#include "core/backup/stepwise.h"

namespace dds::backup {

enum class PolicyPhase { Idle, ReadingInstance, ReadingPolicy, Changing, Comparing, Ended };

struct PolicyProgress : OperationProgress {
  PolicyPhase phase = PolicyPhase::Idle;
  std::string instance_id;
  std::optional<api::Instance> instance;
  std::optional<api::BackupPolicy> before;   // as read first; the only one when nothing is changed
  std::optional<api::BackupPolicy> after;    // as read after the change
  std::vector<api::PolicyFinding> findings;  // errors: nothing was sent
  std::vector<api::PolicyChange> changes;    // what was asked for
  std::vector<api::PolicyChange> missing;    // what the service says differently after the change
};

/// What both operations begin with.
class PolicyOperation : public Stepwise {
 public:
  [[nodiscard]] const PolicyProgress& progress() const { return progress_; }

 protected:
  PolicyOperation(std::string instance_id, StepLimits limits, std::uint64_t jitter_seed);
  /// Instance and policy have been read: they are in `progress_`, the policy as `before`.
  virtual void on_policy(const api::BackupPolicy& policy) = 0;
  PolicyProgress progress_;

 private:
  void begin() final;
  OperationProgress& shared_progress() final { return progress_; }
};

/// Reads the instance and its policy. Endings: Succeeded, Refused, NotReached, Unreadable.
class ReadPolicy final : public PolicyOperation {
 public:
  explicit ReadPolicy(std::string instance_id, StepLimits limits = {},
                      std::uint64_t jitter_seed = 0);

 private:
  void on_policy(const api::BackupPolicy& policy) override;
};

/// Changes it. Endings: Succeeded (also when nothing differed), Refused (by a check: see findings;
/// or by the service), NotReached, Unreadable, NotDone (the answer was lost and the policy is as
/// before once the request can no longer arrive, half an hour later), Failed (the service took the
/// change, and yet says something else afterwards: see `missing`), Unknown (also when the service
/// took it and it could not be read again).
class ChangePolicy final : public PolicyOperation {
 public:
  /// `edit` gets the policy as the service has it and changes what is to be changed, so that
  /// nothing else is sent even if somebody else changed the policy meanwhile.
  using Edit = std::function<void(api::BackupPolicy&)>;
  ChangePolicy(std::string instance_id, Edit edit, StepLimits limits = {},
               std::uint64_t jitter_seed = 0);
  /// Additionally refuses when the policy is no longer what the user confirmed against.
  ChangePolicy(std::string instance_id, api::BackupPolicy confirmed_before, Edit edit,
               StepLimits limits = {}, std::uint64_t jitter_seed = 0);
  /// What its sentences call the fields; before it is begun.
  void use_terms(const api::PolicyTerms& terms) { terms_ = terms; }

 private:
  void on_policy(const api::BackupPolicy& policy) override;
  void end_with_missing();
  void compare(bool answered, const std::string& why);
  void on_compared(const api::BackupPolicy& policy, bool answered, const std::string& why);

  Edit edit_;
  std::optional<api::BackupPolicy> confirmed_before_;
  api::PolicyTerms terms_;
  api::BackupPolicy wanted_;
  int looks_ = 0;
};

}  // namespace dds::backup
