#include "native/server/emulator_service.h"

#include <algorithm>
#include <utility>

#include "core/emulator/incoming.h"

namespace dds::server {

Result<std::unique_ptr<EmulatorService>> EmulatorService::open(EmulatorOptions options,
                                                               std::function<Instant()> now) {
  std::unique_ptr<emulator::Emulator> emulator;
  std::unique_ptr<StateLock> lock;
  if (!options.state.empty()) {
    Result<std::unique_ptr<StateLock>> taken = StateLock::take(options.state);
    if (!taken) return taken.error();
    lock = *std::move(taken);
    Result<std::optional<std::string>> text = read_state_file(options.state);
    if (!text) return text.error();
    if (*text) {
      auto loaded = emulator::Emulator::load(**text);
      if (!loaded) {
        return make_error(ErrorCode::InvalidJson,
                          options.state.string() + ": " + loaded.error().message, {});
      }
      emulator = *std::move(loaded);
      emulator->set_limits(options.timestamp_window, options.requests_a_second);
    }
  }
  if (!emulator) {
    emulator::Settings settings = options.settings;
    settings.timestamp_window = options.timestamp_window.value_or(settings.timestamp_window);
    settings.requests_a_second = options.requests_a_second.value_or(settings.requests_a_second);
    emulator = std::make_unique<emulator::Emulator>(std::move(settings), now());
  }
  auto service = std::unique_ptr<EmulatorService>(
      new EmulatorService(std::move(options), std::move(now), std::move(emulator)));
  service->state_lock_ = std::move(lock);
  // At once, so that a place where nothing can be kept is told before anything is to be kept.
  if (!service->options_.state.empty()) {
    if (Status problem = service->write()) return *problem;
  }
  return service;
}

EmulatorService::EmulatorService(EmulatorOptions options, std::function<Instant()> now,
                                 std::unique_ptr<emulator::Emulator> emulator)
    : now_(std::move(now)),
      options_(std::move(options)),
      began_(now_()),
      service_began_(emulator->now()),
      latest_(service_began_),
      emulator_(std::move(emulator)) {}

emulator::Staged EmulatorService::play(const HttpRequest& request) {
  emulator::Staged staged;
  std::uint64_t changes = 0;
  {
    const std::lock_guard lock(mutex_);
    const Instant real = now_() + options_.faults.skew();
    ++requests_;
    (void)postponed_.deliver(*emulator_, real);
    std::optional<emulator::FaultKind> fault;
    std::uint64_t shape = 0;
    if (!options_.faults.empty()) {
      const std::string action = emulator::requested_action(request);
      if (!action.empty()) fault = options_.faults.next(action);
      if (fault) shape = options_.faults.shape_of(*fault);
    }
    staged = emulator::play(*emulator_, request, real, service_now(real), fault, shape);
    if (staged.postponed) postponed_.add(real + *staged.postponed, request);
    changes = emulator_->changes();
  }
  keep(changes);
  return staged;
}

void EmulatorService::save() {
  if (options_.state.empty()) return;
  const std::lock_guard lock(file_mutex_);
  const Status problem = write();
  if (problem && options_.on_problem) options_.on_problem(*problem);
}

void EmulatorService::keep(std::uint64_t changes) {
  if (options_.state.empty()) return;
  const std::lock_guard lock(file_mutex_);
  if (written_ >= changes) return;  // somebody else's writing held this change already
  const Status problem = write();
  if (problem && options_.on_problem) options_.on_problem(*problem);
}

Status EmulatorService::write() {
  std::string text;
  std::uint64_t changes = 0;
  {
    const std::lock_guard lock(mutex_);
    text = emulator_->save();
    changes = emulator_->changes();
  }
  Status problem = write_state_file(options_.state, text);
  if (!problem) written_ = changes;
  return problem;
}

void EmulatorService::set_faults(emulator::FaultPlan plan) {
  const std::lock_guard lock(mutex_);
  options_.faults = std::move(plan);
}

void EmulatorService::reset() {
  std::uint64_t changes = 0;
  {
    const std::lock_guard lock(mutex_);
    emulator_->reset(service_now(now_()));
    changes = emulator_->changes();
  }
  keep(changes);
}

std::string EmulatorService::effects() {
  const std::lock_guard lock(mutex_);
  return emulator_->list_effects();
}

std::string EmulatorService::instances() {
  const std::lock_guard lock(mutex_);
  return emulator_->list_instances();
}

std::string EmulatorService::state() {
  const std::lock_guard lock(mutex_);
  return emulator_->save();
}

std::string EmulatorService::requests() {
  const std::lock_guard lock(mutex_);
  return "{\"requests\":" + std::to_string(requests_) + "}\n";
}

void EmulatorService::with(const std::function<void(emulator::Emulator&)>& use) {
  const std::lock_guard lock(mutex_);
  use(*emulator_);
}

Instant EmulatorService::service_now(Instant real) {
  const double passed = static_cast<double>((real - began_).count()) * options_.clock_rate;
  latest_ =
      std::max(latest_, service_began_ + Milliseconds(static_cast<Milliseconds::rep>(passed)));
  return latest_;
}

}  // namespace dds::server
