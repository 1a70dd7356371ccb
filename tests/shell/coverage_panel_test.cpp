// The coverage board, by widget label on the emulator in simulated time.
#include <doctest/doctest.h>

#include "tests/shell/counted_allocations.h"
#include "tests/shell/harness.h"

using namespace dds;
using namespace dds::testing;
using shell::Role;
using shell::Widget;

namespace {

void open_coverage(Scenario& scenario) {
  scenario.click(Role::Link, "Coverage");
  REQUIRE(scenario.until([&] {
    return scenario.containing(Role::Status, "fall short: ") != nullptr ||
           scenario.containing(Role::Status, "are covered") != nullptr ||
           scenario.containing(Role::Status, "falls short: ") != nullptr;
  }));
}

std::vector<std::string> rows(Scenario& scenario) {
  scenario.settle();
  std::vector<std::string> labels;
  for (const Widget& widget : scenario.console.widgets().widgets) {
    if (widget.role == Role::Row) labels.push_back(widget.label);
  }
  return labels;
}

}  // namespace

TEST_CASE("the board holds every instance against the limit, never backed up first") {
  Scenario scenario;
  open_coverage(scenario);
  const std::vector<std::string> all = rows(scenario);
  REQUIRE(all.size() == 7);
  CHECK(all.front().find(", never backed up") != std::string::npos);
  CHECK(all.back().find(", covered") != std::string::npos);
  const Widget* summary = scenario.containing(Role::Status, " of 7 fall short: ");
  REQUIRE(summary != nullptr);
  CHECK(summary->label.find("never backed up") != std::string::npos);
  CHECK(summary->label.find("overdue") != std::string::npos);
}

TEST_CASE("another limit judges anew without asking the service, and is remembered") {
  Scenario scenario;
  open_coverage(scenario);
  const std::uint64_t asked = scenario.host.nonces;
  scenario.type("Newest backup at most", "1h");
  scenario.key(ImGuiKey_Enter);
  CHECK(scenario.sees(Role::Row, "orders, overdue"));
  scenario.type("Newest backup at most", "30d");
  scenario.key(ImGuiKey_Enter);
  CHECK(scenario.sees(Role::Row, "orders, covered"));
  scenario.type("Newest backup at most", "soon");
  scenario.key(ImGuiKey_Enter);
  CHECK(scenario.sees(Role::Alert, "Minutes, hours or days: 90m, 24h or 2d."));
  CHECK(scenario.host.nonces == asked);
  CHECK(scenario.host.saved["coverage_limit"] == "30d");
  scenario.restart();
  scenario.click(Role::Link, "Coverage");
  CHECK(scenario.find(Role::Textbox, "Newest backup at most")->value == "30d");
}

TEST_CASE("a backup grows older than the limit while the board is looked at") {
  Scenario scenario;
  open_coverage(scenario);
  REQUIRE(scenario.sees(Role::Row, "orders, covered"));
  scenario.pass(std::chrono::hours{23});
  CHECK(scenario.sees(Role::Row, "orders, overdue"));
}

TEST_CASE("rows are filtered by state, sorted, copied, and open their instance") {
  Scenario scenario;
  open_coverage(scenario);
  scenario.type("Filter coverage", "never");
  for (const std::string& label : rows(scenario))
    CHECK(label.find("never backed up") != std::string::npos);
  scenario.type("Filter coverage", "nothing has this");
  CHECK(scenario.sees(Role::Status, "Nothing fits the filter"));
  scenario.click(Role::Button, "Clear filter");
  scenario.click(Role::Button, "Sort by Instance");
  CHECK(rows(scenario).front().starts_with("audit, "));
  scenario.click(Role::Row, "orders, covered");
  scenario.key(ImGuiKey_C, false, true);
  CHECK(scenario.host.clipboard.find(kOrders) != std::string::npos);
  scenario.key(ImGuiKey_F10, true);
  CHECK(scenario.sees(Role::MenuItem, "Create backup"));
  scenario.click(Role::MenuItem, "Copy row");
  scenario.key(ImGuiKey_Enter);
  CHECK(scenario.sees(Role::Heading, "orders"));
}

TEST_CASE("what is denied is unknown and falls short, with its reason") {
  Scenario scenario;
  scenario.host.service.set_faults(*emulator::parse_faults("DescribeBackups:refused:100%"));
  open_coverage(scenario);
  CHECK(scenario.sees(Role::Row, "orders, unknown"));
  scenario.host.service.set_faults({});
  scenario.click(Role::Button, "Refresh");
  REQUIRE(scenario.until([&] { return scenario.sees(Role::Row, "orders, covered"); }));
}

TEST_CASE("a key that is refused says so on the board") {
  ScenarioOptions options;
  options.secret = "wrong";
  Scenario scenario(options);
  scenario.click(Role::Link, "Coverage");
  CHECK(scenario.until([&] { return scenario.sees(Role::Button, "Change key"); }));
  CHECK(rows(scenario).empty());
}

TEST_CASE("what falls short goes to the page of many backups, chosen") {
  Scenario scenario;
  open_coverage(scenario);
  scenario.click(Role::Button, "Back up those that fall short");
  CHECK(scenario.sees(Role::Heading, "Back up many"));
  CHECK(scenario.find(Role::Checkbox, "audit")->checked);
  CHECK_FALSE(scenario.find(Role::Checkbox, "orders")->checked);
}

TEST_CASE("a frame of the board costs the same with a hundred times the instances") {
  const auto cost = [](std::int32_t further) {
    ScenarioOptions options;
    options.further_instances = further;
    Scenario scenario(options);
    open_coverage(scenario);
    scenario.console.frame();
    const std::uint64_t before = allocations();
    scenario.console.frame();
    return allocations() - before;
  };
  const std::uint64_t few = cost(20);
  CHECK(cost(1'000) <= few + 20);
}
