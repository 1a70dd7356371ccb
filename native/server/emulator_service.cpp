#include "native/server/emulator_service.h"

#include <algorithm>
#include <utility>

#include "core/emulator/incoming.h"

namespace dds::server {

EmulatorService::EmulatorService(EmulatorOptions options, std::function<Instant()> now)
    : now_(std::move(now)),
      rate_(options.clock_rate),
      faults_(std::move(options.faults)),
      began_(now_()),
      latest_(began_),
      emulator_(std::move(options.settings), began_) {}

HttpResponse EmulatorService::handle(const HttpRequest& request) {
  const std::lock_guard lock(mutex_);
  const Instant real = now_();
  return emulator_.handle(request, real, service_now(real));
}

emulator::Staged EmulatorService::play(const HttpRequest& request) {
  const std::lock_guard lock(mutex_);
  const Instant real = now_();
  std::optional<emulator::FaultKind> fault;
  if (!faults_.empty()) {
    const std::string action = emulator::requested_action(request);
    if (!action.empty()) fault = faults_.next(action);
  }
  return emulator::play(emulator_, request, real, service_now(real), fault);
}

void EmulatorService::set_faults(emulator::FaultPlan plan) {
  const std::lock_guard lock(mutex_);
  faults_ = std::move(plan);
}

void EmulatorService::reset() {
  const std::lock_guard lock(mutex_);
  emulator_.reset(service_now(now_()));
}

std::string EmulatorService::effects() {
  const std::lock_guard lock(mutex_);
  return emulator_.list_effects();
}

std::string EmulatorService::instances() {
  const std::lock_guard lock(mutex_);
  return emulator_.list_instances();
}

void EmulatorService::with(const std::function<void(emulator::Emulator&)>& use) {
  const std::lock_guard lock(mutex_);
  use(emulator_);
}

Instant EmulatorService::service_now(Instant real) {
  const double passed = static_cast<double>((real - began_).count()) * rate_;
  latest_ = std::max(latest_, began_ + Milliseconds(static_cast<Milliseconds::rep>(passed)));
  return latest_;
}

}  // namespace dds::server
