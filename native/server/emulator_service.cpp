#include "native/server/emulator_service.h"

#include <utility>

#include "core/emulator/action_names.h"
#include "core/emulator/incoming.h"

namespace dds::server {

Result<std::unique_ptr<EmulatorService>> EmulatorService::open(EmulatorOptions options,
                                                               std::function<Moment()> now) {
  const Moment began = now();
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
      emulator->set_limits(options.timestamp_window, options.throttle);
    }
  }
  if (!emulator) {
    emulator::Settings settings = options.settings;
    settings.timestamp_window = options.timestamp_window.value_or(settings.timestamp_window);
    settings.throttle = options.throttle.value_or(settings.throttle);
    emulator = std::make_unique<emulator::Emulator>(std::move(settings),
                                                    began.wall + options.faults.skew());
  }
  auto service = std::unique_ptr<EmulatorService>(
      new EmulatorService(std::move(options), std::move(now), began, std::move(emulator)));
  service->state_lock_ = std::move(lock);
  // At once, so that a place where nothing can be kept is told before anything is to be kept.
  if (!service->options_.state.empty()) {
    if (Status problem = service->write()) return *problem;
  }
  return service;
}

EmulatorService::EmulatorService(EmulatorOptions options, std::function<Moment()> now,
                                 const Moment& began, std::unique_ptr<emulator::Emulator> emulator)
    : now_(std::move(now)),
      options_(std::move(options)),
      clocks_(began, emulator->now(), options_.clock_rate),
      put_forward_(options_.faults.skew()),
      emulator_(std::move(emulator)) {}

emulator::Staged EmulatorService::play(const HttpRequest& request) {
  emulator::Staged staged;
  std::uint64_t changes = 0;
  {
    const std::lock_guard lock(mutex_);
    const Moment moment = now_();
    const emulator::Clocks now = clocks(moment);
    ++requests_;
    (void)postponed_.deliver(*emulator_, now.paced, [&](Instant at) {
      const Milliseconds ago = now.paced - at;
      return clocks({moment.steady - ago, moment.wall - ago});
    });
    std::optional<emulator::FaultKind> fault;
    std::string action;
    if (options_.throttle || !options_.faults.empty()) action = emulator::requested_action(request);
    if (!action.empty()) fault = options_.faults.next(action);
    const std::uint64_t shape = fault ? options_.faults.shape_of(*fault) : 0;
    staged = emulator::play(*emulator_, request, now, fault, shape);
    if (staged.postponed) postponed_.add(now.paced + *staged.postponed, request);
    if (options_.throttle && emulator::is_service_action(action)) {
      Calls& calls = calls_[action];
      ++(find_header(staged.response.headers, "x-acs-retry-after").empty() ? calls.let_through
                                                                           : calls.throttled);
    }
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
  // Its own clock is put forward with it, but never back: no backup ends before it began.
  if (plan.skew() > put_forward_) {
    clocks_.put_forward(plan.skew() - put_forward_);
    put_forward_ = plan.skew();
  }
  options_.faults = std::move(plan);
}

void EmulatorService::reset() {
  std::uint64_t changes = 0;
  {
    const std::lock_guard lock(mutex_);
    emulator_->reset(clocks(now_()).service);
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
  std::string text = "{\"requests\":" + std::to_string(requests_);
  if (options_.throttle) {
    text += ",\"actions\":{";
    for (const auto& [action, calls] : calls_) {
      if (text.back() != '{') text += ',';
      text += "\"" + action + "\":{\"let_through\":" + std::to_string(calls.let_through) +
              ",\"throttled\":" + std::to_string(calls.throttled) + "}";
    }
    text += "}";
  }
  return text + "}\n";
}

void EmulatorService::with(const std::function<void(emulator::Emulator&)>& use) {
  const std::lock_guard lock(mutex_);
  use(*emulator_);
}

emulator::Clocks EmulatorService::clocks(const Moment& now) const {
  return clocks_.at({now.steady, now.wall + options_.faults.skew()});
}

}  // namespace dds::server
