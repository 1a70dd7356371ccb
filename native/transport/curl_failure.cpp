#include "native/transport/curl_failure.h"

#include "core/base/text.h"

namespace dds::transport {
namespace {

TransportError nothing_sent(TransportFailure failure, std::string detail) {
  return {failure, false, std::move(detail)};
}

TransportError maybe_sent(TransportFailure failure, std::string detail) {
  return {failure, true, std::move(detail)};
}

}  // namespace

TransportError describe_failure(const FailedExchange& exchange) {
  const std::string host(exchange.host);
  if (exchange.too_large) {
    return maybe_sent(TransportFailure::TooLarge,
                      "The answer of " + host +
                          " is larger than this program accepts: ask for fewer entries at "
                          "once, by PageSize or a shorter time.");
  }
  if (exchange.refused_address) {
    return nothing_sent(TransportFailure::NotReached,
                        host + " leads to an address that this program does not connect to.");
  }
  if (exchange.connect_code != 0 && exchange.connect_code / 100 != 2) {
    return nothing_sent(TransportFailure::NotReached,
                        "The proxy refused to connect to " + host + " (HTTP " +
                            std::to_string(exchange.connect_code) + ").");
  }
  switch (exchange.code) {
    case CURLE_COULDNT_RESOLVE_HOST:
      return nothing_sent(TransportFailure::NotReached,
                          "The name " + host + " could not be resolved.");
    case CURLE_COULDNT_RESOLVE_PROXY:
      return nothing_sent(TransportFailure::NotReached,
                          "The name of the proxy (https_proxy) could not be resolved.");
    case CURLE_COULDNT_CONNECT:
      return nothing_sent(TransportFailure::NotReached,
                          "No connection to " + host + " could be made.");
    case CURLE_URL_MALFORMAT:
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_LOGIN_DENIED:  // a user name in the URL, which is refused before anything is sent
      return nothing_sent(TransportFailure::NotReached,
                          "The address is not an http or https URL without user name.");
    case CURLE_INTERFACE_FAILED:
    case CURLE_FAILED_INIT:
    case CURLE_OUT_OF_MEMORY:
    case CURLE_BAD_FUNCTION_ARGUMENT:
    case CURLE_PROXY:
      return nothing_sent(TransportFailure::NotReached,
                          "No connection to " + host + " could be made.");
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_PINNEDPUBKEYNOTMATCH:
    case CURLE_SSL_INVALIDCERTSTATUS:
      return nothing_sent(TransportFailure::Tls,
                          "The certificate of " + host + " was not accepted.");
    case CURLE_SSL_CACERT_BADFILE:
      return nothing_sent(TransportFailure::Tls,
                          "The system's certificate authorities cannot be read.");
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_ENGINE_NOTFOUND:
    case CURLE_SSL_ENGINE_SETFAILED:
    case CURLE_SSL_ENGINE_INITFAILED:
    case CURLE_SSL_CRL_BADFILE:
    case CURLE_USE_SSL_FAILED:
      return nothing_sent(TransportFailure::Tls,
                          "No TLS connection to " + host + " could be made.");
    case CURLE_OPERATION_TIMEDOUT:
      if (!exchange.sending_began) {
        return nothing_sent(TransportFailure::NotReached,
                            "Connecting to " + host + " took longer than allowed.");
      }
      return maybe_sent(TransportFailure::TimedOut, "No complete answer came from " + host +
                                                        " within " +
                                                        format_duration(exchange.timeout) + ".");
    default:
      return maybe_sent(TransportFailure::Lost,
                        "The connection to " + host + " broke before the answer was complete.");
  }
}

}  // namespace dds::transport
