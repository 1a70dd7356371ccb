#include "tests/native/garbled_peer.h"

#include <doctest/doctest.h>

#include <atomic>
#include <list>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "core/backup/create_and_follow.h"
#include "core/backup/driver.h"
#include "core/emulator/incoming.h"
#include "native/server/cors_proxy.h"
#include "native/server/upstream.h"

namespace dds::test {
namespace {

using emulator::Garbled;

constexpr Instant kBegin{std::chrono::hours{490'000}};
constexpr const char* kInstance = "dds-bp1a7f3c9d2e5b81";

std::string text_of(const HttpResponse& response) {
  std::string text = "HTTP/1.1 " + std::to_string(response.status) + " Told\r\n";
  for (const HttpHeader& header : response.headers)
    text += header.name + ": " + header.value + "\r\n";
  return text + "Content-Length: " + std::to_string(response.body.size()) + "\r\n\r\n" +
         response.body;
}

HttpRequest request_of(const std::string& text) {
  HttpRequest request;
  const std::size_t head = text.find("\r\n\r\n");
  if (head == std::string::npos) return request;
  request.body = text.substr(head + 4);
  std::size_t at = text.find("\r\n");
  const std::string line = text.substr(0, at);
  const std::size_t space = line.find(' ');
  request.method = line.substr(0, space);
  request.url = line.substr(space + 1, line.rfind(' ') - space - 1);
  while (at < head) {
    const std::size_t begin = at + 2;
    at = text.find("\r\n", begin);
    const std::size_t colon = text.find(':', begin);
    std::size_t value = colon + 1;
    while (value < at && text[value] == ' ') ++value;
    request.headers.push_back({text.substr(begin, colon - begin), text.substr(value, at - value)});
  }
  return request;
}

transport::CurlSettings settings_for(const Way& way, int port) {
  transport::CurlSettings settings = way.settings;
  settings.environment_proxy = false;
  settings.resolve = {way.host + ":" + std::to_string(port) + ":127.0.0.1"};
  return settings;
}

void check_heard(const HttpResult& result, const Garbled& garbled) {
  if (const auto* error = std::get_if<TransportError>(&result)) {
    CHECK(error->departure == Departure::MayHaveLeft);
    CHECK(error->failure != TransportFailure::NotReached);
    CHECK(error->failure != TransportFailure::Tls);
    CHECK_FALSE(error->detail.empty());
    CHECK(error->detail.find("URL") == std::string::npos);
    CHECK(error->detail.find("could be made") == std::string::npos);
    CHECK(std::holds_alternative<TransportError>(garbled.heard));
    return;
  }
  const auto* expected = std::get_if<HttpResponse>(&garbled.heard);
  CHECK(expected != nullptr);
  if (expected == nullptr) return;
  CHECK(std::get_if<HttpResponse>(&result)->status == expected->status);
  CHECK(std::get_if<HttpResponse>(&result)->body == expected->body);
}

HttpResponse sample_answer() {
  HttpResponse answer;
  answer.status = 200;
  answer.headers = {{"Content-Type", "application/json;charset=utf-8"}, {"x-acs-request-id", "R1"}};
  answer.body = R"({"RequestId":"R1","BackupId":"5664****"})";
  return answer;
}

std::vector<std::uint64_t> numbers_for(const HttpResponse& answer, Cuts cuts) {
  std::vector<std::uint64_t> all = emulator::garbled_numbers(answer);
  if (cuts == Cuts::AtEveryByte) return all;
  constexpr std::size_t kEach = 7;
  std::vector<std::uint64_t> some;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const bool is_cut = emulator::garble(answer, all[i]).shape.starts_with("cut at");
    if (!is_cut || i % kEach == 0) some.push_back(all[i]);
  }
  return some;
}

constexpr const char* kServiceHost = "mongodb.aliyuncs.com";

// The page's way: what it sends goes to the proxy's own code, and from there over real sockets to
// the peer, which answers for the service.
class ByProxy final : public HttpTransport {
 public:
  ByProxy(const Way& way, int port) : proxy_(settings(way, port)) {}

  HttpHandle send(HttpRequest request, HttpCompletion completion) override {
    request.url.erase(0, kOrigin.size());
    request.headers.push_back({"Host", std::string(kOrigin.substr(7))});
    request.headers.push_back({"Origin", std::string(kOrigin)});
    waiting_.push_back({std::move(request), std::move(completion)});
    return ++last_;
  }
  void cancel(HttpHandle) override {}
  void deliver() {
    std::list<Waiting> round;
    round.swap(waiting_);
    for (Waiting& one : round) one.completion(proxy_.handle(one.request));
  }

  static constexpr std::string_view kOrigin = "http://127.0.0.1:8620";

 private:
  struct Waiting {
    HttpRequest request;
    HttpCompletion completion;
  };
  static server::ProxySettings settings(const Way& way, int port) {
    server::ProxySettings settings;
    settings.own_port = 8620;
    settings.upstream = [&way, port](HttpRequest request) {
      static const std::atomic<bool> stopping{false};
      const std::string origin = std::string("https://") + kServiceHost;
      request.url.replace(0, origin.size(),
                          way.scheme + "://" + way.host + ":" + std::to_string(port));
      request.headers.push_back({"Host", kServiceHost});
      return server::send_upstream(std::move(request), settings_for(way, port), stopping);
    };
    return settings;
  }
  server::CorsProxy proxy_;
  std::list<Waiting> waiting_;
  HttpHandle last_ = 0;
};

// One backup to its end: sockets are real, time is simulated.
backup::Progress back_up(GarblingService& service, const Way& way, Instant now) {
  transport::CurlTransport direct(settings_for(way, service.port()));
  ByProxy by_proxy(way, service.port());
  backup::Connection connection;
  connection.credentials.access_key_id = emulator::kAccessKeyId;
  connection.credentials.access_key_secret = Secret(emulator::kAccessKeySecret);
  const Result<api::Endpoint> endpoint = api::parse_endpoint(
      way.by_proxy ? std::string("https://") + kServiceHost : service.origin(way));
  REQUIRE(endpoint.ok());
  connection.endpoint = *endpoint;
  if (way.by_proxy) connection.route = {api::RouteKind::SameOrigin, std::string(ByProxy::kOrigin)};
  int nonces = 0;
  backup::DriverHooks hooks;
  const auto clocks = [&now] { return Moment{SteadyInstant{now - kBegin}, now}; };
  hooks.now = clocks;
  hooks.nonce = [&nonces] { return "garbled-" + std::to_string(++nonces); };
  HttpTransport& transport = way.by_proxy ? static_cast<HttpTransport&>(by_proxy) : direct;
  backup::Driver driver(transport, connection, hooks);
  api::CreateBackupParameters parameters;
  parameters.instance_id = kInstance;
  const auto operation = std::make_shared<backup::CreateAndFollow>(parameters, backup::Options{});
  driver.start(operation);
  while (!driver.idle()) {
    driver.advance(clocks());
    if (driver.in_flight() > 0) {
      by_proxy.deliver();
      direct.poll(way.by_proxy ? Milliseconds(0) : Milliseconds(10'000));
    } else if (const auto next = driver.next_wake()) {
      // A job is over by the next look.
      now = std::max(now + std::chrono::hours{1}, kBegin + next->time_since_epoch());
      service.set_now(now);
    }
  }
  return operation->progress();
}

}  // namespace

void check_that_garbled_answers_count_as_sent(const Way& way, Cuts cuts) {
  std::mutex mutex;
  std::string bytes;
  std::string received;
  const RawServer server(
      [&](Connection& connection) {
        const std::string text = connection.read_request();
        const std::lock_guard lock(mutex);
        received = text;
        connection.write(bytes);
      },
      way.wire);
  transport::CurlTransport transport(settings_for(way, server.port()));
  int sent = 0;
  const HttpResponse answer = sample_answer();
  for (const std::uint64_t number : numbers_for(answer, cuts)) {
    const Garbled garbled = emulator::garble(answer, number);
    CAPTURE(garbled.shape);
    {
      const std::lock_guard lock(mutex);
      bytes = garbled.bytes;
    }
    HttpRequest request;
    request.method = "POST";
    request.url = way.scheme + "://" + way.host + ":" + std::to_string(server.port()) + "/";
    request.body = "Action=CreateBackup";
    request.timeout = Seconds(20);
    std::optional<HttpResult> result;
    transport.send(request, [&](HttpResult value) { result = std::move(value); });
    while (!result) transport.poll(Seconds(1));
    check_heard(*result, garbled);
    CHECK(server.connections() == ++sent);
    const std::lock_guard lock(mutex);
    CHECK(received.ends_with(request.body));
  }
}

void check_that_garbled_answers_never_make_two_backups(const Way& way, Cuts cuts) {
  using Effect = GarblingService::Effect;
  for (const Effect effect : {Effect::After, Effect::Before}) {
    for (const std::uint64_t number : numbers_for(sample_answer(), cuts)) {
      std::string shape;
      GarblingService service(way, kBegin);
      service.garble_next(effect, [&](const HttpResponse& answer) {
        Garbled garbled = emulator::garble(answer, number);
        shape = garbled.shape;
        return garbled.bytes;
      });
      const backup::Progress progress = back_up(service, way, kBegin);
      CAPTURE(shape);
      CAPTURE(effect == Effect::After);
      CHECK(service.backups_made() == 1);
      if (effect == Effect::After) {
        CHECK(service.creates_received() == 1);
      } else {
        CHECK(service.creates_received() > 1);  // sent again once that makes no second backup
      }
      CHECK(progress.ending == backup::Ending::Succeeded);
    }
  }
}

GarblingService::GarblingService(const Way& way, Instant now)
    : now_(now),
      emulator_({}, now),
      server_([this](Connection& connection) { serve(connection); }, way.wire) {}

void GarblingService::garble_next(Effect effect, MakeBytes make) {
  const std::lock_guard lock(mutex_);
  make_ = std::move(make);
  effect_ = effect;
}

void GarblingService::set_now(Instant now) {
  const std::lock_guard lock(mutex_);
  now_ = now;
}

std::string GarblingService::origin(const Way& way) const {
  return way.scheme + "://" + way.host + ":" + std::to_string(server_.port());
}

std::size_t GarblingService::creates_received() {
  const std::lock_guard lock(mutex_);
  return creates_;
}

std::size_t GarblingService::backups_made() {
  const std::lock_guard lock(mutex_);
  std::size_t made = 0;
  for (const auto& effect : emulator_.effects()) made += effect.action == "CreateBackup" ? 1U : 0U;
  return made;
}

void GarblingService::serve(Connection& connection) {
  const HttpRequest request = request_of(connection.read_request());
  connection.write(answer(request));
}

std::string GarblingService::answer(const HttpRequest& request) {
  const std::lock_guard lock(mutex_);
  const bool create = emulator::requested_action(request) == "CreateBackup";
  if (create) ++creates_;
  if (!create || !make_) return text_of(emulator_.handle(request, now_, now_));
  const MakeBytes make = std::exchange(make_, nullptr);
  return make(effect_ == Effect::After ? emulator_.handle(request, now_, now_)
                                       : emulator_.refuse_unseen(request, "InternalError", now_));
}

}  // namespace dds::test
