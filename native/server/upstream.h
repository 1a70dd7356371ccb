// Sends one request of the CORS proxy with curl and waits for its end.
#pragma once

#include <atomic>

#include "core/http.h"
#include "native/transport/curl_transport.h"

namespace dds::server {

/// The settings for the proxy's upstream: public addresses only, and no proxy from the environment,
/// because behind one the address that is connected to could not be checked.
[[nodiscard]] transport::CurlSettings upstream_settings();

/// Blocks until the answer or the failure is there; safe to call from several threads. When
/// `stopping` becomes true the request is cancelled.
[[nodiscard]] HttpResult send_upstream(HttpRequest request, const transport::CurlSettings& settings,
                                       const std::atomic<bool>& stopping);

}  // namespace dds::server
