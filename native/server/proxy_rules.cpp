#include "native/server/proxy_rules.h"

#include <algorithm>
#include <array>

#include "core/base/ascii.h"
#include "core/base/percent.h"

namespace dds::server {
namespace {

constexpr std::string_view kPathForm = "/proxy/";
constexpr std::string_view kQueryForm = "/proxy?url=";
constexpr std::string_view kDomain = ".aliyuncs.com";

Error refusal(std::string message) {
  return make_error(ErrorCode::InvalidEndpoint, std::move(message), {});
}

bool is_region_label(std::string_view label) {
  return !label.empty() && label.size() <= 63 &&
         std::all_of(label.begin(), label.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
         });
}

// The URL that was asked for, as it was written.
Result<std::string> requested_url(std::string_view raw_target) {
  if (raw_target.starts_with(kPathForm)) return std::string(raw_target.substr(kPathForm.size()));
  if (raw_target.starts_with(kQueryForm)) {
    const std::string_view encoded = raw_target.substr(kQueryForm.size());
    if (encoded.find('&') == std::string_view::npos) {
      Result<std::string> url = percent_decode(encoded);
      if (url) return url;
    }
    return refusal("The parameter url is not one percent-encoded URL.");
  }
  return refusal("The proxy is called as /proxy/<full URL> or /proxy?url=<encoded URL>.");
}

bool has_odd_character(std::string_view url) {
  return std::any_of(url.begin(), url.end(),
                     [](char c) { return c <= ' ' || c >= 0x7F || c == '#' || c == '\\'; });
}

}  // namespace

Result<ProxyTarget> proxy_target(std::string_view raw_target, int own_port, bool emulator) {
  Result<std::string> requested = requested_url(raw_target);
  if (!requested) return requested.error();
  const std::string& url = *requested;
  if (has_odd_character(url)) return refusal("The URL has a character that a URL cannot have.");

  const std::string own = "127.0.0.1:" + std::to_string(own_port) + "/emulator/";
  for (const std::string& prefix : {"http://" + own, "http://localhost" + own.substr(9)}) {
    const bool whole_path =
        url.size() == prefix.size() || (url.size() > prefix.size() && url[prefix.size()] == '?');
    if (!url.starts_with(prefix) || !whole_path) continue;
    if (!emulator)
      return refusal("This server runs without the emulator; start it with --emulator.");
    return ProxyTarget{url, true};
  }

  constexpr std::string_view kScheme = "https://";
  if (!url.starts_with(kScheme)) return refusal("The proxy forwards to https:// addresses only.");
  const std::string_view rest = std::string_view(url).substr(kScheme.size());
  const std::size_t slash = rest.find_first_of("/?");
  std::string_view authority = rest.substr(0, slash);
  if (authority.ends_with(":443")) authority.remove_suffix(4);
  if (!is_upstream_host(authority)) {
    return refusal(
        "The proxy forwards to the hosts of ApsaraDB for MongoDB and STS only "
        "(mongodb.<region>.aliyuncs.com, sts.<region>.aliyuncs.com; port 443).");
  }
  const std::string_view path =
      slash == std::string_view::npos ? std::string_view() : rest.substr(slash);
  if (path != "/" && !path.starts_with("/?"))
    return refusal("The proxy forwards to the path / only.");
  return ProxyTarget{url, false};
}

bool is_upstream_host(std::string_view host) {
  if (!host.ends_with(kDomain)) return false;
  const std::string_view name = host.substr(0, host.size() - kDomain.size());
  if (name == "mongodb" || name == "sts") return true;
  constexpr std::array<std::string_view, 3> kPrefixes{"mongodb.", "mongodb-vpc.", "sts."};
  return std::any_of(kPrefixes.begin(), kPrefixes.end(), [&](std::string_view prefix) {
    return name.starts_with(prefix) && is_region_label(name.substr(prefix.size()));
  });
}

bool is_own_host(std::string_view host_header, int own_port) {
  const std::string port = ":" + std::to_string(own_port);
  if (host_header == "127.0.0.1" + port || host_header == "localhost" + port) return true;
  // A client leaves the port out when it is the scheme's own.
  return own_port == 80 && (host_header == "127.0.0.1" || host_header == "localhost");
}

bool is_allowed_origin(std::string_view origin, int own_port,
                       const std::vector<std::string>& further) {
  constexpr std::string_view kScheme = "http://";
  if (origin.starts_with(kScheme) && is_own_host(origin.substr(kScheme.size()), own_port))
    return true;
  return !origin.empty() && std::find(further.begin(), further.end(), origin) != further.end();
}

bool is_allowed_method(std::string_view method) {
  return method == "GET" || method == "POST" || method == "OPTIONS";
}

bool is_forwarded_header(std::string_view name) {
  const std::string header = lower(name);
  return header == "accept" || header == "authorization" || header == "content-type" ||
         header.starts_with("x-acs-");
}

bool is_returned_header(std::string_view name) {
  constexpr std::array<std::string_view, 5> kReturned{"content-type", "date", "x-acs-request-id",
                                                      "x-acs-trace-id", "x-acs-retry-after"};
  return std::find(kReturned.begin(), kReturned.end(), lower(name)) != kReturned.end();
}

HttpHeaders forwarded_headers(const HttpHeaders& headers) {
  HttpHeaders out;
  std::copy_if(headers.begin(), headers.end(), std::back_inserter(out),
               [](const HttpHeader& header) { return is_forwarded_header(header.name); });
  return out;
}

HttpHeaders returned_headers(const HttpHeaders& headers) {
  HttpHeaders out;
  std::copy_if(headers.begin(), headers.end(), std::back_inserter(out),
               [](const HttpHeader& header) { return is_returned_header(header.name); });
  return out;
}

std::string allowed_request_headers(std::string_view requested) {
  std::string allowed;
  while (!requested.empty()) {
    const std::size_t comma = std::min(requested.find(','), requested.size());
    std::string_view name = requested.substr(0, comma);
    requested.remove_prefix(std::min(comma + 1, requested.size()));
    while (!name.empty() && name.front() == ' ') name.remove_prefix(1);
    while (!name.empty() && name.back() == ' ') name.remove_suffix(1);
    const bool token =
        name.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-") ==
        std::string_view::npos;
    if (name.empty() || !token || !is_forwarded_header(name)) continue;
    if (!allowed.empty()) allowed += ", ";
    allowed += lower(name);
  }
  return allowed;
}

}  // namespace dds::server
