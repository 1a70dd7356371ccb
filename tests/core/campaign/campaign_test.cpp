// The promise of the whole product: backups on the server = backups intended, none twice, none
// lost, none reported wrongly - whatever the network and the service do, and whenever the program
// is killed.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>

#include <nlohmann/json.hpp>

#include "tests/core/campaign/campaign.h"

using namespace dds;
using namespace dds::testing;

namespace {

// One of each kind: replica sets, standalone and sharded clusters, on local and on cloud disks.
const std::vector<std::string>& instances() {
  static const std::vector<std::string> all{"dds-bp1a7f3c9d2e5b81", "dds-bp16cb162771fa30",
                                            "dds-bp11483712c1e9d4", "dds-bp1e0c3ab9f84d12",
                                            "dds-bp1b5d07c2ee9a66"};
  return all;
}

// Those, and all others in their region that can be backed up.
std::vector<std::string> fleet_of(const emulator::Emulator& service) {
  std::vector<std::string> ids = instances();
  const nlohmann::json list = nlohmann::json::parse(service.list_instances(), nullptr, false);
  for (const nlohmann::json& one : list) {
    const std::string id = response::text_at(one, "instance");
    if (response::text_at(one, "status") == "Running" &&
        response::text_at(one, "region") == "cn-hangzhou" &&
        response::text_at(one, "lock") == "Unlock" &&
        std::find(ids.begin(), ids.end(), id) == ids.end())
      ids.push_back(id);
  }
  return ids;
}

// Backs up all of them again and again until `wanted` backups have been made.
void hold_the_promise(CampaignSettings settings, std::size_t wanted) {
  CAPTURE(settings.seed);
  const auto further = static_cast<std::size_t>(settings.instances);
  Campaign campaign(std::move(settings));
  const std::vector<std::string> fleet = fleet_of(campaign.emulator());
  REQUIRE(fleet.size() >= instances().size() + further);
  std::size_t made = 0;
  while (made < wanted) {
    const std::vector<Verdict> verdicts = campaign.run(fleet);
    REQUIRE(verdicts.size() == fleet.size());
    REQUIRE_FALSE(campaign.stuck());
    for (const Verdict& verdict : verdicts) {
      const std::string wrong = wrong_with(verdict);
      CHECK_MESSAGE(wrong.empty(), wrong);
      if (verdict.effects > 0) ++made;
    }
  }
  std::size_t on_the_server = 0;
  for (const auto& effect : campaign.emulator().effects())
    on_the_server += effect.action == "CreateBackup" ? 1U : 0U;
  CHECK(on_the_server == made);
  MESSAGE(made, " backups, ", campaign.requests(), " requests, ", campaign.kills(), " kills");
}

// A machine whose time is as wrong as it gets, and a network that delivers up to an hour late.
CampaignSettings troubled_time(std::uint64_t seed) {
  CampaignSettings settings;
  settings.seed = seed;
  settings.instances = static_cast<std::int32_t>(20 * (seed % 3) + 5);
  settings.faults = "*:any:15%,CreateBackup:delayed:10%,*:date-lies:5%";
  settings.time = {std::chrono::hours{1}, 2'000, 4'000, seed % 2 == 0 ? 500 : -500};
  settings.timestamp_window = std::chrono::minutes{seed % 4 < 2 ? 15 : 31};
  return settings;
}

std::uint64_t seeds(std::uint64_t ordinary) {
  const char* more = std::getenv("DDS_CAMPAIGN_SEEDS");
  return more ? std::strtoull(more, nullptr, 10) : ordinary;
}

}  // namespace

TEST_CASE("2,000 backups under 20 % faults of every kind: as many on the server, none twice") {
  for (std::uint64_t seed = 1; seed <= seeds(8); ++seed) {
    CampaignSettings settings;
    settings.seed = seed;
    settings.instances = static_cast<std::int32_t>(20 * (seed % 4) + 5);  // 5 to 65
    settings.faults = "CreateBackup:job-fails:3%,*:any:20%";
    hold_the_promise(settings, 2'000);
  }
}

TEST_CASE("and with the program killed again and again at any moment") {
  for (std::uint64_t seed = 11; seed < 11 + seeds(8); ++seed) {
    CampaignSettings settings;
    settings.seed = seed;
    settings.instances = static_cast<std::int32_t>(20 * (seed % 4) + 5);
    settings.faults = "*:any:20%";
    settings.kill_one_in = 150;
    hold_the_promise(settings, 500);
  }
}

TEST_CASE(
    "and with the machine's clock wrong, set and drifting, sleep, lying dates and deliveries an "
    "hour late") {
  for (std::uint64_t seed = 31; seed < 31 + seeds(6); ++seed)
    hold_the_promise(troubled_time(seed), 1'000);
}

TEST_CASE("and all that with the program killed again and again") {
  for (std::uint64_t seed = 51; seed < 51 + seeds(6); ++seed) {
    CampaignSettings settings = troubled_time(seed);
    settings.kill_one_in = 150;
    hold_the_promise(std::move(settings), 300);
  }
}

TEST_CASE("and all that when nothing is delivered again, but waited for instead") {
  for (std::uint64_t seed = 71; seed < 71 + seeds(4); ++seed) {
    CampaignSettings settings = troubled_time(seed);
    settings.if_unknown = backup::IfUnknown::Wait;
    settings.kill_one_in = seed % 2 == 0 ? 150 : 0;
    hold_the_promise(std::move(settings), 300);
  }
}

// What rests on the service taking a nonce once is inferred. Without that, the job that the first
// copy started is what refuses the second one while it runs; one that arrives later makes a second
// backup.
TEST_CASE(
    "when the service forgets nonces, a request that is an hour late may make a second backup") {
  std::size_t late = 0;
  std::size_t twice = 0;
  for (std::uint64_t seed = 91; seed < 91 + seeds(4); ++seed) {
    CampaignSettings settings;
    settings.seed = seed;
    settings.instances = 40;
    settings.faults = "CreateBackup:nonce-forgotten:50%,CreateBackup:delayed:50%";
    Campaign campaign(settings);
    const std::vector<std::string> fleet = fleet_of(campaign.emulator());
    for (int run = 0; run < 4; ++run) {
      for (const Verdict& verdict : campaign.run(fleet)) {
        CHECK(verdict.effects >= 1);
        CHECK(verdict.progress.ending == backup::Ending::Succeeded);
        twice += verdict.effects > 1 ? 1U : 0U;
        ++late;
      }
    }
  }
  MESSAGE(twice, " of ", late,
          " backups were made twice, with every fourth CreateBackup late and nonces forgotten");
  CHECK(twice > 0);         // the fault is real
  CHECK(twice * 4 < late);  // and the running job still guards
}

TEST_CASE("and when CreateBackup itself meets nothing but trouble") {
  for (const char* kind :
       {"lost-before", "lost-after", "time-out-before", "time-out-after", "error-500",
        "error-500-after", "unavailable-503", "unavailable-503-after", "throttled", "cut-off",
        "wrong-type", "portal", "duplicate", "refused", "slow", "delayed", "date-lies"}) {
    CAPTURE(std::string(kind));
    CampaignSettings settings;
    settings.seed = 5;
    settings.faults = std::string("CreateBackup:") + kind + ":60%";
    hold_the_promise(settings, 50);
  }
}

TEST_CASE("a job that never ends is told as unknown once the time is over, never started again") {
  std::size_t hanging = 0;
  std::size_t succeeded = 0;
  for (std::uint64_t seed = 21; seed < 21 + 10 * seeds(3); ++seed) {
    CAPTURE(seed);
    CampaignSettings settings;
    settings.seed = seed;
    settings.faults = "CreateBackup:job-hangs:40%,*:any:20%";
    settings.total = std::chrono::hours{3};
    settings.kill_one_in = seed % 2 == 0 ? 2'000 : 0;
    Campaign campaign(settings);  // a new account each time: what hangs blocks its instance
    for (const Verdict& verdict : campaign.run(instances())) {
      const std::string wrong = wrong_with(verdict);
      CHECK_MESSAGE(wrong.empty(), wrong);
      hanging += verdict.progress.ending == backup::Ending::Unknown ? 1U : 0U;
      succeeded += verdict.progress.ending == backup::Ending::Succeeded ? 1U : 0U;
    }
    REQUIRE_FALSE(campaign.stuck());
  }
  CHECK(hanging > 0);
  CHECK(succeeded > 0);
  MESSAGE(hanging, " hang, ", succeeded, " succeeded");
}

TEST_CASE("without faults nothing but success") {
  CampaignSettings settings;
  Campaign campaign(settings);
  for (const Verdict& verdict : campaign.run(instances())) {
    CHECK(verdict.effects == 1);
    CHECK(verdict.progress.ending == backup::Ending::Succeeded);
  }
}
