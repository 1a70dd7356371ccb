#include "native/transport/curl_transport.h"

#include <curl/curl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <deque>
#include <map>
#include <string_view>
#include <utility>

#include "native/transport/curl_failure.h"
#include "native/transport/departure_watch.h"

namespace dds::transport {
namespace {

constexpr std::size_t kMaxHeaderBytes = std::size_t{256} * 1024;

struct EasyDeleter {
  void operator()(CURL* easy) const { curl_easy_cleanup(easy); }
};
struct ListDeleter {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using Easy = std::unique_ptr<CURL, EasyDeleter>;
using List = std::unique_ptr<curl_slist, ListDeleter>;

void append(List& list, const std::string& text) {
  if (curl_slist* longer = curl_slist_append(list.get(), text.c_str())) {
    (void)list.release();
    list.reset(longer);
  }
}

struct Exchange {
  Easy easy;
  List headers;
  List resolve;
  HttpRequest request;
  HttpCompletion completion;
  HttpResponse response;
  std::string host;
  std::size_t max_body = 0;
  std::size_t header_bytes = 0;
  const CurlSettings* settings = nullptr;
  DepartureWatch watch;
  bool head_complete = false;  // of the last answer that came, be it an interim one
  bool too_large = false;
  bool head_too_large = false;
  bool refused_address = false;
};

struct Finished {
  HttpHandle handle = 0;
  HttpCompletion completion;
  HttpResult result;
};

bool has_line_break(std::string_view text) {
  return text.find_first_of(std::string_view("\r\n\0", 3)) != std::string_view::npos;
}

bool usable(const HttpRequest& request) {
  if (has_line_break(request.url) || has_line_break(request.method)) return false;
  return std::none_of(request.headers.begin(), request.headers.end(), [](const HttpHeader& header) {
    return header.name.empty() || has_line_break(header.name) || has_line_break(header.value);
  });
}

std::string host_of(const std::string& url) {
  std::string host = "the service";
  CURLU* parsed = curl_url();
  char* part = nullptr;
  if (curl_url_set(parsed, CURLUPART_URL, url.c_str(), 0) == CURLUE_OK &&
      curl_url_get(parsed, CURLUPART_HOST, &part, 0) == CURLUE_OK) {
    host = part;
    curl_free(part);
  }
  curl_url_cleanup(parsed);
  return host;
}

bool is_loopback(std::string_view host) {
  return host == "localhost" || host.starts_with("127.") || host == "[::1]";
}

std::size_t on_body(char* data, std::size_t, std::size_t count, void* user) {
  Exchange& exchange = *static_cast<Exchange*>(user);
  exchange.watch.answered();
  if (count > exchange.max_body - exchange.response.body.size()) {
    exchange.too_large = true;
    return 0;
  }
  exchange.response.body.append(data, count);
  return count;
}

std::size_t on_header(char* data, std::size_t, std::size_t count, void* user) {
  Exchange& exchange = *static_cast<Exchange*>(user);
  exchange.watch.answered();
  exchange.header_bytes += count;
  if (exchange.header_bytes > kMaxHeaderBytes) {
    exchange.head_too_large = true;
    return 0;
  }
  std::string_view line(data, count);
  while (!line.empty() && (line.back() == '\r' || line.back() == '\n')) line.remove_suffix(1);
  if (line.empty()) exchange.head_complete = true;
  if (line.starts_with("HTTP/")) {
    exchange.head_complete = false;
    exchange.response.headers.clear();  // of an interim answer such as 100
    return count;
  }
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos || colon == 0) return count;
  std::string_view value = line.substr(colon + 1);
  while (!value.empty() && (value.front() == ' ' || value.front() == '\t')) value.remove_prefix(1);
  while (!value.empty() && (value.back() == ' ' || value.back() == '\t')) value.remove_suffix(1);
  exchange.response.headers.push_back({std::string(line.substr(0, colon)), std::string(value)});
  return count;
}

// The address is looked at where the connection is opened, so a name cannot resolve to another one
// in between.
curl_socket_t on_open_socket(void* user, curlsocktype, curl_sockaddr* address) {
  Exchange& exchange = *static_cast<Exchange*>(user);
  if (exchange.settings->allow_address && !exchange.settings->allow_address(address->addr)) {
    exchange.refused_address = true;
    return CURL_SOCKET_BAD;
  }
  exchange.refused_address = false;  // one of several addresses of the name is fine
  return socket(address->family, address->socktype, address->protocol);
}

void set_method(Exchange& exchange) {
  CURL* easy = exchange.easy.get();
  const HttpRequest& request = exchange.request;
  if (request.method == "GET" && request.body.empty()) {
    curl_easy_setopt(easy, CURLOPT_HTTPGET, 1L);
    return;
  }
  if (request.method == "HEAD") {
    curl_easy_setopt(easy, CURLOPT_NOBODY, 1L);
    return;
  }
  curl_easy_setopt(easy, CURLOPT_POST, 1L);
  curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
  curl_easy_setopt(easy, CURLOPT_POSTFIELDS, request.body.c_str());
  if (request.method != "POST")
    curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, request.method.c_str());
}

void set_headers(Exchange& exchange) {
  bool content_type = false;
  for (const HttpHeader& header : exchange.request.headers) {
    if (header.name.size() == 12 && !find_header({header}, "Content-Type").empty())
      content_type = true;
    // A header without a value is written with a semicolon in curl's list.
    append(exchange.headers,
           header.value.empty() ? header.name + ";" : header.name + ": " + header.value);
  }
  if (!content_type) append(exchange.headers, "Content-Type:");  // curl would claim a form
  append(exchange.headers, "Expect:");                           // no waiting for "100 Continue"
  curl_easy_setopt(exchange.easy.get(), CURLOPT_HTTPHEADER, exchange.headers.get());
}

void configure(Exchange& exchange, const CurlSettings& settings, CURLSH* share) {
  CURL* easy = exchange.easy.get();
  curl_easy_setopt(easy, CURLOPT_URL, exchange.request.url.c_str());
  curl_easy_setopt(easy, CURLOPT_PATH_AS_IS, 1L);
#if LIBCURL_VERSION_NUM >= 0x075500
  curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
#else
  curl_easy_setopt(easy, CURLOPT_PROTOCOLS, CURLPROTO_HTTP | CURLPROTO_HTTPS);
#endif
  curl_easy_setopt(easy, CURLOPT_DISALLOW_USERNAME_IN_URL, 1L);
  curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 1L);
  curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 2L);
  curl_easy_setopt(easy, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
  curl_easy_setopt(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
  curl_easy_setopt(easy, CURLOPT_USERAGENT, "dds-console");
  exchange.watch.attach(easy);
  // curl sends a request again by itself when a connection from its pool turns out to be closed,
  // POSTs included. CreateBackup must not go out twice, so no connection is used twice; the watch
  // would end it besides.
  curl_easy_setopt(easy, CURLOPT_FRESH_CONNECT, 1L);
  curl_easy_setopt(easy, CURLOPT_FORBID_REUSE, 1L);
  curl_easy_setopt(easy, CURLOPT_SHARE, share);  // but TLS sessions are resumed
#if LIBCURL_VERSION_NUM >= 0x075700
  curl_easy_setopt(easy, CURLOPT_QUICK_EXIT,
                   1L);  // do not wait for a name that is still being looked up
#endif
  const auto timeout = std::max<Milliseconds::rep>(1, exchange.request.timeout.count());
  const auto connect = std::clamp<Milliseconds::rep>(settings.connect_timeout.count(), 1, timeout);
  curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, static_cast<long>(timeout));
  curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(connect));
  if (!settings.environment_proxy || is_loopback(exchange.host))
    curl_easy_setopt(easy, CURLOPT_PROXY, "");
  if (!settings.ca_file.empty()) curl_easy_setopt(easy, CURLOPT_CAINFO, settings.ca_file.c_str());
  for (const std::string& name : settings.resolve) append(exchange.resolve, name);
  if (exchange.resolve) curl_easy_setopt(easy, CURLOPT_RESOLVE, exchange.resolve.get());
  curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, on_body);
  curl_easy_setopt(easy, CURLOPT_WRITEDATA, &exchange);
  curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, on_header);
  curl_easy_setopt(easy, CURLOPT_HEADERDATA, &exchange);
  curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, on_open_socket);
  curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, &exchange);
  set_method(exchange);
  set_headers(exchange);
}

HttpResult result_of(Exchange& exchange, CURLcode code) {
  CURL* easy = exchange.easy.get();
  if (code == CURLE_OK) {
    long status = 0;
    curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
    constexpr long kFirstFinal = 200;
    exchange.response.status = static_cast<int>(status);
    if (exchange.head_complete && status >= kFirstFinal) return std::move(exchange.response);
    code = CURLE_PARTIAL_FILE;  // for libcurl, an answer that ends within its head is one
  }
  FailedExchange failed;
  failed.code = code;
  failed.host = exchange.host;
  failed.too_large = exchange.too_large;
  failed.head_too_large = exchange.head_too_large;
  failed.refused_address = exchange.refused_address;
  failed.timeout = exchange.request.timeout;
  failed.departure = exchange.watch.departure();
  curl_easy_getinfo(easy, CURLINFO_HTTP_CONNECTCODE, &failed.connect_code);
  if (exchange.settings->on_curl_error) exchange.settings->on_curl_error(code, failed.departure);
  return describe_failure(failed);
}

}  // namespace

class CurlTransport::Impl {
 public:
  explicit Impl(CurlSettings settings) : settings_(std::move(settings)) {
    static const CURLcode initialised =
        curl_global_init(CURL_GLOBAL_DEFAULT);  // once, and thread-safe
    (void)initialised;
    multi_ = curl_multi_init();
    share_ = curl_share_init();
    curl_share_setopt(share_, CURLSHOPT_SHARE, CURL_LOCK_DATA_SSL_SESSION);
  }

  ~Impl() {
    for (auto& [handle, exchange] : exchanges_)
      curl_multi_remove_handle(multi_, exchange->easy.get());
    exchanges_.clear();
    curl_multi_cleanup(multi_);
    curl_share_cleanup(share_);
  }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  HttpHandle send(HttpRequest request, HttpCompletion completion) {
    const HttpHandle handle = ++last_handle_;
    auto exchange = std::make_unique<Exchange>();
    exchange->request = std::move(request);
    exchange->completion = std::move(completion);
    exchange->settings = &settings_;
    exchange->max_body = settings_.max_body;
    if (!usable(exchange->request)) {
      finish(handle, *exchange,
             TransportError{
                 TransportFailure::NotReached, Departure::NothingLeft,
                 "The request's URL or one of its headers has a line break, so it was not sent."});
      return handle;
    }
    exchange->host = host_of(exchange->request.url);
    exchange->easy.reset(curl_easy_init());
    configure(*exchange, settings_, share_);
    curl_easy_setopt(exchange->easy.get(), CURLOPT_PRIVATE, exchange.get());
    if (!exchange->easy || curl_multi_add_handle(multi_, exchange->easy.get()) != CURLM_OK) {
      finish(handle, *exchange,
             TransportError{TransportFailure::NotReached, Departure::NothingLeft,
                            "The request could not be started."});
      return handle;
    }
    exchanges_.emplace(handle, std::move(exchange));
    return handle;
  }

  void cancel(HttpHandle handle) {
    const auto found = exchanges_.find(handle);
    if (found == exchanges_.end()) return;
    const std::unique_ptr<Exchange> exchange = std::move(found->second);
    exchanges_.erase(found);
    curl_multi_remove_handle(multi_, exchange->easy.get());
    finish(handle, *exchange,
           TransportError{TransportFailure::Cancelled, exchange->watch.departure()});
  }

  bool poll(Milliseconds timeout) {
    perform();
    if (finished_.empty() && timeout.count() > 0) {
      constexpr Milliseconds::rep kLongest = 60'000;
      curl_multi_poll(multi_, nullptr, 0, static_cast<int>(std::min(timeout.count(), kLongest)),
                      nullptr);
      perform();
    }
    if (finished_.empty()) return false;
    // Completions may send, cancel and poll again: they work on a queue of their own.
    std::deque<Finished> ready;
    ready.swap(finished_);
    for (Finished& done : ready) {
      if (done.completion) done.completion(std::move(done.result));
    }
    return true;
  }

  void wakeup() { curl_multi_wakeup(multi_); }
  [[nodiscard]] std::size_t pending() const { return exchanges_.size() + finished_.size(); }

 private:
  void perform() {
    int running = 0;
    curl_multi_perform(multi_, &running);
    int left = 0;
    while (CURLMsg* message = curl_multi_info_read(multi_, &left)) {
      if (message->msg != CURLMSG_DONE) continue;
      CURL* easy = message->easy_handle;
      const CURLcode code = message->data.result;
      const auto found = std::find_if(exchanges_.begin(), exchanges_.end(), [&](const auto& entry) {
        return entry.second->easy.get() == easy;
      });
      if (found == exchanges_.end()) continue;
      const HttpHandle handle = found->first;
      const std::unique_ptr<Exchange> exchange = std::move(found->second);
      exchanges_.erase(found);
      HttpResult result = result_of(*exchange, code);
      curl_multi_remove_handle(multi_, easy);
      finish(handle, *exchange, std::move(result));
    }
  }

  void finish(HttpHandle handle, Exchange& exchange, HttpResult result) {
    finished_.push_back({handle, std::move(exchange.completion), std::move(result)});
  }

  CurlSettings settings_;
  CURLM* multi_ = nullptr;
  CURLSH* share_ = nullptr;
  std::map<HttpHandle, std::unique_ptr<Exchange>> exchanges_;
  std::deque<Finished> finished_;
  HttpHandle last_handle_ = 0;
};

CurlTransport::CurlTransport(CurlSettings settings)
    : impl_(std::make_unique<Impl>(std::move(settings))) {}
CurlTransport::~CurlTransport() = default;
HttpHandle CurlTransport::send(HttpRequest request, HttpCompletion completion) {
  return impl_->send(std::move(request), std::move(completion));
}
void CurlTransport::cancel(HttpHandle handle) {
  impl_->cancel(handle);
}
bool CurlTransport::poll(Milliseconds timeout) {
  return impl_->poll(timeout);
}
void CurlTransport::wakeup() {
  impl_->wakeup();
}
std::size_t CurlTransport::pending() const {
  return impl_->pending();
}

}  // namespace dds::transport
