// Where the person is, for the host's Back and Forward, and what would be lost by leaving.
#include <algorithm>
#include <utility>

#include "shell/model/model.h"
#include "shell/model/words.h"

namespace dds::shell {
namespace {

// In the order of Page and of InstanceTab.
constexpr std::string_view kPages[] = {"instances", "instance", "coverage", "fleet",   "activity",
                                       "api",       "sign",     "history",  "settings"};
constexpr std::string_view kTabs[] = {"overview", "backups", "policy", "restore"};

template <class Value, std::size_t kCount>
std::optional<Value> named(const std::string_view (&names)[kCount], std::string_view name) {
  const auto* found = std::find(std::begin(names), std::end(names), name);
  if (found == std::end(names)) return std::nullopt;
  return static_cast<Value>(found - std::begin(names));
}

}  // namespace

std::string Model::place() const {
  if (!wanted_place_.empty()) return wanted_place_;
  std::string text(kPages[static_cast<std::size_t>(page)]);
  if (page == Page::Instance)
    text +=
        "/" + selected_instance + "/" + std::string(kTabs[static_cast<std::size_t>(instance_tab)]);
  return text;
}

void Model::show_place(const std::string& place) {
  std::string_view rest = place;
  const std::optional<Page> where = named<Page>(kPages, take_until(rest, '/'));
  if (!where) return;
  wanted_place_.clear();
  if (*where != Page::Instance) return go_to(*where);
  const std::string_view id = take_until(rest, '/');
  const std::optional<InstanceTab> tab = named<InstanceTab>(kTabs, rest);
  if (!tab) return;
  if (instances.find(id) == nullptr) {  // perhaps once they are listed
    if (!instances.loaded_once()) wanted_place_ = place;
    return;
  }
  instance_tab = *tab;
  open_instance(id);
}

std::string Model::goes_on() const {
  std::size_t count = 0;
  for (const Activity& one : activities.items()) {
    if (one.running() && one.watch == Watch::Here) ++count;
  }
  for (const Change& one : changes.items()) {
    if (one.running() && !one.elsewhere) ++count;
  }
  const bool many = fleet.run.state() == RunState::Running;
  if (count == 0 && !many) return {};
  std::string what = count > 0 ? counted(count, "backup or change") : std::string();
  if (count > 1) what = std::to_string(count) + " backups or changes";
  if (many) what += std::string(count > 0 ? " and " : "") + "a run of many backups";
  return what +
         " under way: what was sent goes on at the service, and the console takes it up "
         "again when it is next started with the same key.";
}

bool Model::asks_before_leaving() const {
  return connection.holds_typed_key() || !goes_on().empty();
}

}  // namespace dds::shell
