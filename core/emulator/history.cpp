#include "core/emulator/history.h"

#include <algorithm>

#include "core/emulator/backup_job.h"
#include "core/emulator/random.h"

namespace dds::emulator {
namespace {

struct Run {
  Instant begin;
  std::size_t instance;
  int back;  // 0 = the newest
  bool failed;
};

std::vector<Run> runs_of(const std::vector<Instance>& instances,
                         const std::vector<AutomaticBackups>& policies, Random& random,
                         Instant start) {
  std::vector<Run> runs;
  for (const AutomaticBackups& policy : policies) {
    const Instance& instance = instances[policy.instance];
    for (int back = 0;; ++back) {
      const Milliseconds age = policy.newest + policy.every * back;
      if (age >= policy.span) break;
      // Within its window a backup begins when the service gets to it.
      const Instant begin = start - age - Milliseconds(random.between(60'000, 12 * 60'000));
      if (begin < instance.created) break;
      if (expiry(begin, instance.policy.retention_days) <= start) break;
      runs.push_back({begin, policy.instance, back, back == policy.failed_one});
    }
  }
  std::sort(runs.begin(), runs.end(), [](const Run& a, const Run& b) {
    return a.begin != b.begin ? a.begin < b.begin : a.instance < b.instance;
  });
  return runs;
}

// Data grows by half a percent a day, give or take.
std::int64_t size_then(std::int64_t bytes_now, Milliseconds age, Random& random) {
  const std::int64_t days_back = age / std::chrono::days(1);
  return bytes_now / 10'000 * (10'000 - 50 * days_back - random.between(0, 60)) +
         random.between(0, 9'999);
}

BackupSet automatic_set(const Instance& instance, const Run& run, std::string job_id,
                        Milliseconds took, IdSource& ids) {
  BackupSet set;
  set.id = ids.next_set_id();
  set.job_id = std::move(job_id);
  set.method = default_method(instance);
  set.failed = run.failed;
  set.started = run.begin;
  set.ended = run.begin + took;
  set.expires = expiry(set.ended, instance.policy.retention_days);
  return set;
}

// The window that the newest one lay in. Backups of every second day become the three weekdays that
// the newest ones fell on.
void go_on_so(BackupPolicy& policy, const AutomaticBackups& backups, Instant start) {
  using std::chrono::days;
  constexpr auto kUsualDelay = std::chrono::minutes(7);
  const Instant newest = start - backups.newest - kUsualDelay;
  const auto hour = std::chrono::floor<std::chrono::hours>(newest);
  policy.window_minute = static_cast<std::int32_t>(
      std::chrono::duration_cast<std::chrono::minutes>(hour - std::chrono::floor<days>(hour))
          .count());
  if (backups.every == days(1)) return;
  policy.days = 0;
  for (int back = 0; back < 3; ++back) policy.days |= day_bit(newest - backups.every * back);
}

}  // namespace

void add_history(std::vector<Instance>& instances, const std::vector<AutomaticBackups>& policies,
                 std::uint64_t seed, Instant start, IdSource& ids) {
  for (const AutomaticBackups& policy : policies)
    go_on_so(instances[policy.instance].policy, policy, start);
  Random random(mix(seed ^ 0xB4C5ULL));
  for (const Run& run : runs_of(instances, policies, random, start)) {
    Instance& instance = instances[run.instance];
    const std::string job_id = ids.next_job_id();
    Milliseconds took(random.between(68'000, 86'000));
    if (instance.sharded()) took *= 2;
    if (run.failed) took = Milliseconds(random.between(9'000, 15'000));
    const Milliseconds age = start - run.begin;

    if (!instance.sharded()) {
      BackupSet set = automatic_set(instance, run, job_id, took, ids);
      if (!set.failed) set.size_bytes = size_then(instance.data_bytes, age, random);
      instance.sets.push_back(std::move(set));
      continue;
    }
    ClusterBackup cluster;
    cluster.id = ids.next_cluster_backup_id();
    cluster.job_id = job_id;
    cluster.failed = run.failed;
    cluster.started = run.begin;
    cluster.ended = run.begin + took;
    cluster.expires = expiry(cluster.ended, instance.policy.retention_days);
    cluster.log_ready = cluster.ended + Seconds(40);
    for (const Node& shard : instance.shards) {
      BackupSet set =
          automatic_set(instance, run, job_id, took - Seconds(random.between(0, 9)), ids);
      set.node_id = shard.id;
      if (!set.failed) set.size_bytes = size_then(shard.data_bytes, age, random);
      if (instance.cluster_backup) set.cluster_id = cluster.id;
      instance.sets.push_back(std::move(set));
    }
    if (instance.cluster_backup) instance.cluster_backups.push_back(std::move(cluster));
  }
}

}  // namespace dds::emulator
