// The emulator as a service of a threaded server: one lock around it, the wall clock for
// timestamps, a steady clock that may run faster for everything that takes time, the faults that
// requests meet, and the file that its state is kept in.
//
// Whoever got an answer finds its effect again after a crash: it is on the disk before the answer
// is given. Requests that wait for the disk at once share one writing.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "core/emulator/clocks.h"
#include "core/emulator/emulator.h"
#include "core/emulator/fault_stage.h"
#include "core/http.h"
#include "native/server/state_file.h"

namespace dds::server {

struct EmulatorOptions {
  double clock_rate = 1.0;  // how often faster than real time the service's clock runs; 1 or more
  emulator::Settings settings;
  emulator::FaultPlan faults;
  /// Loaded when it exists (the settings are then the saved ones), kept up to date; empty = none.
  std::filesystem::path state;
  /// Limits that apply to a loaded state as well.
  std::optional<Milliseconds> timestamp_window;
  std::optional<std::string> throttle;  // as parse_quotas takes it
  /// Told of what goes wrong later: the state cannot be written any more. May be empty.
  std::function<void(const Error&)> on_problem;
};

class EmulatorService {
 public:
  /// A state that cannot be read or kept, or that another emulator keeps, is an error, and the file
  /// stays as it is.
  [[nodiscard]] static Result<std::unique_ptr<EmulatorService>> open(EmulatorOptions options,
                                                                     std::function<Moment()> now);

  /// As the faults want it.
  [[nodiscard]] emulator::Staged play(const HttpRequest& request);

  /// Writes the state once more, with all that was read since; does nothing without a file.
  void save();

  // For the control address.
  void set_faults(emulator::FaultPlan plan);
  void reset();
  [[nodiscard]] std::string effects();
  [[nodiscard]] std::string instances();
  [[nodiscard]] std::string state();
  /// So many have come, whatever became of them: a JSON object. Under --throttle also how many of
  /// each action were let through and how many were throttled.
  [[nodiscard]] std::string requests();

  /// For tests: the emulator, under the lock.
  void with(const std::function<void(emulator::Emulator&)>& use);

 private:
  EmulatorService(EmulatorOptions options, std::function<Moment()> now, const Moment& began,
                  std::unique_ptr<emulator::Emulator> emulator);
  /// With the skew that the faults ask for.
  [[nodiscard]] emulator::Clocks clocks(const Moment& now) const;
  [[nodiscard]] Status write();
  void keep(std::uint64_t changes);

  std::mutex mutex_;  // of all but the file
  std::function<Moment()> now_;
  EmulatorOptions options_;
  emulator::RunningClocks clocks_;
  Milliseconds put_forward_{0};  // the skew that the service's clock has
  std::unique_ptr<emulator::Emulator> emulator_;
  emulator::Postponed postponed_;
  std::uint64_t requests_ = 0;
  struct Calls {
    std::uint64_t let_through = 0;
    std::uint64_t throttled = 0;
  };
  std::map<std::string, Calls> calls_;  // by action, under --throttle

  std::unique_ptr<StateLock> state_lock_;  // none without a file

  std::mutex file_mutex_;      // taken before `mutex_`, never while it is held
  std::uint64_t written_ = 0;  // the changes that the file holds
};

}  // namespace dds::server
