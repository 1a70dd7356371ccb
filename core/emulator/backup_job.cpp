#include "core/emulator/backup_job.h"

#include <algorithm>
#include <bit>
#include <utility>

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
  set.manual = job.manual;
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
  cluster.manual = job.manual;
  cluster.failed = job.failed;
  cluster.started = job.created;
  cluster.ended = job.finished;
  cluster.expires = expiry(job.finished, retention_days);
  cluster.log_ready = job.listed + Milliseconds(random.between(20'000, 40'000));
  for (BackupSet& set : job.sets) set.cluster_id = cluster.id;
  job.cluster = std::move(cluster);
}

}  // namespace

BackupJob make_job(const Instance& instance, const JobOrder& order, Instant now, IdSource& ids,
                   Random random) {
  BackupJob job;
  job.id = ids.next_job_id();
  job.method = order.method;
  job.manual = order.manual;
  job.failed = order.fate == JobFate::Fails;
  job.created = now;
  job.checking = job.created + Milliseconds(random.between(2'000, 4'000));
  job.backing_up = job.checking + Milliseconds(random.between(3'000, 6'000));
  job.copying = copying_time(instance, order.method) + Milliseconds(random.between(0, 8'000));
  if (job.failed) job.copying = job.copying * random.between(20, 70) / 100;
  job.finished = job.backing_up + job.copying;
  job.listed = job.finished + Milliseconds(random.between(4'000, 12'000));
  job.gone = job.finished + Seconds(90);
  if (order.fate == JobFate::Hangs) {
    job.stuck_percent = static_cast<std::int32_t>(random.between(5, 95));
    job.finished = job.listed = job.gone = forever();
  }
  add_results(instance, job, ids, random, order.retention_days);
  return job;
}

bool is_running(const BackupJob& job, Instant now) {
  return now < job.finished;
}

const BackupJob* running_job(const Instance& instance, Instant now) {
  for (const BackupJob& job : instance.jobs) {
    if (is_running(job, now)) return &job;
  }
  return nullptr;
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
  const std::int64_t done = (now - job.backing_up) * 100 / job.copying * (job.failed ? 2 : 4) / 4;
  return static_cast<int>(std::min<std::int64_t>(done, job.stuck_percent.value_or(99)));
}

Instant expiry(Instant ended, std::int32_t retention_days) {
  if (retention_days < 0 || ended == forever()) return forever();
  // To the second, like every time in an answer.
  return std::chrono::floor<Seconds>(ended) + std::chrono::days(retention_days);
}

bool takes_only_snapshots(const Instance& instance) {
  return instance.cloud_disk() || instance.standalone();
}

std::string_view default_method(const Instance& instance) {
  return takes_only_snapshots(instance) ? "Snapshot" : "Physical";
}

}  // namespace dds::emulator
