#include "core/backup/policy_change.h"

#include <utility>

namespace dds::backup {
namespace {

// A policy is said to be changed at once; a look a little later settles what the first one, or a
// request that was still under way, left open.
constexpr int kLooks = 3;
constexpr Milliseconds kBetweenLooks{5'000};

}  // namespace

PolicyOperation::PolicyOperation(std::string instance_id, StepLimits limits,
                                 std::uint64_t jitter_seed)
    : Stepwise(limits, jitter_seed) {
  progress_.instance_id = std::move(instance_id);
  progress_.sentence = "Waiting to begin";
}

void PolicyOperation::begin() {
  progress_.phase = PolicyPhase::ReadingInstance;
  progress_.sentence = "Reading the instance";
  read(api::describe_instance(progress_.instance_id), [this](const response::Answer& answer) {
    const Result<api::Instance> instance = api::read_instance(answer, progress_.instance_id);
    if (!instance) return Status(instance.error());
    progress_.instance = *instance;
    progress_.phase = PolicyPhase::ReadingPolicy;
    progress_.sentence = "Reading the backup policy";
    read(api::describe_backup_policy(progress_.instance_id), [this](const response::Answer& told) {
      const Result<api::BackupPolicy> policy = api::read_backup_policy(told);
      if (!policy) return Status(policy.error());
      progress_.before = *policy;
      on_policy(*policy);
      return Status{};
    });
    return Status{};
  });
}

ReadPolicy::ReadPolicy(std::string instance_id, StepLimits limits, std::uint64_t jitter_seed)
    : PolicyOperation(std::move(instance_id), limits, jitter_seed) {}

void ReadPolicy::on_policy(const api::BackupPolicy&) {
  done(Ending::Succeeded, "Backup policy read");
}

ChangePolicy::ChangePolicy(std::string instance_id, Edit edit, StepLimits limits,
                           std::uint64_t jitter_seed)
    : PolicyOperation(std::move(instance_id), limits, jitter_seed), edit_(std::move(edit)) {}

ChangePolicy::ChangePolicy(std::string instance_id, api::BackupPolicy confirmed_before, Edit edit,
                           StepLimits limits, std::uint64_t jitter_seed)
    : ChangePolicy(std::move(instance_id), std::move(edit), limits, jitter_seed) {
  confirmed_before_ = std::move(confirmed_before);
}

void ChangePolicy::on_policy(const api::BackupPolicy& policy) {
  if (confirmed_before_ && !api::describe_changes(*confirmed_before_, policy).empty()) {
    progress_.changes = api::describe_changes(*confirmed_before_, policy);
    return done(Ending::Refused, "Nothing was sent",
                "The policy was changed by somebody else since it was read: " +
                    progress_.changes.front().label + " is now " + progress_.changes.front().after +
                    ".");
  }
  wanted_ = policy;
  if (edit_) edit_(wanted_);
  progress_.changes = api::describe_changes(policy, wanted_);
  progress_.findings = api::check_policy_change(*progress_.instance, policy, wanted_, terms_);
  if (api::has_error(progress_.findings))
    return done(Ending::Refused, "Nothing was sent", progress_.findings.front().sentence);
  if (progress_.changes.empty()) {
    progress_.after = policy;
    return done(Ending::Succeeded, "The backup policy is as wanted already");
  }
  const Result<api::Call> call = api::modify_backup_policy(*progress_.instance, policy, wanted_);
  if (!call) return done(Ending::Refused, "Nothing was sent", call.error().message);
  progress_.phase = PolicyPhase::Changing;
  progress_.sentence = "Changing the backup policy";
  WriteHandlers handlers;
  handlers.on_answer = [this](const response::Answer&) {
    compare(true, {});
    return Status{};
  };
  handlers.on_refused = [this](const response::ApiError&) {
    done(Ending::Refused, "The service refused to change the backup policy", progress_.problem);
  };
  handlers.on_unknown = [this](const std::string& why) {
    expect_late_effect();
    compare(false, why);
  };
  write_once(*call, std::move(handlers));
}

void ChangePolicy::compare(bool answered, const std::string& why) {
  progress_.phase = PolicyPhase::Comparing;
  progress_.sentence = answered ? "Reading the backup policy again"
                                : "Finding out whether the backup policy was changed";
  read(
      api::describe_backup_policy(progress_.instance_id),
      [this, answered, why](const response::Answer& told) {
        const Result<api::BackupPolicy> policy = api::read_backup_policy(told);
        if (!policy) return Status(policy.error());
        on_compared(*policy, answered, why);
        return Status{};
      },
      [this, answered, why](const Failure& failure) {
        if (!answered && failure.kind != Failure::Kind::Refused && may_still_take_effect())
          return wait_for_late_effect([this, why] { compare(false, why); });
        if (answered && !progress_.missing.empty()) return end_with_missing();
        done(Ending::Unknown,
             answered ? "The service has taken the change; it could not be read again"
                      : "It is not known whether the backup policy was changed",
             failure.sentence);
      });
}

void ChangePolicy::on_compared(const api::BackupPolicy& policy, bool answered,
                               const std::string& why) {
  progress_.after = policy;
  // What was wanted and is not so; fields that nobody asked for do not count.
  progress_.missing.clear();
  for (const api::PolicyChange& difference : api::describe_changes(policy, wanted_)) {
    for (const api::PolicyChange& change : progress_.changes) {
      if (change.field == difference.field) progress_.missing.push_back(difference);
    }
  }
  if (progress_.missing.empty()) return done(Ending::Succeeded, "Backup policy changed");
  ++looks_;
  if (answered) {
    if (looks_ < kLooks) return wait(kBetweenLooks, [this] { compare(true, {}); });
    return end_with_missing();
  }
  // As before, or partly so: a lost request may still arrive until its timestamp is too old.
  if (may_still_take_effect()) return wait_for_late_effect([this, why] { compare(false, why); });
  if (progress_.missing.size() < progress_.changes.size())
    return done(Ending::Unknown, "The backup policy was changed in part, by whom is not known",
                why);
  done(Ending::NotDone, "The backup policy was not changed", why);
}

void ChangePolicy::end_with_missing() {
  const api::PolicyChange& first = progress_.missing.front();
  done(Ending::Failed, "The service took the change, but not everything is as wanted",
       first.label + ": " + first.before + " instead of " + first.after + ".");
}

}  // namespace dds::backup
