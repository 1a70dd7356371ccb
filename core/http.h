// The only seam between the core and the outside: a request, an answer, and a transport that turns
// one into the other.
//
// Hosts implement HttpTransport (libcurl, window.fetch); tests and the emulator implement it in
// memory. Everything here happens on one thread, the driver's; a completion is never called from
// inside `send`.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "core/base/time.h"

namespace dds {

struct HttpHeader {
  std::string name;
  std::string value;
};
using HttpHeaders = std::vector<HttpHeader>;

/// The first header of that name (ASCII letter case does not matter), or an empty view.
[[nodiscard]] std::string_view find_header(const HttpHeaders& headers, std::string_view name);

struct HttpRequest {
  std::string method = "GET";  // upper case
  std::string url;             // absolute, already percent-encoded; sent byte for byte
  HttpHeaders headers;         // without Host and Content-Length, which the transport adds
  std::string body;
  Milliseconds timeout{30'000};  // for the whole exchange
};

struct HttpResponse {
  int status = 0;
  HttpHeaders headers;
  std::string body;
};

enum class TransportFailure {
  NotReached,  // name resolution or connecting failed
  Tls,         // the server's certificate or the TLS handshake was refused
  Blocked,     // the browser or the proxy refused (CORS, mixed content, CSP)
  TimedOut,    // no complete answer within the time
  Lost,        // the connection broke before the answer was complete
  Garbled,     // something came that is not an HTTP answer
  TooLarge,    // the answer exceeded the transport's limit
  Cancelled,   // `cancel` was called
};

/// Whether bytes of the request may have left this machine, as the transport observed it. Only then
/// can the service have acted on it, and CreateBackup must not be sent again while it may have.
///
/// A fact of its own, beside the failure: the name of an error says what went wrong, not how far
/// the request had come by then. Whoever did not see that nothing left says MayHaveLeft; a value
/// that nobody set says it too.
enum class Departure : std::uint8_t {
  MayHaveLeft,
  NothingLeft,  // seen: no byte of the request was handed to the socket or to TLS
};

/// Why there is no answer. Not an aggregate, so that it cannot be made without its departure.
struct TransportError {
  TransportError(TransportFailure what, Departure left, std::string sentence = {})
      : failure(what), departure(left), detail(std::move(sentence)) {}

  TransportFailure failure;
  Departure departure;
  std::string detail;         // one sentence from the host, without secrets, query or body
  bool behind_proxy = false;  // a proxy on the route was reached and said this: it lies behind it
};

using HttpResult = std::variant<HttpResponse, TransportError>;
using HttpCompletion = std::function<void(HttpResult)>;

/// Identifies a request until its completion was called; 0 is never used.
using HttpHandle = std::uint64_t;

class HttpTransport {
 public:
  HttpTransport() = default;
  HttpTransport(const HttpTransport&) = delete;
  HttpTransport& operator=(const HttpTransport&) = delete;
  virtual ~HttpTransport() = default;

  /// Starts the request. The completion is called exactly once, later, on the driver's thread;
  /// destroying the transport drops what is pending without calling.
  virtual HttpHandle send(HttpRequest request, HttpCompletion completion) = 0;

  /// Ends the request early; its completion still comes, with TransportFailure::Cancelled unless it
  /// was already on its way. An unknown handle is ignored.
  virtual void cancel(HttpHandle handle) = 0;
};

/// The failure as a sentence for people, which says nothing of the departure.
[[nodiscard]] std::string_view sentence(TransportFailure failure);

}  // namespace dds
