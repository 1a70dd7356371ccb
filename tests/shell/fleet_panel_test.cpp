// Many backups in one run, by widget label on the emulator in simulated time: chosen, followed,
// left in the middle and gone on with.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <set>

#include "shell/model/fleet_choice.h"
#include "tests/shell/harness.h"
#include "tests/shell/page_run.h"

using namespace dds;
using namespace dds::testing;
using shell::Role;
using shell::Widget;

namespace {

void open_fleet(Scenario& scenario) {
  scenario.click(Role::Link, "Back up many");
  REQUIRE(scenario.sees(Role::Heading, "Back up many"));
}

void confirm(Scenario& scenario, int count) {
  const std::string noun = count == 1 ? " instance" : " instances";
  scenario.click(Role::Button, "Back up " + std::to_string(count) + noun);
  scenario.click(Role::Button,
                 "Start " + std::to_string(count) + (count == 1 ? " backup" : " backups"));
}

// orders and payments: two kinds of disk, two methods.
void start_two(Scenario& scenario) {
  open_fleet(scenario);
  scenario.click(Role::Checkbox, "orders");
  scenario.click(Role::Checkbox, "payments");
  confirm(scenario, 2);
}

// All that can be; gives how many those are.
int choose_all(Scenario& scenario) {
  open_fleet(scenario);
  scenario.click(Role::Button, "All");
  const std::string several = "Back up ";
  const Widget* start = scenario.containing(Role::Button, several);
  REQUIRE(start != nullptr);
  return std::atoi(start->label.c_str() + several.size());
}

// Counts what is in flight at once; the emulator answers.
class CountingTransport final : public HttpTransport {
 public:
  CountingTransport(HttpTransport& service, const Instant& now) : service_(service), now_(now) {}
  HttpHandle send(HttpRequest request, HttpCompletion completion) override {
    std::size_t& burst = bursts[now_];
    burst = std::max(burst, ++in_flight_);
    return service_.send(std::move(request), [this, completion](HttpResult result) {
      --in_flight_;
      completion(std::move(result));
    });
  }
  void cancel(HttpHandle handle) override { service_.cancel(handle); }

  [[nodiscard]] std::size_t largest_burst() const {
    std::size_t largest = 0;
    for (const auto& [at, size] : bursts) largest = std::max(largest, size);
    return largest;
  }
  std::map<Instant, std::size_t> bursts;  // most in flight, by the instant

 private:
  HttpTransport& service_;
  const Instant& now_;
  std::size_t in_flight_ = 0;
};

bool ended(Scenario& scenario) {
  return scenario.sees(Role::Button, "Copy results as JSON");
}

std::size_t instances_backed_up(const Scenario& scenario) {
  std::set<std::string> ids;
  for (const auto& effect : scenario.host.emulator.effects()) ids.insert(effect.instance_id);
  return ids.size();
}

}  // namespace

TEST_CASE("ids are found in whatever was pasted, also where nothing stands between them") {
  using Ids = std::vector<std::string>;
  CHECK(shell::instance_ids_in("dds-a1, dds-b2;dds-a1") == Ids{"dds-a1", "dds-b2"});
  CHECK(shell::instance_ids_in("dds-a1dds-b2") == Ids{"dds-a1", "dds-b2"});
  CHECK(shell::instance_ids_in("\"dds-a1\"\n(dds-b2)") == Ids{"dds-a1", "dds-b2"});
  CHECK(shell::instance_ids_in("dds-").empty());
  CHECK(shell::instance_ids_in("nothing").empty());
}

TEST_CASE("instances are ticked, confirmed and backed up, each once and in its usual way") {
  Scenario scenario;
  start_two(scenario);
  CHECK(scenario.sees(Role::Progress, "All backups of the run"));
  REQUIRE(scenario.until([&] { return ended(scenario); }));
  REQUIRE(scenario.backups_created() == 2);
  for (const auto& effect : scenario.host.emulator.effects())
    CHECK(effect.method == (effect.instance_id == kOrders ? "Physical" : "Snapshot"));
  CHECK(scenario.sees(Role::Status, "2 backups: 2 done"));
  scenario.click(Role::Button, "Copy results as JSON");
  CHECK(scenario.host.clipboard.find("\"outcome\": \"Success\"") != std::string::npos);
  CHECK(scenario.host.clipboard.find(emulator::kAccessKeySecret) == std::string::npos);
}

TEST_CASE("nothing is started before the question was answered") {
  Scenario scenario;
  open_fleet(scenario);
  scenario.click(Role::Button, "All");
  const Widget* start = scenario.containing(Role::Button, "Back up ");
  REQUIRE(start != nullptr);
  scenario.click(Role::Button, std::string(start->label));
  CHECK(scenario.containing(Role::Status, "Usual for each, kept as the policy says") != nullptr);
  scenario.click(Role::Button, "Cancel");
  scenario.pass(std::chrono::minutes{10});
  CHECK(scenario.backups_created() == 0);
  CHECK(scenario.host.journal.text.empty());
}

TEST_CASE("an instance that may not be backed up cannot be chosen, and says why") {
  Scenario scenario;
  open_fleet(scenario);
  const Widget* legacy = scenario.find(Role::Checkbox, "legacy");
  REQUIRE(legacy != nullptr);
  CHECK(legacy->disabled);
  CHECK(legacy->description.find("locked") != std::string::npos);
}

TEST_CASE("who chooses all means those too that cannot be backed up: they are left out, not gone") {
  Scenario scenario;
  const int count = choose_all(scenario);
  CHECK(scenario.find(Role::Checkbox, "legacy")->checked);
  CHECK(scenario.find(Role::Checkbox, "legacy")->description.find("locked") != std::string::npos);
  const Widget* chosen = scenario.containing(Role::Status, " left out");
  REQUIRE(chosen != nullptr);
  CHECK(chosen->label.find(std::to_string(count) + " chosen, ") == 0);
  const std::string left_out = chosen->label.substr(chosen->label.find(", ") + 2);
  confirm(scenario, count);
  REQUIRE(scenario.until([&] { return ended(scenario); }));
  // The line that sums up the run, and who they are.
  CHECK(scenario.containing(Role::Status, left_out) != nullptr);
  CHECK(scenario.containing(Role::Status, "Left out: ") != nullptr);
}

TEST_CASE("one that is left out can be taken off the choice, and not put on it") {
  Scenario scenario;
  choose_all(scenario);
  scenario.click(Role::Checkbox, "legacy");
  CHECK_FALSE(scenario.find(Role::Checkbox, "legacy")->checked);
  CHECK(scenario.find(Role::Checkbox, "legacy")->disabled);
}

TEST_CASE("a method and a retention leave out what does not allow them, with the reason") {
  Scenario scenario;
  open_fleet(scenario);
  scenario.click(Role::Checkbox, "orders");
  scenario.click(Role::Checkbox, "payments");
  scenario.click(Role::Radio, "Logical");
  CHECK(scenario.sees(Role::Status, "1 chosen, 1 left out"));
  CHECK(scenario.find(Role::Checkbox, "payments")->description.find("Only for local disks") == 0);
  scenario.click(Role::Radio, "Usual for each");
  CHECK(scenario.sees(Role::Status, "2 chosen"));
  scenario.type("Kept for (days)", "30");
  scenario.key(ImGuiKey_Enter);
  CHECK(scenario.sees(Role::Status, "1 chosen, 1 left out"));
  confirm(scenario, 1);
  REQUIRE(scenario.until([&] { return ended(scenario); }));
  CHECK(scenario.host.emulator.effects().front().instance_id == kPayments);
}

TEST_CASE("instances are chosen by tag, by pasted ids, and by what falls short") {
  Scenario scenario;
  open_fleet(scenario);
  scenario.click(Role::Button, "By tag");
  scenario.type("Tag", "environment=production");
  scenario.click(Role::Button, "Choose tagged");
  REQUIRE(scenario.until([&] {
    return scenario.containing(Role::Status, " with environment=production.") != nullptr;
  }));
  CHECK(scenario.find(Role::Checkbox, "orders")->checked);
  scenario.click(Role::Button, "By tag");
  scenario.type("Tag", "nonsense");
  scenario.click(Role::Button, "Choose tagged");
  CHECK(scenario.containing(Role::Alert, "A tag is KEY=VALUE") != nullptr);
  scenario.key(ImGuiKey_Escape);

  scenario.click(Role::Button, "Paste ids");
  scenario.type("Instance ids", std::string(kPayments) + " dds-elsewhere1");
  scenario.click(Role::Button, "Choose pasted");
  CHECK(scenario.containing(Role::Alert, "Not in cn-hangzhou: dds-elsewhere1.") != nullptr);
  CHECK(scenario.find(Role::Checkbox, "payments")->checked);
  CHECK_FALSE(scenario.find(Role::Checkbox, "orders")->checked);

  scenario.click(Role::Button, "Falling short");
  REQUIRE(scenario.until([&] {
    return scenario.containing(Role::Status, "falling short of the coverage limit") != nullptr;
  }));
  CHECK(scenario.find(Role::Checkbox, "audit")->checked);
}

TEST_CASE("the list is worked by keys alone") {
  Scenario scenario;
  open_fleet(scenario);
  REQUIRE(scenario.tab_to(Role::Checkbox, "audit"));
  scenario.key(ImGuiKey_Space);
  CHECK(scenario.find(Role::Checkbox, "audit")->checked);
  scenario.key(ImGuiKey_DownArrow);
  scenario.key(ImGuiKey_DownArrow);
  scenario.key(ImGuiKey_Space);
  CHECK(scenario.find(Role::Checkbox, "orders")->checked);
}

TEST_CASE("a console that ends in the middle of a run goes on with it, and starts nothing twice") {
  ScenarioOptions options;
  options.further_instances = 40;
  Scenario scenario(options);
  const int count = choose_all(scenario);
  // Answers to CreateBackup are slow: some are on their way whenever the console ends.
  scenario.host.service.set_faults(*emulator::parse_faults("CreateBackup:slow:50%,seed=3"));
  confirm(scenario, count);
  for (int kill = 0; kill < 3; ++kill) {
    scenario.pass(Milliseconds{1'500 + 2'000 * kill});
    scenario.restart(options);
    scenario.click(Role::Link, "Back up many");
    REQUIRE(scenario.containing(Role::Status, "This run is unfinished: ") != nullptr);
    const std::size_t before = scenario.backups_created();
    scenario.pass(std::chrono::minutes{1});
    CHECK(scenario.backups_created() == before);  // nothing goes on unasked
    scenario.click(Role::Button, "Go on");
  }
  REQUIRE(scenario.until([&] { return ended(scenario); }, std::chrono::hours{6}));
  CHECK(scenario.backups_created() == static_cast<std::size_t>(count));
  CHECK(instances_backed_up(scenario) == static_cast<std::size_t>(count));

  SUBCASE("its results are there after another restart, until they are put away") {
    scenario.restart(options);
    scenario.click(Role::Link, "Back up many");
    CHECK(ended(scenario));
    scenario.click(Role::Button, "Put away");
    scenario.click(Role::Button, "Delete the record");
    CHECK(scenario.host.journal.text.empty());
    CHECK_FALSE(scenario.host.journal.held);
    CHECK(scenario.sees(Role::Button, "All"));
  }
}

TEST_CASE("another key cannot go on with a run, and a half-written line does not hinder it") {
  Scenario scenario;
  start_two(scenario);
  REQUIRE(scenario.until([&] { return scenario.backups_created() == 2; }));
  scenario.host.emulator.add_credentials({"otherkeyid", Secret("othersecret"), Secret()});
  ScenarioOptions other;
  other.key_id = "otherkeyid";
  other.secret = "othersecret";
  scenario.host.journal.text += "0badc0de {\"kind\":";  // what a kill left of a line
  scenario.restart(other);
  scenario.click(Role::Link, "Back up many");
  const Widget* go_on = scenario.find(Role::Button, "Go on");
  REQUIRE(go_on != nullptr);
  CHECK(go_on->disabled);
  CHECK(go_on->description.find("choose that key to go on") != std::string::npos);
  scenario.restart();
  scenario.click(Role::Link, "Back up many");
  scenario.click(Role::Button, "Go on");
  REQUIRE(scenario.until([&] { return ended(scenario); }));
  CHECK(scenario.backups_created() == 2);
}

TEST_CASE("a run is paused, and put away after it was said what goes on") {
  Scenario scenario;
  start_two(scenario);
  REQUIRE(scenario.until([&] { return scenario.backups_created() == 2; }));
  scenario.pass(Seconds{10});
  scenario.click(Role::Button, "Pause");
  CHECK(scenario.containing(Role::Status, "This run is unfinished: 2 of 2 backups") != nullptr);
  scenario.click(Role::Button, "Put away");
  CHECK(scenario.containing(Role::Status, "2 backups were started: they go on at the service") !=
        nullptr);
  scenario.click(Role::Button, "Keep it");
  CHECK(scenario.sees(Role::Button, "Go on"));
  scenario.click(Role::Button, "Put away");
  scenario.click(Role::Button, "Delete the record");
  CHECK(scenario.host.journal.text.empty());
  CHECK(scenario.sees(Role::Button, "All"));
}

TEST_CASE("a run whose outcomes are unknown is put away only by somebody who has looked") {
  Scenario scenario;
  scenario.host.service.set_faults(*emulator::parse_faults("CreateBackup:slow:100%"));
  start_two(scenario);
  scenario.pass(Milliseconds{500});
  scenario.restart();
  scenario.click(Role::Link, "Back up many");
  scenario.click(Role::Button, "Put away");
  CHECK(scenario.find(Role::Button, "Delete the record")->disabled);
  scenario.click(Role::Checkbox, "I looked at their backup sets");
  scenario.click(Role::Button, "Delete the record");
  CHECK(scenario.host.journal.text.empty());
}

TEST_CASE("under a tight limit of requests a second every backup of a run is made, and once") {
  ScenarioOptions options;
  options.further_instances = 30;
  Scenario scenario(options);
  const int count = choose_all(scenario);
  scenario.host.emulator.set_limits(std::nullopt, "all:15");
  confirm(scenario, count);
  REQUIRE(scenario.until([&] { return ended(scenario); }, std::chrono::hours{6}));
  CHECK(scenario.backups_created() == static_cast<std::size_t>(count));
  CHECK(scenario.containing(Role::Status, " backups: " + std::to_string(count) + " done") !=
        nullptr);
}

TEST_CASE("while the service throttles the bottom line says which action, and how fast it goes") {
  ScenarioOptions options;
  options.further_instances = 60;
  Scenario scenario(options);
  const int count = choose_all(scenario);
  scenario.host.emulator.set_limits(std::nullopt, "DescribeBackupTasks:2");
  confirm(scenario, count);
  scenario.pass(Seconds{20});
  const Widget* line = scenario.find(Role::Button, "Activity list");
  REQUIRE(line != nullptr);
  CHECK(line->value.find("The service throttles DescribeBackupTasks: ") == 0);
  scenario.host.emulator.set_limits(std::nullopt, "");
  REQUIRE(scenario.until([&] { return ended(scenario); }, std::chrono::hours{6}));
  line = scenario.find(Role::Button, "Activity list");
  REQUIRE(line != nullptr);
  CHECK(line->value.find("throttles") == std::string::npos);
}

TEST_CASE(
    "a thousand instances under the documented quotas: all of a run are made, without delay") {
  const FleetFigures ran = back_up_all_on_the_page(1'000);
  CHECK(ran.started >= 1'000);
  CHECK(ran.summary.succeeded == ran.started);
  CHECK(ran.summary.ended() == ran.started);
  CHECK(ran.ratio() <= 1.3);
  MESSAGE(ran.started, " backups in ", ran.seconds, " s, ideal ", ran.ideal, " s");
}

TEST_CASE("a service that throttles has fewer requests of a run in flight at once") {
  ScenarioOptions options;
  options.further_instances = 40;
  options.connect = false;
  Scenario scenario(options);
  CountingTransport counting(scenario.host.service, scenario.host.time);
  scenario.host.other_transport = &counting;
  scenario.click(Role::Button, "Connect");
  const int count = choose_all(scenario);
  scenario.pass(std::chrono::minutes{1});
  counting.bursts.clear();
  confirm(scenario, count);
  const std::size_t before = counting.largest_burst();
  REQUIRE(before >= 8);
  // As long as it throttles, one of each action finds out whether it still does.
  scenario.host.service.set_faults(
      emulator::FaultPlan({{"*", emulator::FaultKind::Throttled, 100, -1}}));
  scenario.pass(Seconds{20});
  counting.bursts.clear();
  scenario.pass(Seconds{60});
  CHECK(counting.largest_burst() >= 1);  // it is still asked
  CHECK(counting.largest_burst() <= 3);
  scenario.host.service.set_faults({});
  REQUIRE(scenario.until([&] { return ended(scenario); }, std::chrono::hours{6}));
  CHECK(scenario.backups_created() == static_cast<std::size_t>(count));
  CHECK(instances_backed_up(scenario) == static_cast<std::size_t>(count));
}

TEST_CASE("those that failed come first at the end, and are chosen again by one press") {
  Scenario scenario;
  REQUIRE(scenario.host.emulator.fail_next_backup(kPayments));
  start_two(scenario);
  REQUIRE(scenario.until([&] { return ended(scenario); }));
  CHECK(scenario.sees(Role::Status, "2 backups: 1 failed, 1 done"));
  const Widget* first = scenario.find(Role::Row, "payments: Failed");
  REQUIRE(first != nullptr);
  const Widget* done = scenario.containing(Role::Row, "orders: Finished");
  REQUIRE(done != nullptr);
  CHECK(first->y < done->y);
  scenario.click(Role::Tab, "Not done");
  CHECK(scenario.containing(Role::Row, "orders: ") == nullptr);
  scenario.click(Role::Button, "Again for 1 instance");
  CHECK(scenario.find(Role::Checkbox, "payments")->checked);
  confirm(scenario, 1);
  REQUIRE(scenario.until([&] { return scenario.sees(Role::Status, "1 backup: 1 done"); }));
  CHECK(scenario.backups_created() == 3);
}

TEST_CASE("a journal that cannot be had or written starts nothing") {
  Scenario scenario;
  SUBCASE("another console holds it") {
    scenario.host.journal.held = true;
    open_fleet(scenario);
    CHECK(scenario.containing(Role::Alert, "Another console holds") != nullptr);
    scenario.host.journal.held = false;
    scenario.click(Role::Button, "Try again");
    CHECK(scenario.containing(Role::Alert, "Another console holds") == nullptr);
  }
  SUBCASE("it is full") {
    scenario.host.journal.full = true;
    start_two(scenario);
    CHECK(scenario.containing(Role::Alert, "The journal is full.") != nullptr);
  }
  SUBCASE("it is no journal") {
    scenario.host.journal.text = "something else\n";
    open_fleet(scenario);
    CHECK(scenario.containing(Role::Alert, "Line 1 of the journal") != nullptr);
    scenario.click(Role::Button, "Put away");
    scenario.click(Role::Checkbox, "I looked at their backup sets");
    scenario.click(Role::Button, "Delete the record");
    CHECK(scenario.host.journal.text.empty());
  }
  scenario.pass(std::chrono::minutes{10});
  CHECK(scenario.backups_created() == 0);
}

TEST_CASE("what a run backs up is not started beside it, and the activity line tells of it") {
  Scenario scenario;
  start_two(scenario);
  scenario.pass(Seconds{10});
  CHECK(scenario.containing(Role::Status, "Back up many: ") != nullptr);
  scenario.click(Role::Link, "Instances");
  scenario.click(Role::Row, "orders");
  scenario.click(Role::Button, "Create backup");
  const Widget* button = scenario.find(Role::Button, "Create backup");
  REQUIRE(button != nullptr);
  CHECK(button->disabled);
  CHECK(button->description.find("run of many backups") != std::string::npos);
}

TEST_CASE("what an earlier console may have started is not started again from another page") {
  Scenario scenario;
  scenario.host.service.set_faults(*emulator::parse_faults("CreateBackup:slow:100%"));
  start_two(scenario);
  scenario.pass(Milliseconds{500});
  scenario.restart();
  CHECK(scenario.containing(Role::Status, "Back up many is unfinished: 2 of 2") != nullptr);
  scenario.click(Role::Row, "orders");
  scenario.click(Role::Button, "Create backup");
  CHECK(scenario.find(Role::Button, "Create backup")->disabled);
}

TEST_CASE("both pages hold in narrow windows and at twice the size") {
  struct Size {
    float width, height, scale;
  };
  for (const Size size : {Size{1280, 800, 1}, Size{600, 800, 1}, Size{640, 400, 2}}) {
    ScenarioOptions options;
    options.width = size.width;
    options.height = size.height;
    options.scale = size.scale;
    Scenario scenario(options);
    CAPTURE(size.width);
    for (const std::string_view page : {"Coverage", "Back up many"}) {
      scenario.click(Role::Link, page);
      scenario.pass(Seconds{5});
      for (const Widget& widget : scenario.console.widgets().widgets) {
        CAPTURE(widget.label);
        CHECK_FALSE(widget.label.empty());
        if (widget.hidden) continue;
        CHECK(widget.x >= -0.5F);
        CHECK(widget.x + widget.width <= size.width + 0.5F);
      }
    }
  }
}
