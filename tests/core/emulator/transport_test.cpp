#include <doctest/doctest.h>

#include <memory>

#include "tests/core/emulator/service.h"

using namespace dds;
using namespace dds::testing;
using emulator::EmulatorTransport;
using Fault = EmulatorTransport::Fault;

namespace {

struct Bench {
  Service service;
  EmulatorTransport transport{service.emulator, [this] { return service.now; }};
  std::vector<std::string> outcomes;

  HttpHandle send(std::string_view action, Parameters own = {}) {
    return transport.send(service.sign(service.complete(action, std::move(own))),
                          [this](HttpResult result) { outcomes.push_back(word(result)); });
  }
  HttpHandle create(std::string_view id = kOrders) {
    return send("CreateBackup", {{"DBInstanceId", std::string(id)}});
  }

  static std::string word(const HttpResult& result) {
    if (const auto* response = std::get_if<HttpResponse>(&result)) {
      return std::to_string(response->status);
    }
    const TransportError& error = *std::get_if<TransportError>(&result);
    const std::string sent =
        error.departure == Departure::MayHaveLeft ? ", may have been sent" : ", not sent";
    switch (error.failure) {
      case TransportFailure::NotReached: return "not reached" + sent;
      case TransportFailure::Lost: return "lost" + sent;
      case TransportFailure::TimedOut: return "timed out" + sent;
      case TransportFailure::Cancelled: return "cancelled" + sent;
      default: return "other" + sent;
    }
  }
};

}  // namespace

TEST_CASE("answers come at deliver, once, in order, and never from inside send") {
  Bench bench;
  CHECK_FALSE(bench.transport.deliver());
  bench.send("DescribeRegions");
  bench.send("NoSuchAction");
  CHECK(bench.outcomes.empty());
  CHECK(bench.transport.deliver());
  CHECK(bench.outcomes == std::vector<std::string>{"200", "403"});
  CHECK_FALSE(bench.transport.deliver());
  CHECK(bench.outcomes.size() == 2);
}

TEST_CASE("handles are never 0 and never repeat") {
  Bench bench;
  const HttpHandle first = bench.send("DescribeRegions");
  const HttpHandle second = bench.send("DescribeRegions");
  CHECK(first != 0);
  CHECK(second != 0);
  CHECK(first != second);
}

TEST_CASE("what a completion sends is answered in the next round") {
  Bench bench;
  const HttpRequest request = bench.service.sign(bench.service.complete("DescribeRegions", {}));
  bench.transport.send(request, [&](const HttpResult&) { bench.send("DescribeRegions"); });
  CHECK(bench.transport.deliver());
  CHECK(bench.outcomes.empty());
  CHECK(bench.transport.deliver());
  CHECK(bench.outcomes.size() == 1);
}

TEST_CASE(
    "a cancelled request has no effect and completes as cancelled, an unknown handle is ignored") {
  Bench bench;
  bench.transport.cancel(bench.create());
  bench.transport.cancel(4'711);
  CHECK(bench.outcomes.empty());
  CHECK(bench.transport.deliver());
  CHECK(bench.outcomes == std::vector<std::string>{"cancelled, not sent"});
  CHECK(bench.service.emulator.effects().empty());
}

TEST_CASE("a completion may cancel what waits behind it") {
  Bench bench;
  HttpHandle behind = 0;
  bench.transport.send(bench.service.sign(bench.service.complete("DescribeRegions", {})),
                       [&](const HttpResult&) { bench.transport.cancel(behind); });
  behind = bench.create();
  bench.transport.deliver();
  CHECK(bench.outcomes == std::vector<std::string>{"cancelled, not sent"});
  CHECK(bench.service.emulator.effects().empty());
}

TEST_CASE("a completion may destroy the transport; what was pending is dropped") {
  Service service;
  auto transport =
      std::make_unique<EmulatorTransport>(service.emulator, [&] { return service.now; });
  int called = 0;
  const auto request = [&] { return service.sign(service.complete("DescribeRegions", {})); };
  transport->send(request(), [&](const HttpResult&) {
    ++called;
    transport.reset();
  });
  transport->send(request(), [&](const HttpResult&) { ++called; });
  CHECK(transport->deliver());
  CHECK(called == 1);
}

TEST_CASE("faults fail as told, with and without effect") {
  const auto run = [](Fault fault) {
    Bench bench;
    bench.transport.inject(fault, "CreateBackup");
    bench.create();
    bench.transport.deliver();
    return std::pair(bench.outcomes.front(), bench.service.emulator.effects().size());
  };
  CHECK(run(Fault::NotReached) == std::pair<std::string, std::size_t>("not reached, not sent", 0));
  CHECK(run(Fault::LostBeforeEffect) ==
        std::pair<std::string, std::size_t>("lost, may have been sent", 0));
  CHECK(run(Fault::LostAfterEffect) ==
        std::pair<std::string, std::size_t>("lost, may have been sent", 1));
  CHECK(run(Fault::TimedOutAfterEffect) ==
        std::pair<std::string, std::size_t>("timed out, may have been sent", 1));
}

TEST_CASE("a fault hits the next requests of its action only, as often as told") {
  Bench bench;
  bench.transport.inject(Fault::NotReached, "CreateBackup", 2);
  bench.send("DescribeRegions");
  bench.create();
  bench.create();
  bench.create();
  bench.transport.deliver();
  CHECK(bench.outcomes ==
        std::vector<std::string>{"200", "not reached, not sent", "not reached, not sent", "200"});
}

TEST_CASE("a fault of any action hits whatever comes first; none is planned by a count of 0") {
  Bench bench;
  bench.transport.inject(Fault::NotReached, "", 0);
  bench.transport.inject(Fault::LostBeforeEffect, "");
  bench.send("DescribeRegions");
  bench.send("DescribeRegions");
  bench.transport.deliver();
  CHECK(bench.outcomes == std::vector<std::string>{"lost, may have been sent", "200"});
}

TEST_CASE("the clock is asked at deliver, not at send") {
  Bench bench;
  bench.create();
  bench.service.now += Seconds(30);
  bench.transport.deliver();
  REQUIRE(bench.service.emulator.effects().size() == 1);
  CHECK(bench.service.emulator.effects().front().at == bench.service.now);
}
