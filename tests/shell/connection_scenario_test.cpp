// The connection bar: keys, endpoints, routes, and what is said when they do not work.
#include <doctest/doctest.h>

#include <deque>
#include <utility>

#include "core/emulator/emulator.h"
#include "tests/shell/harness.h"

using namespace dds;
using namespace dds::testing;
using shell::Role;

namespace {

// Fails everything in one way, later, as a browser or a dead network does.
class FailingTransport final : public HttpTransport {
 public:
  explicit FailingTransport(HttpResult result) : result_(std::move(result)) {}
  HttpHandle send(HttpRequest request, HttpCompletion completion) override {
    urls.push_back(request.url);
    waiting_.push_back(std::move(completion));
    return ++last_;
  }
  void cancel(HttpHandle) override {}
  void deliver() {
    const auto now = std::exchange(waiting_, {});
    for (const HttpCompletion& completion : now) completion(result_);
  }
  std::vector<std::string> urls;

 private:
  HttpResult result_;
  std::deque<HttpCompletion> waiting_;
  HttpHandle last_ = 0;
};

// The emulator's, until its answers come no more.
class BreakingTransport final : public HttpTransport {
 public:
  HttpHandle send(HttpRequest request, HttpCompletion completion) override {
    return service->send(std::move(request), [this, completion](HttpResult result) {
      completion(broken ? TransportError{TransportFailure::Blocked, Departure::MayHaveLeft, {}}
                        : std::move(result));
    });
  }
  void cancel(HttpHandle handle) override { service->cancel(handle); }
  HttpTransport* service = nullptr;
  bool broken = false;
};

}  // namespace

TEST_CASE("a wrong secret is told as such, with Code, RequestId and the next step") {
  Scenario scenario({.secret = "not-the-secret"});
  CHECK(scenario.sees(Role::Status, "Wrong key"));
  const shell::Widget* alert = scenario.containing(Role::Alert, "secret does not belong");
  REQUIRE(alert != nullptr);
  CHECK(alert->value == "SignatureDoesNotMatch");
  scenario.click(Role::Button, "Copy details");
  CHECK(scenario.host.clipboard.find("not matched with our calculation.\n") != std::string::npos);
  CHECK(scenario.host.clipboard.find("string to sign") == std::string::npos);
  CHECK(scenario.sees(Role::Button, "Copy RequestId"));
  scenario.click(Role::Button, "Change key");
  scenario.type("AccessKey ID", "testid");
  scenario.type("AccessKey secret", "testsecret");
  scenario.click(Role::Button, "Use key");
  CHECK(scenario.sees(Role::Status, "Connected"));
  CHECK(scenario.sees(Role::Row, "orders"));
}

TEST_CASE("without a key the list says what would be there and asks for one") {
  Scenario scenario({.with_key = false});
  CHECK(scenario.sees(Role::Status, "No key"));
  scenario.click(Role::Button, "Enter a key");
  CHECK(scenario.sees(Role::Textbox, "AccessKey secret"));
  CHECK(scenario.host.nonces == 0);
}

TEST_CASE("a bearer token is typed in the key's place, and masked") {
  Scenario scenario({.with_key = false});
  scenario.click(Role::Button, "Key");
  scenario.click(Role::Button, "Bearer token instead");
  CHECK_FALSE(scenario.sees(Role::Textbox, "AccessKey ID"));
  scenario.click(Role::Button, "Use token");
  CHECK(scenario.containing(Role::Alert, "bearer token is missing") != nullptr);
  scenario.type("Bearer token", emulator::kBearerToken);
  scenario.click(Role::Button, "Use token");
  CHECK(scenario.sees(Role::Status, "Connected"));
  CHECK(scenario.sees(Role::Row, "orders"));
  CHECK(scenario.everything_said().find(emulator::kBearerToken) == std::string::npos);
  scenario.click(Role::Button, "Key");
  scenario.click(Role::Button, "AccessKey instead");
  CHECK(scenario.sees(Role::Textbox, "AccessKey secret"));
}

TEST_CASE("a pasted key with a missing part is refused in the popover, and what was typed stays") {
  Scenario scenario({.with_key = false});
  scenario.click(Role::Button, "Key");
  scenario.type("AccessKey ID", "LTAI5tExample");
  scenario.click(Role::Button, "Use key");
  CHECK(scenario.containing(Role::Alert, "secret") != nullptr);
  CHECK(scenario.find(Role::Textbox, "AccessKey ID")->value == "LTAI5tExample");
}

TEST_CASE("forgetting the key empties the console of what it showed") {
  Scenario scenario;
  scenario.click(Role::Button, "Key");
  scenario.click(Role::Button, "Forget key");
  CHECK(scenario.sees(Role::Status, "No key"));
  CHECK_FALSE(scenario.sees(Role::Row, "orders"));
}

TEST_CASE("the key's panel is whole in a small window at twice the size") {
  ScenarioOptions options;
  options.width = 640;
  options.height = 400;
  options.scale = 2;
  Scenario scenario(options);
  scenario.click(Role::Button, "Key");
  const shell::Widget* last = scenario.find(Role::Button, "Forget key");
  REQUIRE(last != nullptr);
  CHECK(last->y + last->height <= 400 - 8 - 16);  // the panel's margin and padding
}

TEST_CASE("another region lists that region's instances") {
  Scenario scenario;
  scenario.click(Role::Button, "Region");
  scenario.type("Filter regions", "beijing");
  scenario.click(Role::Option, "cn-beijing");
  CHECK(scenario.sees(Role::Row, "analytics"));
  CHECK_FALSE(scenario.sees(Role::Row, "orders"));
}

TEST_CASE("a region far down the list is reached by scrolling") {
  Scenario scenario;
  scenario.click(Role::Button, "Region");
  scenario.click(Role::Option, "us-west-1");
  CHECK(scenario.find(Role::Button, "Region")->value == "us-west-1");
  CHECK(scenario.containing(Role::Status, "No instances in us-west-1") != nullptr);
}

TEST_CASE("an http endpoint that is not on this machine is refused with the reason") {
  Scenario scenario;
  scenario.click(Role::Button, "Endpoint");
  scenario.click(Role::Radio, "Custom endpoint");
  scenario.type("Endpoint address", "http://mongodb.aliyuncs.com");
  scenario.click(Role::Button, "Use endpoint");
  const shell::Widget* field = scenario.find(Role::Textbox, "Endpoint address");
  REQUIRE(field != nullptr);
  CHECK(field->description.find("https") != std::string::npos);
  CHECK(field->value == "http://mongodb.aliyuncs.com");
}

TEST_CASE("a browser that blocks the answer is explained, with other routes as next steps") {
  ScenarioOptions options;
  options.page_origin = "http://127.0.0.1:8620";
  options.connect = false;
  Scenario scenario(options);
  FailingTransport blocked(TransportError{TransportFailure::Blocked, Departure::MayHaveLeft, ""});
  scenario.host.other_transport = &blocked;
  scenario.click(Role::Button, "Connect");
  blocked.deliver();
  CHECK(scenario.sees(Role::Status, "Blocked (CORS)"));
  CHECK(scenario.containing(Role::Alert, "CORS") != nullptr);
  scenario.host.other_transport = nullptr;
  scenario.click(Role::Button, "Use this page's own server");
  CHECK(scenario.sees(Role::Row, "orders"));
}

TEST_CASE(
    "what this page's own server could not reach is told in its words, not as another service") {
  ScenarioOptions options;
  options.page_origin = "http://127.0.0.1:8620";
  options.route.kind = api::RouteKind::SameOrigin;
  options.connect = false;
  FailingTransport proxy(HttpResponse{
      502,
      {{"Content-Type", "application/json"}, {"X-Dds-Proxy-Error", "not-sent"}},
      R"({"error":"The name mongodb.aliyuncs.com could not be resolved. Nothing was sent."})"});
  Scenario scenario(options);
  scenario.host.other_transport = &proxy;
  scenario.click(Role::Button, "Connect");
  proxy.deliver();
  CHECK(scenario.sees(Role::Status, "Not reached"));
  CHECK(scenario.everything_said().find("could not be resolved") != std::string::npos);
  CHECK(scenario.everything_said().find("not the service") == std::string::npos);
  CHECK(scenario.sees(Role::Button, "Change endpoint"));
  scenario.host.other_transport = nullptr;
}

TEST_CASE("the page's own server that does not answer is told as such, without a word of CORS") {
  ScenarioOptions options;
  options.page_origin = "http://127.0.0.1:8620";
  options.route.kind = api::RouteKind::SameOrigin;
  options.connect = false;
  Scenario scenario(options);
  FailingTransport gone(TransportError{TransportFailure::Blocked, Departure::MayHaveLeft, {}});
  scenario.host.other_transport = &gone;
  scenario.click(Role::Button, "Connect");
  gone.deliver();
  CHECK(scenario.sees(Role::Status, "Not reached"));
  CHECK(scenario.containing(Role::Alert, "this page's own server") != nullptr);
  CHECK(scenario.everything_said().find("CORS") == std::string::npos);
  scenario.host.other_transport = nullptr;
}

TEST_CASE("a proxy that does not answer is told once, without a word of CORS") {
  ScenarioOptions options;
  options.route = {.kind = api::RouteKind::ProxyPath, .proxy = "https://proxy.example.com"};
  options.connect = false;
  TransportError error{TransportFailure::Blocked, Departure::MayHaveLeft, {}};
  std::string words = "the proxy is not there";
  SUBCASE("without an answer") {}
  SUBCASE("with a redirect, which the transport tells better") {
    words = error.detail = "proxy.example.com answered with a redirect.";
  }
  FailingTransport proxy(error);
  Scenario scenario(options);
  scenario.host.other_transport = &proxy;
  scenario.click(Role::Button, "Connect");
  proxy.deliver();
  CHECK(scenario.sees(Role::Status, "Not reached"));
  const shell::Widget* alert = scenario.containing(Role::Alert, words);
  REQUIRE(alert != nullptr);
  CHECK(alert->value.empty());
  CHECK(scenario.everything_said().find("CORS") == std::string::npos);
  scenario.host.other_transport = nullptr;
}

TEST_CASE("a backup through this page's own server, when that goes, has no word of CORS either") {
  ScenarioOptions options;
  options.page_origin = "http://127.0.0.1:8620";
  options.route = {.kind = api::RouteKind::SameOrigin, .proxy = options.page_origin};
  options.connect = false;
  BreakingTransport server;  // the console looks at it to its end
  Scenario scenario(options);
  server.service = &scenario.host.service;
  scenario.host.other_transport = &server;
  scenario.click(Role::Button, "Connect");
  scenario.click(Role::Row, "orders");
  scenario.click(Role::Button, "Create backup");
  server.broken = true;
  scenario.click(Role::Button, "Create backup");
  scenario.click(Role::Link, "Activity");
  REQUIRE(scenario.until([&] { return scenario.sees(Role::Button, "Back up again"); }));
  scenario.click(Role::Button, "Copy details");
  CHECK(scenario.host.clipboard ==
        "The browser got no answer that this page may read. No backup was started.");
  scenario.host.other_transport = nullptr;
}

TEST_CASE(
    "in a narrow window, which has no chip for them, region and route are changed from "
    "Connection") {
  ScenarioOptions options;
  options.width = 420;
  Scenario scenario(options);
  REQUIRE_FALSE(scenario.sees(Role::Button, "Region"));
  scenario.click(Role::Button, "Connection");
  scenario.click(Role::Link, "Change route");
  CHECK(scenario.sees(Role::Radio, "Direct"));
  scenario.key(ImGuiKey_Escape);
  scenario.click(Role::Button, "Connection");
  scenario.click(Role::Link, "Change region");
  scenario.type("Filter regions", "beijing");
  scenario.click(Role::Option, "cn-beijing");
  CHECK(scenario.sees(Role::Row, "analytics"));
}

TEST_CASE("a service that is not reached is told as such, and trying again works") {
  ScenarioOptions options;
  options.connect = false;
  Scenario scenario(options);
  scenario.host.service.inject(emulator::EmulatorTransport::Fault::NotReached, "", 2);
  scenario.click(Role::Button, "Connect");
  CHECK(scenario.sees(Role::Status, "Not reached"));
  scenario.click(Role::Button, "Try again");
  CHECK(scenario.sees(Role::Status, "Connected"));
}

TEST_CASE("the route to a proxy asks for an address and refuses what is none") {
  Scenario scenario;
  scenario.click(Role::Button, "Route");
  scenario.click(Role::Radio, "Proxy, address in the path");
  scenario.type("Proxy address", "not an address");
  scenario.click(Role::Button, "Use route");
  const shell::Widget* field = scenario.find(Role::Textbox, "Proxy address");
  REQUIRE(field != nullptr);
  CHECK_FALSE(field->description.empty());
}

TEST_CASE("the emulator and the real service are marked apart") {
  Scenario scenario;
  scenario.click(Role::Button, "Endpoint");
  REQUIRE(scenario.sees(Role::Radio, "Emulator"));
  CHECK(scenario.find(Role::Radio, "Emulator")->checked);
  CHECK(scenario.find(Role::Button, "Endpoint")->value == "127.0.0.1:8620");
}

TEST_CASE("the connection's sign says when polls get no answer, and when they get one again") {
  Scenario scenario;
  scenario.click(Role::Row, "orders");
  scenario.click(Role::Button, "Create backup");
  scenario.click(Role::Button, "Create backup");
  REQUIRE(scenario.until([&] { return scenario.backups_created() == 1; }));
  CHECK(scenario.sees(Role::Status, "Connected"));
  scenario.host.service.set_faults(*emulator::parse_faults("DescribeBackupTasks:refused:100%"));
  CHECK(scenario.until([&] { return scenario.sees(Role::Status, "Not reached"); }));
  scenario.click(Role::Button, "Connection");
  CHECK(scenario.containing(Role::Alert, "was not reached") != nullptr);
  scenario.key(ImGuiKey_Escape);
  scenario.host.service.set_faults({});
  CHECK(scenario.until([&] { return scenario.sees(Role::Status, "Connected"); }));
  REQUIRE(scenario.until([&] { return scenario.containing(Role::Status, "orders: Finished"); }));
  CHECK(scenario.backups_created() == 1);
}
