// The HTTP server behind `dds serve` (page, CORS proxy, emulator) and `dds emulator`, on 127.0.0.1
// only.
//
// It runs on threads of its own from `start` until `stop` or destruction. It logs nothing about
// requests.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/emulator/emulator.h"
#include "native/server/emulator_service.h"
#include "native/transport/curl_transport.h"

namespace dds::server {

enum class Role {
  Console,   // page at /, proxy at /proxy, /config.json, emulator at /emulator/ when wanted
  Emulator,  // the service at every path (but /control/, if that was asked for)
};

struct ServerSettings {
  Role role = Role::Console;
  int port = 0;                // 0: any free one
  std::filesystem::path site;  // the page's folder
  bool emulator = false;       // Role::Console only; the other always has one
  double clock_rate = 1.0;
  /// The emulator's beginning, faults (not met by requests through the proxy) and state file; the
  /// clock's rate is the one above.
  EmulatorOptions emulator_options;
  bool control = false;  // the emulator's control address at /control/ (emulator_control.h)
  std::vector<std::string> allowed_origins;  // for the proxy, beside the server's own
  transport::CurlSettings upstream;          // see upstream_settings()
  std::function<Moment()> now;
};

class WebServer {
 public:
  /// Listens and serves, or says why not in a sentence: the port is taken, the emulator's state
  /// cannot be read.
  [[nodiscard]] static Result<std::unique_ptr<WebServer>> start(ServerSettings settings);
  ~WebServer();
  WebServer(const WebServer&) = delete;
  WebServer& operator=(const WebServer&) = delete;

  [[nodiscard]] int port() const;
  /// "http://127.0.0.1:8620"
  [[nodiscard]] std::string origin() const;
  /// Where the emulator is, "" when there is none: "http://127.0.0.1:8620/emulator/".
  [[nodiscard]] std::string emulator_url() const;
  /// For tests: the emulator, under its lock. Does nothing when there is none.
  void with_emulator(const std::function<void(emulator::Emulator&)>& use);
  /// Ends what runs and returns when nothing does any more. Harmless when called twice.
  void stop();

 private:
  class Impl;
  explicit WebServer(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace dds::server
