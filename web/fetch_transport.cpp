#include "web/fetch_transport.h"

#include <emscripten/em_macros.h>

#include <string_view>
#include <utility>

#include "core/base/text.h"
#include "web/javascript.h"

namespace dds::web {
namespace {

constexpr std::uint32_t kMaxAnswer = 16U * 1024 * 1024;

// The numbers of web/js/fetch.js.
enum class Failure { NoAnswer, Cancelled, TimedOut, Lost, TooLarge, Redirect };

std::string host_of(std::string_view url) {
  const std::size_t scheme = url.find("://");
  if (scheme == std::string_view::npos) return "this address";
  const std::string_view rest = url.substr(scheme + 3);
  return std::string(rest.substr(0, rest.find_first_of("/?#")));
}

// The browser sets these itself. An own User-Agent would turn a simple request into one that asks
// leave first.
bool is_browsers_own(std::string_view name) {
  std::string lower(name);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return lower == "host" || lower == "content-length" || lower == "user-agent";
}

std::string lines_of(const HttpHeaders& headers) {
  std::string lines;
  for (const HttpHeader& header : headers) {
    if (!is_browsers_own(header.name)) lines += header.name + ":" + header.value + "\n";
  }
  return lines;
}

HttpHeaders headers_of(std::string_view lines) {
  HttpHeaders headers;
  while (!lines.empty()) {
    const std::size_t end = lines.find('\n');
    const std::string_view line = lines.substr(0, end);
    const std::size_t colon = line.find(": ");
    if (colon != std::string_view::npos) {
      headers.push_back({std::string(line.substr(0, colon)), std::string(line.substr(colon + 2))});
    }
    lines.remove_prefix(end == std::string_view::npos ? lines.size() : end + 1);
  }
  return headers;
}

// A browser does not say how far a request came: each may have left.
TransportError unanswered(TransportFailure failure, std::string sentence = {}) {
  return {failure, Departure::MayHaveLeft, std::move(sentence)};
}

TransportError describe(Failure failure, const std::string& host, Milliseconds timeout) {
  switch (failure) {
    case Failure::NoAnswer: break;
    case Failure::Cancelled:
      return unanswered(TransportFailure::Cancelled, "The request to " + host + " was cancelled.");
    case Failure::TimedOut:
      return unanswered(
          TransportFailure::TimedOut,
          "No complete answer came from " + host + " within " + format_duration(timeout) + ".");
    case Failure::Lost:
      return unanswered(TransportFailure::Lost,
                        "The connection to " + host + " broke before the answer was complete.");
    case Failure::TooLarge:
      return unanswered(TransportFailure::TooLarge,
                        "The answer of " + host + " is larger than this page accepts (16 MB).");
    case Failure::Redirect:
      return unanswered(TransportFailure::Blocked,
                        host +
                            " answered with a redirect, which is not followed: name the address "
                            "that answers itself.");
  }
  // The browser says no more; what it means depends on the route, which the console knows.
  return unanswered(TransportFailure::Blocked);
}

}  // namespace

FetchTransport::~FetchTransport() {
  dds_js_abort_all();
}

HttpHandle FetchTransport::send(HttpRequest request, HttpCompletion completion) {
  const std::uint32_t handle = ++last_handle_;
  pending_[handle] = Pending{.completion = std::move(completion),
                             .response = {},
                             .host = host_of(request.url),
                             .timeout = request.timeout};
  dds_js_fetch(this, handle, request.method.c_str(), request.url.c_str(),
               lines_of(request.headers).c_str(), request.body.data(),
               static_cast<std::uint32_t>(request.body.size()),
               static_cast<double>(request.timeout.count()), kMaxAnswer);
  return handle;
}

void FetchTransport::cancel(HttpHandle handle) {
  dds_js_abort(static_cast<std::uint32_t>(handle));
}

char* FetchTransport::make_room(std::uint32_t handle, int status, std::uint32_t body_size) {
  HttpResponse& response = pending_[handle].response;
  response.status = status;
  response.body.resize(body_size);
  return response.body.data();
}

void FetchTransport::answered(std::uint32_t handle, std::string_view header_lines) {
  HttpResponse response = std::move(pending_[handle].response);
  response.headers = headers_of(header_lines);
  complete(handle, std::move(response));
}

void FetchTransport::failed(std::uint32_t handle, int failure) {
  const Pending& pending = pending_[handle];
  complete(handle, describe(static_cast<Failure>(failure), pending.host, pending.timeout));
}

void FetchTransport::complete(std::uint32_t handle, HttpResult result) {
  const auto found = pending_.find(handle);
  if (found == pending_.end()) return;
  const HttpCompletion completion = std::move(found->second.completion);
  pending_.erase(found);
  completion(std::move(result));
  settled_();
}

}  // namespace dds::web

extern "C" {

EMSCRIPTEN_KEEPALIVE char* dds_on_answer(dds::web::FetchTransport* transport, std::uint32_t handle,
                                         int status, std::uint32_t body_size) {
  return transport->make_room(handle, status, body_size);
}

EMSCRIPTEN_KEEPALIVE void dds_on_answered(dds::web::FetchTransport* transport, std::uint32_t handle,
                                          const char* header_lines) {
  transport->answered(handle, header_lines);
}

EMSCRIPTEN_KEEPALIVE void dds_on_failure(dds::web::FetchTransport* transport, std::uint32_t handle,
                                         int failure) {
  transport->failed(handle, failure);
}
}
