// What one frame of the console costs with 100,000 backup sets loaded, its timeline and table in
// view, while the pointer moves and the table scrolls. Drawn into ImGui's lists, not onto a screen:
// what the graphics card does with them is not in it. The same program natively and in WebAssembly;
// prints one JSON object.
#define DOCTEST_CONFIG_IMPLEMENT
#include <doctest/doctest.h>

#include <cstdio>
#include <optional>
#include <string>

#include "tests/bench/stopwatch.h"
#include "tests/shell/harness.h"
#include "tests/shell/many_sets.h"

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

}  // namespace

int main() {
  doctest::Context asserts;  // the harness checks that what it presses is there
  asserts.setAsDefaultForAssertsOutOfTestCases();
  std::optional<ManySets> sets;  // outlives the console, which cancels through it
  Scenario scenario(ScenarioOptions{.connect = false});
  sets.emplace(scenario.host.service, kSets, scenario.host.time);
  scenario.host.other_transport = &*sets;
  if (!open_sets(scenario)) {
    std::fprintf(stderr, "the console did not show %d backup sets\n", kSets);
    return 1;
  }
  while (!scenario.find(Role::Button, "Zoom out")->disabled)
    press(scenario, Role::Button, "Zoom out");
  ImGuiIO& io = ImGui::GetIO();
  const double frame = bench::best_nanoseconds(
      kBatches, kBatchSize, [] {},
      [&](int i) {
        io.AddMousePosEvent(400.0F + static_cast<float>(i * 7), 560.0F + static_cast<float>(i * 5));
        io.AddMouseWheelEvent(0, i % 4 == 0 ? -1.0F : 0.0F);
        scenario.console.frame();
      });
  std::printf(R"({"frame_100k_sets_ns":%.0f})"
              "\n",
              frame);
  std::fflush(stdout);
  return 0;
}
