// Asking for everything that an instance's coverage consists of, one part after the other.
#include <algorithm>
#include <utility>

#include "core/backup/coverage.h"
#include "core/base/text.h"

namespace dds::backup {
namespace {

constexpr Milliseconds kRecent = std::chrono::hours{8 * 24};  // a week of backups and a day
constexpr Milliseconds kAhead = std::chrono::minutes{10};     // clocks differ

template <class T>
void take(Part<T>& part, T value) {
  part.state = Part<T>::State::Known;
  part.value = std::move(value);
}
template <class T>
void take_unknown(Part<T>& part, std::string_view reason) {
  part.state = Part<T>::State::Unknown;
  part.reason = reason;
}
template <class T>
void take_none(Part<T>& part, std::string_view reason) {
  part.state = Part<T>::State::DoesNotApply;
  part.reason = reason;
}
template <class T>
void time_up(Part<T>& part) {
  if (part.state == Part<T>::State::NotAsked)
    take_unknown(part, "The time limit passed before it could be read.");
}

std::string reason_of(std::string_view what, const Failure& failure) {
  std::string text = std::string(what) + " could not be read: " + failure.sentence;
  if (failure.refusal) text += " (" + failure.refusal->code + ")";
  return text;
}

}  // namespace

CoverInstance::CoverInstance(std::string instance_id, CoverageOptions options,
                             std::uint64_t jitter_seed, std::string region_id)
    : Stepwise(options.limits, jitter_seed), options_(options) {
  progress_.coverage.instance_id = std::move(instance_id);
  progress_.coverage.region_id = std::move(region_id);
  progress_.coverage.reason = "Not looked at yet.";
  progress_.sentence = "Waiting to begin";
}

void CoverInstance::begin() {
  progress_.sentence = "Reading the instance";
  read(
      api::describe_instance(progress_.coverage.instance_id),
      [this](const response::Answer& answer) {
        const Result<api::Instance> instance =
            api::read_instance(answer, progress_.coverage.instance_id);
        if (!instance) return Status(instance.error());
        take(progress_.coverage.instance, *instance);
        if (!instance->region_id.empty()) progress_.coverage.region_id = instance->region_id;
        list_sets(false);
        return Status{};
      },
      [this](const Failure& failure) {
        // Which list its sets are in is unknown too: an empty one would prove nothing.
        const std::string why = reason_of("The instance", failure);
        InstanceCoverage& coverage = progress_.coverage;
        take_unknown(coverage.instance, why);
        take_unknown(coverage.ranges, why);
        take_unknown(coverage.policy, why);
        take_unknown(coverage.storage, why);
        sets_unknown(why, failure);
        finish();
      });
}

// --- sets

void CoverInstance::list_sets(bool all) {
  progress_.sentence = "Listing backup sets";
  const api::Instance& instance = progress_.coverage.instance.value;
  const Milliseconds back = std::max(kRecent, 2 * options_.age_limit);
  if (all)
    listing_.emplace(instance, std::nullopt, std::nullopt);
  else
    listing_.emplace(instance, server_now() - back, server_now() + kAhead);
  next_page(all);
}

void CoverInstance::next_page(bool all) {
  read(
      listing_->next(),
      [this, all](const response::Answer& answer) {
        if (Status problem = listing_->take(answer)) return problem;
        listing_->complete() ? on_sets(all) : next_page(all);
        return Status{};
      },
      [this](const Failure& failure) {
        sets_unknown(reason_of("The backup sets", failure), failure);
        read_ranges();
      });
}

void CoverInstance::on_sets(bool all) {
  // What is missing may be the newest set: neither good nor bad can be said of the others.
  if (listing_->shortfall()) {
    progress_.coverage.sets_short = listing_->shortfall();
    sets_unknown("Not all backup sets could be listed: " + listing_->describe_shortfall() + ".");
    return read_ranges();
  }
  const std::vector<api::BackupSet>& sets = listing_->sets();
  std::optional<Instant> newest;
  for (const api::BackupSet& set : sets) {
    const auto began = set.started ? set.started : set.ended;
    if (!began || (newest && *began < *newest)) continue;
    newest = began;
    progress_.coverage.last_failed = set.state == api::SetState::Failed;
  }
  const std::optional<GoodBackup> found = newest_good(sets, listing_->nodes(), server_now());
  // Nothing recent: only the whole list can say since when, or never.
  if (!found && !all) return list_sets(true);
  judge(found);
  read_ranges();
}

void CoverInstance::judge(const std::optional<GoodBackup>& found) {
  InstanceCoverage& coverage = progress_.coverage;
  coverage.newest = found;
  coverage.looked_at = server_now();
  if (!found) {
    coverage.state = CoverageState::NeverBackedUp;
    coverage.reason = coverage.last_failed ? "No backup has succeeded; the last one failed."
                                           : "There is no good backup set.";
    return;
  }
  // A clock that is ahead, or a backup that has just begun.
  coverage.age = std::max(Milliseconds{0}, server_now() - found->at);
  coverage.state =
      *coverage.age > options_.age_limit ? CoverageState::Overdue : CoverageState::Good;
  coverage.reason = "The newest good backup is " + format_duration(*coverage.age) + " old";
  coverage.reason += coverage.state == CoverageState::Overdue
                         ? "; the limit is " + format_duration(options_.age_limit) + "."
                         : ".";
  if (found->mixed)
    coverage.reason += " Its shards' sets carry no common job: they may be of different moments.";
  if (coverage.last_failed) coverage.reason += " The last backup failed.";
}

void CoverInstance::sets_unknown(const std::string& why, std::optional<Failure> failure) {
  progress_.coverage.state = CoverageState::Unknown;
  progress_.coverage.reason = why;
  progress_.coverage.failure = std::move(failure);
  progress_.coverage.looked_at = server_now();
}

// --- the other parts

void CoverInstance::read_ranges() {
  const api::Instance& instance = progress_.coverage.instance.value;
  const std::string obstacle = api::restore_range_obstacle(instance);
  if (!obstacle.empty()) {
    take_none(progress_.coverage.ranges, obstacle);
    return read_policy();
  }
  progress_.sentence = "Reading the restorable times";
  read(
      api::describe_recover_time(instance),
      [this](const response::Answer& answer) {
        Result<std::vector<api::RestoreRange>> ranges = api::read_recover_time(answer);
        if (!ranges) return Status(ranges.error());
        take(progress_.coverage.ranges, *std::move(ranges));
        read_policy();
        return Status{};
      },
      [this](const Failure& failure) {
        take_unknown(progress_.coverage.ranges, reason_of("The restorable times", failure));
        read_policy();
      });
}

void CoverInstance::read_policy() {
  progress_.sentence = "Reading the backup policy";
  read(
      api::describe_backup_policy(progress_.coverage.instance_id),
      [this](const response::Answer& answer) {
        Result<api::BackupPolicy> policy = api::read_backup_policy(answer);
        if (!policy) return Status(policy.error());
        take(progress_.coverage.policy, *std::move(policy));
        read_storage();
        return Status{};
      },
      [this](const Failure& failure) {
        take_unknown(progress_.coverage.policy, reason_of("The backup policy", failure));
        read_storage();
      });
}

void CoverInstance::read_storage() {
  progress_.sentence = "Reading the space used";
  read(
      api::describe_backup_storage(progress_.coverage.instance_id),
      [this](const response::Answer& answer) {
        const Result<api::BackupStorage> storage = api::read_backup_storage(answer);
        if (!storage) return Status(storage.error());
        take(progress_.coverage.storage, *storage);
        finish();
        return Status{};
      },
      [this](const Failure& failure) {
        take_unknown(progress_.coverage.storage, reason_of("The space used", failure));
        finish();
      });
}

void CoverInstance::finish() {
  done(Ending::Succeeded, progress_.coverage.reason);
}

void CoverInstance::on_time_up() {
  InstanceCoverage& coverage = progress_.coverage;
  if (!coverage.looked_at) {
    const std::string why = "The time limit passed before the backup sets could be read.";
    sets_unknown(why, Failure{Failure::Kind::NotReached, {}, why});
  }
  time_up(coverage.instance);
  time_up(coverage.ranges);
  time_up(coverage.policy);
  time_up(coverage.storage);
  finish();
}

}  // namespace dds::backup
