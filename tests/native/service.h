// The emulator as a server in the test's own process, with a key whose secret is nowhere else, and
// the environment that leads `dds` to it.
#pragma once

#include <doctest/doctest.h>

#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "native/platform/clock.h"
#include "native/server/web_server.h"
#include "tests/native/program.h"

namespace dds::test {

inline constexpr const char* kId = "LTAItestkey0001";
inline constexpr const char* kSecret = "S3cret-which+must/not=show";

// Of the emulator's sample account.
inline constexpr const char* kReplicaSet = "dds-bp1a7f3c9d2e5b81";
inline constexpr const char* kCloudDisk = "dds-bp11483712c1e9d4";
inline constexpr const char* kCreating = "dds-bp17ac2f80b3d915";

class Service {
 public:
  /// `faults` in the manner of --faults.
  explicit Service(double clock_rate = 200, std::string_view faults = {}) {
    server::ServerSettings settings;
    auto plan = emulator::parse_faults(faults);
    REQUIRE(plan.ok());
    settings.emulator_options.faults = *std::move(plan);
    settings.role = server::Role::Emulator;
    settings.clock_rate = clock_rate;
    settings.now = [ahead = ahead_]() -> Moment {
      const Milliseconds by{ahead->load()};
      return {platform::steady_now() + by, platform::now() + by};
    };
    auto started = server::WebServer::start(std::move(settings));
    REQUIRE(started.ok());
    server_ = std::move(*started);
    signing::Credentials credentials;
    credentials.access_key_id = kId;
    credentials.access_key_secret = Secret(kSecret);
    server_->with_emulator(
        [&](emulator::Emulator& emulator) { emulator.add_credentials(credentials); });
  }

  /// Puts the service's clocks ahead, by a few minutes at most: signatures are judged by one of
  /// them.
  void skip(Milliseconds duration) const { *ahead_ += duration.count(); }

  [[nodiscard]] std::string url() const { return server_->origin(); }
  [[nodiscard]] server::WebServer& server() { return *server_; }

  /// `dds` with these arguments, the endpoint and the key in its environment.
  [[nodiscard]] Start start(std::vector<std::string> arguments) const {
    Start start;
    start.arguments = std::move(arguments);
    start.environment = {{"ALIBABA_CLOUD_ACCESS_KEY_ID", kId},
                         {"ALIBABA_CLOUD_ACCESS_KEY_SECRET", kSecret},
                         {"ALIBABA_CLOUD_ENDPOINT", url()}};
    return start;
  }

  [[nodiscard]] Ended run(std::vector<std::string> arguments) const {
    return test::run(start(std::move(arguments)));
  }

  /// How many backups were really started.
  [[nodiscard]] int backups_started() const {
    int count = 0;
    server_->with_emulator([&](emulator::Emulator& emulator) {
      for (const auto& effect : emulator.effects())
        count += effect.action == "CreateBackup" ? 1 : 0;
    });
    return count;
  }

 private:
  std::shared_ptr<std::atomic<std::int64_t>> ahead_ =
      std::make_shared<std::atomic<std::int64_t>>(0);
  std::unique_ptr<server::WebServer> server_;
};

}  // namespace dds::test
