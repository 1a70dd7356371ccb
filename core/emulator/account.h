// The state of the emulated service: one account's instances and what becomes of their backups as
// time passes. Knows nothing of requests, signatures or formats.
//
// Owns all records. Service time only, never going back; deterministic for its seed: what happens
// by itself happens in the order of its instants, so a leap of days ends as many small steps would.
// A copy is cheap and independent: instances are shared until one side changes them.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/time.h"
#include "core/emulator/backup_job.h"
#include "core/emulator/emulator.h"
#include "core/emulator/ids.h"
#include "core/emulator/records.h"

namespace dds::emulator {

/// What a ClientToken was used for, so that the same request again gives the same answer.
struct TokenUse {
  std::string token;
  std::string request;  // fingerprint of all its own parameters
  std::string instance_id;
  std::string order_id;
};

class Account {
 public:
  /// The sample account (sample_account.h) and the fleet of `settings`, with the history of their
  /// backups up to `start`.
  Account(const Settings& settings, Instant start);

  /// Lets time pass: jobs end, their sets appear, policies start backups, new instances come up,
  /// deleted ones go. Costs nothing while nothing is due. Of a leap that is longer than about two
  /// months only the automatic backups of its end are made, so that its work is bounded.
  void advance(Instant now);
  [[nodiscard]] Instant now() const { return now_; }

  /// Released ones included.
  [[nodiscard]] std::size_t size() const { return instances_.size(); }
  [[nodiscard]] const Instance& at(std::size_t place) const { return *instances_[place]; }
  /// nullptr when there is none. Released ones are found as well.
  [[nodiscard]] const Instance* find(std::string_view instance_id) const;
  /// The same instance to be changed; references from before are void. Call `changed` after a
  /// change of what it does by itself (policy, phases, jobs).
  [[nodiscard]] Instance& edit(const Instance& instance);
  void changed(const Instance& instance);

  /// A new policy, by which the next automatic backup is planned anew.
  void set_policy(const Instance& instance, const BackupPolicy& policy);

  /// Starts a manual backup; the caller has checked that it may. `retention_days` -1 = for ever,
  /// absent = as the policy says. The reference is good until the next change.
  const BackupJob& start_backup(const Instance& instance, std::string_view method,
                                std::optional<std::int32_t> retention_days, JobFate fate);

  /// Puts a new instance into the account (its id must be new) and plans its life. The reference is
  /// good until the next change.
  const Instance& add(Instance instance);

  [[nodiscard]] const std::vector<Emulator::Effect>& effects() const { return effects_; }
  void note_effect(Emulator::Effect effect);

  /// nullptr when the token was not used, or so long ago that it is forgotten.
  [[nodiscard]] const TokenUse* find_token(std::string_view token) const;
  void remember_token(TokenUse use);

  [[nodiscard]] IdSource& ids() { return ids_; }

  /// Equal when two accounts will go on alike (see Emulator::fingerprint).
  [[nodiscard]] std::string fingerprint() const;

 private:
  friend struct AccountState;  // state.h: saves and loads it whole

  using Index = std::map<std::string, std::uint32_t, std::less<>>;

  Account() : ids_(0) {}
  /// As they are: what they have planned stays planned.
  void adopt(std::vector<Instance> instances);
  void step(std::uint32_t place, Instant target);
  void back_up_automatically(Instance& instance, Instant target);
  void plan(Instance& instance, Instant after) const;
  const BackupJob& start_job(Instance& instance, const JobOrder& order);
  [[nodiscard]] Instant next_event(const Instance& instance) const;

  std::uint64_t seed_ = 1;
  Instant now_;
  IdSource ids_;
  std::uint64_t jobs_started_ = 0;
  std::vector<std::shared_ptr<Instance>> instances_;
  std::shared_ptr<const Index> index_;
  std::set<std::pair<Instant, std::uint32_t>> agenda_;  // when something happens to whom
  std::vector<Instant> due_;                            // the same by place; forever() = never
  using Digest = std::optional<std::pair<std::uint64_t, std::uint64_t>>;
  mutable std::vector<Digest> digests_;  // by place, for `fingerprint`; none since it was changed
  std::vector<Emulator::Effect> effects_;
  std::vector<TokenUse> tokens_;
};

}  // namespace dds::emulator
