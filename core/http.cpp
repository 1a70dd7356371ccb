#include "core/http.h"

namespace dds {
namespace {

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool equal_ignoring_case(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (lower(a[i]) != lower(b[i])) return false;
  }
  return true;
}

}  // namespace

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
    case TransportFailure::Blocked: return "The browser or the proxy blocked the request.";
    case TransportFailure::TimedOut: return "No answer came in time.";
    case TransportFailure::Lost: return "The connection broke before the answer was complete.";
    case TransportFailure::TooLarge: return "The answer is larger than this program accepts.";
    case TransportFailure::Cancelled: return "The request was cancelled.";
  }
  return "The request failed.";
}

}  // namespace dds
