// Backing up many: what is chosen, the run that it becomes, and choosing by what the coverage board
// says falls short.
//
// Owned by the Model. What it is given outlives it.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "shell/model/coverage_list.h"
#include "shell/model/fleet_choice.h"
#include "shell/model/fleet_run.h"
#include "shell/model/instance_list.h"
#include "shell/model/panel_services.h"

namespace dds::shell {

class FleetPage {
 public:
  /// `busy` says why an instance cannot be started just now, from what the console follows beside
  /// the run; empty: it can.
  FleetPage(const PanelServices& services, const InstanceList& instances, CoverageList& coverage,
            std::function<std::string(const std::string&)> busy);

  FleetRun run;
  FleetChoice choice;          // what the next run is to be
  bool choosing_anew = false;  // while the last run's results are kept

  /// These and no others, for a new run.
  void choose(const std::vector<std::string>& ids);
  /// What the coverage board says falls short; looks first when nobody has.
  void choose_falling_short();
  [[nodiscard]] bool choosing_falling_short() const { return wants_falling_short_; }
  /// Starts what is chosen as one run. False: see run.problem.
  bool start();
  /// Forgets what was chosen; the run stays.
  void clear();

 private:
  void take_falling_short();

  CoverageList& coverage_;
  bool wants_falling_short_ = false;  // once the coverage board is there
};

}  // namespace dds::shell
