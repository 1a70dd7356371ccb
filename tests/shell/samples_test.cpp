// A call as code, and error codes explained: dialogs that ask the workbench.
#include <doctest/doctest.h>

#include "core/api/error_guide.h"
#include "core/api/sample_code.h"
#include "core/workbench/answer.h"
#include "core/workbench/workbench.h"
#include "tests/shell/harness.h"

using namespace dds;
using namespace dds::testing;
using shell::Role;

namespace {

void open_samples(Scenario& scenario) {
  scenario.click(Role::Button, "As code");
  REQUIRE(scenario.sees(Role::Heading, "DescribeDBInstances as code"));
}

std::string title(api::Language language) {
  return std::string(api::facts(language).title);
}

std::string code(Scenario& scenario) {
  const shell::Widget* widget = scenario.anywhere(Role::Region, "Code");
  return widget == nullptr ? std::string() : widget->value;
}

bool holds(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

}  // namespace

TEST_CASE("a sent call is shown as code in every language, and copied") {
  Scenario scenario;
  open_samples(scenario);
  for (const api::LanguageFacts& language : api::languages()) {
    CAPTURE(language.title);
    scenario.click(Role::Option, language.title);
    CHECK(scenario.find(Role::Option, language.title)->selected);
    if (language.language == api::Language::Terraform) continue;
    const std::string& question = scenario.host.questions.back();
    CHECK(holds(question, "\"language\":\"" + std::string(language.name) + "\""));
    REQUIRE_FALSE(code(scenario).empty());
    CHECK(code(scenario) == *workbench::read_sample(workbench::answer(question)));
    scenario.click(Role::Button, "Copy the code");
    CHECK(scenario.host.clipboard == code(scenario));
    CHECK_FALSE(holds(code(scenario), emulator::kAccessKeySecret));
    const bool warned = scenario.anywhere(Role::Status, "not run by this project's tests");
    CHECK(warned == !language.tried);
  }
}

TEST_CASE("the code calls what the console calls: its region and its endpoint") {
  Scenario scenario;
  open_samples(scenario);
  CHECK(holds(code(scenario), "127.0.0.1:8620/emulator/"));
  CHECK(scenario.anywhere(Role::Status, "the code calls the service itself") == nullptr);
}

TEST_CASE("code that cannot call the emulator calls the region's host, and says so") {
  Scenario scenario;
  open_samples(scenario);
  scenario.click(Role::Option, title(api::Language::Go));
  CHECK(holds(code(scenario), "mongodb.aliyuncs.com"));
  CHECK(scenario.anywhere(Role::Status, "the code calls the service itself") != nullptr);
}

TEST_CASE("a call that a language cannot say is told in a sentence") {
  Scenario scenario;
  open_samples(scenario);
  scenario.click(Role::Option, title(api::Language::Terraform));
  CHECK(scenario.anywhere(Role::Status, "Terraform") != nullptr);
  CHECK(code(scenario).empty());
  CHECK_FALSE(scenario.sees(Role::Button, "Copy the code"));
}

TEST_CASE("the language is remembered") {
  Scenario scenario;
  open_samples(scenario);
  REQUIRE(scenario.sees(Role::Option, title(api::Language::Curl)));
  CHECK(scenario.find(Role::Option, title(api::Language::Curl))->selected);
  scenario.click(Role::Option, title(api::Language::Go));
  scenario.restart();
  open_samples(scenario);
  CHECK(scenario.find(Role::Option, title(api::Language::Go))->selected);
  CHECK(holds(code(scenario), "package main"));
}

TEST_CASE("a workbench that cannot be loaded is said in the dialog, and tried again") {
  Scenario scenario;
  scenario.host.workbench_missing = true;
  open_samples(scenario);
  CHECK(scenario.anywhere(Role::Status, "The workbench could not be loaded.") != nullptr);
  scenario.host.workbench_missing = false;
  scenario.click(Role::Button, "Try again");
  CHECK(holds(code(scenario), "DescribeDBInstances"));
  CHECK(scenario.sees(Role::Option, title(api::Language::Curl)));
}

TEST_CASE("an error's code is explained beside its other next steps") {
  Scenario scenario({.secret = "not-the-right-secret"});
  scenario.click(Role::Button, "What does this mean");
  REQUIRE(scenario.sees(Role::Heading, "SignatureDoesNotMatch"));
  const auto explanation = api::explain_error("SignatureDoesNotMatch");
  REQUIRE(explanation.has_value());
  CHECK(scenario.fact("Cause") == explanation->guide->cause);
  CHECK(scenario.fact("Next") == explanation->guide->next);
  CHECK(scenario.fact("Send it again") == api::name(explanation->guide->retry));
  scenario.click(Role::Button, "Open the error centre");
  CHECK(scenario.host.link == api::error_centre_url("SignatureDoesNotMatch"));
  scenario.key(ImGuiKey_Escape);
  CHECK_FALSE(scenario.sees(Role::Heading, "SignatureDoesNotMatch"));
}

TEST_CASE("an explanation that could not be had can be asked for again") {
  Scenario scenario({.secret = "not-the-right-secret"});
  scenario.host.workbench_missing = true;
  scenario.click(Role::Button, "What does this mean");
  CHECK(scenario.anywhere(Role::Status, "The workbench could not be loaded.") != nullptr);
  scenario.host.workbench_missing = false;
  scenario.click(Role::Button, "Try again");
  CHECK_FALSE(scenario.fact("Cause").empty());
}
