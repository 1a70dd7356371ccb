// The API page: finding an action, its form, sending it, its answer.
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/api/catalogue.h"
#include "core/api/catalogue_check.h"
#include "core/api/flat_parameters.h"
#include "core/base/stable_order.h"
#include "shell/model/answer_table.h"
#include "shell/model/answer_tree.h"
#include "shell/model/api_form.h"
#include "tests/shell/harness.h"

namespace dds::testing {
namespace {

using shell::Role;
using shell::Widget;

void open_action(Scenario& scenario, std::string_view name) {
  if (!scenario.sees(Role::Textbox, "Search actions")) scenario.click(Role::Link, "API");
  scenario.type("Search actions", name);
  scenario.click(Role::Row, name);
}

std::string value(Scenario& scenario, std::string_view textbox) {
  const Widget* field = scenario.anywhere(Role::Textbox, textbox);
  return field == nullptr ? "(no field)" : field->value;
}

TEST_CASE("an action is found by a word of its answer and opened with the keyboard") {
  Scenario scenario;
  scenario.click(Role::Link, "API");
  CHECK(scenario.sees(Role::Status, "Any action of the service"));
  scenario.type("Search actions", "BackupDownloadURL");
  CHECK(scenario.sees(Role::Row, "DescribeBackups"));
  CHECK_FALSE(scenario.sees(Role::Row, "DescribeRegions"));
  scenario.type("Search actions", "describeregions");
  scenario.key(ImGuiKey_Enter);
  CHECK(scenario.sees(Role::Heading, "DescribeRegions"));
}

TEST_CASE("the request of any action's form is shown step by step, masked, and not sent") {
  Scenario scenario;
  open_action(scenario, "ResetAccountPassword");
  scenario.type("AccountName", "root");
  scenario.type("AccountPassword", "Hunter2-secret");
  const auto signed_before = scenario.host.nonces;
  scenario.click(Role::Button, "Show request");
  CHECK(scenario.sees(Role::Heading, "ResetAccountPassword"));
  CHECK(scenario.sees(Role::Button, "Copy AccountName"));
  for (const char* step : {"Canonical", "String to sign", "Signature", "Wire"}) {
    scenario.click(Role::Tab, step);
    const std::string said = scenario.everything_said();
    CHECK(said.find("Hunter2") == std::string::npos);
    CHECK(said.find("estsecret") == std::string::npos);
  }
  CHECK(scenario.host.nonces == signed_before + 1);
  scenario.pass(std::chrono::minutes{1});
  CHECK(scenario.effects_of("ResetAccountPassword") == 0);

  Scenario without({.with_key = false});
  open_action(without, "DescribeRegions");
  without.click(Role::Button, "Show request");
  CHECK(without.containing(Role::Alert, "no AccessKey to sign") != nullptr);
}

TEST_CASE("an action that is opened begins at its top, wherever the last one was scrolled to") {
  Scenario scenario({.height = 500});
  open_action(scenario, "ModifyBackupPolicy");
  const Widget* head = scenario.find(Role::Heading, "ModifyBackupPolicy");
  REQUIRE(head != nullptr);
  ImGui::GetIO().AddMousePosEvent(head->x + 20, 400);
  scenario.console.request_frame();
  scenario.settle();
  ImGui::GetIO().AddMouseWheelEvent(0, -20);
  scenario.console.request_frame();
  scenario.settle();
  REQUIRE_FALSE(scenario.sees(Role::Heading, "ModifyBackupPolicy"));
  open_action(scenario, "DescribeBackups");
  CHECK(scenario.sees(Role::Heading, "DescribeBackups"));
  CHECK(scenario.sees(Role::Button, "Send"));
}

TEST_CASE("a call is sent from its form and its answer is shown as tree, table and text") {
  Scenario scenario;
  open_action(scenario, "DescribeDBInstances");
  scenario.type("RegionId", "cn-hangzhou");
  scenario.click(Role::Button, "Send");
  REQUIRE(scenario.until([&] { return scenario.sees(Role::Status, "Answered 200"); }));
  CHECK(scenario.containing(Role::Row, "DBInstances: ") != nullptr);
  scenario.click(Role::Tab, "Table");
  CHECK(scenario.containing(Role::Row, "dds-") != nullptr);
  scenario.type("Filter rows", kOrders);
  scenario.click(Role::Button, "Copy as CSV");
  CHECK(scenario.host.clipboard.find(std::string(kOrders)) != std::string::npos);
  CHECK(scenario.host.clipboard.find(std::string(kPayments)) == std::string::npos);
  scenario.click(Role::Tab, "Raw");
  scenario.click(Role::Button, "Copy answer");
  CHECK(scenario.host.clipboard.find("\"DBInstanceId\"") != std::string::npos);
}

TEST_CASE("a field that is left wrong says what would be right, and nothing is sent") {
  Scenario scenario;
  open_action(scenario, "DescribeBackups");
  const std::size_t before = scenario.effects_of("DescribeBackups");
  scenario.type("StartTime", "yesterday");
  scenario.key(ImGuiKey_Tab);
  REQUIRE(scenario.containing(Role::Alert, "StartTime") != nullptr);
  scenario.click(Role::Button, "Send");
  CHECK(scenario.containing(Role::Alert, "DBInstanceId is required") != nullptr);
  CHECK(value(scenario, "StartTime") == "yesterday");
  CHECK(scenario.effects_of("DescribeBackups") == before);
}

TEST_CASE("values of known kinds are offered, and what was typed stays while another one is open") {
  Scenario scenario;
  open_action(scenario, "DescribeBackups");
  scenario.click(Role::Button, "Choose DBInstanceId");
  scenario.click(Role::Option, kOrders);
  CHECK(value(scenario, "DBInstanceId") == kOrders);
  scenario.click(Role::Button, "Choose StartTime");
  REQUIRE(scenario.containing(Role::Option, "Z") != nullptr);
  scenario.key(ImGuiKey_Escape);
  open_action(scenario, "DescribeRegions");
  open_action(scenario, "DescribeBackups");
  CHECK(value(scenario, "DBInstanceId") == kOrders);
}

TEST_CASE("regions, instances and backup sets are offered whatever the parameter is called") {
  Scenario scenario;
  const auto offers = [&](std::string_view action, const std::string& parameter,
                          std::string_view choice) {
    open_action(scenario, action);
    scenario.click(Role::Button, "Choose " + parameter);
    const bool sees = scenario.containing(Role::Option, choice) != nullptr;
    scenario.key(ImGuiKey_Escape);
    return sees;
  };
  CHECK(offers("DescribeBackups", "DestRegion", "ap-northeast-1"));
  CHECK(offers("CreateDBInstance", "SrcRegion", "ap-northeast-1"));
  CHECK(offers("DescribeBackupDBs", "SourceDBInstance", kOrders));
  CHECK(offers("DescribeGlobalSecurityIPGroupRelation", "DBClusterId", kOrders));
}

TEST_CASE("backup sets and jobs that were read are offered") {
  Scenario scenario;
  scenario.double_click(Role::Row, "orders");
  scenario.click(Role::Tab, "Backups");
  REQUIRE(scenario.until([&] { return scenario.sees(Role::Heading, "Backup sets"); }));
  open_action(scenario, "DeleteBackup");
  scenario.click(Role::Button, "Choose BackupId");
  const Widget* set = scenario.containing(Role::Option, "");
  REQUIRE(set != nullptr);
  CHECK_FALSE(set->label.empty());
  scenario.key(ImGuiKey_Escape);
  open_action(scenario, "DescribeBackupTasks");
  CHECK(scenario.sees(Role::Button, "Choose BackupJobId"));
}

TEST_CASE("what is to come is offered times that are to come") {
  Scenario scenario;
  open_action(scenario, "ModifyActiveOperationTasks");
  scenario.click(Role::Button, "Choose SwitchTime");
  const Widget* first = scenario.containing(Role::Option, "Z");
  REQUIRE(first != nullptr);
  CHECK(first->label > format_utc(scenario.host.time + std::chrono::minutes{30}));
  scenario.key(ImGuiKey_Escape);
  open_action(scenario, "DescribeBackups");
  scenario.click(Role::Button, "Choose StartTime");
  first = scenario.containing(Role::Option, "Z");
  REQUIRE(first != nullptr);
  CHECK(first->label <= format_utc(scenario.host.time, TimeForm::Minutes));
}

TEST_CASE("what interrupts the service asks first, naming the instance") {
  Scenario scenario;
  open_action(scenario, "RestartDBInstance");
  scenario.type("DBInstanceId", kOrders);
  scenario.click(Role::Button, "Send");
  CHECK(scenario.effects_of("RestartDBInstance") == 0);
  REQUIRE(scenario.sees(Role::Heading, "Send RestartDBInstance"));
  scenario.click(Role::Button, "Send it");
  REQUIRE(scenario.until([&] { return scenario.sees(Role::Status, "Answered 200"); }));
}

TEST_CASE("what was said about one action goes when another one is opened") {
  Scenario scenario;
  open_action(scenario, "DescribeRegions");
  scenario.click(Role::Button, "Copy command line");
  REQUIRE(scenario.until(
      [&] { return scenario.containing(Role::Status, "copied as a command line") != nullptr; }));
  open_action(scenario, "DescribeBackups");
  CHECK(scenario.containing(Role::Status, "copied as a command line") == nullptr);
}

TEST_CASE("what deletes asks first, naming the instance") {
  Scenario scenario;
  open_action(scenario, "DeleteDBInstance");
  scenario.type("DBInstanceId", kOrders);
  scenario.click(Role::Button, "Send");
  CHECK(scenario.effects_of("DeleteDBInstance") == 0);
  REQUIRE(scenario.sees(Role::Heading, "Send DeleteDBInstance"));
  scenario.click(Role::Button, "Do not send");
  scenario.pass(std::chrono::seconds{5});
  CHECK(scenario.effects_of("DeleteDBInstance") == 0);
}

TEST_CASE("CreateBackup goes through the backup form, with what was typed") {
  Scenario scenario;
  open_action(scenario, "CreateBackup");
  scenario.type("DBInstanceId", kOrders);
  scenario.type("BackupMethod", "Logical");
  scenario.click(Role::Button, "Open the backup form");
  CHECK(scenario.backups_created() == 0);
  const Widget* method = scenario.find(Role::Radio, "Logical");
  REQUIRE(method != nullptr);
  CHECK(method->checked);
}

TEST_CASE(
    "what the backup form would not take as it was typed is said, and nothing is changed "
    "silently") {
  Scenario scenario;
  open_action(scenario, "CreateBackup");
  scenario.type("DBInstanceId", kOrders);
  scenario.type("BackupMethod", "Snapshot");
  scenario.click(Role::Button, "Open the backup form");
  CHECK(scenario.containing(Role::Alert, "does not take Snapshot") != nullptr);
  CHECK_FALSE(scenario.sees(Role::Heading, "Create backup"));
  scenario.type("Search actions",
                "#call=CreateBackup&DBInstanceId=" + std::string(kOrders) + "&RegionId=cn-beijing");
  scenario.click(Role::Button, "Open the backup form");
  CHECK(scenario.containing(Role::Alert, "connected to cn-hangzhou") != nullptr);
  CHECK_FALSE(scenario.sees(Role::Heading, "Create backup"));
  CHECK(value(scenario, "RegionId") == "cn-beijing");
}

TEST_CASE("a secret that the cut of a long text would halve is not shown") {
  signing::Credentials credentials;
  credentials.access_key_secret = Secret("halved-secret-of-the-key");
  for (const std::size_t before : {4080U, 4090U, 4095U}) {
    const std::string text = std::string(before, 'x') + "halved-secret-of-the-key" + " and more";
    const std::string shown = shell::masked_beginning(text, 4096, credentials);
    CHECK(shown.size() < 4110);
    CHECK(shown.find("halved") == std::string::npos);
    CHECK(shown.find("ha\xE2") == std::string::npos);
    CHECK(shown.starts_with("xxxx"));
  }
  CHECK(shell::masked_beginning("short", 4096, credentials) == "short");
}

TEST_CASE("an action that the emulator does not simulate says so") {
  Scenario scenario;
  open_action(scenario, "DescribeAuditPolicy");
  scenario.type("DBInstanceId", kOrders);
  scenario.click(Role::Button, "Send");
  REQUIRE(scenario.until([&] { return scenario.sees(Role::Status, "Answered 200"); }));
  CHECK(scenario.everything_said().find("does not simulate") != std::string::npos);
}

TEST_CASE("a refusal is said in three parts, the request is one press away") {
  Scenario scenario;
  open_action(scenario, "DescribeBackups");
  scenario.type("DBInstanceId", "dds-nosuchinstance00");
  scenario.click(Role::Button, "Send");
  REQUIRE(
      scenario.until([&] { return scenario.containing(Role::Status, "Not answered") != nullptr; }));
  CHECK(scenario.everything_said().find("InvalidDBInstanceId.NotFound") != std::string::npos);
}

TEST_CASE(
    "a change that fails on the service's side is not told as refused, and asked about again") {
  for (const char* fault : {"error-500-after:x1", "unavailable-503-after:x1"}) {
    CAPTURE(fault);
    Scenario scenario;
    scenario.host.service.set_faults(
        *emulator::parse_faults(std::string("ModifyDBInstanceDescription:") + fault));
    open_action(scenario, "ModifyDBInstanceDescription");
    scenario.type("DBInstanceId", kOrders);
    scenario.type("DBInstanceDescription", "renamed");
    scenario.click(Role::Button, "Send");
    REQUIRE(scenario.until(
        [&] { return scenario.containing(Role::Status, "Not answered") != nullptr; }));
    const std::string said = scenario.everything_said();
    CHECK(said.find("Whether ModifyDBInstanceDescription took effect is not known: look before it "
                    "is sent again.") != std::string::npos);
    CHECK(said.find("refused") == std::string::npos);
    scenario.click(Role::Button, "Send");
    CHECK(scenario.sees(Role::Button, "Send it"));
  }
}

TEST_CASE("a read that fails on the service's side leaves nothing unknown") {
  Scenario scenario;
  scenario.host.service.set_faults(*emulator::parse_faults("DescribeRegions:error-500-after:x1"));
  open_action(scenario, "DescribeRegions");
  scenario.click(Role::Button, "Send");
  REQUIRE(
      scenario.until([&] { return scenario.containing(Role::Status, "Not answered") != nullptr; }));
  CHECK(scenario.everything_said().find("took effect") == std::string::npos);
}

TEST_CASE("favourites and recent calls outlive the console") {
  Scenario scenario;
  open_action(scenario, "DescribeRegions");
  scenario.click(Role::Button, "Make it a favourite");
  scenario.click(Role::Button, "Send");
  REQUIRE(scenario.until([&] { return scenario.sees(Role::Status, "Answered 200"); }));
  ScenarioOptions options;
  options.saved = scenario.host.saved;
  Scenario later(options);
  later.click(Role::Link, "API");
  later.click(Role::Tab, "Favourites");
  CHECK(later.sees(Role::Row, "DescribeRegions"));
  later.click(Role::Tab, "Recent");
  CHECK(later.sees(Role::Row, "DescribeRegions"));
  CHECK_FALSE(later.sees(Role::Row, "DescribeBackups"));
}

TEST_CASE("a link to a call is copied without its secrets, and one that is pasted fills the form") {
  Scenario scenario;
  open_action(scenario, "ResetAccountPassword");
  scenario.type("DBInstanceId", kOrders);
  scenario.type("AccountPassword", "Sesame-0pen!");
  scenario.click(Role::Button, "Copy command line");
  CHECK(scenario.host.clipboard.find("dds ResetAccountPassword") != std::string::npos);
  CHECK(scenario.host.clipboard.find(std::string(kOrders)) != std::string::npos);
  CHECK(scenario.host.clipboard.find("Sesame") == std::string::npos);
  scenario.type("Search actions",
                "https://console.example/#call=DescribeBackups&DBInstanceId=dds-linked");
  CHECK(scenario.sees(Role::Heading, "DescribeBackups"));
  CHECK(value(scenario, "DBInstanceId") == "dds-linked");
  CHECK(scenario.effects_of("DescribeBackups") == 0);
}

TEST_CASE("a password that is typed is never said nor kept") {
  Scenario scenario;
  open_action(scenario, "ResetAccountPassword");
  scenario.type("AccountPassword", "Sesame-0pen!");
  CHECK(scenario.everything_said().find("Sesame") == std::string::npos);
  scenario.type("AccountName", "root");
  scenario.type("DBInstanceId", kOrders);
  scenario.click(Role::Button, "Send");
  scenario.pass(std::chrono::seconds{5});
  CHECK(scenario.everything_said().find("Sesame") == std::string::npos);
  for (const auto& kept : scenario.host.saved)
    CHECK(kept.second.find("Sesame") == std::string::npos);
}

// Every action: its form takes the examples of the catalogue, gives them back as they went in, and
// what is sent is answered and shown.
TEST_CASE(
    "the form of every action but CreateBackup carries its examples to an answer that is shown") {
  Scenario scenario;
  scenario.click(Role::Link, "API");
  int sent = 0;
  for (const api::Action& action : api::catalogue().actions()) {
    if (action.name == "CreateBackup") continue;  // sent by the backup form: see above
    CAPTURE(action.name);
    const Parameters examples = api::example_parameters(action);
    shell::ApiForm form(action, [](Instant) { return std::string(); });
    form.fill(examples);
    CHECK(form.others().empty());
    Parameters given = form.parameters();
    CHECK(given.size() == examples.size());
    for (const Parameter& one : examples) {
      const std::string* back = find_parameter(given, one.name);
      REQUIRE(back != nullptr);
      CHECK(*back == one.value);
    }
    const bool complete = form.check_all();
    CHECK_MESSAGE(complete, form.first_wrong());
    scenario.type("Search actions", action.name);
    scenario.key(ImGuiKey_Enter);
    REQUIRE(scenario.sees(Role::Heading, action.name));
    scenario.click(Role::Button, "Example");
    for (const Parameter& one : examples) {
      const api::Field* field = api::parameter(action, one.name);
      if (field != nullptr && api::is_secret(*field)) scenario.type(one.name, "Example-1!");
    }
    scenario.click(Role::Button, "Send");
    if (scenario.sees(Role::Button, "Send it")) scenario.click(Role::Button, "Send it");
    REQUIRE(
        scenario.until([&] { return scenario.containing(Role::Status, "nswered") != nullptr; }));
    ++sent;
  }
  CHECK(sent == static_cast<int>(api::catalogue().actions().size()) - 1);
}

TEST_CASE("lists in a form: entries come and go, empty ones leave no gap") {
  const api::Action* action = api::catalogue().find("TagResources");
  REQUIRE(action != nullptr);
  shell::ApiForm form(*action, [](Instant) { return std::string(); });
  form.fill({{"Tag.1.Key", "a"}, {"Tag.2.Key", "b"}, {"Tag.2.Value", "2"}, {"Strange", "x"}});
  CHECK(form.others().size() == 1);
  shell::FormNode* tags = nullptr;
  for (const auto& node : form.nodes()) {
    if (node->name == "Tag") tags = node.get();
  }
  REQUIRE(tags != nullptr);
  REQUIRE(tags->inner.size() == 2);
  form.add_entry(*tags);
  CHECK(tags->inner.back()->name == "Tag.3");
  form.remove_entry(*tags, 0);
  CHECK(tags->inner.front()->inner.front()->name == "Tag.1.Key");
  const Parameters sent = form.parameters();
  CHECK(find_parameter(sent, "Tag.1.Key") != nullptr);
  CHECK(*find_parameter(sent, "Tag.1.Key") == "b");
  CHECK(find_parameter(sent, "Tag.2.Key") == nullptr);
  CHECK(find_parameter(sent, "Strange") != nullptr);
  // A pasted call must not make a form without end.
  form.fill({{"Tag.4000000.Key", "far"}});
  CHECK(tags->inner.size() < 10);
}

TEST_CASE("the table takes the longest list, sorts figures as figures, and masks secrets") {
  const auto answer = nlohmann::json::parse(R"({"Short":[{"X":"1"}],"Items":{"Item":[
    {"Name":"b","Size":"9","SecurityToken":"very-secret"},{"Name":"a, \"x\"","Size":"10"},
    {"Name":"=1+1","Size":"2.5"}]}})");
  const signing::Credentials credentials;
  shell::AnswerTable table;
  table.show(answer, credentials);
  REQUIRE(table.has_rows());
  CHECK(table.path() == "Items.Item");
  CHECK(table.row_count() == 3);
  int size = -1;
  for (std::size_t i = 0; i < table.columns().size(); ++i) {
    if (table.columns()[i] == "Size") size = static_cast<int>(i);
  }
  REQUIRE(size >= 0);
  table.sort(size);
  const std::vector<std::uint32_t> rising = table.order();
  CHECK(rising == std::vector<std::uint32_t>{2, 0, 1});
  table.sort(size);
  CHECK(table.order() == std::vector<std::uint32_t>{1, 0, 2});
  const std::string csv = table.csv();
  CHECK(csv.find("very-secret") == std::string::npos);
  CHECK(csv.find("\"a, \"\"x\"\"\"") != std::string::npos);
  CHECK(csv.find("'=1+1") != std::string::npos);
  CHECK(table.json_text().find("very-secret") == std::string::npos);
}

TEST_CASE("a table of many columns is copied whole, and its columns can be turned") {
  nlohmann::json rows = nlohmann::json::array();
  for (int i = 0; i < 300; ++i) {
    nlohmann::json row;
    for (int column = 0; column < 40; ++column) row["Column" + std::to_string(100 + column)] = i;
    if (i == 299) row["Late"] = "x";
    rows.push_back(std::move(row));
  }
  const nlohmann::json answer{{"Rows", std::move(rows)}};
  const signing::Credentials credentials;
  shell::AnswerTable table;
  table.show(answer, credentials);
  CHECK(table.columns().size() == 41);
  const std::string csv = table.csv();
  CHECK(std::count(csv.begin(), csv.begin() + static_cast<std::ptrdiff_t>(csv.find('\n')), ',') ==
        40);
  CHECK(csv.find("Late") != std::string::npos);
  table.turn(true, 6);
  CHECK(table.skipped() == 5);
  for (int i = 0; i < 20; ++i) table.turn(true, 6);
  CHECK(table.skipped() == 39);
  table.turn(false, 6);
  CHECK(table.skipped() == 34);
  for (int i = 0; i < 20; ++i) table.turn(false, 6);
  CHECK(table.skipped() == 0);
}

// A table that is wider than the window.
void show_wide_table(Scenario& scenario) {
  open_action(scenario, "DescribeDBInstances");
  scenario.type("RegionId", "cn-hangzhou");
  scenario.click(Role::Button, "Send");
  REQUIRE(scenario.until([&] { return scenario.sees(Role::Status, "Answered 200"); }));
  scenario.click(Role::Tab, "Table");
}

// Its columns that stand there, from left to right.
std::vector<std::string> columns_shown(Scenario& scenario) {
  constexpr std::string_view kSort = "Sort by ";
  std::vector<std::string> names;
  for (const Widget& widget : scenario.console.widgets().widgets) {
    if (widget.role == Role::Button && widget.label.starts_with(kSort))
      names.push_back(widget.label.substr(kSort.size()));
  }
  return names;
}

TEST_CASE("columns that do not fit are reached by the keyboard") {
  Scenario scenario({.width = 900});
  show_wide_table(scenario);
  const auto shown = [&] {
    const std::vector<std::string> names = columns_shown(scenario);
    return std::set<std::string>(names.begin(), names.end());
  };
  std::set<std::string> seen = shown();
  CHECK(seen.size() < 12);
  scenario.click(Role::Button, "More columns");
  for (int i = 0; i < 30; ++i) {
    seen.merge(shown());
    scenario.key(ImGuiKey_Enter);
  }
  CHECK(seen.size() > 12);
  scenario.click(Role::Button, "Earlier columns");
}

TEST_CASE("columns that do not fit are reached by a wheel that goes sideways, or with Shift") {
  Scenario scenario({.width = 900});
  show_wide_table(scenario);
  // The column that stands behind the first one, which always does.
  const auto second = [&] {
    const std::vector<std::string> names = columns_shown(scenario);
    REQUIRE(names.size() > 1);
    return names[1];
  };
  const Widget* row = scenario.containing(Role::Row, "dds-");
  REQUIRE(row != nullptr);
  ImGuiIO& io = ImGui::GetIO();
  io.AddMousePosEvent(row->x + 30, row->y + 10);
  const auto turn = [&](float sideways, float down) {
    io.AddMouseWheelEvent(sideways, down);
    scenario.console.request_frame();
    scenario.settle();
  };
  std::vector<std::string> names{second()};
  for (int i = 0; i < 3; ++i) {
    turn(-1, 0);
    names.push_back(second());
    CHECK(names[names.size() - 2] != names.back());
  }
  turn(10, 0);
  CHECK(second() == names[0]);
  turn(0, -1);
  CHECK(second() == names[0]);
  turn(-0.4F, 0);
  CHECK(second() == names[0]);
  turn(-0.7F, 0);
  CHECK(second() == names[1]);
  turn(-2, -3);  // a touchpad that goes down is never quite straight
  CHECK(second() == names[1]);
  io.AddKeyEvent(ImGuiMod_Shift, true);
  turn(0, -2);
  io.AddKeyEvent(ImGuiMod_Shift, false);
  CHECK(second() == names[3]);
  for (int i = 0; i < 60; ++i) turn(-1, 0);
  CHECK_FALSE(scenario.find(Role::Button, "Earlier columns")->disabled);
  CHECK(scenario.find(Role::Button, "More columns")->disabled);
}

TEST_CASE("the tree stays closed where a list is long, and knows the catalogue's words") {
  nlohmann::json list = nlohmann::json::array();
  for (int i = 0; i < 100'000; ++i) list.push_back({{"BackupId", std::to_string(i)}});
  nlohmann::json answer;
  answer["Backups"]["Backup"] = std::move(list);
  shell::AnswerTree tree;
  tree.show(answer, api::catalogue().find("DescribeBackups"));
  REQUIRE(tree.lines().size() == 2);
  CHECK(shell::value_of(tree.lines()[1], {}) == "100000 entries");
  tree.toggle(1);
  CHECK(tree.lines().size() == 100'002);
  tree.toggle(2);
  REQUIRE(tree.lines().size() == 100'003);
  CHECK(tree.lines()[3].field != nullptr);
  tree.close_all();
  CHECK(tree.lines().size() == 1);
}

TEST_CASE("a stable order keeps equals as they were") {
  std::vector<std::pair<int, int>> items{{2, 0}, {1, 1}, {2, 2}, {1, 3}};
  sort_stable(items, [](const auto& a, const auto& b) { return a.first < b.first; });
  CHECK(items == std::vector<std::pair<int, int>>{{1, 1}, {1, 3}, {2, 0}, {2, 2}});
}

}  // namespace
}  // namespace dds::testing
