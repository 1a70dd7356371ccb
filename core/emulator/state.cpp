#include "core/emulator/state.h"

#include <utility>

#include <nlohmann/json.hpp>

#include "core/emulator/record_fields.h"
#include "core/signing/digest.h"

namespace dds::emulator {
namespace {

using nlohmann::json;

constexpr std::string_view kFormat = "dds-emulator-state";
constexpr std::int64_t kVersion = 1;

std::string dumped(const json& state) {
  return state.dump(-1, ' ', false, json::error_handler_t::replace);
}

std::string checksum_of(const json& state) {
  return signing::hex(signing::sha256(dumped(state)));
}

Error unreadable(const std::string& why) {
  return make_error(ErrorCode::InvalidJson, "The state cannot be read: " + why + ".", {});
}

struct NonceRecord {
  Instant until;
  std::uint64_t first = 0;
  std::uint64_t second = 0;
};

struct BucketRecord {
  std::string key;
  std::int64_t thousandths = 0;
  Instant filled;
};

// What the rest of the emulator relies on and no request could bring about.
std::string impossible(const Instance& instance) {
  const BackupPolicy& policy = instance.policy;
  const bool policy_right =
      policy.days <= kEveryDay && policy.window_minute >= 0 && policy.window_minute < 24 * 60 &&
      policy.retention_days >= 1 && policy.retention_days <= 730 &&
      policy.log_retention_days >= 1 && policy.log_retention_days <= 730 &&
      policy.interval_retention_days >= 1 && policy.interval_retention_days <= 730 &&
      policy.interval_minutes <= 24 * 60;
  if (!policy_right) return "the policy of " + instance.id + " is outside its limits";
  if (instance.planned_retention_days < 0 || instance.planned_retention_days > 730)
    return "the planned backup of " + instance.id + " is outside its limits";
  for (const BackupJob& job : instance.jobs) {
    const bool in_order = job.created <= job.checking && job.checking <= job.backing_up &&
                          job.backing_up <= job.finished && job.finished <= job.listed &&
                          job.finished <= job.gone;
    if (job.copying <= Milliseconds(0) || !in_order)
      return "the instants of job " + job.id + " are not in order";
  }
  return {};
}

}  // namespace

template <>
struct Fields<NonceRecord> {
  template <class Archive, class Record>
  static void visit(Archive& archive, Record& nonce) {
    archive("until", nonce.until);
    archive("a", nonce.first);
    archive("b", nonce.second);
  }
};

template <>
struct Fields<BucketRecord> {
  template <class Archive, class Record>
  static void visit(Archive& archive, Record& bucket) {
    archive("key", bucket.key);
    archive("thousandths", bucket.thousandths);
    archive("filled", bucket.filled);
  }
};

struct IdSourceState {
  std::uint64_t random = 0;
  std::int64_t last_job = 0;
  std::int64_t last_set = 0;

  static IdSourceState of(const IdSource& ids) {
    return {ids.random_.state(), ids.last_job_, ids.last_set_};
  }
  void put(IdSource& ids) const {
    ids.random_ = Random(random);
    ids.last_job_ = last_job;
    ids.last_set_ = last_set;
  }
};

template <>
struct Fields<IdSourceState> {
  template <class Archive, class Record>
  static void visit(Archive& archive, Record& ids) {
    archive("random", ids.random);
    archive("last_job", ids.last_job);
    archive("last_set", ids.last_set);
  }
};

struct AccountState {
  std::uint64_t seed = 0;
  Instant now;
  IdSourceState ids;
  std::uint64_t jobs_started = 0;
  std::vector<Instance> instances;
  std::vector<Emulator::Effect> effects;
  std::vector<TokenUse> tokens;

  static AccountState of(const Account& account) {
    AccountState state{account.seed_,         account.now_, IdSourceState::of(account.ids_),
                       account.jobs_started_, {},           account.effects_,
                       account.tokens_};
    for (const auto& instance : account.instances_) state.instances.push_back(*instance);
    return state;
  }

  [[nodiscard]] Account account() && {
    Account account;
    account.seed_ = seed;
    account.now_ = now;
    ids.put(account.ids_);
    account.jobs_started_ = jobs_started;
    account.adopt(std::move(instances));
    account.effects_ = std::move(effects);
    account.tokens_ = std::move(tokens);
    return account;
  }
};

template <>
struct Fields<AccountState> {
  template <class Archive, class Record>
  static void visit(Archive& archive, Record& account) {
    archive("seed", account.seed);
    archive("now", account.now);
    archive("ids", account.ids);
    archive("jobs_started", account.jobs_started);
    archive("instances", account.instances);
    archive("effects", account.effects);
    archive("tokens", account.tokens);
  }
};

struct GatewayState {
  static std::vector<NonceRecord> of(const Gateway& gateway) {
    std::vector<NonceRecord> records;
    records.reserve(gateway.nonces_.size());
    for (const auto& [until, mark] : gateway.nonces_)
      records.push_back({until, mark.first, mark.second});
    return records;
  }
  static void put(const std::vector<NonceRecord>& records, Gateway& gateway) {
    for (const NonceRecord& record : records) {
      const Gateway::NonceMark mark{record.first, record.second};
      if (gateway.used_.insert(mark).second) gateway.nonces_.emplace_back(record.until, mark);
    }
  }
};

struct ThrottleState {
  static std::vector<BucketRecord> of(const Throttle& throttle) {
    std::vector<BucketRecord> records;
    for (const auto& [key, bucket] : throttle.buckets_)
      records.push_back({key, bucket.thousandths, bucket.filled});
    return records;
  }
  static void put(const std::vector<BucketRecord>& records, Throttle& throttle) {
    for (const BucketRecord& record : records)
      throttle.buckets_[record.key] = {record.thousandths, record.filled};
  }
};

std::string write_state(const Saved& saved) {
  Writer writer;
  writer("settings", saved.settings);
  writer("requests", saved.requests);
  writer("account", AccountState::of(saved.account));
  writer("nonces", GatewayState::of(saved.gateway));
  writer("throttle", ThrottleState::of(saved.throttle));
  const json document{{"format", kFormat},
                      {"version", kVersion},
                      {"checksum", checksum_of(writer.object)},
                      {"state", writer.object}};
  return dumped(document) + "\n";
}

Result<Saved> read_state(std::string_view text) {
  const json document = json::parse(text, nullptr, false);
  if (document.is_discarded()) return unreadable("it is not JSON, or cut off");
  if (!document.is_object() || !document.contains("format") || document["format"] != kFormat)
    return unreadable("it is not a state document of the emulator");
  if (!document.contains("version") || document["version"] != kVersion)
    return unreadable("its version is not 1, the one that is read here");
  if (!document.contains("state") || !document.contains("checksum") ||
      document["checksum"] != checksum_of(document["state"])) {
    return unreadable("its checksum does not fit, so it was changed or damaged");
  }
  Settings settings;
  std::uint64_t requests = 0;
  AccountState account;
  std::vector<NonceRecord> nonces;
  std::vector<BucketRecord> buckets;
  Reader reader(document["state"], "state");
  reader("settings", settings);
  reader("requests", requests);
  reader("account", account);
  reader("nonces", nonces);
  reader("throttle", buckets);
  for (const Instance& instance : account.instances) {
    if (reader.problem.empty()) reader.problem = impossible(instance);
  }
  if (!reader.problem.empty()) return unreadable(reader.problem);
  Result<Quotas> quotas = parse_quotas(settings.throttle);
  if (!quotas) return unreadable("its throttling is none: " + quotas.error().message);
  Saved saved{settings, requests, std::move(account).account(), Gateway(settings.timestamp_window),
              Throttle(*std::move(quotas))};
  GatewayState::put(nonces, saved.gateway);
  ThrottleState::put(buckets, saved.throttle);
  return saved;
}

}  // namespace dds::emulator
