// Pumps operations over the network until they have ended or Ctrl-C comes, and shows on stderr how
// they go: bars on a terminal, elsewhere one line a change for those that take long. Every command
// that runs operations does so through one of these.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "core/backup/driver.h"
#include "core/backup/operation_progress.h"
#include "native/cli/session/connection.h"
#include "native/cli/terminal/bar.h"
#include "native/platform/paths.h"
#include "native/transport/curl_transport.h"

namespace dds::cli {

class Runner {
 public:
  enum class Manner {
    Quiet,  // short: shown on a terminal while it lasts
    Tell,   // long: off the terminal, its changes are lines
  };

  /// `session` must outlive this.
  Runner(const Session& session, const platform::Environment& environment);

  [[nodiscard]] backup::Driver& driver() { return driver_; }
  /// One that reaches that region: its own host, unless the endpoint was chosen. It lasts as long
  /// as this; `pump` turns all of them.
  [[nodiscard]] backup::Driver& driver_for(const std::string& region_id);
  [[nodiscard]] Bars& bars() { return bars_; }
  [[nodiscard]] bool terminal() const { return terminal_; }
  [[nodiscard]] const Session& session() const { return session_; }

  /// Until `ended`, calling `show` after every turn; false when Ctrl-C came first. The bars are
  /// taken away at the end.
  bool pump(const std::function<bool()>& ended, const std::function<void()>& show);

  /// One operation until it is done or rests (or `enough` says so: it is stopped then). False when
  /// Ctrl-C came first.
  template <class Operation>
  bool run(const std::shared_ptr<Operation>& operation, const std::string& title,
           Manner manner = Manner::Quiet, const std::function<bool()>& enough = {}) {
    return run_one(
        operation, [operation] { return backup::OperationProgress(operation->progress()); }, title,
        manner, enough);
  }

  /// What a refused request was signed from; nullptr when it is not known.
  [[nodiscard]] const signing::SigningTrace* trace_of(const response::ApiError& refusal) const;

 private:
  bool run_one(std::shared_ptr<backup::Operation> operation,
               const std::function<backup::OperationProgress()>& progress, const std::string& title,
               Manner manner, const std::function<bool()>& enough);
  backup::DriverHooks hooks();
  void say_slowed();
  [[nodiscard]] Milliseconds wait() const;

  const Session& session_;
  bool terminal_;
  Bars bars_;
  transport::CurlTransport transport_;
  std::map<std::string, signing::SigningTrace> refused_;  // by request id
  std::shared_ptr<backup::RequestLimiter> limiter_;       // of all drivers
  std::optional<SteadyInstant> said_slowed_;              // off the terminal, the last time
  backup::Driver driver_;
  std::map<std::string, backup::Driver> regional_;
  bool told_clock_ = false;  // that it is wrong, whichever driver found it
};

}  // namespace dds::cli
