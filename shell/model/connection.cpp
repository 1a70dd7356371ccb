#include "shell/model/connection.h"

#include "shell/model/words.h"

namespace dds::shell {
namespace {

std::string shown(const api::Endpoint& endpoint) {
  const bool usual = endpoint.port == (endpoint.scheme == "https" ? 443 : 80);
  return usual ? endpoint.host : endpoint.host + ":" + std::to_string(endpoint.port);
}

}  // namespace

std::string_view short_name(api::RouteKind kind) {
  switch (kind) {
    case api::RouteKind::Direct: return "direct";
    case api::RouteKind::ProxyPath: return "proxy path";
    case api::RouteKind::ProxyQuery: return "proxy query";
    case api::RouteKind::SameOrigin: return "same origin";
  }
  return "direct";
}

Connection::Connection(Start start)
    : region_id_(std::move(start.region_id)),
      route_(std::move(start.route)),
      page_origin_(std::move(start.page_origin)),
      page_url_(std::move(start.page_url)),
      credentials_(std::move(start.credentials)),
      source_(std::move(start.credentials_source)) {
  if (start.emulator && !start.endpoint.empty()) {
    emulator_url_ = std::move(start.endpoint);
    endpoint_kind_ = EndpointKind::Emulator;
  } else if (!start.endpoint.empty()) {
    custom_endpoint_ = std::move(start.endpoint);
    endpoint_kind_ = EndpointKind::Custom;
    endpoint_text.set(custom_endpoint_);
  }
  set_scheme(start.scheme);
  bearer_ = start.bearer;
  endpoint_choice = endpoint_kind_;
  route_choice = route_.kind;
  if (route_.kind == api::RouteKind::ProxyPath || route_.kind == api::RouteKind::ProxyQuery) {
    proxy_text.set(route_.proxy);
  }
  if (route_.kind == api::RouteKind::SameOrigin && route_.proxy.empty())
    route_.proxy = page_origin_;
  if (credentials_ && credentials_->access_key_id.empty()) credentials_.reset();
  if (source_.empty()) source_ = "memory only";
  state = credentials_ ? ConnectionState::Disconnected : ConnectionState::NoKey;
  refresh_shown();
}

Result<api::Endpoint> Connection::endpoint() const {
  switch (endpoint_kind_) {
    case EndpointKind::Emulator: return api::parse_endpoint(emulator_url_);
    case EndpointKind::Custom: return api::parse_endpoint(custom_endpoint_);
    case EndpointKind::Region: break;
  }
  const Result<std::string> host = api::public_host(region_id_);
  if (!host) return host.error();
  return api::parse_endpoint(*host);
}

std::string Connection::endpoint_url() const {
  if (endpoint_kind_ == EndpointKind::Region) return {};
  const Result<api::Endpoint> target = endpoint();
  return target ? target->url() : std::string();
}

bool Connection::real_service() const {
  const Result<api::Endpoint> target = endpoint();
  return target && target->official();
}

std::string Connection::account() const {
  if (!credentials_) return {};
  return credentials_->access_key_id + " at " + (real_service() ? "the service" : endpoint_shown_);
}

void Connection::refresh_shown() {
  const Result<api::Endpoint> target = endpoint();
  endpoint_shown_ = target ? shown(*target) : "no endpoint";
}

Result<backup::Connection> Connection::make() const {
  if (!credentials_)
    return make_error(ErrorCode::InvalidCredentials, "There is no AccessKey to sign with.", {});
  if (const Status wrong = signing::validate(*credentials_); wrong && !bearer_) return *wrong;
  Result<api::Endpoint> target = endpoint();
  if (!target) return target.error();
  backup::Connection connection;
  connection.credentials = *credentials_;
  connection.endpoint = std::move(*target);
  connection.route = route_;
  connection.sign.scheme = scheme_;
  connection.sign.bearer = bearer_;
  return connection;
}

Status Connection::set_region(std::string_view region_id) {
  const Result<std::string> host = api::public_host(trimmed(region_id));
  if (!host) return host.error();
  region_id_ = std::string(trimmed(region_id));
  refresh_shown();
  return {};
}

Status Connection::set_endpoint(EndpointKind kind, std::string_view custom) {
  if (kind == EndpointKind::Custom) {
    const Result<api::Endpoint> target = api::parse_endpoint(trimmed(custom));
    if (!target) return target.error();
    custom_endpoint_ = std::string(trimmed(custom));
  }
  endpoint_kind_ = kind;
  refresh_shown();
  return {};
}

Status Connection::set_route(api::RouteKind kind, std::string_view proxy) {
  api::Route route;
  route.kind = kind;
  if (kind == api::RouteKind::SameOrigin) route.proxy = page_origin_;
  if (kind == api::RouteKind::ProxyPath || kind == api::RouteKind::ProxyQuery)
    route.proxy = trimmed(proxy);
  const Result<std::string> url = api::routed_url(route, "https://mongodb.aliyuncs.com/");
  if (!url) return url.error();
  route_ = std::move(route);
  route_choice = kind;
  return {};
}

Status Connection::use_typed_key() {
  signing::Credentials typed;
  typed.access_key_id = std::string(trimmed(key_id.view()));
  typed.access_key_secret = Secret(trimmed(secret.view()));
  typed.security_token = Secret(trimmed(token.view()));
  if (types_bearer) {
    typed.access_key_id = api::kBearerId;
    typed.access_key_secret = Secret();
  }
  if (Status wrong = types_bearer ? api::check_bearer(typed.security_token.reveal())
                                  : signing::validate(typed))
    return wrong;
  credentials_ = std::move(typed);
  bearer_ = types_bearer;
  typed_key_ = true;
  source_ = "memory only";
  secret.clear();
  token.clear();
  return {};
}

void Connection::heard(const backup::Exchange& ended, SteadyInstant now) {
  if (!ended.result) return;
  if (state != ConnectionState::Connected && state != ConnectionState::Failed) return;
  if (ended.reply && ended.reply->ok()) {
    if (!std::holds_alternative<response::Answer>(**ended.reply)) return;
    if (state == ConnectionState::Failed) since = now;
    state = ConnectionState::Connected;
    problem.reset();
    return;
  }
  std::optional<backup::NotReplied> why;
  if (ended.reply) {
    why = backup::NotReplied{ended.reply->error(), true};
  } else {
    const auto* error = std::get_if<TransportError>(&*ended.result);
    if (error == nullptr || error->failure == TransportFailure::Cancelled ||
        error->failure == TransportFailure::TooLarge)
      return;
    why = backup::NotReplied{*error, false};
  }
  state = ConnectionState::Failed;
  problem = problem_of(*why, route_, has_page_origin());
  since = now;
}

void Connection::forget_key() {
  credentials_.reset();
  bearer_ = typed_key_ = false;
  source_ = "memory only";
  key_id.clear();
  secret.clear();
  token.clear();
  key_error.clear();
  state = ConnectionState::NoKey;
  problem.reset();
  since.reset();
}

}  // namespace dds::shell
