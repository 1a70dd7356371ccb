#include "native/server/emulator_control.h"

#include <utility>

#include "native/server/proxy_rules.h"

namespace dds::server {
namespace {

constexpr std::string_view kPath = "/control/";

HttpResponse answer(int status, std::string_view type, std::string body) {
  HttpResponse response;
  response.status = status;
  response.headers.push_back({"Content-Type", std::string(type)});
  response.headers.push_back({"Cache-Control", "no-store"});
  response.body = std::move(body);
  return response;
}

HttpResponse sentence(int status, std::string text) {
  return answer(status, "text/plain; charset=utf-8", std::move(text) + "\n");
}

HttpResponse look(EmulatorService& service, std::string_view what) {
  if (what == "effects") return answer(200, "application/jsonl", service.effects());
  if (what == "instances") return answer(200, "application/json", service.instances());
  if (what == "state") return answer(200, "application/json", service.state());
  if (what == "requests") return answer(200, "application/json", service.requests());
  return sentence(405, "This is changed with POST.");
}

HttpResponse change(EmulatorService& service, std::string_view what, std::string_view body) {
  if (what == "reset") {
    service.reset();
    return sentence(200, "The account is as it was at the start.");
  }
  if (what == "faults") {
    while (body.ends_with('\n') || body.ends_with('\r')) body.remove_suffix(1);
    auto plan = emulator::parse_faults(body);
    if (!plan) return sentence(400, plan.error().message);
    const bool none = plan->empty();
    service.set_faults(*std::move(plan));
    return sentence(200, none ? "No request meets a fault from now on."
                              : "From now on requests meet these faults.");
  }
  return sentence(405, "This is read with GET.");
}

}  // namespace

bool is_control_target(std::string_view target) {
  return target.starts_with(kPath);
}

HttpResponse control(EmulatorService& service, const HttpRequest& request, int own_port) {
  if (!is_own_host(find_header(request.headers, "Host"), own_port)) {
    return sentence(403, "The control address answers to 127.0.0.1 and localhost only.");
  }
  const std::string_view origin = find_header(request.headers, "Origin");
  if (!origin.empty() && !is_allowed_origin(origin, own_port, {})) {
    return sentence(403, "The control address serves no page of another origin.");
  }
  const std::string_view what = std::string_view(request.url).substr(kPath.size());
  bool known = false;
  for (const std::string_view name :
       {"effects", "instances", "state", "requests", "reset", "faults"}) {
    known = known || what == name;
  }
  if (!known) {
    return sentence(404,
                    "The control address has effects, instances, state and requests to read, and "
                    "reset and faults to change.");
  }
  if (request.method == "GET") return look(service, what);
  if (request.method == "POST") return change(service, what, request.body);
  return sentence(405, "The control address takes GET and POST only.");
}

}  // namespace dds::server
