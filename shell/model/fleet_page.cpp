#include "shell/model/fleet_page.h"

#include <cstddef>
#include <utility>

#include "shell/model/words.h"

namespace dds::shell {

FleetPage::FleetPage(const PanelServices& services, const InstanceList& instances,
                     CoverageList& coverage, std::function<std::string(const std::string&)> busy)
    : run(services, instances),
      choice(services, instances,
             [this, beside = std::move(busy)](const std::string& id) {
               std::string why = beside(id);
               return why.empty() ? run.busy(id) : why;
             }),
      coverage_(coverage) {
  coverage_.on_loaded = [this] {
    if (std::exchange(wants_falling_short_, false)) take_falling_short();
  };
}

void FleetPage::choose(const std::vector<std::string>& ids) {
  choosing_anew = true;
  choice.filter.clear();
  choice.outdate();
  const std::size_t missing = choice.choose(ids);
  std::string said = counted(ids.size() - missing, "instance") + " chosen.";
  if (missing > 0) said += " " + std::to_string(missing) + " are not on this list: refresh it.";
  choice.say(std::move(said), missing > 0);
}

void FleetPage::choose_falling_short() {
  if (!coverage_.wants_load() && !coverage_.loading() && !coverage_.problem())
    return take_falling_short();
  wants_falling_short_ = true;
  choice.say("Looking how well each instance is covered");
  coverage_.load();
}

void FleetPage::take_falling_short() {
  if (coverage_.problem())
    return choice.say("The coverage is not known: " + coverage_.problem()->what, true);
  const std::vector<std::string> ids = coverage_.falling_short();
  static_cast<void>(choice.choose(ids));
  choice.say(counted(ids.size(), "instance") + " falling short of the coverage limit.");
}

bool FleetPage::start() {
  const bool started = run.start(choice.parameters(), choice.those_left_out());
  choice.outdate();
  if (started) {
    choice.choose_none();
    choosing_anew = false;
  }
  return started;
}

void FleetPage::clear() {
  choice.clear();
  wants_falling_short_ = false;
}

}  // namespace dds::shell
