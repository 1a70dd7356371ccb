// An operation that only reads, run by a panel for itself: over the session in force, given up when
// the panel turns to something else.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <utility>

#include "shell/model/panel_services.h"

namespace dds::shell {

class PanelRun {
 public:
  explicit PanelRun(PanelServices services) : services_(std::move(services)) {}

  /// False without a session. `on_step` is called after every step until `end`.
  bool start(std::shared_ptr<backup::Operation> operation, std::function<void()> on_step);
  /// Stops it, when it runs, and lets its session go. Also from within `on_step`.
  void end();
  [[nodiscard]] bool running() const { return session_ != nullptr; }
  [[nodiscard]] SteadyInstant since() const { return since_; }
  /// The one that it runs over; nullptr when it does not.
  [[nodiscard]] const std::shared_ptr<Session>& session() const { return session_; }

 private:
  PanelServices services_;
  std::shared_ptr<Session> session_;
  std::uint64_t run_ = 0;
  backup::Driver::OperationId operation_ = 0;
  SteadyInstant since_{};
};

}  // namespace dds::shell
