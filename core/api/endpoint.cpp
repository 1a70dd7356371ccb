#include "core/api/endpoint.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include "core/base/percent.h"

namespace dds::api {
namespace {

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

Error invalid(std::string_view text, std::string_view reason) {
  constexpr std::size_t kShown = 80;
  return make_error(ErrorCode::InvalidEndpoint,
                    "\"" + std::string(text.substr(0, kShown)) + "\" is not an endpoint: " + std::string(reason), "endpoint");
}

bool is_label_char(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; }

// A host name, or an IPv4 address, which has the same characters.
bool is_host_name(std::string_view host) {
  if (host.empty() || host.size() > 253) return false;
  std::size_t label = 0;
  for (std::size_t i = 0; i < host.size(); ++i) {
    if (host[i] == '.') {
      if (label == 0 || host[i - 1] == '-') return false;
      label = 0;
      continue;
    }
    if (!is_label_char(host[i]) || (label == 0 && host[i] == '-') || ++label > 63) return false;
  }
  return label > 0 && host.back() != '-';
}

bool is_ipv6_literal(std::string_view text) {
  return text.size() >= 2 && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || c == ':' || c == '.';
  });
}

std::optional<int> parse_port(std::string_view text) {
  int port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (text.empty() || error != std::errc{} || end != text.data() + text.size() || port < 1 || port > 65'535) {
    return std::nullopt;
  }
  return port;
}

int default_port(std::string_view scheme) { return scheme == "http" ? 80 : 443; }

struct Origin {
  std::string_view scheme;
  std::string_view rest;  // after ://
};

std::optional<Origin> split_scheme(std::string_view text) {
  const std::size_t colon = text.find("://");
  if (colon == std::string_view::npos) return std::nullopt;
  return Origin{text.substr(0, colon), text.substr(colon + 3)};
}

bool is_http_url(std::string_view url) {
  const std::optional<Origin> origin = split_scheme(url);
  if (!origin) return false;
  const std::string scheme = lower(origin->scheme);
  const std::string_view authority = origin->rest.substr(0, origin->rest.find_first_of("/?#"));
  return (scheme == "http" || scheme == "https") && !authority.empty() &&
         authority.find_first_of(" @\t\r\n\"<>") == std::string_view::npos;
}

}  // namespace

bool Endpoint::loopback() const {
  if (host == "localhost" || host == "::1") return true;
  return host.starts_with("127.") && std::count(host.begin(), host.end(), '.') == 3 &&
         host.find_first_not_of("0123456789.") == std::string::npos;
}

bool Endpoint::official() const {
  if (scheme != "https" || port != 443) return false;
  constexpr std::string_view kDomain = ".aliyuncs.com";
  if (host == "mongodb.aliyuncs.com") return true;
  if (!host.ends_with(kDomain)) return false;
  std::string_view rest = std::string_view(host).substr(0, host.size() - kDomain.size());
  for (const std::string_view prefix : {"mongodb.", "mongodb-vpc."}) {
    if (!rest.starts_with(prefix)) continue;
    const std::string_view region = rest.substr(prefix.size());
    return !region.empty() && std::all_of(region.begin(), region.end(), is_label_char);
  }
  return false;
}

std::string Endpoint::url() const {
  std::string text = scheme + "://";
  text += host.find(':') == std::string::npos ? host : "[" + host + "]";
  if (port != default_port(scheme)) text += ":" + std::to_string(port);
  text += path.empty() ? "/" : path;
  return text;
}

Result<Endpoint> parse_endpoint(std::string_view text, bool allow_insecure) {
  const std::string_view whole = text;
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  if (text.empty()) return invalid(whole, "it is empty; write a host such as mongodb.aliyuncs.com.");
  Endpoint endpoint;
  if (const std::optional<Origin> origin = split_scheme(text)) {
    endpoint.scheme = lower(origin->scheme);
    if (endpoint.scheme != "https" && endpoint.scheme != "http") {
      return invalid(whole, "only https (and http on this machine) can be called.");
    }
    text = origin->rest;
  }
  endpoint.port = default_port(endpoint.scheme);
  if (text.find_first_of("?#") != std::string_view::npos) {
    return invalid(whole, "it has a query or a fragment; give the host only, or a URL that ends with its path.");
  }
  const std::size_t slash = text.find('/');
  std::string_view authority = text.substr(0, slash);
  if (slash != std::string_view::npos) endpoint.path = text.substr(slash);
  if (authority.find('@') != std::string_view::npos) {
    return invalid(whole, "it has a user name or password; keys are given apart from the endpoint.");
  }
  for (const char c : endpoint.path) {
    if (c <= ' ' || c >= 0x7F || c == '"' || c == '<' || c == '>') return invalid(whole, "its path has a character that a URL cannot have.");
  }

  std::string_view port_text;
  bool has_port = false;
  if (authority.starts_with('[')) {
    const std::size_t close = authority.find(']');
    if (close == std::string_view::npos) return invalid(whole, "an IPv6 address ends with ].");
    endpoint.host = lower(authority.substr(1, close - 1));
    if (!is_ipv6_literal(endpoint.host)) return invalid(whole, "what stands in [ ] is not an IPv6 address.");
    const std::string_view after = authority.substr(close + 1);
    has_port = !after.empty();
    if (has_port && after.front() != ':') return invalid(whole, "after an IPv6 address comes a colon and a port, or nothing.");
    if (has_port) port_text = after.substr(1);
  } else {
    const std::size_t colon = authority.find(':');
    has_port = colon != std::string_view::npos;
    if (has_port) port_text = authority.substr(colon + 1);
    endpoint.host = lower(authority.substr(0, colon));
    if (endpoint.host.ends_with('.')) endpoint.host.pop_back();
    if (!is_host_name(endpoint.host)) return invalid(whole, "write a host such as mongodb.aliyuncs.com, or a URL.");
  }
  if (has_port) {
    const std::optional<int> port = parse_port(port_text);
    if (!port) return invalid(whole, "a port is a number from 1 to 65535.");
    endpoint.port = *port;
  }
  if (endpoint.scheme == "http" && !endpoint.loopback() && !allow_insecure) {
    return invalid(whole, "http is only for this machine; use https, or allow insecure endpoints on purpose.");
  }
  return endpoint;
}

Result<std::string> routed_url(const Route& route, std::string_view target_url) {
  if (route.kind == RouteKind::Direct) return std::string(target_url);
  if (!is_http_url(route.proxy)) {
    return make_error(ErrorCode::InvalidEndpoint,
                      route.proxy.empty() ? "The route goes through a proxy, but no proxy is set; give its URL, such as http://127.0.0.1:8620/proxy."
                                          : "\"" + route.proxy + "\" is not the URL of a proxy; it must begin with http:// or https://.",
                      "proxy");
  }
  std::string base = route.proxy;
  switch (route.kind) {
    case RouteKind::Direct: break;
    case RouteKind::ProxyPath:
      if (!base.ends_with('/')) base += '/';
      return base + std::string(target_url);
    case RouteKind::ProxyQuery: {
      // A proxy that already has a query of its own (a token, say) gets the target as one more parameter.
      const std::size_t query = base.find('?');
      if (query == std::string::npos) base += '?';
      else if (!base.ends_with('?') && !base.ends_with('&')) base += '&';
      return base + "url=" + percent_encode(target_url);
    }
    case RouteKind::SameOrigin:
      while (base.ends_with('/')) base.pop_back();
      if (target_url.starts_with(base) && (target_url.size() == base.size() || target_url[base.size()] == '/')) {
        return std::string(target_url);
      }
      return base + "/proxy/" + std::string(target_url);
  }
  return std::string(target_url);
}

}  // namespace dds::api
