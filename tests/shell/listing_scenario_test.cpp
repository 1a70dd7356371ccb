// Listing the account's instances, when the key may see one kind of them only, or when the service
// gives less than it counts.
#include <doctest/doctest.h>

#include <utility>

#include "tests/shell/harness.h"

using namespace dds;
using namespace dds::testing;
using shell::Role;

namespace {

constexpr std::string_view kSharded = "\xE5\xBA\x93\xE5\xAD\x98-sharded";

// As a policy of RAM that does not allow one kind: what asks for it is denied.
class DenyingTransport final : public HttpTransport {
 public:
  DenyingTransport(HttpTransport& service, std::string_view kind)
      : service_(service), mark_("DBInstanceType=" + std::string(kind)) {}
  HttpHandle send(HttpRequest request, HttpCompletion completion) override {
    const bool denied = request.url.find(mark_) != std::string::npos ||
                        request.body.find(mark_) != std::string::npos;
    if (!denied || !denies) return service_.send(std::move(request), std::move(completion));
    return service_.send(std::move(request), [completion](const HttpResult&) {
      completion(HttpResponse{403,
                              {{"Content-Type", "application/json"}},
                              R"({"RequestId":"4D6B-77","Code":"Forbidden.RAM",)"
                              R"("Message":"User not authorized to operate on the resource."})"});
    });
  }
  void cancel(HttpHandle handle) override { service_.cancel(handle); }
  bool denies = true;

 private:
  HttpTransport& service_;
  std::string mark_;
};

struct DeniedKind {
  explicit DeniedKind(std::string_view kind)
      : scenario({.connect = false}), transport(scenario.host.service, kind) {
    scenario.host.other_transport = &transport;
    scenario.click(Role::Button, "Connect");
  }
  Scenario scenario;
  DenyingTransport transport;
};

// Counts 45 more in every list than it gives.
class CountingTransport final : public HttpTransport {
 public:
  explicit CountingTransport(HttpTransport& service) : service_(service) {}
  HttpHandle send(HttpRequest request, HttpCompletion completion) override {
    return service_.send(std::move(request),
                         [this, completion = std::move(completion)](HttpResult result) {
                           auto* response = std::get_if<HttpResponse>(&result);
                           if (response != nullptr && counts_more) raise_count(response->body);
                           completion(std::move(result));
                         });
  }
  void cancel(HttpHandle handle) override { service_.cancel(handle); }
  bool counts_more = true;

 private:
  static void raise_count(std::string& body) {
    const std::string name = "\"TotalCount\":";
    const std::size_t at = body.find(name);
    if (at == std::string::npos) return;
    const std::size_t begin = at + name.size();
    const std::size_t end = body.find_first_not_of("0123456789", begin);
    body.replace(begin, end - begin, std::to_string(std::stoi(body.substr(begin)) + 45));
  }

  HttpTransport& service_;
};

struct ShortLists {
  ShortLists() : scenario({.connect = false}), transport(scenario.host.service) {
    scenario.host.other_transport = &transport;
    scenario.click(Role::Button, "Connect");
  }
  Scenario scenario;
  CountingTransport transport;
};

}  // namespace

TEST_CASE("a list of instances that falls short is shown, with what is missing") {
  ShortLists lists;
  Scenario& scenario = lists.scenario;
  CHECK(scenario.sees(Role::Row, "orders"));
  CHECK(scenario.sees(Role::Row, kSharded));
  CHECK(scenario.containing(Role::Alert, "Sharded clusters could not all be listed: ") != nullptr);
  CHECK(scenario.containing(Role::Alert, " instances: the service gave no more.") != nullptr);
  lists.transport.counts_more = false;
  scenario.click(Role::Button, "Refresh");
  CHECK(scenario.containing(Role::Alert, "could not all be listed") == nullptr);
}

TEST_CASE("backup sets that fall short are shown, with what is missing") {
  ShortLists lists;
  lists.scenario.double_click(Role::Row, "orders");
  lists.scenario.click(Role::Tab, "Backups");
  CHECK(lists.scenario.containing(Role::Alert, " backup sets: the service gave no more.") !=
        nullptr);
  CHECK(lists.scenario.containing(Role::Row, "Backup set ") != nullptr);
}

TEST_CASE("coverage is never green for instances that were not listed") {
  ShortLists lists;
  lists.scenario.click(Role::Link, "Coverage");
  CHECK(lists.scenario.containing(Role::Alert, "Not all listed: ") != nullptr);
  CHECK(lists.scenario.containing(Role::Status, " are covered") == nullptr);
}

TEST_CASE("a kind that is denied is named with the reason, and the other one is listed") {
  SUBCASE("sharded clusters") {
    DeniedKind denied("sharding");
    CHECK(denied.scenario.sees(Role::Status, "Connected"));
    CHECK(denied.scenario.sees(Role::Row, "orders"));
    CHECK_FALSE(denied.scenario.sees(Role::Row, kSharded));
    const shell::Widget* alert = denied.scenario.find(
        Role::Alert, "Sharded clusters could not be listed: This key is not allowed to do that.");
    REQUIRE(alert != nullptr);
    CHECK(alert->value == "Forbidden.RAM");
  }
  SUBCASE("replica sets") {
    DeniedKind denied("replicate");
    CHECK(denied.scenario.sees(Role::Status, "Connected"));
    CHECK(denied.scenario.sees(Role::Row, kSharded));
    CHECK_FALSE(denied.scenario.sees(Role::Row, "orders"));
    CHECK(denied.scenario.sees(Role::Alert,
                               "Replica sets and standalone instances could not be listed: This "
                               "key is not allowed to do that."));
  }
}

TEST_CASE("once the kind is allowed, a refresh lists it and the remark goes") {
  DeniedKind denied("sharding");
  denied.transport.denies = false;
  denied.scenario.click(Role::Button, "Refresh");
  CHECK(denied.scenario.sees(Role::Row, kSharded));
  CHECK(denied.scenario.containing(Role::Alert, "could not be listed") == nullptr);
}

TEST_CASE("a kind that a refresh cannot read any more stays as it was, and that is said") {
  DeniedKind denied("sharding");
  denied.transport.denies = false;
  denied.scenario.click(Role::Button, "Refresh");
  denied.transport.denies = true;
  denied.scenario.click(Role::Button, "Refresh");
  CHECK(denied.scenario.sees(Role::Row, kSharded));
  CHECK(denied.scenario.sees(Role::Row, "orders"));
  CHECK(denied.scenario.containing(Role::Alert, "Sharded clusters could not be listed") != nullptr);
}

TEST_CASE("whoever chooses instances for a run is told which kind is not on the list") {
  DeniedKind denied("sharding");
  denied.scenario.click(Role::Link, "Back up many");
  CHECK(denied.scenario.sees(Role::Checkbox, "orders"));
  CHECK(denied.scenario.containing(Role::Alert, "Sharded clusters could not be listed") != nullptr);
}

TEST_CASE("a region without a visible instance is not said to have none while a kind is denied") {
  DeniedKind denied("replicate");
  denied.scenario.click(Role::Button, "Region");
  denied.scenario.click(Role::Option, "us-west-1");
  CHECK(denied.scenario.containing(Role::Alert, "could not be listed") != nullptr);
  CHECK(denied.scenario.containing(Role::Status, "No instances in") == nullptr);
}
