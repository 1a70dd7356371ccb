#include "core/emulator/account.h"

#include <algorithm>
#include <bit>
#include <utility>

#include "core/emulator/random.h"
#include "core/emulator/sample_account.h"

namespace dds::emulator {
namespace {

constexpr std::int64_t kGiB = std::int64_t{1} << 30;

// How long the copying takes, by kind and size, without jitter. A typical replica set is done in 60
// to 90 s; a whole number of milliseconds without floating point, so that it is the same on every
// target.
Milliseconds copying_time(const Instance& instance, std::string_view method) {
  const auto gib =
      static_cast<std::uint64_t>(std::max<std::int64_t>(instance.total_bytes() / kGiB, 0));
  std::int64_t milliseconds = 48'000 + 4'000 * static_cast<std::int64_t>(std::bit_width(gib));
  if (instance.sharded()) {
    milliseconds = milliseconds * 3 / 2 + 8'000 * static_cast<std::int64_t>(instance.shards.size());
  }
  if (method == "Logical") milliseconds = milliseconds * 7 / 5;  // dumps instead of copying files
  return Milliseconds(milliseconds);
}

BackupSet make_set(const Instance& instance, const BackupJob& job, IdSource& ids, const Node* shard,
                   std::int32_t retention_days) {
  BackupSet set;
  set.id = ids.next_set_id();
  set.job_id = job.id;
  if (shard) set.node_id = shard->id;
  set.method = job.method;
  set.manual = true;
  set.failed = job.failed;
  const std::int64_t bytes = shard ? shard->data_bytes : instance.data_bytes;
  if (!job.failed)
    set.size_bytes = job.method == "Logical" ? bytes * 7 / 10 : bytes;  // dumps are compressed
  set.started = job.created;
  set.ended = job.finished;
  set.expires = expiry(job.finished, retention_days);
  return set;
}

void add_results(const Instance& instance, BackupJob& job, IdSource& ids, Random& random,
                 std::int32_t retention_days) {
  if (!instance.sharded()) {
    job.sets.push_back(make_set(instance, job, ids, nullptr, retention_days));
    return;
  }
  for (const Node& shard : instance.shards) {
    job.sets.push_back(make_set(instance, job, ids, &shard, retention_days));
  }
  if (!instance.cluster_backup) return;
  ClusterBackup cluster;
  cluster.id = ids.next_cluster_backup_id();
  cluster.job_id = job.id;
  cluster.manual = true;
  cluster.failed = job.failed;
  cluster.started = job.created;
  cluster.ended = job.finished;
  cluster.expires = expiry(job.finished, retention_days);
  cluster.log_ready = job.listed + Milliseconds(random.between(20'000, 40'000));
  for (BackupSet& set : job.sets) set.cluster_id = cluster.id;
  job.cluster = std::move(cluster);
}

void settle(Instance& instance, Instant now) {
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

}  // namespace

Account::Account(std::uint64_t seed, Instant start)
    : seed_(seed), now_(start), ids_(seed), instances_(sample_account(seed, start, ids_)) {}

void Account::advance(Instant now) {
  now_ = std::max(now_, now);
  for (Instance& instance : instances_) {
    if (!instance.jobs.empty()) settle(instance, now_);
  }
}

Instance* Account::find(std::string_view instance_id) {
  const auto at = std::find_if(instances_.begin(), instances_.end(), [&](const Instance& instance) {
    return instance.id == instance_id;
  });
  return at == instances_.end() ? nullptr : &*at;
}

const BackupJob& Account::start_backup(Instance& instance, std::string_view method,
                                       std::optional<std::int32_t> retention_days, JobFate fate) {
  BackupJob job;
  job.id = ids_.next_job_id();
  job.method = method;
  job.failed = std::exchange(instance.next_backup_fails, false) || fate == JobFate::Fails;

  // One stream of jitter a job, by its place in the account's history: other requests between do
  // not change it.
  Random random(mix(seed_) ^ mix(effects_.size() + 1));
  job.created = now_;
  job.checking = job.created + Milliseconds(random.between(2'000, 4'000));
  job.backing_up = job.checking + Milliseconds(random.between(3'000, 6'000));
  Milliseconds copying = copying_time(instance, method) + Milliseconds(random.between(0, 8'000));
  if (job.failed) copying = copying * random.between(20, 70) / 100;
  job.copying = copying;
  job.finished = job.backing_up + copying;
  job.listed = job.finished + Milliseconds(random.between(4'000, 12'000));
  job.gone = job.finished + Seconds(90);
  if (fate == JobFate::Hangs) {
    job.stuck_percent = static_cast<std::int32_t>(random.between(5, 95));
    job.finished = job.listed = job.gone = forever();
  }
  add_results(instance, job, ids_, random, retention_days.value_or(instance.retention_days));

  effects_.push_back({now_, "CreateBackup", instance.id, job.id, job.method});
  instance.jobs.push_back(std::move(job));
  return instance.jobs.back();
}

bool is_running(const BackupJob& job, Instant now) {
  return now < job.finished;
}

std::string_view stage(const BackupJob& job, Instant now) {
  if (now < job.checking) return "Scheduled";
  if (now < job.backing_up) return "Checking";
  if (now < job.finished) return "Backuping";
  return "Finished";
}

std::optional<int> percent(const BackupJob& job, Instant now) {
  if (now < job.backing_up || now >= job.finished) return std::nullopt;
  // Of the whole, not of what a failing job will reach: it stops short.
  const auto done =
      std::min<std::int64_t>((now - job.backing_up) * 100 / job.copying * (job.failed ? 2 : 4) / 4,
                             job.stuck_percent.value_or(99));
  return static_cast<int>(done);
}

Instant expiry(Instant ended, std::int32_t retention_days) {
  if (retention_days < 0) return forever();
  // To the second, like every time in an answer.
  return std::chrono::floor<Seconds>(ended) + std::chrono::days(retention_days);
}

}  // namespace dds::emulator
