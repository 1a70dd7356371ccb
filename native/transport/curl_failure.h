// What a curl error means for us: which failure it is and whether the request may have reached the
// service.
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
  bool too_large = false;        // we ended it ourselves
  bool refused_address = false;  // we did not open the connection
  bool sending_began = false;    // bytes of the request went out, as far as curl tells
  long connect_code = 0;         // the proxy's answer to CONNECT, 0 when there was none
  Milliseconds timeout{0};
};

/// Failures of name resolution, connecting and TLS sent nothing. Everything else may have.
[[nodiscard]] TransportError describe_failure(const FailedExchange& exchange);

}  // namespace dds::transport
