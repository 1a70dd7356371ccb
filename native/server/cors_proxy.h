// The CORS proxy itself: one request of a page in, one answer out. It checks (proxy_rules.h),
// forwards the bytes as they are, and returns the answer with the headers that let that one origin
// read it. It logs nothing.
//
// Safe to call from several threads at once. Its own errors are JSON, {"error":"one sentence"},
// with the header X-Dds-Proxy-Error naming the kind, so that nobody takes them for the service's.
#pragma once

#include <atomic>
#include <functional>
#include <string>
#include <vector>

#include "core/http.h"

namespace dds::server {

inline constexpr std::size_t kMaxRequestBody = std::size_t{64} * 1024;
inline constexpr Milliseconds kUpstreamTime{60'000};

struct ProxySettings {
  int own_port = 0;
  std::vector<std::string> allowed_origins;  // beside the server's own
  int max_concurrent = 16;
  /// Sends a checked request and waits for its end; called from several threads.
  std::function<HttpResult(HttpRequest)> upstream;
  /// The emulator of this process, with its faults; absent when there is none.
  std::function<HttpResult(const HttpRequest&)> emulator;
};

class CorsProxy {
 public:
  explicit CorsProxy(ProxySettings settings) : settings_(std::move(settings)) {}

  /// `request.url` is the request line's target as it came; headers include Host and Origin.
  [[nodiscard]] HttpResponse handle(const HttpRequest& request);

 private:
  HttpResponse forward(const HttpRequest& request, const std::string& origin);
  ProxySettings settings_;
  std::atomic<int> running_{0};
};

}  // namespace dds::server
