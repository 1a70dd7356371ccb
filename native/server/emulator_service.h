// The emulator as a service of a threaded server: one lock around it, real time for signatures, a
// service clock that may run faster for everything else, and the faults that requests meet.
#pragma once

#include <functional>
#include <mutex>
#include <string>

#include "core/emulator/emulator.h"
#include "core/emulator/fault_stage.h"
#include "core/http.h"

namespace dds::server {

struct EmulatorOptions {
  double clock_rate =
      1.0;  // how many times faster than real time the service's clock runs; 1 or more
  emulator::Settings settings;
  emulator::FaultPlan faults;
};

class EmulatorService {
 public:
  EmulatorService(EmulatorOptions options, std::function<Instant()> now);

  /// As it comes, without faults.
  [[nodiscard]] HttpResponse handle(const HttpRequest& request);
  /// As the faults want it.
  [[nodiscard]] emulator::Staged play(const HttpRequest& request);

  // For the control address.
  void set_faults(emulator::FaultPlan plan);
  void reset();
  [[nodiscard]] std::string effects();
  [[nodiscard]] std::string instances();

  /// For tests: the emulator, under the lock.
  void with(const std::function<void(emulator::Emulator&)>& use);

 private:
  [[nodiscard]] Instant service_now(Instant real);

  std::mutex mutex_;
  std::function<Instant()> now_;
  double rate_;
  emulator::FaultPlan faults_;
  Instant began_;
  Instant latest_;  // the service clock never goes back, whatever the system's does
  emulator::Emulator emulator_;
};

}  // namespace dds::server
