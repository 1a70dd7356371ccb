#include "core/response/proxy_error.h"

#include <string>

#include <nlohmann/json.hpp>

#include "core/response/body.h"

namespace dds::response {

std::optional<TransportError> proxy_error(const HttpResponse& response) {
  const std::string_view kind = find_header(response.headers, kProxyErrorHeader);
  if (kind.empty()) return std::nullopt;
  // Only these very words say that nothing left.
  const bool nothing_left = kind == "not-sent" || kind == "refused";
  constexpr int kGatewayTimeout = 504;
  const TransportFailure without_answer =
      response.status == kGatewayTimeout ? TransportFailure::TimedOut : TransportFailure::Lost;
  TransportError error = nothing_left
                             ? TransportError(TransportFailure::NotReached, Departure::NothingLeft)
                             : TransportError(without_answer, Departure::MayHaveLeft);
  error.behind_proxy = true;
  const Result<nlohmann::json> body = parse_json(response.body);
  if (body && body->is_object()) {
    const auto said = body->find("error");
    if (said != body->end() && said->is_string()) error.detail = said->get<std::string>();
  }
  return error;
}

}  // namespace dds::response
