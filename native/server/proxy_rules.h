// What the CORS proxy forwards and for whom, as pure functions: nothing here does I/O.
//
// The proxy stands on loopback, where every page that the user visits can reach it. So it serves
// only known origins, answers only to its own name (DNS rebinding), forwards only to the service's
// hosts, and only what a signed request consists of. The AccessKey secret never comes by here;
// signatures are good for one request and 15 minutes.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/http.h"

namespace dds::server {

/// Where a request to /proxy shall go.
struct ProxyTarget {
  std::string url;            // byte for byte what was asked for
  bool own_emulator = false;  // answered in this process
};

/// The target of `/proxy/<full URL>` or `/proxy?url=<encoded URL>` (decoded once), as written:
/// `raw_target` is the request line's. Allowed are https URLs of the Dds and STS hosts on port 443
/// with path "/", and this server's own emulator. The error's message is one sentence for people.
[[nodiscard]] Result<ProxyTarget> proxy_target(std::string_view raw_target, int own_port,
                                               bool emulator);

/// mongodb.aliyuncs.com, mongodb.<region>., mongodb-vpc.<region>. (whose addresses are private:
/// reachable only where they resolve to public ones), sts.aliyuncs.com, sts.<region>.; lower case,
/// exact.
[[nodiscard]] bool is_upstream_host(std::string_view host);

/// 127.0.0.1:<port> or localhost:<port>, and nothing else.
[[nodiscard]] bool is_own_host(std::string_view host_header, int own_port);

/// This server's own origins, and those that were allowed by name; exact text. An empty one never
/// is.
[[nodiscard]] bool is_allowed_origin(std::string_view origin, int own_port,
                                     const std::vector<std::string>& further);

/// GET, POST or OPTIONS.
[[nodiscard]] bool is_allowed_method(std::string_view method);

/// accept, authorization, content-type and x-acs-*: what a signed request consists of.
[[nodiscard]] bool is_forwarded_header(std::string_view name);

/// content-type, date, x-acs-request-id, x-acs-trace-id, x-acs-retry-after.
[[nodiscard]] bool is_returned_header(std::string_view name);

/// The headers that pass, in their order.
[[nodiscard]] HttpHeaders forwarded_headers(const HttpHeaders& headers);
[[nodiscard]] HttpHeaders returned_headers(const HttpHeaders& headers);

/// Of a preflight's Access-Control-Request-Headers, those that are forwarded: "content-type,
/// x-acs-action".
[[nodiscard]] std::string allowed_request_headers(std::string_view requested);

}  // namespace dds::server
