// The emulator as a service of a threaded server: one lock around it, real time for signatures and
// a service clock that may run faster for everything else.
#pragma once

#include <functional>
#include <mutex>

#include "core/emulator/emulator.h"
#include "core/http.h"

namespace dds::server {

class EmulatorService {
 public:
  /// `clock_rate` (1 or more) is how many times faster than real time the service's clock runs.
  EmulatorService(double clock_rate, std::function<Instant()> now);

  [[nodiscard]] HttpResponse handle(const HttpRequest& request);

  /// For tests: the emulator, under the lock.
  void with(const std::function<void(emulator::Emulator&)>& use);

 private:
  std::mutex mutex_;
  std::function<Instant()> now_;
  double rate_;
  Instant began_;
  Instant latest_;  // the service clock never goes back, whatever the system's does
  emulator::Emulator emulator_;
};

}  // namespace dds::server
