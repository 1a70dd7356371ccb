// The History page: calls that outlive the console, searched, sorted, given away, compared; and
// links to calls.
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include <algorithm>

#include "core/diagnose/request.h"
#include "core/response/body.h"
#include "shell/model/call_compare.h"
#include "shell/model/call_store.h"
#include "tests/shell/harness.h"

using namespace dds;
using namespace dds::testing;
using shell::Role;

namespace {

const std::string kKey(shell::kCallsKey);

bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

std::vector<std::string> rows(Scenario& scenario) {
  scenario.settle();
  std::vector<std::string> labels;
  for (const shell::Widget& widget : scenario.console.widgets().widgets) {
    if (widget.role == Role::Row && !widget.hidden) labels.push_back(widget.label);
  }
  return labels;
}

std::size_t rows_with(Scenario& scenario, std::string_view part) {
  const auto all = rows(scenario);
  return static_cast<std::size_t>(
      std::count_if(all.begin(), all.end(), [part](const auto& row) { return has(row, part); }));
}

void back_up(Scenario& scenario) {
  scenario.click(Role::Link, "Instances");
  scenario.click(Role::Row, "orders");
  scenario.click(Role::Button, "Create backup");
  scenario.click(Role::Button, "Create backup");
  REQUIRE(scenario.backups_created() >= 1);
}

// A console that has made a backup and has written down what it did.
Scenario& with_backup(Scenario& scenario) {
  back_up(scenario);
  scenario.pass(Milliseconds{5'000});
  return scenario;
}

std::string row_of(Scenario& scenario, std::string_view action) {
  for (const std::string& row : rows(scenario)) {
    if (row.starts_with(action)) return row;
  }
  FAIL("no row of that action");
  return {};
}

void open_menu(Scenario& scenario, std::string_view action) {
  scenario.click(Role::Row, row_of(scenario, action));
  scenario.key(ImGuiKey_Menu);
}

// An ended call as a console made it.
shell::ExchangeEntry call(std::uint64_t number, std::string action, std::string body,
                          Parameters parameters = {}) {
  shell::ExchangeEntry entry;
  auto connection = std::make_shared<backup::Connection>();
  connection->credentials = {"LTAI5tQ3xxxxxxxxxxxxxx9f", Secret("horse-battery-staple"),
                             Secret("CAISf-token")};
  entry.connection = connection;
  entry.number = number;
  entry.call = {std::move(action), std::move(parameters), api::Format::Json};
  entry.request.http.method = "POST";
  entry.request.http.url = "https://mongodb.aliyuncs.com/";
  entry.sent = *parse_utc("2026-01-14T06:00:00Z");
  entry.answered = entry.sent + Milliseconds{84};
  entry.status = 200;
  entry.answer_body = std::move(body);
  return entry;
}

std::size_t lines(const std::string& text) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

}  // namespace

TEST_CASE("what a person did is still listed in the next console, with its answer") {
  Scenario scenario;
  with_backup(scenario);
  scenario.restart();
  scenario.click(Role::Link, "History");
  REQUIRE(rows_with(scenario, "CreateBackup") == 1);
  scenario.click(Role::Row, row_of(scenario, "CreateBackup"));
  scenario.click(Role::Tab, "Answer");
  scenario.click(Role::Button, "Copy");
  CHECK(has(scenario.host.clipboard, "HTTP 200"));
  CHECK(has(scenario.host.clipboard, "BackupJobId"));
  scenario.click(Role::Tab, "Params");
  CHECK(has(scenario.everything_said(), kOrders));
}

TEST_CASE("polling is not kept, and takes no room from what a person did") {
  Scenario scenario;
  back_up(scenario);
  REQUIRE(scenario.until(
      [&] {
        return scenario.anywhere(Role::Status, "Success") != nullptr ||
               scenario.containing(Role::Status, "Finished") != nullptr;
      },
      std::chrono::hours{3}));
  scenario.pass(Milliseconds{5'000});
  const std::string kept = scenario.host.saved[kKey];
  CHECK(has(kept, "CreateBackup"));
  CHECK_FALSE(has(kept, "[\"DescribeBackupTasks"));
  CHECK_FALSE(has(kept, "[\"DescribeBackups"));
}

TEST_CASE("a call is written once, and polling writes nothing") {
  Scenario scenario;
  with_backup(scenario);
  const std::string kept = scenario.host.saved[kKey];
  REQUIRE(has(kept, "CreateBackup"));
  scenario.host.saved[kKey] = "";
  scenario.pass(std::chrono::minutes{1});
  CHECK(scenario.host.saved[kKey].empty());
}

TEST_CASE("an idle console does not wake up for its history") {
  Scenario scenario;
  scenario.click(Role::Link, "History");
  CHECK(scenario.console.next_wake().has_value());  // to write what was called
  scenario.pass(Milliseconds{3'000});
  CHECK_FALSE(scenario.console.next_wake().has_value());
}

TEST_CASE("nothing kept holds the secret, a signature or a password, and so does no HAR or link") {
  ScenarioHost host(*parse_utc("2026-01-14T06:00:00Z"));
  shell::CallStore store(host);
  shell::ExchangeEntry entry =
      call(1, "ResetAccountPassword",
           R"({"RequestId":"r","Token":"x","AccessKeySecret":"horse-battery-staple"})",
           {{"AccountName", "root"},
            {"AccountPassword", "Tr0ub4dor"},
            {"Note", "it is horse-battery-staple"},
            {"Extra", R"({"SecurityToken":"CAISf-token"})"}});
  entry.request.http.body =
      "AccountPassword=Tr0ub4dor&Note=it%20is%20horse-battery-staple&Signature=c2ln"
      "&SecurityToken=CAISf-token";
  entry.request.http.headers = {{"Authorization", "Bearer CAISf-token"},
                                {"x-acs-security-token", "CAISf-token"}};
  entry.answer_headers = {{"Set-Token", "CAISf-token"}};
  entry.failure = "It said horse-battery-staple.";
  store.keep(entry);
  store.write(std::nullopt);
  const std::string kept = host.saved[kKey];
  REQUIRE(has(kept, "ResetAccountPassword"));
  CHECK(has(kept, "root"));
  for (const std::string_view secret : {"Tr0ub4dor", "horse", "CAISf", "c2ln"}) {
    CAPTURE(secret);
    CHECK_FALSE(has(kept, secret));
  }
  const auto read = store.read();
  REQUIRE(read.size() == 1);
  CHECK(read[0].entry.call.parameters.size() == 4);
  CHECK(read[0].entry.searched.find("tr0ub") == std::string::npos);
}

TEST_CASE("a kept call comes back as it was, its body cut to what is kept") {
  ScenarioHost host(*parse_utc("2026-01-14T06:00:00Z"));
  shell::CallStore store(host);
  const std::string word = "\xE4\xB8\xAD";  // cut at a character's end
  std::string body;
  while (body.size() < shell::kKeptBody * 2) body += word;
  shell::ExchangeEntry entry = call(7, "DescribeRegions", body, {{"RegionId", "cn-hangzhou"}});
  entry.code = "Some.Code";
  entry.refused = true;
  entry.status = 403;
  entry.request_id = "0C1F";
  entry.answer_headers = {{"Date", "Wed"}};
  entry.request.http.headers = {{"Content-Type", "a/b"}};
  store.keep(entry);
  const auto pending = store.read();  // not written yet
  REQUIRE(pending.size() == 1);
  CHECK(pending[0].ours == 7);
  store.write(std::nullopt);
  shell::CallStore other(host);
  const auto kept = other.read();
  REQUIRE(kept.size() == 1);
  CHECK(kept[0].ours == 0);
  const shell::ExchangeEntry& read = kept[0].entry;
  CHECK(read.number >= shell::kEarlier);
  CHECK(read.call.action == "DescribeRegions");
  CHECK(read.call.parameters == entry.call.parameters);
  CHECK(read.sent == entry.sent);
  CHECK(read.answered == entry.answered);
  CHECK(read.status == 403);
  CHECK(read.refused);
  CHECK(read.code == "Some.Code");
  CHECK(read.request_id == "0C1F");
  CHECK(read.answer_cut);
  CHECK(read.answer_body.size() <= shell::kKeptBody);
  CHECK(read.answer_body.size() % word.size() == 0);
  REQUIRE(read.answer_headers.size() == 1);
  CHECK(read.answer_headers[0].value == "Wed");
  REQUIRE(read.request.http.headers.size() == 1);
  CHECK(read.request.http.headers[0].value == "a/b");
}

TEST_CASE("the history is bounded; reads make room before what changed something") {
  ScenarioHost host(*parse_utc("2026-01-14T06:00:00Z"));
  shell::CallStore store(host);
  store.keep(call(1, "CreateBackup", "{}"));
  for (std::uint64_t i = 2; i < 400; ++i)
    store.keep(call(i, "DescribeRegions", std::string(6'000, 'x')));
  store.write(std::nullopt);
  const std::string kept = host.saved[kKey];
  CHECK(kept.size() <= shell::kMostKeptBytes + 100);
  CHECK(lines(kept) <= shell::kMostKeptCalls);
  CHECK(has(kept, "CreateBackup"));
  const auto read = store.read();
  CHECK(read.front().ours == 399);
  CHECK(read.back().entry.call.action == "CreateBackup");
  for (std::uint64_t i = 400; i < 700; ++i) store.keep(call(i, "DescribeRegions", "{}"));
  store.write(std::nullopt);
  CHECK(lines(host.saved[kKey]) == shell::kMostKeptCalls);
}

TEST_CASE("two consoles of one host keep each other's calls") {
  ScenarioHost host(*parse_utc("2026-01-14T06:00:00Z"));
  shell::CallStore one(host);
  shell::CallStore other(host);
  one.keep(call(1, "CreateBackup", "{}"));
  other.keep(call(1, "DeleteBackup", "{}"));
  one.write(std::nullopt);
  other.write(std::nullopt);
  one.keep(call(2, "TagResources", "{}"));
  one.write(std::nullopt);
  for (const shell::CallStore* store : {&one, &other}) CHECK(store->read().size() == 3);
}

TEST_CASE("what is kept and is no history is left out, and the console goes on") {
  for (const std::string_view value :
       {"", "nonsense", "{\"a\":1}", "dds calls 1", "dds calls 1\n\n\n", "dds calls 1\nrabc.1 [",
        "dds calls 1\nrabc.1 [\"a\"]", "dds calls 1\nrabc.1 {}", "dds calls 9\nrabc.1 []",
        "dds calls 1\n[\"\",\"\",\"0\",\"0\",\"0\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\","
        "\"9\",\"9\"]"}) {
    CAPTURE(value);
    ScenarioOptions options;
    options.saved[kKey] = value;
    Scenario scenario(options);
    scenario.click(Role::Link, "History");
    CHECK(rows_with(scenario, "DescribeDBInstances") == 2);
    back_up(scenario);
    scenario.pass(Milliseconds{3'000});
    CHECK(has(scenario.host.saved[kKey], "CreateBackup"));
  }
}

TEST_CASE("one broken line costs that call only") {
  ScenarioHost host(*parse_utc("2026-01-14T06:00:00Z"));
  shell::CallStore store(host);
  store.keep(call(1, "CreateBackup", "{}"));
  store.keep(call(2, "DeleteBackup", "{}"));
  store.write(std::nullopt);
  std::string& kept = host.saved[kKey];
  kept.resize(kept.size() - 10);
  const auto read = store.read();
  REQUIRE(read.size() == 1);
  CHECK(read[0].entry.call.action == "CreateBackup");
}

TEST_CASE("a history that cannot be kept is said so on its page, and the console goes on") {
  Scenario scenario;
  scenario.host.cannot_save = "The disk is full.";
  with_backup(scenario);
  scenario.click(Role::Link, "History");
  CHECK(scenario.containing(Role::Status, "The disk is full.") != nullptr);
}

TEST_CASE("the history is searched by action, parameter and RequestId, and by what was refused") {
  Scenario scenario;
  with_backup(scenario);
  scenario.click(Role::Link, "History");
  const std::size_t all = rows(scenario).size();
  scenario.type("Search calls", "createback");
  CHECK(rows(scenario).size() == 1);
  scenario.type("Search calls", kOrders);
  CHECK(rows_with(scenario, "CreateBackup") == 1);
  CHECK(rows_with(scenario, "DescribeDBInstances") == 0);
  scenario.type("Search calls", "no such thing");
  CHECK(rows(scenario).empty());
  CHECK(scenario.sees(Role::Status, "No call fits"));
  scenario.click(Role::Button, "Show all calls");
  CHECK(rows(scenario).size() == all);
  scenario.click(Role::Checkbox, "Only refused");
  CHECK(rows(scenario).empty());
  scenario.click(Role::Checkbox, "Only refused");
  scenario.click(Role::Checkbox, "Background reads");
  CHECK(rows_with(scenario, "CreateBackup") == 1);
  CHECK(rows_with(scenario, "DescribeBackupTasks") == 0);
}

TEST_CASE("a call's row names the instance that it is about") {
  Scenario scenario;
  with_backup(scenario);
  scenario.click(Role::Link, "History");
  const std::string row = row_of(scenario, "CreateBackup");
  CHECK(has(row, kOrders));
  scenario.click(Role::Row, row);
  scenario.key(ImGuiKey_C, false, true);
  CHECK(has(scenario.host.clipboard, "\t" + std::string(kOrders) + "\t"));
  scenario.click(Role::Button, "Sort by Resource");
  CHECK(has(row_of(scenario, "CreateBackup"), kOrders));
}

TEST_CASE("the secret cannot be searched for") {
  Scenario scenario;
  scenario.click(Role::Link, "History");
  scenario.type("Search calls", "testsecret");
  CHECK(rows(scenario).empty());
}

TEST_CASE("new calls wait until they are asked for: rows do not move under the pointer") {
  Scenario scenario;
  back_up(scenario);
  scenario.click(Role::Link, "History");
  const auto before = rows(scenario);
  scenario.pass(std::chrono::seconds{30});
  CHECK(rows(scenario) == before);
  const shell::Widget* button = scenario.containing(Role::Button, "new call");
  REQUIRE(button != nullptr);
  scenario.click(Role::Button, std::string(button->label));
  CHECK(rows(scenario).size() > before.size());
  CHECK(scenario.containing(Role::Button, "new call") == nullptr);
}

TEST_CASE("the list is sorted by its columns, newest first to begin with") {
  Scenario scenario;
  with_backup(scenario);
  scenario.click(Role::Link, "History");
  CHECK(rows(scenario).back().starts_with("DescribeDBInstances"));
  scenario.click(Role::Button, "Sort by Action");
  CHECK(rows(scenario).front().starts_with("CreateBackup"));
  scenario.click(Role::Button, "Sort by Action");
  CHECK(rows(scenario).back().starts_with("CreateBackup"));
  scenario.click(Role::Button, "Sort by Sent");
  CHECK(rows(scenario).back().starts_with("DescribeDBInstances 1"));
  scenario.click(Role::Button, "Sort by Sent");
  CHECK(rows(scenario).front().starts_with("DescribeDBInstances 1"));
}

TEST_CASE("arrow keys, Enter and Ctrl+C work on the list") {
  Scenario scenario;
  with_backup(scenario);
  scenario.click(Role::Link, "History");
  scenario.click(Role::Button, "Close inspector");
  const auto all = rows(scenario);
  scenario.click(Role::Row, all[0]);
  scenario.key(ImGuiKey_DownArrow);
  CHECK(scenario.find(Role::Row, all[1])->selected);
  CHECK_FALSE(scenario.sees(Role::Tab, "Wire"));
  scenario.key(ImGuiKey_C, false, true);
  CHECK(has(scenario.host.clipboard, all[1].substr(0, all[1].find(' '))));
  scenario.key(ImGuiKey_Enter);
  CHECK(scenario.sees(Role::Tab, "Wire"));
}

TEST_CASE("a call goes to the API page, to the clipboard as a link, as a command and as HAR") {
  Scenario scenario({.page_url = "https://host/console/"});
  with_backup(scenario);
  scenario.click(Role::Link, "History");
  open_menu(scenario, "CreateBackup");
  scenario.click(Role::MenuItem, "Copy link");
  CHECK(scenario.host.clipboard.starts_with("https://host/console/#call=CreateBackup&"));
  CHECK(has(scenario.host.clipboard, "DBInstanceId=" + std::string(kOrders)));
  CHECK(scenario.containing(Role::Status, "The link to this call is copied") != nullptr);
  open_menu(scenario, "CreateBackup");
  scenario.click(Role::MenuItem, "Copy as HAR");
  const auto request = diagnose::read_request(scenario.host.clipboard);
  REQUIRE(request.ok());
  CHECK(request->find("Action")->value == "CreateBackup");
  CHECK_FALSE(has(scenario.host.clipboard, "testsecret"));
  open_menu(scenario, "CreateBackup");
  scenario.click(Role::MenuItem, "Open in the API page");
  CHECK(scenario.find(Role::Link, "API")->selected);
}

TEST_CASE("without a page a call is copied as a command line") {
  Scenario scenario;
  with_backup(scenario);
  scenario.click(Role::Link, "History");
  open_menu(scenario, "CreateBackup");
  scenario.click(Role::MenuItem, "Copy as dds command line");
  CHECK(scenario.host.clipboard.starts_with("dds CreateBackup --"));
}

TEST_CASE("what is listed is saved as one HAR file, oldest first") {
  Scenario scenario;
  with_backup(scenario);
  scenario.click(Role::Link, "History");
  scenario.click(Role::Button, "Save all as HAR");
  REQUIRE(scenario.host.files.size() == 1);
  const auto& [name, text] = *scenario.host.files.begin();
  CHECK(name == "dds-calls-2026-01-14.har");
  CHECK_FALSE(has(text, "testsecret"));
  const Result<nlohmann::json> file = response::parse_json(text);
  REQUIRE(file.ok());
  const nlohmann::json& entries = (*file)["log"]["entries"];
  CHECK(entries.size() == rows(scenario).size());
  CHECK(entries.front()["startedDateTime"] <= entries.back()["startedDateTime"]);
  CHECK(scenario.containing(Role::Status, "memory/dds-calls") != nullptr);
  scenario.type("Search calls", "createbackup");
  scenario.click(Role::Button, "Save these as HAR");
  const Result<nlohmann::json> one = response::parse_json(scenario.host.files.begin()->second);
  REQUIRE(one.ok());
  CHECK((*one)["log"]["entries"].size() == 1);
}

TEST_CASE("a file that cannot be saved says why") {
  Scenario scenario;
  scenario.click(Role::Link, "History");
  scenario.host.cannot_save = "The disk is full.";
  scenario.click(Role::Button, "Save all as HAR");
  CHECK(scenario.containing(Role::Alert, "The disk is full.") != nullptr);
  scenario.click(Role::Button, "Dismiss the notice");
  CHECK(scenario.containing(Role::Alert, "The disk is full.") == nullptr);
}

TEST_CASE("two answers are compared: what differs is signed, equal parts unfold") {
  Scenario scenario;
  scenario.click(Role::Link, "History");
  const auto all = rows(scenario);
  REQUIRE(all.size() >= 2);
  open_menu(scenario, "DescribeDBInstances 2");
  scenario.click(Role::MenuItem, "Compare with...");
  CHECK(scenario.containing(Role::Status, "Choose the call to compare") != nullptr);
  scenario.click(Role::Row, row_of(scenario, "DescribeDBInstances 1"));
  REQUIRE(scenario.sees(Role::Heading, "Two answers compared"));
  CHECK(scenario.containing(Role::Status, "changed: ") != nullptr);
  scenario.click(Role::Button, "Done");
  CHECK_FALSE(scenario.sees(Role::Heading, "Two answers compared"));
}

TEST_CASE("comparing is given up by its button and by Escape") {
  Scenario scenario;
  scenario.click(Role::Link, "History");
  open_menu(scenario, "DescribeDBInstances 2");
  scenario.click(Role::MenuItem, "Compare with...");
  scenario.click(Role::Button, "Stop comparing");
  CHECK(scenario.containing(Role::Status, "Choose the call") == nullptr);
  open_menu(scenario, "DescribeDBInstances 2");
  scenario.click(Role::MenuItem, "Compare with...");
  scenario.key(ImGuiKey_Escape);
  CHECK(scenario.containing(Role::Status, "Choose the call") == nullptr);
}

TEST_CASE("compared lines stand beside each other, and long equal parts are folded") {
  shell::CallCompare compare;
  std::string left = "{\n";
  for (int i = 0; i < 20; ++i) left += "  line " + std::to_string(i) + "\n";
  std::string right = left;
  right.replace(right.find("line 10\n"), 8, "other\nand more\n");
  compare.open("a", left, "b", right);
  CHECK(compare.summary() == "1 line changed, 1 line added");
  using Kind = shell::ComparedRow::Kind;
  const auto& rows = compare.rows();
  REQUIRE(rows.size() == 10);  // fold, 3, changed, added, 3, fold
  CHECK(rows.front().kind == Kind::Folded);
  CHECK(rows.front().count == 8);
  CHECK(rows[4].kind == Kind::Changed);
  CHECK(rows[4].left == "  line 10");
  CHECK(rows[4].right == "  other");
  CHECK(rows[5].kind == Kind::Added);
  compare.unfold(0);
  CHECK(compare.rows().size() == 17);
  CHECK(compare.rows().front().left == "{");
  compare.unfold_all();
  CHECK(compare.rows().size() == 22);
  CHECK_FALSE(compare.folded());
  compare.open("a", left, "b", left);
  CHECK(compare.summary() == "The answers are equal");
}

TEST_CASE("the history is forgotten once that is confirmed, here and for the next console") {
  Scenario scenario;
  with_backup(scenario);
  scenario.click(Role::Link, "History");
  scenario.click(Role::Button, "Forget the history");
  scenario.click(Role::Button, "Keep them");
  CHECK(rows_with(scenario, "CreateBackup") == 1);
  scenario.click(Role::Button, "Forget the history");
  scenario.click(Role::Button, "Forget all calls");
  CHECK(rows_with(scenario, "CreateBackup") == 0);
  CHECK_FALSE(has(scenario.host.saved[kKey], "CreateBackup"));
  scenario.restart();
  scenario.click(Role::Link, "History");
  CHECK(rows_with(scenario, "CreateBackup") == 0);
}

TEST_CASE("forgetting the key leaves what is kept, redacted, and says so") {
  Scenario scenario;
  with_backup(scenario);
  scenario.click(Role::Button, "Key");
  CHECK(scenario.containing(Role::Status, "history") != nullptr);
  scenario.click(Role::Button, "Forget key");
  scenario.key(ImGuiKey_Escape);
  scenario.click(Role::Link, "History");
  CHECK(rows_with(scenario, "CreateBackup") == 1);
  CHECK(rows_with(scenario, "DescribeBackupTasks") == 0);
}

TEST_CASE("a link opens the call's form and sends nothing") {
  Scenario scenario({.link = "#call=DeleteBackup&DBInstanceId=dds-bp1"});
  CHECK(scenario.find(Role::Link, "API")->selected);
  CHECK(scenario.containing(Role::Status, "Nothing was sent") != nullptr);
  CHECK(scenario.effects_of("DeleteBackup") == 0);
  scenario.click(Role::Link, "Instances");
  CHECK(scenario.containing(Role::Status, "Nothing was sent") == nullptr);
}

TEST_CASE("a link that comes later is opened as well; other fragments are nothing to the console") {
  Scenario scenario;
  scenario.console.open_link("#section-2");
  CHECK(scenario.sees(Role::Heading, "Instances"));
  scenario.console.open_link("#call=DescribeRegions");
  CHECK(scenario.find(Role::Link, "API")->selected);
}

TEST_CASE("a broken link is said in one sentence, and shows no value of it") {
  Scenario scenario({.link = "#call=ResetAccountPassword&AccountPassword=Tr0ub4dor"});
  CHECK(scenario.containing(Role::Alert, "AccountPassword holds a secret") != nullptr);
  CHECK_FALSE(has(scenario.everything_said(), "Tr0ub4dor"));
  CHECK(scenario.sees(Role::Heading, "Instances"));
}
