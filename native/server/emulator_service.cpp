#include "native/server/emulator_service.h"

#include <algorithm>
#include <utility>

namespace dds::server {

EmulatorService::EmulatorService(double clock_rate, std::function<Instant()> now)
    : now_(std::move(now)),
      rate_(clock_rate),
      began_(now_()),
      latest_(began_),
      emulator_({}, began_) {}

HttpResponse EmulatorService::handle(const HttpRequest& request) {
  const std::lock_guard lock(mutex_);
  const Instant real = now_();
  const double passed = static_cast<double>((real - began_).count()) * rate_;
  latest_ = std::max(latest_, began_ + Milliseconds(static_cast<Milliseconds::rep>(passed)));
  return emulator_.handle(request, real, latest_);
}

void EmulatorService::with(const std::function<void(emulator::Emulator&)>& use) {
  const std::lock_guard lock(mutex_);
  use(emulator_);
}

}  // namespace dds::server
