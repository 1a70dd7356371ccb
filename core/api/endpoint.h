// Where a request goes: the service's host for a region, an endpoint that the user typed, and the
// route through a CORS proxy. Pure text work; hosts only send what comes out. Source: endpoint
// tables of the SDKs and the documentation; see regions.cpp.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "core/base/result.h"

namespace dds::api {

struct RegionEndpoint {
  std::string_view region_id;
  std::string_view name;  // English
  std::string_view public_host;
  std::string_view vpc_host;  // empty when there is none
};

/// The 33 user regions that are known without asking the service, sorted by id.
[[nodiscard]] std::span<const RegionEndpoint> known_regions();

/// Host of a region; an unknown region gets the documented pattern mongodb.<region>.aliyuncs.com
/// (untested for regions that do not exist yet). A region id that is not of letters, digits and
/// dashes is an InvalidParameter error.
[[nodiscard]] Result<std::string> public_host(std::string_view region_id);

/// Nothing, or the error that `public_host` gives.
[[nodiscard]] Status check_region_id(std::string_view region_id);

struct Endpoint {
  std::string scheme = "https";  // "https" or "http"
  std::string host;              // lower case, no port, no brackets around an IPv6 address
  int port = 443;
  std::string path =
      "/";  // "/" for the service; a path only for the emulator behind `dds serve` (/emulator/)
  [[nodiscard]] bool loopback() const;  // 127.0.0.0/8, ::1, localhost
  [[nodiscard]] bool official() const;  // one of the service's hosts by pattern
  /// "https://mongodb.aliyuncs.com/", with the port when it is not the scheme's.
  [[nodiscard]] std::string url() const;
};

/// Takes a host, host:port or an http(s) URL without user info, query or fragment; blanks around it
/// are dropped. Without a scheme it is https, on loopback http (the emulator). Addresses must be
/// spelled in full (127.0.0.1, [::1]). http is refused unless it is loopback or `allow_insecure`;
/// the error says what would be right and shows no secret.
[[nodiscard]] Result<Endpoint> parse_endpoint(std::string_view text, bool allow_insecure = false);

enum class RouteKind {
  Direct,      // to the endpoint itself
  ProxyPath,   // <proxy>/<full URL>, the target not encoded again
  ProxyQuery,  // <proxy>?url=<encoded URL>, the target encoded once
  SameOrigin,  // the page's own server: <origin>/proxy/<full URL>, or the endpoint itself if it is
               // on that origin
};

struct Route {
  RouteKind kind = RouteKind::Direct;
  std::string proxy;  // base URL for the two proxy kinds; the page's origin for SameOrigin
};

/// The URL to send to, or an InvalidEndpoint error when the route's proxy is not an http(s) URL
/// without user info. A proxy of the query form may have a query of its own; when that ends with
/// "=", the target becomes that value.
[[nodiscard]] Result<std::string> routed_url(const Route& route, std::string_view target_url);

}  // namespace dds::api
