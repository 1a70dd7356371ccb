// The Policy tab of an instance: shown, edited, compared, changed, by widget label on the emulator.
#include <doctest/doctest.h>

#include "core/api/sign_call.h"
#include "shell/model/policy_panel.h"
#include "tests/shell/harness.h"

using namespace dds;
using namespace dds::testing;
using shell::Role;
using shell::Widget;
using Fault = emulator::EmulatorTransport::Fault;

namespace {

void open_policy(Scenario& scenario, std::string_view instance) {
  scenario.double_click(Role::Row, instance);
  scenario.click(Role::Tab, "Policy");
  REQUIRE(scenario.until([&] { return scenario.sees(Role::Heading, "Automatic backups"); }));
}

void go_and_open_policy(Scenario& scenario, std::string_view instance) {
  scenario.click(Role::Link, "Instances");
  open_policy(scenario, instance);
}

// The next change of a policy.
void meets_once(Scenario& scenario, emulator::FaultKind kind) {
  scenario.host.service.set_faults(emulator::FaultPlan({{"ModifyBackupPolicy", kind, 100, 1}}));
}

void review(Scenario& scenario) {
  scenario.click(Role::Button, "Review changes");
  REQUIRE(scenario.sees(Role::Heading, "Before and after"));
}

// Somebody else switches log backup on.
void somebody_keeps_logs(Scenario& scenario) {
  const api::Call call{"ModifyBackupPolicy",
                       {{"DBInstanceId", std::string(kOrders)}, {"EnableBackupLog", "1"}},
                       api::Format::Json};
  const signing::Credentials key{std::string(emulator::kAccessKeyId),
                                 Secret(std::string(emulator::kAccessKeySecret)), Secret()};
  const Result<api::Endpoint> endpoint = api::parse_endpoint("https://mongodb.aliyuncs.com");
  REQUIRE(endpoint.ok());
  const Result<api::SignedRequest> request =
      api::sign_call(call, key, *endpoint, scenario.host.time, std::string(32, '7'));
  REQUIRE(request.ok());
  REQUIRE(
      scenario.host.emulator.handle(request->http, scenario.host.time, scenario.host.time).status ==
      200);
}

}  // namespace

TEST_CASE("the policy says its hour in UTC and in local time, its days and the next backup") {
  Scenario scenario;
  open_policy(scenario, "orders");
  CHECK(scenario.fact("Begins").ends_with(" UTC"));
  CHECK(scenario.fact("Local time").find(":00-") != std::string::npos);
  CHECK(scenario.fact("Days") == "every day");
  CHECK(scenario.fact("Kept for") == "30 days");
  CHECK(scenario.fact("Next backup").find(" UTC)") != std::string::npos);
  CHECK(scenario.fact("High frequency").empty());  // a local disk takes no snapshots
}

TEST_CASE("a change is compared before and after, sent once, and done only when it is seen") {
  Scenario scenario;
  open_policy(scenario, "payments");
  scenario.click(Role::Button, "Edit policy");
  scenario.type("Begins within an hour from (UTC)", "20:30");
  scenario.click(Role::Checkbox, "Sun");
  scenario.click(Role::Radio, "Flash");
  scenario.click(Role::Radio, "every 2 h");
  scenario.type("Backups kept for (days)", "60");
  review(scenario);
  CHECK(scenario.fact("Backup window").ends_with("-> 20:30Z-21:30Z"));
  CHECK(scenario.fact("Backups are kept") == "30 days -> 60 days");
  CHECK(scenario.fact("High-frequency backup") == "off -> every 2 h");
  CHECK(scenario.fact("Backup days") == "every day -> Mon, Tue, Wed, Thu, Fri, Sat");
  CHECK(scenario.effects_of("ModifyBackupPolicy") == 0);
  scenario.click(Role::Button, "Change policy of payments");
  REQUIRE(scenario.until([&] { return scenario.sees(Role::Status, "Backup policy changed"); }));
  CHECK(scenario.effects_of("ModifyBackupPolicy") == 1);
  REQUIRE(scenario.until([&] { return scenario.fact("Kept for") == "60 days"; }));
  CHECK(scenario.fact("Days") == "Mon, Tue, Wed, Thu, Fri, Sat");
  CHECK(scenario.fact("High frequency").starts_with("every 2 h"));
  scenario.click(Role::Button, "Dismiss");
  CHECK_FALSE(scenario.sees(Role::Status, "Backup policy changed"));
}

TEST_CASE("what cannot be sent says its reason beside the field, and is not sent") {
  Scenario scenario;
  open_policy(scenario, "orders");
  scenario.click(Role::Button, "Edit policy");
  scenario.type("Backups kept for (days)", "3");
  scenario.key(ImGuiKey_Tab);
  CHECK(scenario.containing(Role::Alert, "allowed are 7 to 730 days") != nullptr);
  CHECK(scenario.find(Role::Button, "Review changes")->disabled);
  scenario.type("Backups kept for (days)", "a week");
  scenario.key(ImGuiKey_Tab);
  CHECK(scenario.containing(Role::Alert, "a whole number") != nullptr);
  scenario.type("Backups kept for (days)", "30");
  scenario.type("Begins within an hour from (UTC)", "25:00");
  scenario.key(ImGuiKey_Tab);
  CHECK(scenario.find(Role::Textbox, "Begins within an hour from (UTC)")->description.find("UTC") !=
        std::string::npos);
  scenario.type("Begins within an hour from (UTC)", "4");
  scenario.key(ImGuiKey_Tab);
  CHECK_FALSE(scenario.find(Role::Button, "Review changes")->disabled);
}

TEST_CASE("errors of the form call a field by its label, never by the service's parameter") {
  Scenario scenario;
  open_policy(scenario, "payments");
  scenario.click(Role::Button, "Edit policy");
  scenario.click(Role::Radio, "Flash");
  scenario.click(Role::Radio, "every 2 h");
  scenario.type("High-frequency backups kept for (days)", "0");
  for (const std::string_view day : shell::kDayNames) scenario.click(Role::Checkbox, day);
  scenario.type("Backups kept for (days)", "3");
  scenario.type("Logs kept for (days)", "800");
  scenario.key(ImGuiKey_Tab);
  const std::pair<Role, std::string_view> wanted[] = {
      {Role::Alert, "\"Backups kept for (days)\" is 3; allowed are 7 to 730 days"},
      {Role::Alert, "\"Logs kept for (days)\" is 800; allowed are 7 to 730 days"},
      {Role::Alert, "\"High-frequency backups kept for (days)\" is 0"},
      {Role::Status, "\"Days (UTC)\" names no day"}};
  for (const auto& one : wanted) {
    CAPTURE(one.second);
    CHECK(scenario.anywhere(one.first, one.second) != nullptr);
  }
  const std::string said = scenario.everything_said();
  for (const shell::PolicyLabel& one : shell::kPolicyLabels) {
    CAPTURE(one.field);
    CHECK(said.find(one.field) == std::string::npos);
  }
}

TEST_CASE("advice is a remark that stops nobody") {
  Scenario scenario;
  open_policy(scenario, "orders");
  scenario.click(Role::Button, "Edit policy");
  for (const std::string_view day : {"Tue", "Wed", "Thu", "Fri", "Sat", "Sun"})
    scenario.click(Role::Checkbox, day);
  CHECK(scenario.containing(Role::Status, "two at least are advised") != nullptr);
  review(scenario);
  CHECK(scenario.containing(Role::Status, "two at least are advised") != nullptr);
}

TEST_CASE("a refusal keeps what was typed") {
  Scenario scenario;
  open_policy(scenario, "orders");
  scenario.click(Role::Button, "Edit policy");
  scenario.type("Backups kept for (days)", "90");
  review(scenario);
  scenario.host.emulator.disable_credentials(emulator::kAccessKeyId);
  scenario.click(Role::Button, "Change policy of orders");
  REQUIRE(scenario.until([&] { return scenario.containing(Role::Alert, "") != nullptr; }));
  int alerts = 0;
  for (const Widget& widget : scenario.console.widgets().widgets)
    alerts += widget.role == Role::Alert ? 1 : 0;
  CHECK(alerts == 1);  // not said twice
  CHECK(scenario.find(Role::Textbox, "Backups kept for (days)")->value == "90");
  CHECK(scenario.effects_of("ModifyBackupPolicy") == 0);
}

TEST_CASE("a change whose answer is lost is settled by looking, and said to be open meanwhile") {
  Scenario scenario;
  open_policy(scenario, "orders");
  scenario.click(Role::Button, "Edit policy");
  scenario.type("Backups kept for (days)", "45");
  review(scenario);
  scenario.host.service.inject(Fault::LostBeforeEffect, "ModifyBackupPolicy");
  scenario.click(Role::Button, "Change policy of orders");
  REQUIRE(scenario.until([&] {
    return scenario.containing(Role::Status, "Finding out whether the backup policy was changed") !=
           nullptr;
  }));
  CHECK(scenario.find(Role::Button, "Change policy of orders")->disabled);
  REQUIRE(scenario.until(
      [&] { return scenario.sees(Role::Alert, "The backup policy was not changed"); }));
  CHECK(scenario.find(Role::Textbox, "Backups kept for (days)")->value == "45");
  CHECK(scenario.effects_of("ModifyBackupPolicy") == 0);
}

TEST_CASE("a lost answer to a change that took effect ends as done, sent once") {
  Scenario scenario;
  open_policy(scenario, "orders");
  scenario.click(Role::Button, "Edit policy");
  scenario.type("Backups kept for (days)", "45");
  review(scenario);
  scenario.host.service.inject(Fault::LostAfterEffect, "ModifyBackupPolicy");
  scenario.click(Role::Button, "Change policy of orders");
  REQUIRE(scenario.until([&] { return scenario.sees(Role::Status, "Backup policy changed"); }));
  CHECK(scenario.effects_of("ModifyBackupPolicy") == 1);
}

TEST_CASE("when the network goes while the outcome is open, it is unknown and said so") {
  Scenario scenario;
  open_policy(scenario, "orders");
  scenario.click(Role::Button, "Edit policy");
  scenario.type("Backups kept for (days)", "45");
  review(scenario);
  scenario.host.service.inject(Fault::LostBeforeEffect, "ModifyBackupPolicy");
  scenario.click(Role::Button, "Change policy of orders");
  // The request is on its way, for all that is known; from now on there is no network.
  scenario.host.service.set_faults(emulator::FaultPlan({{"*", emulator::FaultKind::Refused}}));
  REQUIRE(scenario.until(
      [&] {
        return scenario.sees(Role::Alert, "It is not known whether the backup policy was changed");
      },
      std::chrono::hours{2}));
  CHECK(scenario.find(Role::Textbox, "Backups kept for (days)")->value == "45");
}

TEST_CASE("what somebody else changed meanwhile stops the change, and is not overwritten after") {
  Scenario scenario;
  open_policy(scenario, "orders");
  scenario.click(Role::Button, "Edit policy");
  scenario.type("Backups kept for (days)", "45");
  review(scenario);
  somebody_keeps_logs(scenario);
  scenario.click(Role::Button, "Change policy of orders");
  REQUIRE(scenario.until([&] { return scenario.sees(Role::Alert, "Nothing was sent"); }));
  CHECK(scenario.find(Role::Textbox, "Backups kept for (days)")->value == "45");
  REQUIRE(scenario.until([&] { return scenario.find(Role::Checkbox, "Log backup")->checked; }));
  review(scenario);
  CHECK(scenario.fact("Log backup").empty());
  CHECK(scenario.fact("Backups are kept") == "30 days -> 45 days");
}

TEST_CASE("the form is worked by keys alone") {
  Scenario scenario;
  open_policy(scenario, "orders");
  REQUIRE(scenario.tab_to(Role::Button, "Edit policy"));
  scenario.key(ImGuiKey_Enter);
  REQUIRE(scenario.tab_to(Role::Checkbox, "Sun"));
  scenario.key(ImGuiKey_Space);
  REQUIRE(scenario.tab_to(Role::Button, "Review changes"));
  scenario.key(ImGuiKey_Enter);
  REQUIRE(scenario.tab_to(Role::Button, "Change policy of orders"));
  scenario.key(ImGuiKey_Enter);
  CHECK(scenario.until([&] { return scenario.sees(Role::Status, "Backup policy changed"); }));
}

TEST_CASE("an unfinished form waits as a draft of its instance while another one is open") {
  Scenario scenario;
  open_policy(scenario, "orders");
  scenario.click(Role::Button, "Edit policy");
  scenario.type("Backups kept for (days)", "45");
  CHECK_FALSE(scenario.sees(Role::Status, "This is an unfinished draft"));
  go_and_open_policy(scenario, "payments");
  CHECK(scenario.sees(Role::Button, "Edit policy"));
  somebody_keeps_logs(scenario);
  scenario.click(Role::Link, "Instances");
  scenario.double_click(Role::Row, "orders");
  CHECK(scenario.sees(Role::Status, "This is an unfinished draft"));
  CHECK(scenario.find(Role::Textbox, "Backups kept for (days)")->value == "45");
  // It was read anew: what nobody touched is as it is now.
  CHECK(scenario.find(Role::Checkbox, "Log backup")->checked);
  review(scenario);
  CHECK(scenario.fact("Backups are kept") == "30 days -> 45 days");
  CHECK(scenario.fact("Log backup").empty());
}

TEST_CASE("a draft that is discarded does not come back") {
  Scenario scenario;
  open_policy(scenario, "orders");
  scenario.click(Role::Button, "Edit policy");
  scenario.type("Backups kept for (days)", "45");
  go_and_open_policy(scenario, "payments");
  scenario.click(Role::Link, "Instances");
  scenario.double_click(Role::Row, "orders");
  scenario.click(Role::Button, "Discard draft");
  CHECK(scenario.sees(Role::Button, "Edit policy"));
  go_and_open_policy(scenario, "payments");
  go_and_open_policy(scenario, "orders");
  CHECK(scenario.sees(Role::Button, "Edit policy"));
  CHECK(scenario.effects_of("ModifyBackupPolicy") == 0);
}

TEST_CASE("a form in which nothing was changed is no draft") {
  Scenario scenario;
  open_policy(scenario, "orders");
  scenario.click(Role::Button, "Edit policy");
  go_and_open_policy(scenario, "payments");
  go_and_open_policy(scenario, "orders");
  CHECK(scenario.sees(Role::Button, "Edit policy"));
}

TEST_CASE("whoever comes back from another tab is told that the form is a draft") {
  Scenario scenario;
  open_policy(scenario, "orders");
  scenario.click(Role::Button, "Edit policy");
  scenario.type("Backups kept for (days)", "a week");
  scenario.click(Role::Tab, "Backups");
  scenario.click(Role::Tab, "Policy");
  CHECK(scenario.sees(Role::Status, "This is an unfinished draft"));
  CHECK(scenario.find(Role::Textbox, "Backups kept for (days)")->value == "a week");
  CHECK(scenario.containing(Role::Alert, "a whole number") != nullptr);
}

TEST_CASE("a draft ends when its change is done, whichever instance is open then") {
  Scenario scenario;
  open_policy(scenario, "orders");
  scenario.click(Role::Button, "Edit policy");
  scenario.type("Backups kept for (days)", "45");
  review(scenario);
  meets_once(scenario, emulator::FaultKind::TimeOutAfter);
  scenario.click(Role::Button, "Change policy of orders");
  REQUIRE(scenario.sees(Role::Button, "Change policy of orders"));  // running for a while yet
  go_and_open_policy(scenario, "payments");
  scenario.pass(std::chrono::minutes{20});
  go_and_open_policy(scenario, "orders");
  CHECK(scenario.sees(Role::Button, "Edit policy"));
  CHECK(scenario.fact("Kept for") == "45 days");
  CHECK(scenario.effects_of("ModifyBackupPolicy") == 1);
}

TEST_CASE("while a change runs its form is no draft that could be sent again; it is one after") {
  Scenario scenario;
  open_policy(scenario, "orders");
  scenario.click(Role::Button, "Edit policy");
  scenario.type("Backups kept for (days)", "45");
  review(scenario);
  meets_once(scenario, emulator::FaultKind::TimeOutBefore);
  scenario.click(Role::Button, "Change policy of orders");
  go_and_open_policy(scenario, "payments");
  scenario.click(Role::Link, "Instances");
  scenario.double_click(Role::Row, "orders");
  const Widget* again = scenario.anywhere(Role::Button, "Review changes");
  REQUIRE(again != nullptr);
  CHECK(again->disabled);
  CHECK_FALSE(scenario.sees(Role::Status, "This is an unfinished draft"));
  REQUIRE(scenario.until_anywhere(Role::Alert, "The backup policy was not changed"));
  CHECK(scenario.sees(Role::Status, "This is an unfinished draft"));
  CHECK(scenario.anywhere(Role::Textbox, "Backups kept for (days)")->value == "45");
  CHECK(scenario.effects_of("ModifyBackupPolicy") == 0);
}

TEST_CASE("a draft outlives a look at another region, but not the key that it was typed under") {
  Scenario scenario;
  open_policy(scenario, "orders");
  scenario.click(Role::Button, "Edit policy");
  scenario.type("Backups kept for (days)", "45");
  bool kept = false;
  SUBCASE("another region") {
    kept = true;
    for (const std::string_view region : {"cn-beijing", "cn-hangzhou"}) {
      scenario.click(Role::Button, "Region");
      scenario.type("Filter regions", region);
      scenario.click(Role::Option, region);
    }
  }
  SUBCASE("the key is forgotten") {
    scenario.click(Role::Button, "Key");
    scenario.click(Role::Button, "Forget key");
    scenario.type("AccessKey ID", emulator::kAccessKeyId);
    scenario.type("AccessKey secret", emulator::kAccessKeySecret);
    scenario.click(Role::Button, "Use key");
  }
  REQUIRE(scenario.until([&] { return scenario.sees(Role::Row, "orders"); }));
  scenario.double_click(Role::Row, "orders");
  CHECK(scenario.sees(Role::Status, "This is an unfinished draft") == kept);
  CHECK(scenario.sees(Role::Button, "Edit policy") == !kept);
}
