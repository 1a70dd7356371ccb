// A console's or a command line's worth of it: an emulated service, one driver, simulated time.
#pragma once

#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/backup/driver.h"
#include "core/backup/fleet.h"
#include "core/emulator/emulator.h"
#include "tests/moments.h"

namespace dds::testing {

inline constexpr Instant kBegin{std::chrono::hours{490'000}};

inline std::vector<std::string> fleet_ids(emulator::Emulator& service, std::size_t count) {
  std::vector<std::string> ids;
  const nlohmann::json list = nlohmann::json::parse(service.list_instances(), nullptr, false);
  for (const nlohmann::json& one : list) {
    if (response::text_at(one, "status") == "Running" &&
        response::text_at(one, "region") == "cn-hangzhou" &&
        response::text_at(one, "lock") == "Unlock" && ids.size() < count)
      ids.push_back(response::text_at(one, "instance"));
  }
  return ids;
}

struct World {
  Instant now = kBegin;
  emulator::Emulator service;
  emulator::EmulatorTransport transport;
  std::uint64_t nonces = 0;
  std::size_t most_in_flight = 0;
  std::shared_ptr<backup::RequestLimiter> limiter;
  backup::Driver driver;

  std::map<std::string, int> accepted;   // requests by action
  std::map<std::string, int> throttled;  // and those that were refused for throttling

  explicit World(std::size_t further, std::string throttle = {},
                 backup::LimiterOptions options = {}, std::uint64_t seed = 1)
      : service(settings(further, std::move(throttle), seed), kBegin),
        transport(service, [this] { return now; }),
        limiter(std::make_shared<backup::RequestLimiter>(options)),
        driver(transport, connection(), hooks(), limiter) {}

  static emulator::Settings settings(std::size_t further, std::string throttle,
                                     std::uint64_t seed) {
    emulator::Settings settings;
    settings.seed = seed;
    settings.further_instances = static_cast<std::int32_t>(further);
    settings.throttle = std::move(throttle);
    return settings;
  }
  static backup::Connection connection() {
    backup::Connection connection;
    connection.credentials.access_key_id = emulator::kAccessKeyId;
    connection.credentials.access_key_secret = Secret(emulator::kAccessKeySecret);
    connection.endpoint.host = "mongodb.aliyuncs.com";
    return connection;
  }
  backup::DriverHooks hooks() {
    backup::DriverHooks hooks;
    hooks.now = [this] { return at(now); };
    hooks.nonce = [this] { return "fleet-" + std::to_string(++nonces); };
    hooks.on_exchange = [this](const backup::Exchange& exchange) {
      most_in_flight = std::max(most_in_flight, limiter->in_flight());
      if (!exchange.reply || !exchange.reply->ok()) return;
      const auto* refusal = std::get_if<response::ApiError>(&**exchange.reply);
      const bool refused = refusal && response::is_throttling(*refusal);
      ++(refused ? throttled : accepted)[exchange.call.action];
    };
    return hooks;
  }
  /// Until the fleet is done or `stop` says so.
  void run(
      backup::Fleet& fleet, const std::function<bool()>& stop = [] { return false; }) {
    run_until([&] { return fleet.done() || stop(); });
  }
  void run_until(const std::function<bool()>& ended) {
    for (int i = 0; i < 5'000'000 && !ended(); ++i) {
      const bool delivered = transport.deliver();
      driver.advance(at(now));
      if (delivered) continue;
      // What was just sent is answered before time passes.
      if (transport.deliver()) {
        driver.advance(at(now));
        continue;
      }
      std::optional<Instant> next = wall_of(driver.next_wake());
      if (const auto due = transport.next_due(); due && (!next || *due < *next)) next = due;
      now = std::max(now + Milliseconds{1}, next.value_or(now));
    }
  }
  [[nodiscard]] std::size_t started() const {
    const auto& effects = service.effects();
    return static_cast<std::size_t>(std::count_if(
        effects.begin(), effects.end(), [](auto& one) { return one.action == "CreateBackup"; }));
  }
};

inline backup::Journal plan(const std::vector<std::string>& ids) {
  backup::JournalHead head;
  head.begun = kBegin;
  for (const std::string& id : ids) {
    api::CreateBackupParameters parameters;
    parameters.instance_id = id;
    head.backups.push_back(parameters);
  }
  return backup::new_journal(std::move(head));
}

}  // namespace dds::testing
