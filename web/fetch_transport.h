// Requests by window.fetch: no cookies, no cache, no referrer, no redirect, ended by an
// AbortController after the request's time or by `cancel`; answers up to 16 MB. HttpTransport's
// promises hold: one completion each, never inside `send`.
//
// A browser does not say whether a request without an answer was sent: every such failure counts as
// perhaps sent.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <unordered_map>

#include "core/http.h"

namespace dds::web {

class FetchTransport final : public HttpTransport {
 public:
  /// `settled` is called after each completion, for the host to look what it changed.
  explicit FetchTransport(std::function<void()> settled) : settled_(std::move(settled)) {}
  ~FetchTransport() override;

  HttpHandle send(HttpRequest request, HttpCompletion completion) override;
  void cancel(HttpHandle handle) override;

  // What JavaScript tells. `make_room` gives the memory for a body of that size.
  char* make_room(std::uint32_t handle, int status, std::uint32_t body_size);
  void answered(std::uint32_t handle, std::string_view header_lines);
  void failed(std::uint32_t handle, int failure);

 private:
  struct Pending {
    HttpCompletion completion;
    HttpResponse response;
    std::string host;  // with port, for sentences
    Milliseconds timeout{};
  };
  void complete(std::uint32_t handle, HttpResult result);

  std::function<void()> settled_;
  std::unordered_map<std::uint32_t, Pending> pending_;
  std::uint32_t last_handle_ = 0;
};

}  // namespace dds::web
