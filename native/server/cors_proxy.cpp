#include "native/server/cors_proxy.h"

#include <nlohmann/json.hpp>
#include <string_view>
#include <utility>

#include "core/response/proxy_error.h"
#include "native/server/proxy_rules.h"

namespace dds::server {
namespace {

// Only the one origin that asked may read the answer, and no cookies are ever involved.
void allow_origin(HttpResponse& response, const std::string& origin) {
  response.headers.push_back({"Access-Control-Allow-Origin", origin});
  response.headers.push_back({"Vary", "Origin"});
  response.headers.push_back({"Access-Control-Expose-Headers",
                              "Date, x-acs-request-id, x-acs-trace-id, x-acs-retry-after, " +
                                  std::string(response::kProxyErrorHeader)});
}

HttpResponse error_answer(int status, std::string_view kind, const std::string& sentence) {
  HttpResponse response;
  response.status = status;
  response.headers.push_back({"Content-Type", "application/json"});
  response.headers.push_back({"Cache-Control", "no-store"});
  response.headers.push_back({std::string(response::kProxyErrorHeader), std::string(kind)});
  response.body = nlohmann::json{{"error", sentence}}.dump(
      -1, ' ', false, nlohmann::json::error_handler_t::replace);
  return response;
}

HttpResponse upstream_failed(const TransportError& error) {
  const std::string detail =
      error.detail.empty() ? std::string(sentence(error.failure)) : error.detail;
  const bool may_have_left = error.departure == Departure::MayHaveLeft;
  const std::string text =
      detail +
      (may_have_left ? " Whether the request took effect is not known." : " Nothing was sent.");
  const int status = error.failure == TransportFailure::TimedOut ? 504 : 502;
  return error_answer(status, may_have_left ? "unknown" : "not-sent", text);
}

HttpResponse preflight(const HttpRequest& request, const std::string& origin) {
  HttpResponse response;
  response.status = 204;
  allow_origin(response, origin);
  response.headers.push_back({"Access-Control-Allow-Methods", "GET, POST, OPTIONS"});
  const std::string names =
      allowed_request_headers(find_header(request.headers, "Access-Control-Request-Headers"));
  if (!names.empty()) response.headers.push_back({"Access-Control-Allow-Headers", names});
  response.headers.push_back({"Access-Control-Max-Age", "600"});
  if (find_header(request.headers, "Access-Control-Request-Private-Network") == "true") {
    response.headers.push_back({"Access-Control-Allow-Private-Network", "true"});
  }
  return response;
}

// The number of requests that run, while this lives.
class Slot {
 public:
  explicit Slot(std::atomic<int>& running) : running_(running), number_(++running) {}
  ~Slot() { --running_; }
  Slot(const Slot&) = delete;
  Slot& operator=(const Slot&) = delete;
  [[nodiscard]] int number() const { return number_; }

 private:
  std::atomic<int>& running_;
  int number_;
};

}  // namespace

HttpResponse CorsProxy::handle(const HttpRequest& request) {
  if (!is_own_host(find_header(request.headers, "Host"), settings_.own_port)) {
    return error_answer(403, "refused", "The proxy answers to 127.0.0.1 and localhost only.");
  }
  const std::string origin(find_header(request.headers, "Origin"));
  if (!is_allowed_origin(origin, settings_.own_port, settings_.allowed_origins)) {
    return error_answer(
        403, "refused",
        origin.empty() ? "The proxy serves pages only: the request has no Origin."
                       : "The proxy does not serve this origin; start it with --allow-origin.");
  }
  HttpResponse response = forward(request, origin);
  if (find_header(response.headers, "Access-Control-Allow-Origin").empty())
    allow_origin(response, origin);
  return response;
}

HttpResponse CorsProxy::forward(const HttpRequest& request, const std::string& origin) {
  if (!is_allowed_method(request.method)) {
    return error_answer(405, "refused", "The proxy forwards GET and POST only.");
  }
  const Result<ProxyTarget> target =
      proxy_target(request.url, settings_.own_port, settings_.emulator != nullptr);
  if (!target) return error_answer(403, "refused", target.error().message);
  if (request.method == "OPTIONS") return preflight(request, origin);
  if (request.body.size() > kMaxRequestBody) {
    return error_answer(413, "refused", "The request is larger than the proxy forwards (64 KiB).");
  }
  const Slot slot(running_);
  if (slot.number() > settings_.max_concurrent) {
    return error_answer(503, "not-sent", "Too many requests run at once; nothing was sent.");
  }
  HttpRequest outgoing;
  outgoing.method = request.method;
  outgoing.url = target->url;
  outgoing.headers = forwarded_headers(request.headers);
  outgoing.body = request.body;
  outgoing.timeout = kUpstreamTime;
  const HttpResult result =
      target->own_emulator ? settings_.emulator(outgoing) : settings_.upstream(std::move(outgoing));
  if (const auto* error = std::get_if<TransportError>(&result)) return upstream_failed(*error);
  const HttpResponse& answer = *std::get_if<HttpResponse>(&result);
  HttpResponse response;
  response.status = answer.status;
  response.headers = returned_headers(answer.headers);
  response.headers.push_back({"Cache-Control", "no-store"});
  response.body = answer.body;
  return response;
}

}  // namespace dds::server
