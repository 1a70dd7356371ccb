#include "core/emulator/account.h"

#include <algorithm>
#include <utility>

#include "core/emulator/fleet.h"
#include "core/emulator/random.h"
#include "core/emulator/sample_account.h"

namespace dds::emulator {
namespace {

constexpr std::size_t kMostTokens = 1'000;  // older ones are forgotten
constexpr int kMostBackupsALeap = 64;       // automatic ones of one instance
constexpr std::int32_t kMostPostponed = 10;
constexpr Milliseconds kPostponed = std::chrono::minutes(5);

void deliver(Instance& instance, Instant now) {
  for (BackupJob& job : instance.jobs) {
    if (job.delivered || now < job.listed) continue;
    for (BackupSet& set : job.sets) instance.sets.push_back(std::move(set));
    job.sets.clear();
    if (job.cluster) instance.cluster_backups.push_back(*std::move(job.cluster));
    job.cluster.reset();
    job.delivered = true;
  }
  std::erase_if(instance.jobs,
                [&](const BackupJob& job) { return job.delivered && now >= job.gone; });
}

// What has expired is not shown any more; here it goes for good.
void forget_expired(Instance& instance, Instant now) {
  std::erase_if(instance.sets, [&](const BackupSet& set) { return set.expires <= now; });
  std::erase_if(instance.cluster_backups,
                [&](const ClusterBackup& cluster) { return cluster.expires <= now; });
}

void enter_phases(Instance& instance, Instant now) {
  while (!instance.phases.empty() && instance.phases.front().at <= now) {
    instance.status = instance.phases.front().status;
    instance.phases.erase(instance.phases.begin());
    if (instance.status != "Released") continue;
    // Whatever its policy says: backups of released instances are not simulated.
    instance.released = true;
    instance.jobs.clear();
    instance.sets.clear();
    instance.cluster_backups.clear();
    instance.planned = forever();
  }
}

bool may_be_backed_up(const Instance& instance) {
  return instance.status == "Running" && instance.lock_mode == "Unlock";
}

}  // namespace

Account::Account(const Settings& settings, Instant start)
    : seed_(settings.seed), now_(start), ids_(settings.seed) {
  std::vector<Instance> instances = first_instances(settings, start, ids_);
  for (Instance& instance : instances) plan(instance, now_);
  adopt(std::move(instances));
}

void Account::adopt(std::vector<Instance> instances) {
  Index index;
  for (Instance& instance : instances) {
    instance.place = static_cast<std::uint32_t>(instances_.size());
    index.emplace(instance.id, instance.place);
    due_.push_back(forever());
    digests_.emplace_back();
    instances_.push_back(std::make_shared<Instance>(std::move(instance)));
    changed(*instances_.back());
  }
  index_ = std::make_shared<const Index>(std::move(index));
}

void Account::advance(Instant now) {
  while (!agenda_.empty() && agenda_.begin()->first <= now) {
    const auto [at, place] = *agenda_.begin();
    now_ = std::max(now_, at);
    step(place, std::max(now_, now));
  }
  now_ = std::max(now_, now);
}

void Account::step(std::uint32_t place, Instant target) {
  Instance& instance = edit(*instances_[place]);
  deliver(instance, now_);
  enter_phases(instance, now_);
  if (instance.planned <= now_) back_up_automatically(instance, target);
  changed(instance);
}

void Account::back_up_automatically(Instance& instance, Instant target) {
  forget_expired(instance, now_);
  // Of a long leap only the last ones are made: the others would have expired by its end, or be too
  // many to be worth the time.
  const bool often = instance.policy.flash && instance.policy.interval_minutes > 0;
  const Milliseconds between =
      often ? Milliseconds(std::chrono::minutes(instance.policy.interval_minutes))
            : Milliseconds(std::chrono::days(1));
  const Instant horizon = std::max(target - between * kMostBackupsALeap,
                                   target - std::chrono::days(instance.planned_retention_days + 2));
  if (instance.planned < horizon) {
    plan(instance, horizon);
    return;
  }
  // That an automatic backup waits for a job that runs, and is left out while the instance is not
  // Running or locked, is inferred.
  if (running_job(instance, now_) && instance.postponed < kMostPostponed) {
    ++instance.postponed;
    instance.planned = now_ + kPostponed;
    return;
  }
  if (may_be_backed_up(instance) && !running_job(instance, now_)) {
    start_job(instance, {.method = default_method(instance),
                         .manual = false,
                         .retention_days = instance.planned_retention_days});
  }
  plan(instance, now_);
}

void Account::plan(Instance& instance, Instant after) const {
  const auto next = next_backup(instance.policy, instance.id, after);
  instance.planned = next && !instance.released ? next->at : forever();
  instance.planned_retention_days = next ? next->retention_days : 0;
  instance.postponed = 0;
}

const Instance* Account::find(std::string_view instance_id) const {
  const auto at = index_->find(instance_id);
  return at == index_->end() ? nullptr : instances_[at->second].get();
}

Instance& Account::edit(const Instance& instance) {
  std::shared_ptr<Instance>& own = instances_[instance.place];
  digests_[instance.place].reset();
  if (own.use_count() > 1) own = std::make_shared<Instance>(*own);
  return *own;
}

void Account::changed(const Instance& instance) {
  const Instant next = next_event(instance);
  Instant& due = due_[instance.place];
  if (due == next) return;
  if (due != forever()) agenda_.erase({due, instance.place});
  due = next;
  if (due != forever()) agenda_.insert({due, instance.place});
}

Instant Account::next_event(const Instance& instance) const {
  Instant next = instance.planned;
  for (const BackupJob& job : instance.jobs)
    next = std::min(next, job.delivered ? job.gone : job.listed);
  if (!instance.phases.empty()) next = std::min(next, instance.phases.front().at);
  return next;
}

const BackupJob& Account::start_backup(const Instance& named, std::string_view method,
                                       std::optional<std::int32_t> retention_days, JobFate fate) {
  Instance& instance = edit(named);
  if (std::exchange(instance.next_backup_fails, false)) fate = JobFate::Fails;
  const std::int64_t today = std::chrono::floor<std::chrono::days>(now_).time_since_epoch().count();
  if (std::exchange(instance.counted_day, today) != today) instance.backups_that_day = 0;
  ++instance.backups_that_day;
  const BackupJob& job = start_job(
      instance, {.method = method,
                 .manual = true,
                 .retention_days = retention_days.value_or(instance.policy.retention_days),
                 .fate = fate});
  note_effect({now_, "CreateBackup", instance.id, job.id, job.method});
  changed(instance);
  return job;
}

const BackupJob& Account::start_job(Instance& instance, const JobOrder& order) {
  // One stream of jitter a job, by its place in the account's history: other requests between do
  // not change it.
  const Random random(mix(seed_) ^ mix(++jobs_started_));
  instance.jobs.push_back(make_job(instance, order, now_, ids_, random));
  return instance.jobs.back();
}

void Account::set_policy(const Instance& named, const BackupPolicy& policy) {
  Instance& instance = edit(named);
  instance.policy = policy;
  plan(instance, now_);
  changed(instance);
}

const Instance& Account::add(Instance instance) {
  instance.place = static_cast<std::uint32_t>(instances_.size());
  plan(instance, now_);
  Index index = *index_;
  index.emplace(instance.id, instance.place);
  index_ = std::make_shared<const Index>(std::move(index));
  due_.push_back(forever());
  digests_.emplace_back();
  instances_.push_back(std::make_shared<Instance>(std::move(instance)));
  changed(*instances_.back());
  return *instances_.back();
}

void Account::note_effect(Emulator::Effect effect) {
  effects_.push_back(std::move(effect));
}

const TokenUse* Account::find_token(std::string_view token) const {
  for (const TokenUse& use : tokens_) {
    if (use.token == token) return &use;
  }
  return nullptr;
}

void Account::remember_token(TokenUse use) {
  if (tokens_.size() == kMostTokens) tokens_.erase(tokens_.begin());
  tokens_.push_back(std::move(use));
}

}  // namespace dds::emulator
