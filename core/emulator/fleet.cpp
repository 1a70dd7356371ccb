#include "core/emulator/fleet.h"

#include <algorithm>
#include <array>
#include <string>

#include "core/emulator/random.h"
#include "core/emulator/sample_account.h"

namespace dds::emulator {
namespace {

struct Kind {
  std::string_view storage;
  std::string_view version;
  std::string_view instance_class;
  std::int32_t nodes;
};
constexpr std::array kKinds = {
    Kind{"local_ssd", "4.4", "dds.mongo.standard", 3},
    Kind{"cloud_essd1", "6.0", "mdb.shard.2x.large.d", 3},
    Kind{"local_ssd", "4.2", "dds.mongo.mid", 3},
    Kind{"cloud_essd1", "7.0", "mdb.shard.4x.large.d", 3},
    Kind{"cloud_essd1", "5.0", "mdb.shard.2x.large.d", 1},
};

// dds-bp1 and thirteen hexadecimal digits, as the sample account has them.
std::string fleet_id(std::int32_t number) {
  constexpr std::string_view kHex = "0123456789abcdef";
  std::uint64_t bits = mix(static_cast<std::uint64_t>(number) ^ 0xF1EE7ULL);
  std::string id = "dds-bp1";
  for (int i = 0; i < 13; ++i, bits >>= 4U) id += kHex[static_cast<std::size_t>(bits & 15U)];
  return id;
}

std::string fleet_name(std::int32_t number) {
  const std::string digits = std::to_string(number);
  constexpr std::size_t kDigits = 5;
  return "fleet-" + std::string(kDigits - std::min(kDigits, digits.size()), '0') + digits;
}

}  // namespace

void add_fleet(std::int32_t count, Instant start, std::vector<Instance>& instances,
               std::vector<AutomaticBackups>& histories) {
  using std::chrono::days;
  using std::chrono::hours;
  for (std::int32_t number = 1; number <= count; ++number) {
    const Kind& kind = kKinds[static_cast<std::size_t>(number) % kKinds.size()];
    Random random(mix(static_cast<std::uint64_t>(number)));
    Instance instance;
    instance.id = fleet_id(number);
    instance.description = fleet_name(number);
    instance.type = "replicate";
    instance.status = "Running";
    instance.lock_mode = "Unlock";
    instance.storage_type = kind.storage;
    instance.engine_version = kind.version;
    instance.instance_class = kind.instance_class;
    instance.region_id = "cn-hangzhou";
    instance.zone_id = "cn-hangzhou-g";
    instance.replication_factor = kind.nodes;
    if (!instance.standalone()) {
      instance.secondary_zone_id = "cn-hangzhou-h";
      instance.hidden_zone_id = "cn-hangzhou-i";
    }
    instance.charge_type = "PostPaid";
    instance.storage_gb = static_cast<std::int32_t>(random.between(1, 20)) * 10;
    instance.data_bytes = random.between(1, instance.storage_gb) * (std::int64_t{1} << 29) + 8'192;
    instance.created = std::chrono::floor<Seconds>(start) - days(random.between(30, 900));
    instance.databases = "data";
    instance.tags.push_back({"environment", "fleet"});
    instance.policy.logs = instance.cloud_disk() && number % 2 == 0;
    instance.policy.logs_since = instance.created;
    // The next automatic one is hours away: it does not get in the way of what a fleet is tried
    // for.
    histories.push_back(
        {.instance = instances.size(), .newest = hours(random.between(1, 16)), .span = days(7)});
    instances.push_back(std::move(instance));
  }
}

std::vector<Instance> first_instances(const Settings& settings, Instant start, IdSource& ids) {
  std::vector<Instance> instances;
  std::vector<AutomaticBackups> histories;
  add_sample_account(start, instances, histories);
  add_fleet(settings.further_instances, start, instances, histories);
  add_history(instances, histories, settings.seed, start, ids);
  return instances;
}

}  // namespace dds::emulator
