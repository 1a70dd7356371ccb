#include "native/server/web_server.h"

#include <httplib.h>

#include <atomic>
#include <cerrno>
#include <chrono>
#include <nlohmann/json.hpp>
#include <optional>
#include <string_view>
#include <thread>
#include <utility>

#include "core/base/ascii.h"
#include "native/server/cors_proxy.h"
#include "native/server/emulated_upstream.h"
#include "native/server/emulator_control.h"
#include "native/server/emulator_service.h"
#include "native/server/held_connection.h"
#include "native/server/proxy_rules.h"
#include "native/server/site.h"
#include "native/server/upstream.h"

namespace dds::server {
namespace {

constexpr std::string_view kEmulatorPath = "/emulator/";
constexpr int kThreads = 32;
constexpr int kReadSeconds = 10;
constexpr int kWriteSeconds = 60;

// How long an answer that is not to come is held back: longer than clients wait by default. Never
// on all threads: what is too much is closed at once.
constexpr Milliseconds kHeldBack{60'000};
constexpr int kMostHeldBack = kThreads * 3 / 4;
constexpr Milliseconds kLookForEnd{20};

HttpRequest incoming(const httplib::Request& request, std::string body) {
  HttpRequest out;
  out.method = request.method;
  out.url = request.target;  // as it came, not decoded
  for (const auto& [name, value] : request.headers) out.headers.push_back({name, value});
  out.body = std::move(body);
  return out;
}

void write_answer(httplib::Response& out, HttpResponse answer) {
  out.status = answer.status;
  std::string type = "application/octet-stream";
  for (const HttpHeader& header : answer.headers) {
    if (equal_ignoring_case(header.name, "content-type")) {
      type = header.value;
    } else if (!equal_ignoring_case(header.name, "content-length")) {
      out.set_header(header.name, header.value);
    }
  }
  if (answer.body.empty()) return;
  // By a provider, because the library would compress a plain body by itself.
  const auto body = std::make_shared<const std::string>(std::move(answer.body));
  out.set_content_provider(body->size(), type,
                           [body](std::size_t offset, std::size_t length, httplib::DataSink& sink) {
                             return sink.write(body->data() + offset, length);
                           });
}

// The headers promise the whole body, half of it comes.
void write_half(httplib::Response& out, HttpResponse answer) {
  const auto body = std::make_shared<const std::string>(std::move(answer.body));
  answer.body.clear();
  write_answer(out, std::move(answer));
  out.set_content_provider(body->size(), "application/json;charset=utf-8",
                           [body](std::size_t offset, std::size_t, httplib::DataSink& sink) {
                             if (offset == 0) sink.write(body->data(), body->size() / 2);
                             return false;  // the library closes the connection
                           });
}

HttpResponse sentence_answer(int status, std::string text) {
  HttpResponse response;
  response.status = status;
  response.headers.push_back({"Content-Type", "text/plain; charset=utf-8"});
  response.headers.push_back({"Cache-Control", "no-store"});
  response.body = std::move(text);
  return response;
}

}  // namespace

class WebServer::Impl {
 public:
  explicit Impl(ServerSettings settings) : settings_(std::move(settings)) {}
  ~Impl() { stop(); }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  Status start() {
    if (Status problem = open_emulator()) return problem;
    configure();
    errno = 0;
    if (settings_.port == 0) {
      port_ = server_.bind_to_any_port("127.0.0.1");
      if (port_ <= 0) return make_error(ErrorCode::Io, "No free port was found on 127.0.0.1.", {});
    } else if (server_.bind_to_port("127.0.0.1", settings_.port)) {
      port_ = settings_.port;
    } else {
      const std::string port = std::to_string(settings_.port);
      return make_error(
          ErrorCode::Io,
          errno == EACCES
              ? "Port " + port + " needs more rights: choose one above 1023 with --port."
              : "Port " + port + " is taken: choose another one with --port.",
          {});
    }
    make_proxy();
    thread_ = std::thread([this] {
      server_.listen_after_bind();
      ended_ = true;
    });
    while (!server_.is_running() && !ended_) std::this_thread::yield();
    return std::nullopt;
  }

  void stop() {
    if (!thread_.joinable()) return;
    stopping_ = true;
    server_.stop();
    thread_.join();
    if (emulator_) emulator_->save();
  }

  [[nodiscard]] int port() const { return port_; }
  [[nodiscard]] bool has_emulator() const { return emulator_ != nullptr; }
  [[nodiscard]] Role role() const { return settings_.role; }
  void with_emulator(const std::function<void(emulator::Emulator&)>& use) {
    if (emulator_) emulator_->with(use);
  }

 private:
  Status open_emulator() {
    if (settings_.role != Role::Emulator && !settings_.emulator) return std::nullopt;
    EmulatorOptions options = settings_.emulator_options;
    options.clock_rate = settings_.clock_rate;
    auto opened = EmulatorService::open(std::move(options), settings_.now);
    if (!opened) return opened.error();
    emulator_ = *std::move(opened);
    return std::nullopt;
  }

  void configure() {
    // The library's default shares the port with whoever listens there already.
    server_.set_socket_options([](socket_t socket) {
      const int yes = 1;
      setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    });
    server_.new_task_queue = [] { return new httplib::ThreadPool(kThreads); };
    // One request a connection: idle connections hold no thread, and bytes that an answer left
    // unread can never be taken for a further request.
    server_.set_keep_alive_max_count(1);
    server_.set_tcp_nodelay(true);
    server_.set_read_timeout(kReadSeconds, 0);
    server_.set_write_timeout(kWriteSeconds, 0);
    server_.set_payload_max_length(kMaxRequestBody);
    server_.set_pre_routing_handler([this](const httplib::Request& request,
                                           httplib::Response& response) {
      const_cast<httplib::Request&>(request).ranges.clear();  // whole answers only
      if (request.method == "POST") {
        if (request.has_header("Content-Length") || request.has_header("Transfer-Encoding")) {
          return httplib::Server::HandlerResponse::Unhandled;  // its body is read first
        }
        answer(request, response, whole(sentence_answer(411, "A POST needs a Content-Length.\n")));
      } else {
        answer(request, response, handle(incoming(request, {})));
      }
      return httplib::Server::HandlerResponse::Handled;
    });
    server_.Post("[\\s\\S]*", [this](const httplib::Request& request, httplib::Response& response,
                                     const httplib::ContentReader& read) {
      std::string body;
      const bool complete = read([&body](const char* data, std::size_t size) {
        body.append(data, size);
        return body.size() <= kMaxRequestBody;
      });
      if (!complete || body.size() > kMaxRequestBody) {
        answer(request, response,
               whole(sentence_answer(413,
                                     "The request is larger than what is taken here (64 KiB).\n")));
      } else {
        answer(request, response, handle(incoming(request, std::move(body))));
      }
    });
  }

  static emulator::Staged whole(HttpResponse response) {
    return {emulator::Delivery::Whole, std::move(response)};
  }

  void answer(const httplib::Request& request, httplib::Response& out, emulator::Staged staged) {
    using emulator::Delivery;
    if (settings_.role == Role::Console) {
      for (HttpHeader& header : security_headers())
        staged.response.headers.push_back(std::move(header));
    }
    switch (staged.delivery) {
      case Delivery::Whole: write_answer(out, std::move(staged.response)); return;
      case Delivery::CutOff: write_half(out, std::move(staged.response)); return;
      case Delivery::Late:
        hold(request, emulator::kSlowAnswer);
        write_answer(out, std::move(staged.response));
        return;
      case Delivery::TimesOut: hold(request, kHeldBack); break;
      // What was accepted cannot be refused any more, and which action it is stands in the request:
      // the connection is reset once that was read.
      case Delivery::Refused: HeldConnection(port_, request.remote_port).reset(); return;
      case Delivery::Garbled: HeldConnection(port_, request.remote_port).write(staged.bytes); break;
      case Delivery::Lost: break;
    }
    HeldConnection(port_, request.remote_port).close();
  }

  void hold(const httplib::Request& request, Milliseconds time) {
    if (++held_back_ <= kMostHeldBack)
      HeldConnection(port_, request.remote_port).hold(time, stopping_);
    --held_back_;
  }

  // As the proxy waits for a service: whether its client is still there is not looked at.
  void wait(Milliseconds time) const {
    const auto end = std::chrono::steady_clock::now() + time;
    while (!stopping_ && std::chrono::steady_clock::now() < end)
      std::this_thread::sleep_for(kLookForEnd);
  }

  void make_proxy() {
    ProxySettings proxy;
    proxy.own_port = port_;
    proxy.allowed_origins = settings_.allowed_origins;
    proxy.upstream = [this](HttpRequest request) {
      return send_upstream(std::move(request), settings_.upstream, stopping_);
    };
    if (emulator_)
      proxy.emulator = [this](const HttpRequest& request) {
        return as_upstream(emulator_->play(request), [this](Milliseconds time) { wait(time); });
      };
    proxy_ = std::make_unique<CorsProxy>(std::move(proxy));
  }

  emulator::Staged handle(const HttpRequest& request) {
    const std::string_view target = request.url;
    if (settings_.control && emulator_ && is_control_target(target))
      return whole(control(*emulator_, request, port_));
    if (settings_.role == Role::Emulator || (emulator_ && is_emulator_target(request)))
      return emulate(request);
    return whole(console(request));
  }

  [[nodiscard]] bool is_emulator_target(const HttpRequest& request) const {
    const std::string_view target = request.url;
    return is_own_host(find_header(request.headers, "Host"), port_) &&
           (target == kEmulatorPath || target.starts_with("/emulator/?"));
  }

  HttpResponse console(const HttpRequest& request) {
    const std::string_view target = request.url;
    if (target.starts_with("/proxy/") || target.starts_with("/proxy?") || target == "/proxy") {
      return proxy_->handle(request);
    }
    if (!is_own_host(find_header(request.headers, "Host"), port_)) {
      return sentence_answer(403, "This server answers to 127.0.0.1 and localhost only.\n");
    }
    if (is_emulator_target(request)) {
      return sentence_answer(404,
                             "This server runs without the emulator; start it with --emulator.\n");
    }
    if (target == "/config.json") return config(request);
    return serve_file(settings_.site, request);
  }

  // The emulator sees its own address and the query as it came.
  emulator::Staged emulate(HttpRequest request) {
    const std::size_t query = request.url.find('?');
    const std::string tail = query == std::string::npos ? std::string() : request.url.substr(query);
    request.url = "http://127.0.0.1:" + std::to_string(port_) + "/" + tail;
    return emulator_->play(request);
  }

  // How the page starts. Without CORS headers, so no other origin reads it. The key is the
  // emulator's well-known one.
  HttpResponse config(const HttpRequest& request) {
    const std::string origin = "http://" + std::string(find_header(request.headers, "Host"));
    nlohmann::json document{
        {"origin", origin}, {"emulator", emulator_ != nullptr}, {"version", DDS_VERSION}};
    if (emulator_) {
      document["endpoint"] = origin + std::string(kEmulatorPath);
      document["test_credentials"] = {{"access_key_id", emulator::kAccessKeyId},
                                      {"access_key_secret", emulator::kAccessKeySecret}};
    }
    HttpResponse response;
    response.status = request.method == "GET" || request.method == "HEAD" ? 200 : 405;
    response.headers.push_back({"Content-Type", "application/json"});
    response.headers.push_back({"Cache-Control", "no-store"});
    response.body = document.dump() + "\n";
    return response;
  }

  ServerSettings settings_;
  std::unique_ptr<EmulatorService> emulator_;
  std::unique_ptr<CorsProxy> proxy_;
  httplib::Server server_;
  std::thread thread_;
  std::atomic<bool> stopping_{false};
  std::atomic<bool> ended_{false};
  std::atomic<int> held_back_{0};
  int port_ = 0;
};

Result<std::unique_ptr<WebServer>> WebServer::start(ServerSettings settings) {
  auto impl = std::make_unique<Impl>(std::move(settings));
  if (Status problem = impl->start()) return *problem;
  return std::unique_ptr<WebServer>(new WebServer(std::move(impl)));
}

WebServer::WebServer(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
WebServer::~WebServer() = default;
int WebServer::port() const {
  return impl_->port();
}
std::string WebServer::origin() const {
  return "http://127.0.0.1:" + std::to_string(port());
}
std::string WebServer::emulator_url() const {
  if (!impl_->has_emulator()) return {};
  return impl_->role() == Role::Emulator ? origin() : origin() + std::string(kEmulatorPath);
}
void WebServer::with_emulator(const std::function<void(emulator::Emulator&)>& use) {
  impl_->with_emulator(use);
}
void WebServer::stop() {
  impl_->stop();
}

}  // namespace dds::server
