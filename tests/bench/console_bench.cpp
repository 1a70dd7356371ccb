// What one frame of the console costs with 100,000 backup sets loaded, its timeline and table in
// view, while the pointer moves and the table scrolls. Drawn into ImGui's lists, not onto a screen:
// what the graphics card does with them is not in it. And the same for an answer with 100,000 rows,
// shown as a table on the API page. Then, in simulated time, a run of a thousand backups under the
// documented quotas on the page "Back up many". The same program natively and in WebAssembly;
// prints one JSON object.
#define DOCTEST_CONFIG_IMPLEMENT
#include <doctest/doctest.h>

#include <cstdio>
#include <optional>
#include <string>

#include "tests/bench/stopwatch.h"
#include "tests/shell/harness.h"
#include "tests/shell/many_sets.h"
#include "tests/shell/page_run.h"

namespace {

using namespace dds;
using namespace dds::testing;
using shell::Role;

constexpr int kSets = 100'000;
constexpr int kBatches = 30;
constexpr int kBatchSize = 20;

bool press(Scenario& scenario, Role role, std::string_view label) {
  const bool there = scenario.until([&] { return scenario.sees(role, label); });
  if (there) scenario.console.activate_widget(scenario.find(role, label)->id);
  scenario.settle();
  return there;
}

bool open_sets(Scenario& scenario) {
  return press(scenario, Role::Button, "Connect") &&
         scenario.until([&] { return scenario.sees(Role::Row, "orders"); }) &&
         (scenario.double_click(Role::Row, "orders"), true) &&
         press(scenario, Role::Tab, "Backups") && scenario.until([&] {
           return scenario.sees(Role::Status, "Sets: " + std::to_string(kSets));
         });
}

// Once it is wanted: an answer of one page with all of them. A driver keeps the transport that it
// began with.
class LongAnswer final : public HttpTransport {
 public:
  explicit LongAnswer(HttpTransport& service) : service_(service) {}
  void begin() { wanted_ = true; }
  HttpHandle send(HttpRequest request, HttpCompletion completion) override {
    const std::string all = request.url + "&" + request.body;
    if (!wanted_ || all.find("Action=DescribeBackups&") == std::string::npos)
      return service_.send(std::move(request), std::move(completion));
    return service_.send(std::move(request),
                         [completion = std::move(completion)](HttpResult result) {
                           if (auto* response = std::get_if<HttpResponse>(&result))
                             *response = {200, response->headers, body()};
                           completion(std::move(result));
                         });
  }
  void cancel(HttpHandle handle) override { service_.cancel(handle); }

 private:
  static std::string body() {
    std::string text = R"({"RequestId":"R","Backups":{"Backup":[)";
    for (int i = 0; i < kSets; ++i) {
      text += i == 0 ? "" : ",";
      text += R"({"BackupId":")" + std::to_string(900'000 - i) +
              R"(","BackupStatus":"Success","BackupMethod":"Physical","BackupMode":"Automated",)"
              R"("BackupStartTime":"2026-01-14T03:56:25Z","BackupSize":)" +
              std::to_string(5'000'000 + i * 17) + "}";
    }
    return text + "]}}";
  }
  HttpTransport& service_;
  bool wanted_ = false;
};

bool open_rows(Scenario& scenario) {
  if (!press(scenario, Role::Link, "API")) return false;
  scenario.type("Search actions", "DescribeBackups");
  scenario.key(ImGuiKey_Enter);
  scenario.type("DBInstanceId", kOrders);
  return press(scenario, Role::Button, "Send") &&
         scenario.until([&] { return scenario.sees(Role::Tab, "Table"); }) &&
         press(scenario, Role::Tab, "Table") &&
         scenario.until([&] { return scenario.containing(Role::Row, "900000") != nullptr; });
}

double frame_cost(Scenario& scenario) {
  ImGuiIO& io = ImGui::GetIO();
  return bench::best_nanoseconds(
      kBatches, kBatchSize, [] {},
      [&](int i) {
        io.AddMousePosEvent(600.0F + static_cast<float>(i * 7), 560.0F + static_cast<float>(i * 5));
        io.AddMouseWheelEvent(0, i % 4 == 0 ? -1.0F : 0.0F);
        scenario.console.frame();
      });
}

}  // namespace

int main() {
  doctest::Context asserts;  // the harness checks that what it presses is there
  asserts.setAsDefaultForAssertsOutOfTestCases();
  std::optional<ManySets> sets;  // outlive the console, which cancels through them
  std::optional<LongAnswer> answer;
  Scenario scenario(ScenarioOptions{.connect = false});
  sets.emplace(scenario.host.service, kSets, scenario.host.time);
  answer.emplace(*sets);
  scenario.host.other_transport = &*answer;
  if (!open_sets(scenario)) {
    std::fprintf(stderr, "the console did not show %d backup sets\n", kSets);
    return 1;
  }
  while (!scenario.find(Role::Button, "Zoom out")->disabled)
    press(scenario, Role::Button, "Zoom out");
  const double sets_frame = frame_cost(scenario);
  answer->begin();
  press(scenario, Role::Button, "Close inspector");
  scenario.console.set_display(1280, 800, 1);
  if (!open_rows(scenario)) {
    std::fprintf(stderr, "the console did not show an answer of %d rows\n", kSets);
    return 1;
  }
  const double rows_frame = frame_cost(scenario);
  const FleetFigures ran = back_up_all_on_the_page(1'000);
  std::printf(
      R"({"frame_100k_sets_ns":%.0f,"frame_100k_rows_ns":%.0f,"page_run":{"seconds":%.1f,"ideal":%.1f,)"
      R"("succeeded":%zu,"started":%zu,"ended":%zu}})"
      "\n",
      sets_frame, rows_frame, ran.seconds, ran.ideal, ran.summary.succeeded, ran.started,
      ran.summary.ended());
  std::fflush(stdout);
  return 0;
}
