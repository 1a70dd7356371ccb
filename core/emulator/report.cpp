#include "core/emulator/report.h"

#include <nlohmann/json.hpp>

namespace dds::emulator {
namespace {

using nlohmann::ordered_json;

std::string text_of(const ordered_json& value) {
  return value.dump(-1, ' ', false, ordered_json::error_handler_t::replace);
}

}  // namespace

std::string report_effects(const Account& account) {
  std::string lines;
  for (const Emulator::Effect& effect : account.effects()) {
    lines += text_of({{"at", format_utc(effect.at, TimeForm::Milliseconds)},
                      {"action", effect.action},
                      {"instance", effect.instance_id},
                      {"job", effect.job_id},
                      {"method", effect.method},
                      {"set", effect.set_id}}) +
             "\n";
  }
  return lines;
}

std::string report_instances(const Account& account) {
  ordered_json list = ordered_json::array();
  for (std::size_t place = 0; place < account.size(); ++place) {
    const Instance& instance = account.at(place);
    const BackupJob* running = running_job(instance, account.now());
    list.push_back(ordered_json{{"instance", instance.id},
                                {"description", instance.description},
                                {"type", instance.type},
                                {"storage", instance.storage_type},
                                {"version", instance.engine_version},
                                {"region", instance.region_id},
                                {"status", instance.status},
                                {"lock", instance.lock_mode},
                                {"sets", instance.sets.size()},
                                {"job", running ? running->id : ""}});
  }
  return text_of(list) + "\n";
}

}  // namespace dds::emulator
