// The emulator in this process as an HttpTransport: the wall clock judges timestamps, the service's
// clock is steady, runs `rate` times faster and moves backups. Requests for any other host go on
// to the given transport, so that a person can leave the emulator for the real service in the
// connection bar.
//
// Answers come from `deliver()`, on the caller's thread, never from inside `send`.
#pragma once

#include <functional>
#include <string_view>
#include <vector>

#include "core/emulator/clocks.h"
#include "core/emulator/emulator.h"
#include "core/http.h"

namespace dds::desktop {

/// Where the console believes the emulator to be. No name server knows it (RFC 6761 keeps
/// `localhost` local), and nothing is ever connected to: `EmulatedService` answers before the
/// network.
inline constexpr std::string_view kEmulatorUrl = "http://localhost/emulator/";

class EmulatedService final : public HttpTransport {
 public:
  /// `now` reads the machine's clocks; `network` takes what is not for the emulator and must
  /// outlive this.
  EmulatedService(std::function<Moment()> now, double rate, HttpTransport& network);

  HttpHandle send(HttpRequest request, HttpCompletion completion) override;
  void cancel(HttpHandle handle) override;

  /// Answers what was sent and cancelled so far; true when something was.
  bool deliver();

  /// Requests that wait for `deliver`.
  [[nodiscard]] std::size_t pending() const { return waiting_.size(); }

 private:
  struct Waiting {
    HttpHandle handle = 0;
    HttpRequest request;
    HttpCompletion completion;
    bool cancelled = false;
  };

  std::function<Moment()> now_;
  HttpTransport& network_;
  Moment began_;
  emulator::RunningClocks clocks_;
  emulator::Emulator emulator_;
  std::vector<Waiting> waiting_;
  HttpHandle next_ = 1;
};

}  // namespace dds::desktop
