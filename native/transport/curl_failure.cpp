#include "native/transport/curl_failure.h"

#include "core/base/text.h"

namespace dds::transport {
namespace {

bool is_of_tls(CURLcode code) {
  switch (code) {
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_PINNEDPUBKEYNOTMATCH:
    case CURLE_SSL_INVALIDCERTSTATUS:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_ENGINE_NOTFOUND:
    case CURLE_SSL_ENGINE_SETFAILED:
    case CURLE_SSL_ENGINE_INITFAILED:
    case CURLE_SSL_CRL_BADFILE:
    case CURLE_SSL_CLIENTCERT:
    case CURLE_USE_SSL_FAILED: return true;
    default: return false;
  }
}

// What libcurl says of bytes that it cannot read as HTTP.
bool is_of_reading(CURLcode code) {
  constexpr int kTooLarge = 100;  // CURLE_TOO_LARGE, since 8.6
  switch (code) {
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_WEIRD_SERVER_REPLY:
    case CURLE_BAD_CONTENT_ENCODING:
    case CURLE_OUT_OF_MEMORY: return true;  // the last: a line that is too long
    default: return static_cast<int>(code) == kTooLarge;
  }
}

std::string said_before(const FailedExchange& exchange) {
  const std::string host(exchange.host);
  if (exchange.refused_address)
    return host + " leads to an address that this program does not connect to.";
  if (exchange.connect_code != 0 && exchange.connect_code / 100 != 2) {
    return "The proxy refused to connect to " + host + " (HTTP " +
           std::to_string(exchange.connect_code) + ").";
  }
  switch (exchange.code) {
    case CURLE_COULDNT_RESOLVE_HOST: return "The name " + host + " could not be resolved.";
    case CURLE_COULDNT_RESOLVE_PROXY:
      return "The name of the proxy (https_proxy) could not be resolved.";
    case CURLE_URL_MALFORMAT:
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_LOGIN_DENIED:  // a user name in the URL
      return "The address is not an http or https URL without user name.";
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_PINNEDPUBKEYNOTMATCH:
    case CURLE_SSL_INVALIDCERTSTATUS: return "The certificate of " + host + " was not accepted.";
    case CURLE_SSL_CACERT_BADFILE: return "The system's certificate authorities cannot be read.";
    case CURLE_OPERATION_TIMEDOUT: return "Connecting to " + host + " took longer than allowed.";
    default: break;
  }
  return std::string(is_of_tls(exchange.code) ? "No TLS connection to " : "No connection to ") +
         host + " could be made.";
}

TransportError before_departure(const FailedExchange& exchange) {
  const bool tls = is_of_tls(exchange.code) && !exchange.refused_address;
  return {tls ? TransportFailure::Tls : TransportFailure::NotReached, Departure::NothingLeft,
          said_before(exchange)};
}

TransportError after_departure(const FailedExchange& exchange) {
  const std::string host(exchange.host);
  if (exchange.too_large) {
    return {TransportFailure::TooLarge, Departure::MayHaveLeft,
            "The answer of " + host + " is larger than this program accepts."};
  }
  if (exchange.head_too_large) {
    return {TransportFailure::Garbled, Departure::MayHaveLeft,
            "The headers of what " + host + " answers are larger than this program accepts."};
  }
  if (exchange.code == CURLE_OPERATION_TIMEDOUT) {
    return {TransportFailure::TimedOut, Departure::MayHaveLeft,
            "No complete answer came from " + host + " within " +
                format_duration(exchange.timeout) + "."};
  }
  if (is_of_reading(exchange.code)) {
    return {TransportFailure::Garbled, Departure::MayHaveLeft,
            "What came back from " + host + " is not an HTTP answer."};
  }
  return {TransportFailure::Lost, Departure::MayHaveLeft,
          "The connection to " + host + " broke before the answer was complete."};
}

}  // namespace

TransportError describe_failure(const FailedExchange& exchange) {
  return exchange.departure == Departure::NothingLeft ? before_departure(exchange)
                                                      : after_departure(exchange);
}

}  // namespace dds::transport
