#include "shell/model/quick_search.h"

#include <array>

#include "core/api/catalogue_search.h"
#include "core/base/ascii.h"

namespace dds::shell {
namespace {

constexpr std::array<std::string_view, 8> kPages{
    "Instances", "Coverage", "Back up many", "Activity", "API", "Sign", "History", "Settings"};
constexpr std::size_t kMostInstances = 5;

}  // namespace

void QuickSearch::find(const InstanceList& instances) {
  items_.clear();
  const std::string wanted = lower(trimmed(text.view()));
  const auto has = [&](std::string_view name) {
    return lower(name).find(wanted) != std::string::npos;
  };
  for (const std::string_view page : kPages) {
    if (has(page))
      items_.push_back({FoundKind::Page, std::string(page), std::string(page), "page"});
  }
  if (wanted.empty()) return;
  std::size_t found = 0;
  for (const InstanceRow& row : instances.rows()) {
    const api::Instance& one = row.instance;
    if (found == kMostInstances || items_.size() == kMostItems) break;
    if (!has(one.title()) && !has(one.id)) continue;
    ++found;
    items_.push_back(
        {FoundKind::Instance, one.id, one.title(), one.title() == one.id ? row.kind_line : one.id});
  }
  for (const api::Match& match : api::search(api::catalogue(), wanted)) {
    if (items_.size() >= kMostItems) break;
    const std::string name(match.action->name);
    items_.push_back({FoundKind::Action, name, name, std::string(match.action->summary)});
  }
}

}  // namespace dds::shell
