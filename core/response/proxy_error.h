// A proxy on the route answers for itself where it has no answer of the service. Taken for the
// service's, such an answer would leave open whether a backup was started that was never asked for.
#pragma once

#include <optional>
#include <string_view>

#include "core/http.h"

namespace dds::response {

/// The header by which the proxy of `dds serve` marks an answer of its own. Its value:
///   not-sent   nothing reached the service (its name, the connection)
///   refused    nothing was sent: the proxy does not forward this
///   unknown    sent, and no whole answer came back
/// The body is {"error": "<one sentence>"}.
inline constexpr std::string_view kProxyErrorHeader = "X-Dds-Proxy-Error";

/// What became of the request, as the proxy says; nullopt for an answer that is not the proxy's
/// own. To be asked only where a proxy is on the route. A value that is none of these counts as
/// unknown.
[[nodiscard]] std::optional<TransportError> proxy_error(const HttpResponse& response);

}  // namespace dds::response
