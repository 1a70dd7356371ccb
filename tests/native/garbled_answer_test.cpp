// Something that is no HTTP answer says nothing about the request: it was sent, and CreateBackup
// may have been carried out.
#include <doctest/doctest.h>

#include <atomic>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "core/base/time.h"
#include "core/response/proxy_error.h"
#include "native/platform/clock.h"
#include "native/server/cors_proxy.h"
#include "native/server/upstream.h"
#include "tests/native/garbled_peer.h"
#include "tests/native/program.h"

using namespace dds;
using dds::test::Ended;
using dds::test::GarblingService;
using dds::test::has;
using dds::test::Start;
using dds::test::Way;

namespace {

constexpr const char* kReplicaSet = "dds-bp1a7f3c9d2e5b81";  // of the emulator's sample account

Start with_endpoint(const std::string& endpoint, std::vector<std::string> arguments) {
  Start start;
  start.arguments = std::move(arguments);
  start.environment = {{"ALIBABA_CLOUD_ACCESS_KEY_ID", std::string(emulator::kAccessKeyId)},
                       {"ALIBABA_CLOUD_ACCESS_KEY_SECRET", std::string(emulator::kAccessKeySecret)},
                       {"ALIBABA_CLOUD_ENDPOINT", endpoint}};
  return start;
}

const std::vector<std::string> kGarbage{
    "", "garbage", "HTTP/4.2 200 OK\r\nContent-Length: 2\r\n\r\n{}", "HTTP/1.1 2x0 OK\r\n\r\n",
    "HTTP/1.1 200 OK\r\nx-filler: " + std::string(120'000, 'x') + "\r\n\r\n{}"};

}  // namespace

TEST_CASE("over HTTP, whatever comes in an answer's place, the request counts as sent") {
  test::check_that_garbled_answers_count_as_sent({}, test::Cuts::AtEveryByte);
}

TEST_CASE("over HTTP, whatever comes in an answer's place, no second backup is made") {
  test::check_that_garbled_answers_never_make_two_backups({}, test::Cuts::AtSome);
}

TEST_CASE(
    "by the proxy of dds serve, whatever comes in an answer's place, no second backup is made") {
  Way way;
  way.by_proxy = true;
  test::check_that_garbled_answers_never_make_two_backups(way, test::Cuts::AtSome);
}

TEST_CASE("the proxy of dds serve never says of garbage that nothing was sent") {
  std::string bytes;
  std::mutex mutex;
  const test::RawServer server([&](test::Connection& connection) {
    (void)connection.read_request();
    const std::lock_guard lock(mutex);
    connection.write(bytes);
  });
  server::ProxySettings settings;
  settings.own_port = 8620;
  settings.upstream = [&](HttpRequest request) {
    const std::atomic<bool> stopping{false};
    request.url = server.url();
    return server::send_upstream(std::move(request), {}, stopping);
  };
  server::CorsProxy proxy(std::move(settings));
  HttpRequest request;
  request.method = "POST";
  request.url = "/proxy/https://mongodb.aliyuncs.com/";
  request.headers = {{"Host", "127.0.0.1:8620"}, {"Origin", "http://127.0.0.1:8620"}};
  request.body = "Action=CreateBackup";
  for (const std::string& garbage : kGarbage) {
    CAPTURE(garbage.substr(0, 40));
    {
      const std::lock_guard lock(mutex);
      bytes = garbage;
    }
    const HttpResponse answer = proxy.handle(request);
    CHECK(find_header(answer.headers, response::kProxyErrorHeader) == "unknown");
    const std::optional<TransportError> error = response::proxy_error(answer);
    REQUIRE(error);
    CHECK(error->departure == Departure::MayHaveLeft);
    CHECK(has(error->detail, "Whether the request took effect is not known."));
  }
}

TEST_CASE("a single CreateBackup whose answer is garbage ends as unknown, and says so") {
  for (const std::string& garbage : kGarbage) {
    CAPTURE(garbage.substr(0, 40));
    GarblingService service({}, platform::now());
    service.garble_next(GarblingService::Effect::After,
                        [&](const HttpResponse&) { return garbage; });
    const Ended ended = test::run(with_endpoint(
        service.origin({}), {"CreateBackup", "--DBInstanceId", kReplicaSet, "--yes"}));
    CHECK(ended.code == 4);
    CHECK(has(ended.error, "Whether CreateBackup took effect is not known"));
    CHECK_FALSE(has(ended.error, "Nothing was started"));
    CHECK_FALSE(has(ended.error, "URL"));
    CHECK(service.backups_made() == 1);
  }
}

TEST_CASE("dds backup finds the backup whose answer was garbage, and starts no second one") {
  for (const std::string& garbage : kGarbage) {
    CAPTURE(garbage.substr(0, 40));
    GarblingService service({}, platform::now());
    service.garble_next(GarblingService::Effect::After,
                        [&](const HttpResponse&) { return garbage; });
    const Ended ended = test::run(
        with_endpoint(service.origin({}), {"backup", kReplicaSet, "--no-wait", "--poll", "0.1"}));
    CHECK(ended.code == 0);
    CHECK(has(ended.out, "Started"));
    CHECK(service.creates_received() == 1);
    CHECK(service.backups_made() == 1);
  }
}
