#include "core/api/endpoint.h"

#include <algorithm>

#include "core/api/url_text.h"
#include "core/base/ascii.h"

namespace dds::api {
namespace {

Error invalid(std::string_view text, std::string_view reason) {
  return make_error(ErrorCode::InvalidEndpoint,
                    "\"" + shown_url(text) + "\" cannot be the endpoint: " + std::string(reason),
                    "endpoint");
}

bool is_region_char(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
}

}  // namespace

bool Endpoint::loopback() const {
  return is_loopback_host(host);
}

bool Endpoint::official() const {
  constexpr std::string_view kDomain = ".aliyuncs.com";
  if (scheme != "https" || port != 443 || !host.ends_with(kDomain)) return false;
  if (host == "mongodb.aliyuncs.com") return true;
  const std::string_view rest = std::string_view(host).substr(0, host.size() - kDomain.size());
  for (const std::string_view prefix : {"mongodb.", "mongodb-vpc."}) {
    if (!rest.starts_with(prefix)) continue;
    const std::string_view region = rest.substr(prefix.size());
    return !region.empty() && std::all_of(region.begin(), region.end(), is_region_char);
  }
  return false;
}

std::string Endpoint::url() const {
  return origin_text(scheme, host, port) + (path.empty() ? "/" : path);
}

Result<Endpoint> parse_endpoint(std::string_view text, bool allow_insecure) {
  text = trimmed(text);
  if (text.empty()) {
    return make_error(ErrorCode::InvalidEndpoint,
                      "The endpoint is empty; write a host such as mongodb.aliyuncs.com.",
                      "endpoint");
  }
  Result<UrlText> url = split_url(text);
  if (!url) return invalid(text, url.error().message);
  if (url->has_query) return invalid(text, "it has a query; end it before the question mark.");
  Endpoint endpoint;
  endpoint.host = std::move(url->host);
  if (!url->scheme.empty()) {
    endpoint.scheme = std::move(url->scheme);
  } else if (endpoint.loopback()) {
    endpoint.scheme =
        "http";  // what listens on this machine without being told otherwise is the emulator
  }
  endpoint.port = url->port != 0 ? url->port : default_port(endpoint.scheme);
  endpoint.path = std::move(url->path);
  if (!endpoint.path.ends_with('/')) endpoint.path += '/';
  if (endpoint.path.find('@') != std::string::npos) {
    return invalid(text, "its path holds an @; user names and passwords do not belong there.");
  }
  if (endpoint.path.find("//") != std::string::npos) {
    return invalid(
        text, "its path has two slashes in a row, which servers on the way may merge; write one.");
  }
  if (endpoint.scheme == "http" && !endpoint.loopback() && !allow_insecure) {
    return invalid(
        text, "http is for this machine only; use https, or allow insecure endpoints on purpose.");
  }
  return endpoint;
}

}  // namespace dds::api
