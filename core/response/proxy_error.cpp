#include "core/response/proxy_error.h"

#include <string>

#include "core/response/body.h"

namespace dds::response {

std::optional<TransportError> proxy_error(const HttpResponse& response) {
  const std::string_view kind = find_header(response.headers, kProxyErrorHeader);
  if (kind.empty()) return std::nullopt;
  TransportError error;
  error.behind_proxy = true;
  error.may_have_been_sent = kind != "not-sent" && kind != "refused";
  if (error.may_have_been_sent) {
    constexpr int kGatewayTimeout = 504;
    error.failure =
        response.status == kGatewayTimeout ? TransportFailure::TimedOut : TransportFailure::Lost;
  }
  const Result<nlohmann::json> body = parse_json(response.body);
  if (body && body->is_object()) {
    const auto said = body->find("error");
    if (said != body->end() && said->is_string()) error.detail = said->get<std::string>();
  }
  return error;
}

}  // namespace dds::response
