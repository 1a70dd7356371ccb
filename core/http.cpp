#include "core/http.h"

#include "core/base/ascii.h"

namespace dds {

std::string_view find_header(const HttpHeaders& headers, std::string_view name) {
  for (const HttpHeader& header : headers) {
    if (equal_ignoring_case(header.name, name)) return header.value;
  }
  return {};
}

std::string_view sentence(TransportFailure failure) {
  switch (failure) {
    case TransportFailure::NotReached: return "The service was not reached.";
    case TransportFailure::Tls: return "The server's certificate was not accepted.";
    case TransportFailure::Blocked: return "The browser got no answer that this page may read.";
    case TransportFailure::TimedOut: return "No answer came in time.";
    case TransportFailure::Lost: return "The connection broke before the answer was complete.";
    case TransportFailure::Garbled: return "What came back is not an HTTP answer.";
    case TransportFailure::TooLarge:
      return "The answer is larger than this program accepts: ask for fewer entries at once.";
    case TransportFailure::Cancelled: return "The request was cancelled.";
  }
  return "The request failed.";
}

}  // namespace dds
