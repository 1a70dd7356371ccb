// The driver over a transport that the test holds in its hand.
#include <doctest/doctest.h>

#include <map>

#include "core/backup/driver.h"
#include "tests/core/backup/scripted_service.h"

using namespace dds;
using namespace dds::testing;
using backup::Driver;

namespace {

class HandTransport final : public HttpTransport {
 public:
  HttpHandle send(HttpRequest request, HttpCompletion completion) override {
    requests.push_back(std::move(request));
    completions[++last_] = std::move(completion);
    return last_;
  }
  void cancel(HttpHandle handle) override {
    cancelled.push_back(handle);
    if (completes_cancelled)
      complete(handle, TransportError{TransportFailure::Cancelled, Departure::MayHaveLeft, ""});
  }
  void complete(HttpHandle handle, HttpResult result) {
    const auto found = completions.find(handle);
    if (found == completions.end()) return;
    const HttpCompletion completion = std::move(found->second);
    completions.erase(found);
    completion(std::move(result));
  }
  std::vector<HttpRequest> requests;
  std::map<HttpHandle, HttpCompletion> completions;
  std::vector<HttpHandle> cancelled;
  bool completes_cancelled = true;

 private:
  HttpHandle last_ = 0;
};

struct Fixture {
  HandTransport transport;
  Instant now = kStart;
  int nonces = 0;
  std::vector<std::uint64_t> seen;  // exchange numbers, sent and answered

  backup::Connection connection(std::string key_id = "testid") {
    backup::Connection connection;
    connection.credentials.access_key_id = std::move(key_id);
    connection.credentials.access_key_secret = Secret("testsecret");
    connection.endpoint.host = "mongodb.aliyuncs.com";
    return connection;
  }
  backup::DriverHooks hooks() {
    backup::DriverHooks hooks;
    hooks.now = [this] { return at(now); };
    hooks.nonce = [this] { return "nonce" + std::to_string(++nonces); };
    hooks.on_exchange = [this](const backup::Exchange& exchange) {
      seen.push_back(exchange.number);
    };
    return hooks;
  }
};

HttpResponse ok(std::string body) {
  return {200, {{"Content-Type", "application/json"}}, std::move(body)};
}

}  // namespace

TEST_CASE("a call gets its reply at the next advance and not before") {
  Fixture f;
  Driver driver(f.transport, f.connection(), f.hooks());
  std::string request_id;
  driver.call({"DescribeRegions", {}, api::Format::Json},
              [&](std::variant<response::Reply, backup::NotReplied> out) {
                const auto* reply = std::get_if<response::Reply>(&out);
                REQUIRE(reply != nullptr);
                const auto* got = std::get_if<response::Answer>(reply);
                REQUIRE(got != nullptr);
                request_id = got->request_id;
              });
  REQUIRE(f.transport.requests.size() == 1);
  CHECK(f.transport.requests[0].body.find("Action=DescribeRegions") != std::string::npos);
  CHECK(driver.in_flight() == 1);
  f.transport.complete(1, ok(R"({"RequestId":"ABC"})"));
  CHECK(request_id.empty());
  CHECK(driver.next_wake().has_value());
  driver.advance(at(f.now));
  CHECK(request_id == "ABC");
  CHECK(driver.idle());
  CHECK(f.seen == std::vector<std::uint64_t>{1, 1});
}

TEST_CASE("every request is signed with a nonce of its own") {
  Fixture f;
  Driver driver(f.transport, f.connection(), f.hooks());
  driver.call({"DescribeRegions", {}, api::Format::Json}, {});
  driver.call({"DescribeRegions", {}, api::Format::Json}, {});
  REQUIRE(f.transport.requests.size() == 2);
  CHECK(f.transport.requests[0].body.find("SignatureNonce=nonce1") != std::string::npos);
  CHECK(f.transport.requests[1].body.find("SignatureNonce=nonce2") != std::string::npos);
}

TEST_CASE("a call that cannot be signed is answered with the reason and nothing is sent") {
  Fixture f;
  Driver driver(f.transport, f.connection(""), f.hooks());
  std::string reason;
  bool effect = true;
  driver.call({"DescribeRegions", {}, api::Format::Json},
              [&](std::variant<response::Reply, backup::NotReplied> out) {
                const auto* failed = std::get_if<backup::NotReplied>(&out);
                REQUIRE(failed != nullptr);
                reason = failed->describe();
                effect = failed->may_have_taken_effect();
              });
  driver.advance(at(f.now));
  CHECK(f.transport.requests.empty());
  CHECK_FALSE(reason.empty());
  CHECK_FALSE(effect);
}

TEST_CASE("what the proxy on the route says of itself is no answer of the service") {
  const HttpResponse refusal = {
      502,
      {{"Content-Type", "application/json"}, {"X-Dds-Proxy-Error", "not-sent"}},
      R"({"error":"The name could not be resolved."})"};
  for (const bool routed : {true, false}) {
    CAPTURE(routed);
    Fixture f;
    backup::Connection connection = f.connection();
    if (routed) connection.route = {api::RouteKind::ProxyPath, "https://proxy.example"};
    Driver driver(f.transport, connection, f.hooks());
    std::optional<backup::NotReplied> failed;
    driver.call({"CreateBackup", {{"DBInstanceId", "dds-bp1"}}, api::Format::Json},
                [&](std::variant<response::Reply, backup::NotReplied> out) {
                  if (const auto* it = std::get_if<backup::NotReplied>(&out)) failed = *it;
                });
    f.transport.complete(1, refusal);
    driver.advance(at(f.now));
    REQUIRE(failed);
    // Without a proxy anybody may have put the header there.
    CHECK(failed->may_have_taken_effect() == !routed);
    CHECK((failed->describe() == "The name could not be resolved.") == routed);
  }
}

TEST_CASE("stopping cancels the request and its completion is not called any more") {
  Fixture f;
  Driver driver(f.transport, f.connection(), f.hooks());
  bool called = false;
  const auto id =
      driver.call({"DescribeRegions", {}, api::Format::Json},
                  [&](std::variant<response::Reply, backup::NotReplied>) { called = true; });
  driver.stop(id);
  driver.advance(at(f.now));
  CHECK(f.transport.cancelled.size() == 1);
  CHECK_FALSE(called);
  CHECK(driver.idle());
  CHECK(driver.in_flight() == 0);
}

TEST_CASE("a completion that comes after the driver is gone does no harm") {
  Fixture f;
  {
    Driver driver(f.transport, f.connection(), f.hooks());
    driver.call({"DescribeRegions", {}, api::Format::Json}, {});
    f.transport.completes_cancelled =
        false;  // as a transport may do that is in the middle of delivering
  }
  REQUIRE(f.transport.completions.size() == 1);
  f.transport.complete(1, ok("{}"));
  CHECK(f.seen.size() == 1);  // only when it was sent
}

TEST_CASE("timers fire when the time has come, in their order, and the clock never goes back") {
  struct Waiter final : backup::Operation {
    std::vector<Instant> fired;
    backup::Step handle(const backup::Event& event, const Moment& now) override {
      if (std::holds_alternative<backup::TimerFired>(event)) fired.push_back(now.wall);
      if (fired.size() == 2) return backup::Done{};
      return backup::WaitUntil{now.steady + Seconds{5}};
    }
  };
  Fixture f;
  Driver driver(f.transport, f.connection(), f.hooks());
  const auto waiter = std::make_shared<Waiter>();
  int steps = 0;
  driver.start(waiter, [&] { ++steps; });
  REQUIRE(driver.next_wake() == at(kStart + Seconds{5}).steady);
  f.now = kStart + Seconds{4};
  driver.advance(at(f.now));
  CHECK(waiter->fired.empty());
  f.now = kStart + Seconds{5};
  driver.advance(at(f.now));
  CHECK(waiter->fired.size() == 1);
  f.now = kStart;  // a clock that was set back
  driver.advance(at(f.now));
  CHECK(driver.next_wake() == at(kStart + Seconds{10}).steady);
  f.now = kStart + Seconds{60};
  driver.advance(at(f.now));
  CHECK(waiter->fired.size() == 2);
  CHECK(driver.idle());
  CHECK(steps == 3);
}

TEST_CASE("no more requests are in flight than the window allows; the rest wait their turn") {
  Fixture f;
  Driver driver(f.transport, f.connection(), f.hooks(), 4);  // the window begins at 2
  int answered = 0;
  for (int i = 0; i < 10; ++i) {
    driver.call({"DescribeRegions", {}, api::Format::Json}, [&](auto&&) { ++answered; });
  }
  CHECK(f.transport.requests.size() == 2);
  CHECK(driver.queued() == 8);
  std::size_t most = 0;
  for (HttpHandle handle = 1; handle <= 10; ++handle) {
    most = std::max(most, driver.in_flight());
    f.transport.complete(handle, ok(R"({"RequestId":"R"})"));
    driver.advance(at(f.now));
  }
  CHECK(answered == 10);
  CHECK(most <= 4);
  CHECK(most > 2);
  CHECK(driver.idle());
}

TEST_CASE("what waits is signed when it leaves, and writes leave before reads") {
  Fixture f;
  Driver driver(f.transport, f.connection(), f.hooks(), 1);
  for (const char* action : {"DescribeRegions", "DescribeBackups", "CreateBackup"}) {
    driver.call({action, {{"DBInstanceId", "dds-1"}}, api::Format::Json}, [](auto&&) {});
  }
  f.now += Seconds{30};
  f.transport.complete(1, ok(R"({"RequestId":"R"})"));
  driver.advance(at(f.now));
  REQUIRE(f.transport.requests.size() == 2);
  CHECK(f.transport.requests[1].body.find("CreateBackup") != std::string::npos);
  CHECK(f.transport.requests[1].body.find("06%3A00%3A30Z") != std::string::npos);
}

TEST_CASE("throttling narrows the window, holds back, and is over by itself") {
  Fixture f;
  Driver driver(f.transport, f.connection(), f.hooks(), 16);
  for (int i = 0; i < 3; ++i)
    driver.call({"DescribeRegions", {}, api::Format::Json}, [](auto&&) {});
  f.transport.complete(1, HttpResponse{400,
                                       {{"x-acs-retry-after", "4000"}},
                                       R"({"Code":"Throttling.User","RequestId":"R"})"});
  driver.advance(at(f.now));
  CHECK(driver.window() == 4);
  driver.call({"DescribeRegions", {}, api::Format::Json}, [](auto&&) {});
  CHECK(driver.queued() == 1);
  REQUIRE(driver.next_wake().has_value());
  CHECK(*driver.next_wake() == at(f.now + Seconds{4}).steady);
  f.now += Seconds{4};
  driver.advance(at(f.now));
  CHECK(driver.queued() == 0);
  CHECK(f.transport.requests.size() == 4);
}

TEST_CASE("a write that could not leave for a minute is told as not sent") {
  Fixture f;
  Driver driver(f.transport, f.connection(), f.hooks(), 1);
  driver.call({"DescribeRegions", {}, api::Format::Json}, [](auto&&) {});
  bool told = false;
  driver.call({"CreateBackup", {{"DBInstanceId", "dds-1"}}, api::Format::Json},
              [&](std::variant<response::Reply, backup::NotReplied> out) {
                const auto* failed = std::get_if<backup::NotReplied>(&out);
                REQUIRE(failed != nullptr);
                CHECK_FALSE(failed->may_have_taken_effect());
                told = true;
              });
  f.now += Seconds{61};
  driver.advance(at(f.now));
  CHECK(told);
  CHECK(f.transport.requests.size() == 1);
}

TEST_CASE("a call that waits is dropped when it is stopped") {
  Fixture f;
  Driver driver(f.transport, f.connection(), f.hooks(), 1);
  driver.call({"DescribeRegions", {}, api::Format::Json}, [](auto&&) {});
  const Driver::OperationId id = driver.call({"DescribeBackups", {}, api::Format::Json},
                                             [](auto&&) { FAIL("it was stopped"); });
  driver.stop(id);
  CHECK(driver.queued() == 0);
  f.transport.complete(1, ok(R"({"RequestId":"R"})"));
  driver.advance(at(f.now));
  CHECK(f.transport.requests.size() == 1);
  CHECK(driver.idle());
}
