// Account::fingerprint: what an account will do from now on, in few characters. Ids stand for what
// was made under them; what follows from an id (a set's size, its instants) is not looked at.
// An instance is looked at again only after it was changed: most calls mix a few numbers.
#include <utility>

#include "core/emulator/account.h"
#include "core/emulator/instance_filter.h"
#include "core/emulator/random.h"

namespace dds::emulator {
namespace {

class Mixer {
 public:
  void add(std::uint64_t value) {
    first_ = mix(first_ ^ value);
    second_ = mix(second_ + value);
  }
  void add(Instant instant) { add(static_cast<std::uint64_t>(instant.time_since_epoch().count())); }
  void add(std::string_view text) { add(dds::emulator::fingerprint(text) ^ text.size()); }
  void add(std::int32_t value) { add(static_cast<std::uint64_t>(value)); }
  void add(bool value) { add(std::uint64_t{value ? 1U : 0U}); }

  [[nodiscard]] std::pair<std::uint64_t, std::uint64_t> halves() const { return {first_, second_}; }

  [[nodiscard]] std::string text() const {
    constexpr std::string_view kHex = "0123456789abcdef";
    std::string out;
    for (const std::uint64_t half : {first_, second_}) {
      for (int shift = 60; shift >= 0; shift -= 4) {
        out += kHex[static_cast<std::size_t>(half >> static_cast<unsigned>(shift) & 15U)];
      }
    }
    return out;
  }

 private:
  std::uint64_t first_ = 1;
  std::uint64_t second_ = 2;
};

void add_job(Mixer& mixer, const BackupJob& job) {
  mixer.add(job.id);
  mixer.add(job.method);
  mixer.add(job.failed);
  mixer.add(job.stuck_percent.value_or(-1));
  mixer.add(job.created);
  mixer.add(job.finished);
  for (const BackupSet& set : job.sets) mixer.add(set.expires);
}

void add_policy(Mixer& mixer, const BackupPolicy& policy) {
  mixer.add(std::uint64_t{policy.days});
  for (const std::int32_t number :
       {policy.window_minute, policy.retention_days, policy.interval_minutes,
        policy.interval_retention_days, policy.log_retention_days, policy.on_deletion}) {
    mixer.add(number);
  }
  mixer.add(policy.flash);
  mixer.add(policy.one_each_hour);
  mixer.add(policy.logs);
  mixer.add(policy.logs_since);
}

void add_instance(Mixer& mixer, const Instance& instance) {
  mixer.add(instance.id);
  mixer.add(instance.status);
  mixer.add(instance.lock_mode);
  mixer.add(instance.cluster_backup);
  mixer.add(instance.next_backup_fails);
  mixer.add(instance.planned);
  mixer.add(instance.postponed);
  mixer.add(static_cast<std::uint64_t>(instance.counted_day));
  mixer.add(instance.backups_that_day);
  add_policy(mixer, instance.policy);
  for (const Phase& phase : instance.phases) {
    mixer.add(phase.at);
    mixer.add(phase.status);
  }
  for (const BackupJob& job : instance.jobs) add_job(mixer, job);
  for (const BackupSet& set : instance.sets) {
    mixer.add(set.id);
    mixer.add(set.expires);
    mixer.add(set.failed);
  }
  for (const ClusterBackup& cluster : instance.cluster_backups) {
    mixer.add(cluster.id);
    mixer.add(cluster.expires);
    mixer.add(cluster.failed);
  }
}

}  // namespace

std::string Account::fingerprint() const {
  Mixer mixer;
  mixer.add(now_);
  mixer.add(seed_);
  mixer.add(jobs_started_);
  for (std::size_t place = 0; place < instances_.size(); ++place) {
    Digest& digest = digests_[place];
    if (!digest) {
      Mixer own;
      add_instance(own, *instances_[place]);
      digest = own.halves();
    }
    mixer.add(digest->first);
    mixer.add(digest->second);
  }
  for (const TokenUse& use : tokens_) {
    mixer.add(use.token);
    mixer.add(use.request);
  }
  return mixer.text();
}

}  // namespace dds::emulator
