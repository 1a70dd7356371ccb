// The Sign page: a refused request is pasted and explained, and nothing of its secrets is shown.
#include <doctest/doctest.h>

#include "core/base/percent.h"
#include "core/signing/rpc_v1.h"
#include "tests/shell/harness.h"

using namespace dds;
using namespace dds::testing;
using shell::Role;

namespace {

constexpr std::string_view kSecret = emulator::kAccessKeySecret;
constexpr std::string_view kToken = "tokenOfALongNight0123456789";

std::string parameters(std::string_view token) {
  std::string text =
      "AccessKeyId=testid&Action=ModifyDBInstanceDescription"
      "&DBInstanceDescription=nightly%20copy&DBInstanceId=dds-bp1a7f3c9d2e5b81&Format=JSON";
  if (!token.empty()) text += "&SecurityToken=" + std::string(token);
  return text +
         "&SignatureMethod=HMAC-SHA1&SignatureNonce=9d3f1c62e0b84a7f&SignatureVersion=1.0"
         "&Timestamp=2026-01-14T06%3A03%3A27Z&Version=2015-12-01";
}

std::string string_to_sign(std::string canonical, std::string_view blank) {
  if (const std::size_t at = canonical.find("%20"); at != std::string::npos)
    canonical.replace(at, 3, blank);
  return "GET&%2F&" + percent_encode(canonical);
}

struct Signed {
  std::string url;
  std::string signature;  // percent-encoded
};

// Of a client that writes the blank as `blank` when it signs.
Signed request(std::string_view blank, std::string_view secret = kSecret,
               std::string_view token = {}) {
  const std::string sent = parameters(token);
  const std::string signature = percent_encode(signing::rpc_v1_signature(
      string_to_sign(sent, blank), Secret(secret), signing::Scheme::RpcV1Sha1));
  return {"https://mongodb.aliyuncs.com/?" + sent + "&Signature=" + signature, signature};
}

void open_page(Scenario& scenario) {
  scenario.click(Role::Link, "Sign");
  REQUIRE(scenario.sees(Role::Heading, "Why was this signature refused?"));
}

void use_key(Scenario& scenario) {
  const shell::Widget* box = scenario.containing(Role::Checkbox, "Use the key of this console");
  REQUIRE(box != nullptr);
  scenario.click(Role::Checkbox, std::string(box->label));
}

void explain(Scenario& scenario, const std::string& text, bool with_key = true) {
  open_page(scenario);
  scenario.type("Request", text);
  if (with_key) use_key(scenario);
  scenario.click(Role::Button, "Explain");
  REQUIRE(scenario.sees(Role::Button, "Paste another"));
}

std::string value_of(Scenario& scenario, Role role, std::string_view label) {
  const shell::Widget* widget = scenario.anywhere(role, label);
  return widget == nullptr ? std::string() : widget->value;
}

bool holds(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

}  // namespace

TEST_CASE("a blank signed as plus is explained in one sentence, with its remedy and the place") {
  Scenario scenario({.connect = false});
  const Signed wrong = request("%2B");
  explain(scenario, wrong.url);
  const shell::Widget* verdict = scenario.containing(Role::Alert, "encoded as \"+\"");
  REQUIRE(verdict != nullptr);
  CHECK(holds(verdict->label, "DBInstanceDescription"));
  CHECK(holds(verdict->value, "%XX"));
  CHECK(scenario.anywhere(Role::Status, "Proved:") != nullptr);
  CHECK(holds(value_of(scenario, Role::Region, "What the client signed"), "nightly%252Bcopy"));
  CHECK(holds(value_of(scenario, Role::Region, "What is right"), "nightly%2520copy"));
  CHECK(holds(value_of(scenario, Role::Status, "Encoding"), "differs at byte"));
  CHECK(holds(value_of(scenario, Role::Status, "Parameters"), "same"));

  scenario.click(Role::Button, "Copy the explanation");
  CHECK(scenario.host.clipboard.starts_with(verdict->label));
  CHECK(holds(scenario.host.clipboard, "nightly%252Bcopy"));
  CHECK_FALSE(holds(scenario.host.clipboard, kSecret));
}

TEST_CASE("every step of the signature is shown, up to what travelled") {
  Scenario scenario({.connect = false});
  explain(scenario, request("%20").url);
  CHECK(scenario.find(Role::Status, "The request is signed rightly.") == nullptr);
  for (const std::string_view step :
       {"Parameters", "Sorted", "Canonical query", "String to sign", "Signature", "Wire"}) {
    CAPTURE(step);
    CHECK(scenario.anywhere(Role::Region, step) != nullptr);
  }
  CHECK(holds(value_of(scenario, Role::Region, "Canonical query"), "nightly%20copy"));
  CHECK(scenario.anywhere(Role::Status, "It is the signature that was sent.") != nullptr);
}

TEST_CASE("without the key the signature is not computed, and the page says so") {
  Scenario scenario({.connect = false});
  explain(scenario, request("%20").url, false);
  CHECK(scenario.anywhere(Role::Region, "Canonical query") != nullptr);
  CHECK(scenario.anywhere(Role::Region, "Signature") == nullptr);
  CHECK(scenario.anywhere(Role::Status, "The signature itself takes the secret") != nullptr);
  REQUIRE_FALSE(scenario.host.questions.empty());
  for (const std::string& question : scenario.host.questions) CHECK_FALSE(holds(question, kSecret));
}

TEST_CASE("a signature that no known mistake gives is called unexplained, not guessed at") {
  Scenario scenario({.connect = false});
  Signed odd = request("%20");
  odd.url.replace(odd.url.find(odd.signature), odd.signature.size(),
                  "AAAAAAAAAAAAAAAAAAAAAAAAAAA%3D");
  explain(scenario, odd.url);
  const shell::Widget* verdict = scenario.anywhere(Role::Alert, "");
  REQUIRE(verdict != nullptr);
  CHECK(holds(verdict->label, "No known mistake"));
  CHECK(scenario.anywhere(Role::Status, "Proved:") == nullptr);
  CHECK(scenario.anywhere(Role::Status, "Another signature was sent.") != nullptr);
}

TEST_CASE("a wrong secret is concluded when the strings to sign are alike") {
  Scenario scenario({.connect = false});
  open_page(scenario);
  scenario.type("Request", request("%20", "another-secret").url);
  scenario.type("Answer of the service",
                R"({"Code":"SignatureDoesNotMatch","Message":"Specified signature is not matched )"
                R"(with our calculation. server string to sign is:)" +
                    string_to_sign(parameters({}), "%20") + "\"}");
  use_key(scenario);
  scenario.click(Role::Button, "Explain");
  REQUIRE(scenario.sees(Role::Button, "Paste another"));
  CHECK(scenario.containing(Role::Alert, "secret") != nullptr);
  CHECK(holds(value_of(scenario, Role::Region, "What the service signed"), "nightly%2520copy"));
}

TEST_CASE("what is pasted with its secrets is shown and kept without them") {
  Scenario scenario({.connect = false});
  const Signed right = request("%20", kSecret, kToken);
  explain(scenario, right.url);
  const auto check_clean = [&](const std::string& text) {
    CHECK_FALSE(holds(text, kSecret));
    CHECK_FALSE(holds(text, kToken));
    CHECK_FALSE(holds(text, right.signature));
    CHECK_FALSE(holds(text, *percent_decode(right.signature)));
  };
  check_clean(scenario.everything_said());
  scenario.click(Role::Button, "Copy the explanation");
  check_clean(scenario.host.clipboard);
  for (const auto& [name, value] : scenario.host.saved) check_clean(value);
  scenario.click(Role::Link, "History");
  check_clean(scenario.everything_said());
}

TEST_CASE("the secret of a pasted JSON line leaves the screen with the explanation") {
  Scenario scenario({.connect = false});
  explain(scenario,
          R"({"kind":"rpc1-sha1","method":"GET","parameters":{"AccessKeyId":"testid",)"
          R"("Action":"DescribeRegions","Signature":"AAAA"},"secret":"horsebatterystaple7"})",
          false);
  CHECK_FALSE(holds(scenario.everything_said(), "horsebatterystaple7"));
}

TEST_CASE(
    "a workbench that cannot be loaded is said, nothing typed is lost, and it is tried again") {
  Scenario scenario({.connect = false});
  scenario.host.workbench_missing = true;
  open_page(scenario);
  const Signed wrong = request("%2B");
  scenario.type("Request", wrong.url);
  use_key(scenario);
  scenario.click(Role::Button, "Explain");
  CHECK(scenario.sees(Role::Alert, "The workbench could not be loaded."));
  REQUIRE(scenario.sees(Role::Textbox, "Request"));
  CHECK(scenario.find(Role::Textbox, "Request")->value == wrong.url);
  scenario.host.workbench_missing = false;
  scenario.click(Role::Button, "Explain");
  CHECK(scenario.containing(Role::Alert, "encoded as \"+\"") != nullptr);
}

TEST_CASE("while the workbench is loaded the page says so and asks only once") {
  Scenario scenario({.connect = false});
  scenario.host.workbench_waits = true;
  open_page(scenario);
  scenario.type("Request", request("%2B").url);
  scenario.click(Role::Button, "Explain");
  scenario.pass(Milliseconds{200});
  CHECK(scenario.sees(Role::Status, "Looking into the signature"));
  CHECK(scenario.find(Role::Button, "Explain")->disabled);
  CHECK(scenario.host.questions.size() == 2);  // the diagnosis and the trace
  scenario.host.workbench_waits = false;
  CHECK(scenario.sees(Role::Button, "Paste another"));
}

TEST_CASE("what cannot be read is said at its field") {
  Scenario scenario({.connect = false});
  open_page(scenario);
  scenario.click(Role::Button, "Explain");
  CHECK(scenario.sees(Role::Alert, "Paste the request that was refused."));
  scenario.type("Request", "hello");
  scenario.click(Role::Button, "Explain");
  CHECK_FALSE(scenario.find(Role::Textbox, "Request")->description.empty());
  scenario.type("Request", request("%20").url);
  scenario.type("Answer of the service", "{");
  scenario.click(Role::Button, "Explain");
  CHECK(scenario.find(Role::Textbox, "Request")->description.empty());
  CHECK_FALSE(scenario.find(Role::Textbox, "Answer of the service")->description.empty());
}

TEST_CASE("what was pasted keeps its lines, and stays over a visit to another page") {
  Scenario scenario({.connect = false});
  open_page(scenario);
  const std::string http = "GET /?Action=DescribeRegions HTTP/1.1\nHost: mongodb.aliyuncs.com\n\n";
  scenario.type("Request", http);
  CHECK(scenario.find(Role::Textbox, "Request")->multiline);
  CHECK(scenario.find(Role::Textbox, "Request")->value == http);
  scenario.click(Role::Link, "Settings");
  open_page(scenario);
  CHECK(scenario.find(Role::Textbox, "Request")->value == http);
  scenario.click(Role::Button, "Explain");
  scenario.click(Role::Link, "Settings");
  open_page(scenario);
  CHECK(scenario.sees(Role::Button, "Paste another"));
  scenario.click(Role::Button, "Change what was pasted");
  CHECK(scenario.find(Role::Textbox, "Request")->value == http);
  scenario.click(Role::Button, "Explain");
  scenario.click(Role::Button, "Paste another");
  CHECK(scenario.find(Role::Textbox, "Request")->value.empty());
}

TEST_CASE(
    "the page is worked by keys: Tab leaves a field, Enter begins a line, Ctrl+Enter explains") {
  Scenario scenario({.connect = false});
  open_page(scenario);
  scenario.type("Request", "GET / HTTP/1.1");
  scenario.key(ImGuiKey_Enter);
  CHECK(scenario.find(Role::Textbox, "Request")->value == "GET / HTTP/1.1\n");
  scenario.key(ImGuiKey_Tab);
  CHECK(scenario.find(Role::Textbox, "Answer of the service")->focused);
  CHECK(scenario.tab_to(Role::Button, "Explain"));
  scenario.type("Request", request("%2B").url);
  scenario.key(ImGuiKey_Enter, false, true);
  CHECK(scenario.sees(Role::Button, "Paste another"));
}

TEST_CASE("text of a few hundred kilobytes comes in whole, from a mirror as well") {
  Scenario scenario({.connect = false});
  open_page(scenario);
  std::string large;
  while (large.size() < 300'000) large += "Action=DescribeRegions&a=\xE5\xBA\x93\n";
  const std::uint32_t id = scenario.find(Role::Textbox, "Request")->id;
  SUBCASE("without the caret") {
    scenario.console.replace_text(id, large, -1);
  }
  SUBCASE("while it is edited") {
    scenario.type("Request", "x");
    scenario.console.replace_text(id, large, -1);
    scenario.settle();
    ImGui::GetIO().AddInputCharactersUTF8("y");
    scenario.console.request_frame();
    large += "y";
  }
  CHECK(scenario.find(Role::Textbox, "Request")->value == large);
}

TEST_CASE("a refused exchange is explained from the inspector, its signature masked") {
  Scenario scenario({.secret = "not-the-right-secret"});
  REQUIRE(scenario.sees(Role::Button, "Explain"));
  scenario.click(Role::Button, "Explain");
  REQUIRE(scenario.sees(Role::Heading, "Why was this signature refused?"));
  CHECK(scenario.anywhere(Role::Alert, "secret") != nullptr);
  CHECK(scenario.anywhere(Role::Region, "Canonical query") != nullptr);
  // The question held it; the screen does not.
  const std::string& question = scenario.host.questions.front();
  const std::size_t at = question.find("Signature=");
  REQUIRE(at != std::string::npos);
  const std::string signature = question.substr(at + 10, 20);
  const std::string said = scenario.everything_said();
  CHECK_FALSE(holds(said, signature));
  CHECK_FALSE(holds(said, "not-the-right-secret"));
  scenario.click(Role::Button, "Paste another");
  CHECK(scenario.find(Role::Textbox, "Request")->value.empty());
}

TEST_CASE("an exchange that was not refused for its signature offers no explanation") {
  Scenario scenario;
  CHECK(scenario.sees(Role::Button, "As code"));
  CHECK_FALSE(scenario.sees(Role::Button, "Explain"));
}

TEST_CASE("the key of the console can only be used when there is one") {
  Scenario scenario({.with_key = false});
  open_page(scenario);
  const shell::Widget* box = scenario.find(Role::Checkbox, "Use the key of this console");
  REQUIRE(box != nullptr);
  CHECK(box->disabled);
  CHECK_FALSE(box->description.empty());
}

TEST_CASE("nothing of the page reaches beyond a narrow window") {
  for (const float width : {1280.0F, 760.0F, 420.0F}) {
    CAPTURE(width);
    Scenario scenario({.connect = false, .width = width, .height = 700});
    if (width < 600) {
      scenario.click(Role::Button, "Menu");
      scenario.click(Role::Link, "Sign");
    } else {
      open_page(scenario);
    }
    scenario.type("Request", request("%2B").url);
    use_key(scenario);
    scenario.click(Role::Button, "Explain");
    REQUIRE(scenario.anywhere(Role::Region, "What the client signed") != nullptr);
    for (const shell::Widget& widget : scenario.console.widgets().widgets) {
      if (widget.hidden) continue;
      CAPTURE(widget.label);
      CHECK(widget.x + widget.width <= width + 1);
    }
  }
}
