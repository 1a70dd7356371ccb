#include "core/emulator/incoming.h"

#include <algorithm>

#include "core/base/ascii.h"
#include "core/base/percent.h"
#include "core/base/utf8.h"

namespace dds::emulator {
namespace {

std::string host_of(std::string_view url) {
  const std::size_t scheme = url.find("://");
  if (scheme == std::string_view::npos) return {};
  std::string_view host = url.substr(scheme + 3);
  host = host.substr(0, host.find_first_of("/?#"));
  if (!host.starts_with('[')) host = host.substr(0, host.find(':'));
  return lower(host);
}

std::string_view query_of(std::string_view url) {
  url = url.substr(0, url.find('#'));
  const std::size_t mark = url.find('?');
  return mark == std::string_view::npos ? std::string_view() : url.substr(mark + 1);
}

bool is_form(const HttpRequest& request) {
  const std::string type = lower(find_header(request.headers, "Content-Type"));
  return request.method == "POST" && type.starts_with("application/x-www-form-urlencoded");
}

// The emulator's own limits; which ones the gateway has is not documented.
Refusal too_much(std::string message) {
  return {400, "InvalidParameter", std::move(message)};
}

// Reads on after a pair that cannot be read, so that Format is known for the answer.
void read_pairs(std::string_view text, Incoming& incoming) {
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('&'), text.size());
    const std::string_view pair = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (pair.empty()) continue;
    if (incoming.parameters.size() == kMaxParameters) {
      incoming.unreadable =
          too_much("The request has more than " + std::to_string(kMaxParameters) + " parameters.");
      return;
    }
    const std::size_t equals = std::min(pair.find('='), pair.size());
    Result<std::string> name = percent_decode(pair.substr(0, equals), true);
    Result<std::string> value =
        percent_decode(equals < pair.size() ? pair.substr(equals + 1) : std::string_view(), true);
    if (!name || !value || !is_valid_utf8(*name) || !is_valid_utf8(*value)) {
      if (!incoming.unreadable) incoming.unreadable = refuse("InvalidParameter.Format");
      continue;
    }
    incoming.parameters.push_back({*std::move(name), *std::move(value)});
  }
}

CommonFields in_parameters(const Incoming& incoming) {
  const auto text = [&incoming](std::string_view name) { return std::string(incoming.text(name)); };
  return {.action = text("Action"),
          .version = text("Version"),
          .access_key_id = text("AccessKeyId"),
          .security_token = text("SecurityToken"),
          .nonce = text("SignatureNonce"),
          .timestamp = text("Timestamp")};
}

CommonFields in_headers(const HttpHeaders& headers, std::string_view access_key_id) {
  const auto text = [&headers](std::string_view name) {
    return std::string(find_header(headers, name));
  };
  return {.action = text("x-acs-action"),
          .version = text("x-acs-version"),
          .access_key_id = std::string(access_key_id),
          .security_token = text("x-acs-security-token"),
          .nonce = text("x-acs-signature-nonce"),
          .timestamp = text("x-acs-date")};
}

bool by_name(const Parameter& a, const Parameter& b) {
  return a.name < b.name;
}

}  // namespace

const std::string* Incoming::find(std::string_view name) const {
  const auto at = std::lower_bound(
      parameters.begin(), parameters.end(), name,
      [](const Parameter& entry, std::string_view wanted) { return entry.name < wanted; });
  return at != parameters.end() && at->name == name ? &at->value : nullptr;
}

std::string_view Incoming::text(std::string_view name) const {
  const std::string* value = find(name);
  return value ? std::string_view(*value) : std::string_view();
}

std::optional<api::Format> Incoming::format() const {
  if (in_headers) return api::Format::Json;  // carries no Format; its clients expect JSON
  const std::string_view wanted = text("Format");
  if (wanted.empty() || equal_ignoring_case(wanted, "XML")) return api::Format::Xml;
  if (equal_ignoring_case(wanted, "JSON")) return api::Format::Json;
  return std::nullopt;
}

Incoming read_incoming(const HttpRequest& request) {
  Incoming incoming;
  incoming.method = request.method;
  incoming.host = host_of(request.url);
  const std::string_view query = query_of(request.url);
  const std::string_view form =
      is_form(request) ? std::string_view(request.body) : std::string_view();
  if (query.size() + request.body.size() > kMaxRequestBytes) {
    incoming.unreadable =
        too_much("The request is larger than " + std::to_string(kMaxRequestBytes / 1024) + " KiB.");
    return incoming;
  }
  incoming.acs3 = signing::read_acs3_authorization(find_header(request.headers, "Authorization"));
  read_pairs(query, incoming);
  if (incoming.acs3) incoming.query = incoming.parameters;
  read_pairs(form, incoming);

  std::stable_sort(incoming.parameters.begin(), incoming.parameters.end(), by_name);
  const auto twin =
      std::adjacent_find(incoming.parameters.begin(), incoming.parameters.end(),
                         [](const Parameter& a, const Parameter& b) { return a.name == b.name; });
  // Which of the two the gateway would take is not documented: taking either could hide a client's
  // mistake.
  if (twin != incoming.parameters.end() && !incoming.unreadable)
    incoming.unreadable = refuse_value(twin->name);
  const std::string_view bearer = find_header(request.headers, "x-acs-bearer-token");
  incoming.bearer = bearer.empty() ? incoming.text("BearerToken") : bearer;
  incoming.in_headers = incoming.acs3 || !bearer.empty();
  const std::string_view id = incoming.acs3 ? std::string_view(incoming.acs3->access_key_id) : "";
  incoming.common = incoming.in_headers ? in_headers(request.headers, id) : in_parameters(incoming);
  return incoming;
}

std::string requested_action(const HttpRequest& request) {
  if (request.method == "OPTIONS") return {};
  return read_incoming(request).common.action;
}

}  // namespace dds::emulator
