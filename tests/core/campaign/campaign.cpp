#include "tests/core/campaign/campaign.h"

#include <algorithm>
#include <utility>

#include <nlohmann/json.hpp>

namespace dds::testing {
namespace {

constexpr auto kLongestRun = std::chrono::hours{24 * 14};  // of simulated time

backup::Connection connection() {
  backup::Connection connection;
  connection.credentials.access_key_id = emulator::kAccessKeyId;
  connection.credentials.access_key_secret = Secret(emulator::kAccessKeySecret);
  connection.endpoint.host = "mongodb.aliyuncs.com";
  return connection;
}

backup::JournalHead head_of(const std::vector<std::string>& instances, Instant begun) {
  backup::JournalHead head;
  head.begun = begun;
  head.endpoint = "mongodb.aliyuncs.com";
  for (const std::string& id : instances) {
    api::CreateBackupParameters parameters;
    parameters.instance_id = id;
    head.backups.push_back(std::move(parameters));
  }
  return head;
}

}  // namespace

Campaign::Campaign(CampaignSettings settings)
    : settings_(std::move(settings)),
      now_(settings_.start),
      emulator_({.seed = settings_.seed,
                 .timestamp_window = settings_.timestamp_window,
                 .further_instances = settings_.instances},
                now_),
      state_(settings_.seed * 0x9E3779B97F4A7C15ULL + 1) {
  set_clock();
}

// The steady clock's origin is that of the machine, which runs on while the program is killed.
Moment Campaign::clocks() const {
  const Milliseconds passed = now_ - settings_.start;
  const Milliseconds drifted = passed * settings_.time.drift_ppm / 1'000'000;
  return {SteadyInstant{Seconds{1'000} + passed + drifted / 10}, now_ + skew_ + drifted};
}

// The earliest at which the steady clock shows that.
Instant Campaign::true_time(SteadyInstant steady) const {
  const Milliseconds left = steady - clocks().steady;
  return now_ + left - left * settings_.time.drift_ppm / 10'000'000 + Milliseconds{1};
}

void Campaign::set_clock() {
  const auto most = static_cast<std::uint64_t>(settings_.time.most_skew.count());
  if (most > 0)
    skew_ =
        Milliseconds{static_cast<Milliseconds::rep>(random(2 * most))} - settings_.time.most_skew;
}

void Campaign::trouble_time(emulator::EmulatorTransport& transport) {
  const auto one_in = [this](int turns) {
    return turns > 0 && random(static_cast<std::uint64_t>(turns)) == 0;
  };
  if (one_in(settings_.time.set_one_in)) set_clock();
  if (!one_in(settings_.time.sleep_one_in)) return;
  transport.break_connections(random(2) == 0);
  now_ += Milliseconds{static_cast<Milliseconds::rep>(random(3'600'000))};
}

std::uint64_t Campaign::random(std::uint64_t bound) {
  state_ = state_ * 6364136223846793005ULL + 1442695040888963407ULL;
  return (state_ >> 33U) % bound;
}

std::vector<Verdict> Campaign::run(const std::vector<std::string>& instances) {
  const std::size_t effects_before = emulator_.effects().size();
  MemoryJournal kept;
  const backup::JournalHead head = head_of(instances, now_);
  (void)kept.append(backup::journal_head_line(head));
  std::vector<backup::Progress> reported(instances.size());
  for (;;) {
    Result<backup::Journal> journal = backup::read_journal(kept.text);
    if (!journal) return {};
    kept.text.resize(journal->valid_bytes);
    if (run_until_killed(std::move(*journal), kept, reported) || stuck_) break;
    ++kills_;
    // An append that was under way when the program was killed.
    if (random(2) == 0)
      kept.text +=
          std::string("0badc0de {\"kind\":\"att").substr(0, static_cast<std::size_t>(random(20)));
    now_ += Milliseconds{static_cast<Milliseconds::rep>(random(120'000))};
  }
  // What is still under way arrives, and may take effect.
  while (const auto due = postponed_.next_due()) {
    now_ = std::max(now_, *due);
    (void)postponed_.deliver(emulator_, now_);
  }
  std::vector<Verdict> verdicts;
  for (std::size_t i = 0; i < instances.size(); ++i)
    verdicts.push_back({instances[i], reported[i], 0, running_job(emulator_, instances[i])});
  for (std::size_t i = effects_before; i < emulator_.effects().size(); ++i) {
    const auto& effect = emulator_.effects()[i];
    if (effect.action != "CreateBackup") continue;
    for (Verdict& verdict : verdicts) {
      if (verdict.instance_id == effect.instance_id) ++verdict.effects;
    }
  }
  return verdicts;
}

// One life of the program. True when it came to its end.
bool Campaign::run_until_killed(backup::Journal journal, MemoryJournal& kept,
                                std::vector<backup::Progress>& reported) {
  emulator::EmulatorTransport transport(emulator_, [this] { return now_; });
  transport.share(postponed_);
  if (const auto plan = emulator::parse_faults(settings_.faults)) {
    emulator::FaultPlan faults(plan->rules(), random(1U << 30U) + 1);
    transport.set_faults(std::move(faults));
  }
  backup::DriverHooks hooks;
  hooks.now = [this] { return clocks(); };
  hooks.nonce = [this] { return "campaign-" + std::to_string(++nonces_); };
  hooks.on_exchange = [this](const backup::Exchange& exchange) {
    if (!exchange.answered) ++requests_;
  };
  backup::Driver driver(transport, connection(), hooks);
  backup::FleetOptions options;
  options.at_once = settings_.at_once;
  options.backup.if_busy = backup::IfBusy::Wait;
  options.backup.if_unknown = settings_.if_unknown;
  options.backup.limits.total = settings_.total;
  options.backup.jitter_seed = random(1U << 30U);
  backup::Fleet fleet(driver, &kept, std::move(journal), options);
  fleet.start(clocks().steady);
  const Instant end = now_ + kLongestRun;
  while (!fleet.done()) {
    if (settings_.kill_one_in > 0 &&
        random(static_cast<std::uint64_t>(settings_.kill_one_in)) == 0) {
      // What was sent may arrive all the same.
      if (random(2) == 0) (void)transport.deliver();
      return false;
    }
    trouble_time(transport);
    const bool delivered = transport.deliver();
    driver.advance(clocks());
    if (delivered || fleet.done()) continue;  // the last one may end by its timer
    std::optional<Instant> next;
    if (const auto wake = driver.next_wake()) next = true_time(*wake);
    if (const auto due = transport.next_due(); due && (!next || *due < *next)) next = due;
    if (driver.in_flight() > 0 && !next) next = now_ + Milliseconds{1};
    if (!next || now_ > end) {
      stuck_ = true;
      return true;
    }
    now_ = std::max(now_ + Milliseconds{1}, *next);
  }
  for (std::size_t i = 0; i < reported.size(); ++i) reported[i] = fleet.progress(i);
  return true;
}

std::string running_job(const emulator::Emulator& service, const std::string& instance_id) {
  const nlohmann::json list = nlohmann::json::parse(service.list_instances(), nullptr, false);
  for (const nlohmann::json& one : list) {
    if (response::text_at(one, "instance") == instance_id) return response::text_at(one, "job");
  }
  return {};
}

std::string wrong_with(const Verdict& verdict) {
  const backup::Progress& progress = verdict.progress;
  const std::string who = verdict.instance_id + " (" + std::string(backup::name(progress.ending)) +
                          ", " + std::to_string(verdict.effects) + " started, job " +
                          progress.job_id + ", " + progress.problem + ")";
  if (verdict.effects > 1) return who + " was started twice";
  switch (progress.ending) {
    case backup::Ending::Succeeded:
    case backup::Ending::Failed:
      if (verdict.effects != 1) return who + " was reported but never started";
      return progress.sets.empty() ? who + " has no set" : std::string();
    case backup::Ending::Refused:
    case backup::Ending::JobRunning:
    case backup::Ending::NotReached:
    case backup::Ending::Unreadable:
    case backup::Ending::NotDone:
      return verdict.effects == 0 ? std::string() : who + " was started and then lost";
    case backup::Ending::Unknown:
      // All that can be said of one whose job still runs when the time is over.
      return verdict.effects == 1 && !progress.job_id.empty() &&
                     progress.job_id == verdict.running_job
                 ? std::string()
                 : who + " should have been found out";
    case backup::Ending::Started:
      return verdict.effects == 1 ? std::string() : who + " was reported but never started";
    case backup::Ending::Stopped:
    case backup::Ending::None: break;
  }
  return who + " has not ended";
}

}  // namespace dds::testing
