// What a curl error means for us: which failure it is, in words. Whether the request may have left
// is no question to the error: it was watched (departure_watch.h) and is taken over as it is.
#pragma once

#include <curl/curl.h>

#include <string>
#include <string_view>

#include "core/http.h"

namespace dds::transport {

/// What is known of an exchange that ended with a curl error.
struct FailedExchange {
  CURLcode code = CURLE_OK;
  std::string_view host;         // for the sentence; never the URL, whose query may hold a token
  bool too_large = false;        // we ended it ourselves, in the body
  bool head_too_large = false;   // ... in the headers
  bool refused_address = false;  // we did not open the connection
  Departure departure = Departure::MayHaveLeft;  // as watched
  long connect_code = 0;  // the proxy's answer to CONNECT, 0 when there was none
  Milliseconds timeout{0};
};

/// NotReached and Tls are failures before the request left, all others but Cancelled are failures
/// after.
[[nodiscard]] TransportError describe_failure(const FailedExchange& exchange);

}  // namespace dds::transport
