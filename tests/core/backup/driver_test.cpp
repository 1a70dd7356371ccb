// The driver over a transport that the test holds in its hand.
#include <doctest/doctest.h>

#include <map>

#include "core/backup/driver.h"
#include "core/backup/stepwise.h"
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

std::shared_ptr<backup::RequestLimiter> limiter(std::size_t at_once) {
  return std::make_shared<backup::RequestLimiter>(
      backup::LimiterOptions{.at_once = at_once, .rate = {}});
}

HttpResponse refused_for(std::optional<Milliseconds> wait) {
  HttpResponse response{400, {}, R"({"Code":"Throttling.User","RequestId":"R"})"};
  if (wait) response.headers.push_back({"x-acs-retry-after", std::to_string(wait->count())});
  return response;
}

// Asks once and notes what it is told.
struct Asker final : backup::Operation {
  explicit Asker(std::string action, Milliseconds patience = std::chrono::hours{24})
      : call{std::move(action), {{"DBInstanceId", "dds-1"}}, api::Format::Json},
        patience(patience) {}
  backup::Step handle(const backup::Event& event, const Moment&) override {
    if (std::holds_alternative<backup::Started>(event)) return backup::Send{call, {}, patience};
    const auto* failed = std::get_if<backup::NotReplied>(&event);
    replies.push_back(failed ? failed->describe() : "replied");
    return backup::Done{};
  }
  bool leaving(const backup::Stamp&, const Moment&) override {
    ++left;
    return true;
  }
  api::Call call;
  Milliseconds patience;
  int left = 0;
  std::vector<std::string> replies;
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

TEST_CASE("no more requests are in flight than the limiter allows; the rest wait their turn") {
  Fixture f;
  Driver driver(f.transport, f.connection(), f.hooks(), limiter(4));
  int answered = 0;
  for (int i = 0; i < 10; ++i) {
    driver.call({"DescribeRegions", {}, api::Format::Json}, [&](auto&&) { ++answered; });
  }
  CHECK(f.transport.requests.size() == 4);
  CHECK(driver.queued() == 6);
  std::size_t most = 0;
  for (HttpHandle handle = 1; handle <= 10; ++handle) {
    most = std::max(most, driver.in_flight());
    f.transport.complete(handle, ok(R"({"RequestId":"R"})"));
    driver.advance(at(f.now));
  }
  CHECK(answered == 10);
  CHECK(most == 4);
  CHECK(driver.idle());
}

TEST_CASE("what waits is signed when it leaves, and writes leave before reads") {
  Fixture f;
  Driver driver(f.transport, f.connection(), f.hooks(), limiter(1));
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

TEST_CASE(
    "a single call that is throttled is told so; the next one waits as long as the service says") {
  Fixture f;
  Driver driver(f.transport, f.connection(), f.hooks());
  bool throttled = false;
  driver.call({"DescribeRegions", {}, api::Format::Json},
              [&](std::variant<response::Reply, backup::NotReplied> out) {
                const auto* reply = std::get_if<response::Reply>(&out);
                throttled = reply && std::holds_alternative<response::ApiError>(*reply);
              });
  f.transport.complete(1, refused_for(Milliseconds{4'000}));
  driver.advance(at(f.now));
  CHECK(throttled);
  driver.call({"DescribeRegions", {}, api::Format::Json}, [](auto&&) {});
  driver.call({"DescribeBackups", {}, api::Format::Json}, [](auto&&) {});
  CHECK(driver.queued() == 1);  // another action is not slowed
  CHECK(f.transport.requests.size() == 2);
  REQUIRE(driver.next_wake().has_value());
  CHECK(*driver.next_wake() == at(f.now + Seconds{4}).steady);
  f.now += Seconds{4};
  driver.advance(at(f.now));
  CHECK(driver.queued() == 0);
  CHECK(f.transport.requests.size() == 3);
}

TEST_CASE(
    "an operation hears nothing of throttling: its request is signed anew when it is its turn") {
  Fixture f;
  Driver driver(f.transport, f.connection(), f.hooks());
  const auto asker = std::make_shared<Asker>("CreateBackup");
  driver.start(asker);
  for (int i = 1; i <= 30; ++i) {
    REQUIRE(f.transport.requests.size() == static_cast<std::size_t>(i));
    CHECK(asker->left == i);
    f.transport.complete(static_cast<HttpHandle>(i), refused_for(Milliseconds{120'000}));
    driver.advance(at(f.now));
    CHECK(asker->replies.empty());
    CHECK_FALSE(driver.idle());
    REQUIRE(driver.next_wake() == at(f.now + Seconds{120}).steady);
    f.now += Seconds{120};
    driver.advance(at(f.now));
  }
  CHECK(f.transport.requests[0].body.find("SignatureNonce=nonce1&") != std::string::npos);
  CHECK(f.transport.requests[30].body.find("SignatureNonce=nonce31&") != std::string::npos);
  CHECK(f.transport.requests[30].body.find("07%3A00%3A00Z") != std::string::npos);  // an hour later
  f.transport.complete(31, ok(R"({"RequestId":"R"})"));
  driver.advance(at(f.now));
  REQUIRE(asker->replies.size() == 1);
  CHECK(asker->replies[0] == "replied");
  CHECK(driver.idle());
}

TEST_CASE(
    "a service that lets nothing through for too long is told of, by all that wait for that "
    "action") {
  Fixture f;
  Driver driver(f.transport, f.connection(), f.hooks(), limiter(1));
  std::vector<std::shared_ptr<Asker>> askers;
  for (int i = 0; i < 3; ++i) {
    askers.push_back(std::make_shared<Asker>("DescribeBackups", Milliseconds{10 * 60'000}));
    driver.start(askers.back());
  }
  const Instant began = f.now;
  while (!driver.idle() && f.now < began + std::chrono::hours{1}) {
    f.transport.complete(f.transport.requests.size(), refused_for(std::nullopt));
    driver.advance(at(f.now));
    if (const auto wake = driver.next_wake()) f.now = std::max(f.now, wall_of(*wake));
    driver.advance(at(f.now));
  }
  CHECK(f.now - began >= std::chrono::minutes{10});
  CHECK(f.now - began <= std::chrono::minutes{11});
  for (const auto& asker : askers) {
    REQUIRE(asker->replies.size() == 1);
    CHECK(asker->replies[0] ==
          "The service throttles and has let no DescribeBackups through for 10 min.");
  }
}

TEST_CASE("however long the queue, as long as something is let through nothing is given up") {
  Fixture f;
  Driver driver(f.transport, f.connection(), f.hooks(), limiter(1));
  std::vector<std::shared_ptr<Asker>> askers;
  for (int i = 0; i < 40; ++i) {
    askers.push_back(std::make_shared<Asker>("DescribeBackups", Milliseconds{10 * 60'000}));
    driver.start(askers.back());
  }
  const Instant began = f.now;
  Instant last_let_through = f.now - std::chrono::hours{1};
  while (!driver.idle() && f.now < began + std::chrono::hours{24}) {
    const bool through = f.now - last_let_through >= std::chrono::minutes{9};
    if (through) last_let_through = f.now;
    f.transport.complete(f.transport.requests.size(),
                         through ? ok(R"({"RequestId":"R"})") : refused_for(std::nullopt));
    driver.advance(at(f.now));
    if (const auto wake = driver.next_wake()) f.now = std::max(f.now, wall_of(*wake));
    driver.advance(at(f.now));
  }
  CHECK(driver.idle());
  CHECK(f.now - began > std::chrono::hours{5});
  for (const auto& asker : askers) CHECK(asker->replies == std::vector<std::string>{"replied"});
}

TEST_CASE("several drivers share one limiter: places in flight, the rate and the order of asking") {
  Fixture f;
  const auto shared =
      std::make_shared<backup::RequestLimiter>(backup::LimiterOptions{.at_once = 3, .rate = {}});
  Driver one(f.transport, f.connection(), f.hooks(), shared);
  {
    Driver other(f.transport, f.connection(), f.hooks(), shared);
    for (int i = 0; i < 4; ++i) {
      one.call({"DescribeRegions", {}, api::Format::Json}, [](auto&&) {});
      other.call({"DescribeBackups", {}, api::Format::Json}, [](auto&&) {});
    }
    CHECK(one.in_flight() == 2);
    CHECK(other.in_flight() == 1);
    f.transport.complete(1, ok(R"({"RequestId":"R"})"));
    one.advance(at(f.now));
    CHECK(one.in_flight() == 1);  // the place is the other's, which asked first
    CHECK(one.next_wake().has_value());
    other.advance(at(f.now));
    CHECK(other.in_flight() == 2);
  }
  one.advance(at(f.now));  // what the other had is free again
  CHECK(one.in_flight() == 3);
}

TEST_CASE("how long a request waits for its turn counts against no limit of its operation") {
  struct Look final : backup::Stepwise {
    Look() : Stepwise({.total = std::chrono::minutes{10}}, 1) {}
    backup::OperationProgress progress;
    int answers = 0;
    void begin() override { next(); }
    void next() {
      read({"DescribeBackups", {}, api::Format::Json}, [this](const response::Answer&) {
        ++answers < 5 ? next() : done(backup::Ending::Succeeded, "done");
        return Status{};
      });
    }
    backup::OperationProgress& shared_progress() override { return progress; }
  };
  Fixture f;
  Driver driver(f.transport, f.connection(), f.hooks());
  const auto look = std::make_shared<Look>();
  driver.start(look);
  const Instant began = f.now;
  for (int i = 0; i < 40 && !driver.idle(); ++i) {
    const bool through = i % 5 == 4;  // after four refusals of two minutes each
    f.transport.complete(f.transport.requests.size(),
                         through ? ok(R"({"RequestId":"R"})") : refused_for(Milliseconds{120'000}));
    driver.advance(at(f.now));
    if (const auto wake = driver.next_wake()) f.now = std::max(f.now, wall_of(*wake));
    driver.advance(at(f.now));
  }
  CHECK(f.now - began > std::chrono::minutes{30});
  CHECK(look->answers == 5);
  CHECK(look->progress.ending == backup::Ending::Succeeded);
}

TEST_CASE("a call that waits is dropped when it is stopped") {
  Fixture f;
  Driver driver(f.transport, f.connection(), f.hooks(), limiter(1));
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
