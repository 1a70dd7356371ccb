#include "native/desktop/emulated_service.h"

#include <doctest/doctest.h>

#include <optional>
#include <string>
#include <vector>

using dds::Departure;
using dds::HttpRequest;
using dds::HttpResponse;
using dds::HttpResult;
using dds::Instant;
using dds::Milliseconds;
using dds::Moment;
using dds::TransportError;
using dds::desktop::EmulatedService;
using dds::desktop::kEmulatorUrl;

namespace {

class CountingNetwork final : public dds::HttpTransport {
 public:
  dds::HttpHandle send(HttpRequest request, dds::HttpCompletion /*completion*/) override {
    sent.push_back(request.url);
    return sent.size();
  }
  void cancel(dds::HttpHandle handle) override { cancelled.push_back(handle); }
  std::vector<std::string> sent;
  std::vector<dds::HttpHandle> cancelled;
};

struct Bench {
  Moment now{{}, Instant{Milliseconds(1'700'000'000'000)}};
  CountingNetwork network;
  EmulatedService service{[this] { return now; }, 60.0, network};
};

HttpRequest to_emulator() {
  HttpRequest request;
  request.url = std::string(kEmulatorUrl) + "?Action=DescribeRegions";
  return request;
}

}  // namespace

TEST_CASE("the emulator answers at deliver, once, and never from inside send") {
  Bench bench;
  int answers = 0;
  int status = 0;
  bench.service.send(to_emulator(), [&](HttpResult result) {
    ++answers;
    if (const auto* response = std::get_if<HttpResponse>(&result)) status = response->status;
  });
  CHECK(answers == 0);
  CHECK(bench.service.pending() == 1);
  CHECK(bench.service.deliver());
  CHECK(answers == 1);
  CHECK(status >= 400);  // unsigned, so it is refused as the service would
  CHECK_FALSE(bench.service.deliver());
  CHECK(answers == 1);
  CHECK(bench.network.sent.empty());
}

TEST_CASE("a request that a completion sends is answered in the next round") {
  Bench bench;
  std::vector<int> answers;
  bench.service.send(to_emulator(), [&](const HttpResult&) {
    answers.push_back(1);
    bench.service.send(to_emulator(), [&](const HttpResult&) { answers.push_back(2); });
  });
  bench.service.deliver();
  CHECK(answers == std::vector{1});
  bench.service.deliver();
  CHECK(answers == std::vector{1, 2});
}

TEST_CASE("a cancelled request still completes, as cancelled and not sent") {
  Bench bench;
  std::optional<TransportError> error;
  const auto handle = bench.service.send(to_emulator(), [&](HttpResult result) {
    if (const auto* failure = std::get_if<TransportError>(&result)) error = *failure;
  });
  bench.service.cancel(handle);
  bench.service.deliver();
  REQUIRE(error);
  CHECK(error->failure == dds::TransportFailure::Cancelled);
  CHECK(error->departure == Departure::NothingLeft);
}

TEST_CASE("requests for other hosts go to the network, and so do their cancels") {
  Bench bench;
  HttpRequest request;
  request.url = "https://mongodb.aliyuncs.com/";
  const auto handle = bench.service.send(request, [](const HttpResult&) {});
  CHECK(bench.network.sent == std::vector<std::string>{"https://mongodb.aliyuncs.com/"});
  CHECK(bench.service.pending() == 0);
  bench.service.cancel(handle);
  CHECK(bench.network.cancelled == std::vector{handle});
}
