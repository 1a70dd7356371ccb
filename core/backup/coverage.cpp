// What a list of backup sets says about how well an instance is covered.
#include "core/backup/coverage.h"

#include <algorithm>
#include <map>

namespace dds::backup {
namespace {

bool is_good(const api::BackupSet& set, Instant now) {
  if (set.state != api::SetState::Success || !set.available.value_or(true)) return false;
  if (!set.type.empty() && set.type != "FullBackup") return false;
  return !set.expires || *set.expires > now;
}

// A set without any time can be good, but says nothing about when.
std::optional<Instant> moment(const api::BackupSet& set) {
  return set.started ? set.started : set.ended;
}

bool newer(const api::BackupSet& a, const api::BackupSet& b) {
  return moment(a) > moment(b);  // no time is before any time
}

std::optional<GoodBackup> of_shards(const std::map<std::string, api::BackupSet>& by_node,
                                    const std::vector<std::string>& nodes) {
  GoodBackup backup;
  for (const std::string& node : nodes) {
    const auto found = by_node.find(node);
    if (found == by_node.end()) return std::nullopt;
    const Instant at = *moment(found->second);
    backup.at = backup.sets.empty() ? at : std::min(backup.at, at);
    backup.sets.push_back(found->second);
  }
  return backup;
}

void keep_newest(std::map<std::string, api::BackupSet>& by_node, const api::BackupSet& set) {
  const auto found = by_node.find(set.node_id);
  if (found == by_node.end() || newer(set, found->second)) by_node[set.node_id] = set;
}

}  // namespace

std::string_view name(CoverageState state) {
  switch (state) {
    case CoverageState::NeverBackedUp: return "never backed up";
    case CoverageState::Overdue: return "overdue";
    case CoverageState::Unknown: return "unknown";
    case CoverageState::Good: return "good";
  }
  return {};
}

std::optional<GoodBackup> newest_good(const std::vector<api::BackupSet>& sets,
                                      const std::vector<std::string>& nodes, Instant now) {
  std::map<std::string, std::map<std::string, api::BackupSet>> by_job;
  std::map<std::string, api::BackupSet> newest;
  for (const api::BackupSet& set : sets) {
    if (!is_good(set, now) || !moment(set)) continue;
    keep_newest(newest, set);
    if (!set.job_id.empty()) keep_newest(by_job[set.job_id], set);
  }
  if (nodes.empty()) {
    if (newest.empty()) return std::nullopt;
    const auto best =
        std::min_element(newest.begin(), newest.end(),
                         [](const auto& a, const auto& b) { return newer(a.second, b.second); });
    return GoodBackup{{best->second}, *moment(best->second), false};
  }
  std::optional<GoodBackup> best;
  for (const auto& entry : by_job) {
    const std::optional<GoodBackup> backup = of_shards(entry.second, nodes);
    if (backup && (!best || backup->at > best->at)) best = backup;
  }
  if (best) return best;
  best = of_shards(newest, nodes);
  if (best) best->mixed = true;
  return best;
}

bool has_unknown_part(const InstanceCoverage& coverage) {
  const auto unknown = [](const auto& part) {
    using Part = std::decay_t<decltype(part)>;
    return part.state == Part::State::Unknown || part.state == Part::State::NotAsked;
  };
  return coverage.state == CoverageState::Unknown || unknown(coverage.instance) ||
         unknown(coverage.ranges) || unknown(coverage.policy) || unknown(coverage.storage);
}

}  // namespace dds::backup
