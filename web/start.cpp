#include "web/start.h"

#include <nlohmann/json.hpp>

#include "core/response/body.h"

namespace dds::web {
namespace {

std::string text_of(const nlohmann::json& object, const char* name) {
  if (!object.is_object()) return {};
  const auto found = object.find(name);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

}  // namespace

shell::Start start_of(std::string_view config, std::string_view page_origin) {
  shell::Start start;
  const Result<nlohmann::json> read = response::parse_json(config);
  if (!read || !read->is_object()) return start;
  const nlohmann::json& document = *read;
  // Only `dds serve` writes this file, and only it has the proxy of the same-origin route.
  start.page_origin = page_origin;
  start.route = {.kind = api::RouteKind::SameOrigin, .proxy = std::string(page_origin)};
  const std::string endpoint = text_of(document, "endpoint");
  const auto emulator = document.find("emulator");
  if (emulator == document.end() || !emulator->is_boolean() || !emulator->get<bool>() ||
      endpoint.empty())
    return start;
  start.endpoint = endpoint;
  start.emulator = true;
  const auto credentials = document.find("test_credentials");
  if (credentials == document.end()) return start;
  const std::string id = text_of(*credentials, "access_key_id");
  const std::string secret = text_of(*credentials, "access_key_secret");
  if (id.empty() || secret.empty()) return start;
  start.credentials = signing::Credentials{
      .access_key_id = id, .access_key_secret = Secret(secret), .security_token = {}};
  start.credentials_source = "emulator's test key";
  start.connect = true;
  return start;
}

}  // namespace dds::web
