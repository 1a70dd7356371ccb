#include "native/server/upstream.h"

#include <optional>
#include <utility>

#include "native/server/address_rules.h"

namespace dds::server {

transport::CurlSettings upstream_settings() {
  transport::CurlSettings settings;
  settings.environment_proxy = false;
  settings.allow_address = is_public_address;
  return settings;
}

HttpResult send_upstream(HttpRequest request, const transport::CurlSettings& settings,
                         const std::atomic<bool>& stopping) {
  constexpr Milliseconds kLookUp{200};
  transport::CurlTransport transport(settings);
  std::optional<HttpResult> result;
  const HttpHandle handle = transport.send(
      std::move(request), [&result](HttpResult answer) { result = std::move(answer); });
  while (!result) {
    if (stopping) transport.cancel(handle);
    transport.poll(kLookUp);
  }
  return std::move(*result);
}

}  // namespace dds::server
