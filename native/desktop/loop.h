// The loop: sleep until a person, an answer, a timer or the script wants something; tell the
// console; draw only if it wants a frame.
//
// Borrows everything that it is given. Main thread only.
#pragma once

#include <chrono>
#include <optional>
#include <vector>

#include "native/desktop/desktop_host.h"
#include "native/desktop/emulated_service.h"
#include "native/desktop/script.h"
#include "native/desktop/window.h"
#include "native/transport/curl_transport.h"
#include "shell/console.h"

namespace dds::desktop {

class Loop {
 public:
  Loop(Window& window, DesktopHost& host, shell::Console& console, EmulatedService& service,
       transport::CurlTransport& network, std::vector<Step> script);

  /// Until the window is closed or the script ends it. The process's exit code: 0, or 1 when a step
  /// failed.
  [[nodiscard]] int run();

 private:
  using FrameClock = std::chrono::steady_clock;
  [[nodiscard]] std::optional<double> seconds_to_sleep();
  [[nodiscard]] bool frame_due() const;
  void draw();
  /// Plays what the script wants now; an exit code ends the program.
  [[nodiscard]] std::optional<int> play();

  Window& window_;
  DesktopHost& host_;
  shell::Console& console_;
  EmulatedService& service_;
  transport::CurlTransport& network_;
  ScriptPlayer player_;
  std::optional<std::string> picture_wanted_;
  std::optional<Error> picture_problem_;
  int frames_before_next_step_ = 0;  // of the script
  FrameClock::time_point last_frame_;
};

}  // namespace dds::desktop
