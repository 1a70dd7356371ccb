#include "core/backup/keep_set.h"

#include <algorithm>
#include <utility>

namespace dds::backup {
namespace {

constexpr int kLooks = 6;  // after an answer, until its effect shows
constexpr Milliseconds kBetweenLooks{5'000};

}  // namespace

SetOperation::SetOperation(std::string instance_id, std::string backup_id, StepLimits limits,
                           std::uint64_t jitter_seed)
    : Stepwise(limits, jitter_seed) {
  progress_.instance_id = std::move(instance_id);
  progress_.backup_id = std::move(backup_id);
  progress_.sentence = "Waiting to begin";
}

void SetOperation::begin() {
  progress_.phase = SetPhase::ReadingInstance;
  progress_.sentence = "Reading the instance";
  read(api::describe_instance(progress_.instance_id), [this](const response::Answer& answer) {
    const Result<api::Instance> instance = api::read_instance(answer, progress_.instance_id);
    if (!instance) return Status(instance.error());
    progress_.instance = *instance;
    if (sent_before_) {
      expect_late_effect();
      look_again(false, "The program that sent it has ended.");
      return Status{};
    }
    progress_.phase = SetPhase::ReadingSet;
    progress_.sentence = "Reading the backup set";
    find_set(
        [this](const api::BackupSet* set) {
          if (set == nullptr)
            return done(Ending::Refused, "Nothing was sent",
                        "The instance has no backup set " + progress_.backup_id + ".");
          progress_.set = *set;
          progress_.expires_before = set->expires;
          progress_.expires = set->expires;
          on_found();
        },
        [this](const Failure& failure) {
          if (!listing_->shortfall()) return fail(failure);
          done(Ending::Refused, "Nothing was sent", failure.sentence);
        });
    return Status{};
  });
}

void SetOperation::find_set(const OnSet& on_set, const OnFailure& on_failure) {
  listing_.emplace(*progress_.instance, std::nullopt, std::nullopt);
  next_page(on_set, on_failure);
}

void SetOperation::next_page(const OnSet& on_set, const OnFailure& on_failure) {
  read(
      listing_->next(),
      [this, on_set, on_failure](const response::Answer& answer) {
        if (Status problem = listing_->take(answer)) return problem;
        const std::vector<api::BackupSet>& sets = listing_->sets();
        const auto found = std::find_if(sets.begin(), sets.end(), [&](const api::BackupSet& set) {
          return set.id == progress_.backup_id;
        });
        if (found != sets.end()) {
          // A copy: the listing may be begun anew meanwhile.
          const api::BackupSet set = *found;  // NOLINT(performance-unnecessary-copy-initialization)
          on_set(&set);
        } else if (listing_->whole()) {
          on_set(nullptr);
        } else if (listing_->complete()) {
          on_failure({Failure::Kind::Unreadable,
                      {},
                      "Backup set " + progress_.backup_id + " is not among " +
                          listing_->describe_shortfall() + "."});
        } else {
          next_page(on_set, on_failure);
        }
        return Status{};
      },
      on_failure);
}

void SetOperation::send(const Result<api::Call>& call) {
  if (!call) return done(Ending::Refused, "Nothing was sent", call.error().message);
  progress_.phase = SetPhase::Changing;
  progress_.sentence = words().changing;
  WriteHandlers handlers;
  handlers.on_answer = [this](const response::Answer&) {
    look_again(true, {});
    return Status{};
  };
  handlers.on_unknown = [this](const std::string& why) {
    expect_late_effect();
    look_again(false, why);
  };
  write_once(*call, std::move(handlers));
}

void SetOperation::look_again(bool answered, const std::string& why) {
  progress_.phase = SetPhase::LookingAgain;
  progress_.sentence = answered ? words().looking : words().finding_out;
  find_set([this, answered, why](const api::BackupSet* set) { on_seen(set, answered, why); },
           [this, answered, why](const Failure& failure) {
             if (answered && listing_->shortfall() && ++looks_ < kLooks)
               return wait(kBetweenLooks, [this] { look_again(true, {}); });
             if (!answered && failure.kind != Failure::Kind::Refused && may_still_take_effect())
               return wait_for_late_effect([this, why] { look_again(false, why); });
             done(Ending::Unknown, answered ? words().taken : words().unknown, failure.sentence);
           });
}

void SetOperation::on_seen(const api::BackupSet* set, bool answered, const std::string& why) {
  if (ended_by(set)) return;
  if (answered) {
    if (++looks_ < kLooks) return wait(kBetweenLooks, [this] { look_again(true, {}); });
    return taken_unseen();
  }
  if (may_still_take_effect()) return wait_for_late_effect([this, why] { look_again(false, why); });
  done(Ending::NotDone, words().not_done, why);
}

// --- keeping longer

ExtendSet::ExtendSet(std::string instance_id, std::string backup_id, Instant expires,
                     StepLimits limits, std::uint64_t jitter_seed)
    : SetOperation(std::move(instance_id), std::move(backup_id), limits, jitter_seed),
      expires_(std::chrono::floor<Seconds>(expires)) {}

void ExtendSet::on_found() {
  const std::string obstacle = api::keep_obstacle(*progress_.set, expires_);
  if (!obstacle.empty()) return done(Ending::Refused, "Nothing was sent", obstacle);
  send(api::modify_backup_expire_time(progress_.instance_id, progress_.backup_id, expires_));
}

const SetOperation::Words& ExtendSet::words() const {
  static constexpr Words kWords{"Changing how long the backup set is kept",
                                "Reading the backup set again",
                                "Finding out whether the backup set is kept longer",
                                "The service has taken the change; the set could not be read again",
                                "It is not known whether the backup set is kept longer",
                                "The backup set is kept as long as before"};
  return kWords;
}

// The answer repeats a time; what the set itself says is what counts.
bool ExtendSet::ended_by(const api::BackupSet* set) {
  if (set == nullptr) {
    done(Ending::Failed, "The backup set is gone", "The service does not list it any more.");
    return true;
  }
  progress_.expires = set->expires;
  if (!set->expires || *set->expires < expires_) return false;
  done(Ending::Succeeded, *set->expires >= forever()
                              ? "The backup set is kept for ever"
                              : "The backup set is kept until " + format_utc(*set->expires));
  return true;
}

void ExtendSet::taken_unseen() {
  done(Ending::Failed, "The service took the change, but the set does not show it",
       progress_.expires ? "It is kept until " + format_utc(*progress_.expires) + "."
                         : "It tells no time.");
}

// --- deleting

DeleteSet::DeleteSet(std::string instance_id, std::string backup_id, StepLimits limits,
                     std::uint64_t jitter_seed)
    : SetOperation(std::move(instance_id), std::move(backup_id), limits, jitter_seed) {}

std::shared_ptr<DeleteSet> DeleteSet::sent_before(std::string instance_id, std::string backup_id,
                                                  std::uint64_t jitter_seed) {
  auto operation = std::make_shared<DeleteSet>(std::move(instance_id), std::move(backup_id),
                                               StepLimits{}, jitter_seed);
  operation->sent_before_ = true;
  return operation;
}

void DeleteSet::on_found() {
  const std::string obstacle = api::delete_obstacle(*progress_.instance, *progress_.set);
  if (!obstacle.empty()) return done(Ending::Refused, "Nothing was sent", obstacle);
  send(api::delete_backup(progress_.instance_id, progress_.backup_id));
}

const SetOperation::Words& DeleteSet::words() const {
  static constexpr Words kWords{
      "Deleting the backup set",
      "Looking whether the backup set is gone",
      "Finding out whether the backup set was deleted",
      "The service has taken the deletion; the sets could not be read again",
      "It is not known whether the backup set was deleted",
      "The backup set is still there"};
  return kWords;
}

bool DeleteSet::ended_by(const api::BackupSet* set) {
  if (set == nullptr) done(Ending::Succeeded, "The backup set is deleted");
  return set == nullptr;
}

void DeleteSet::taken_unseen() {
  done(Ending::Unknown, "The service took the deletion", "It still lists the backup set.");
}

}  // namespace dds::backup
