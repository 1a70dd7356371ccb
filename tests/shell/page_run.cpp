#include "tests/shell/page_run.h"

#include <doctest/doctest.h>

#include <chrono>
#include <cstdlib>
#include <string>
#include <utility>

#include "core/backup/journal.h"
#include "tests/core/campaign/fleet_world.h"
#include "tests/shell/harness.h"

namespace dds::testing {
namespace {

using shell::Role;

constexpr std::string_view kQuotas = "documented";

// What the journal tells of the run, as the console itself takes an earlier one up. Nothing is
// sent.
void read_journal(const std::string& text, FleetFigures& figures) {
  const Result<backup::Journal> journal = backup::read_journal(text);
  REQUIRE(journal.ok());
  World unused(0);
  const backup::FleetOptions options;  // as the page has them
  const backup::Fleet fleet(unused.driver, nullptr, *journal, options);
  figures.summary = fleet.summary(at(unused.now).steady);
  figures.ideal = ideal_seconds(fleet, std::string(kQuotas), options.at_once);
}

}  // namespace

FleetFigures back_up_all_on_the_page(std::size_t further) {
  ScenarioOptions options;
  options.further_instances = static_cast<std::int32_t>(further);
  Scenario scenario(options);
  scenario.host.emulator.set_limits(std::nullopt, std::string(kQuotas));
  scenario.click(Role::Link, "Back up many");
  scenario.click(Role::Button, "All");
  constexpr std::string_view kBackUp = "Back up ";
  const shell::Widget* start = scenario.containing(Role::Button, kBackUp);
  REQUIRE(start != nullptr);
  const std::string count = std::to_string(std::atoi(start->label.c_str() + kBackUp.size()));
  scenario.click(Role::Button, "Back up " + count + " instances");
  const Instant begun = scenario.host.time;
  scenario.click(Role::Button, "Start " + count + " backups");
  REQUIRE(scenario.until([&] { return scenario.sees(Role::Button, "Copy results as JSON"); },
                         std::chrono::hours{12}));
  FleetFigures figures;
  figures.seconds = static_cast<double>((scenario.host.time - begun).count()) / 1000;
  figures.started = scenario.backups_created();
  read_journal(scenario.host.journal.text, figures);
  return figures;
}

}  // namespace dds::testing
