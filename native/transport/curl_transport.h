// HttpTransport over libcurl's multi interface, for the command line, the desktop and the server's
// CORS proxy.
//
// Each request goes out once, and whether bytes of it may have left is watched, never concluded
// from an error (departure_watch.h).
//
// One thread, the driver's: everything but `wakeup()` is called from it, and completions come only
// from `poll()`. TLS is verified, only http and https are spoken, redirects are not followed, and
// answers above the limit end as TooLarge. Proxies are taken from the environment as curl does
// (https_proxy, no_proxy), but never for loopback. Destroying the transport drops what is pending
// without calling.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "core/http.h"

struct sockaddr;

namespace dds::transport {

struct CurlSettings {
  Milliseconds connect_timeout{10'000};  // name, connection and TLS together
  std::size_t max_body = std::size_t{16} * 1024 * 1024;
  bool environment_proxy = true;
  /// Asked before a connection to an address is opened; absent = all are allowed.
  std::function<bool(const sockaddr&)> allow_address;
  /// Further certificate authorities (a PEM file) instead of the system's; empty = the system's.
  /// For tests and private gateways; there is no way to switch the check off.
  std::string ca_file;
  /// Told of each exchange that libcurl ended with an error, a CURLcode, before its completion. For
  /// tests.
  std::function<void(int curl_code, Departure departure)> on_curl_error;
  /// Names that are not asked of the DNS, as curl's "host:port:address". For tests.
  std::vector<std::string> resolve;
};

class CurlTransport final : public HttpTransport {
 public:
  explicit CurlTransport(CurlSettings settings = {});
  ~CurlTransport() override;

  HttpHandle send(HttpRequest request, HttpCompletion completion) override;
  void cancel(HttpHandle handle) override;

  /// Moves what is in flight on, waits up to `timeout` for the network (0 = not at all) when
  /// nothing is finished yet, and calls the completions of what is. Returns early after `wakeup()`
  /// or a signal. True when a completion was called.
  bool poll(Milliseconds timeout);

  /// Ends a `poll` that waits, from any thread.
  void wakeup();

  /// Requests whose completion is still to come.
  [[nodiscard]] std::size_t pending() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace dds::transport
