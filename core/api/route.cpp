// The URL that a request is sent to, by route. Source of the two proxy forms: cors-anywhere's
// <proxy>/<full URL> and the <proxy>?url=<encoded URL> of its relatives.
#include <string>

#include "core/api/endpoint.h"
#include "core/api/url_text.h"
#include "core/base/percent.h"

namespace dds::api {
namespace {

Error invalid(std::string message) {
  return make_error(ErrorCode::InvalidEndpoint, std::move(message), "proxy");
}

Result<UrlText> split_proxy(const Route& route) {
  const bool own_page = route.kind == RouteKind::SameOrigin;
  if (route.proxy.empty()) {
    return invalid(own_page
                       ? "The route leads through the page's own server, but this is no page; "
                         "choose another route."
                       : "The route leads through a proxy, but none is set; give its URL, such as "
                         "http://127.0.0.1:8620/proxy.");
  }
  const std::string given = "\"" + shown_url(route.proxy) + "\" cannot be the proxy: ";
  Result<UrlText> url = split_url(route.proxy);
  if (!url) return invalid(given + url.error().message);
  if (url->scheme.empty()) return invalid(given + "it must begin with http:// or https://.");
  if (url->port == 0) url->port = default_port(url->scheme);
  return url;
}

std::string query_form(std::string proxy, const UrlText& url, std::string_view target) {
  if (!url.has_query) {
    proxy += "?url=";
  } else if (url.query.empty() || url.query.ends_with('&')) {
    proxy += "url=";
  } else if (url.query.ends_with('=')) {
    // "https://proxy.example/?url=" or "?target=": the parameter is named already.
  } else {
    proxy += "&url=";  // beside a parameter of the proxy's own
  }
  percent_encode_to(proxy, target);
  return proxy;
}

}  // namespace

Result<std::string> routed_url(const Route& route, std::string_view target_url) {
  if (route.kind == RouteKind::Direct) return std::string(target_url);
  const Result<UrlText> proxy = split_proxy(route);
  if (!proxy) return proxy.error();
  const std::string origin = origin_text(proxy->scheme, proxy->host, proxy->port);

  if (route.kind == RouteKind::ProxyQuery) {
    return query_form(origin + (proxy->path.empty() ? "/" : proxy->path) +
                          (proxy->has_query ? "?" + proxy->query : std::string()),
                      *proxy, target_url);
  }
  if (route.kind == RouteKind::ProxyPath) {
    if (proxy->has_query) {
      return invalid("\"" + shown_url(route.proxy) +
                     "\" with a query cannot take the target in its path; choose the query form "
                     "for this proxy.");
    }
    std::string base = origin + proxy->path;
    while (base.ends_with('/')) base.pop_back();
    return base + "/" + std::string(target_url);
  }
  const Result<UrlText> target = split_url(target_url);
  if (!target)
    return invalid("\"" + shown_url(target_url) + "\" cannot be called: " + target.error().message);
  const int port = target->port != 0 ? target->port : default_port(target->scheme);
  if (origin_text(target->scheme, target->host, port) == origin) return std::string(target_url);
  return origin + "/proxy/" + std::string(target_url);
}

}  // namespace dds::api
