#include "core/emulator/faults.h"

#include <algorithm>
#include <array>

namespace dds::emulator {
namespace {

struct Name {
  FaultKind kind;
  std::string_view text;
};

constexpr std::array kNames = {
    Name{FaultKind::Refused, "refused"},
    Name{FaultKind::LostBefore, "lost-before"},
    Name{FaultKind::LostAfter, "lost-after"},
    Name{FaultKind::TimeOutBefore, "time-out-before"},
    Name{FaultKind::TimeOutAfter, "time-out-after"},
    Name{FaultKind::Slow, "slow"},
    Name{FaultKind::Error500, "error-500"},
    Name{FaultKind::Error500After, "error-500-after"},
    Name{FaultKind::Unavailable503, "unavailable-503"},
    Name{FaultKind::Unavailable503After, "unavailable-503-after"},
    Name{FaultKind::Throttled, "throttled"},
    Name{FaultKind::CutOff, "cut-off"},
    Name{FaultKind::WrongType, "wrong-type"},
    Name{FaultKind::Portal, "portal"},
    Name{FaultKind::Duplicate, "duplicate"},
    Name{FaultKind::GarbledBefore, "garbled-before"},
    Name{FaultKind::GarbledAfter, "garbled-after"},
    Name{FaultKind::Delayed, "delayed"},
    Name{FaultKind::DateLies, "date-lies"},
    Name{FaultKind::JobFails, "job-fails"},
    Name{FaultKind::JobHangs, "job-hangs"},
    Name{FaultKind::NonceForgotten, "nonce-forgotten"},
};

constexpr std::int64_t kTransportKinds = 19;  // the kinds before JobFails: what `any` draws from
static_assert(kNames[kTransportKinds].kind == FaultKind::JobFails);

bool matches(std::string_view pattern, std::string_view action) {
  if (!pattern.ends_with('*')) return pattern == action;
  return action.starts_with(pattern.substr(0, pattern.size() - 1));
}

}  // namespace

std::string_view fault_name(FaultKind kind) {
  for (const Name& name : kNames) {
    if (name.kind == kind) return name.text;
  }
  return {};
}

const std::vector<FaultKind>& all_fault_kinds() {
  static const std::vector<FaultKind> kinds = [] {
    std::vector<FaultKind> list;
    for (const Name& name : kNames) list.push_back(name.kind);
    return list;
  }();
  return kinds;
}

bool of_create_backup(FaultKind kind) {
  return kind == FaultKind::JobFails || kind == FaultKind::JobHangs ||
         kind == FaultKind::NonceForgotten;
}

std::optional<FaultKind> FaultPlan::next(std::string_view action) {
  for (auto rule = rules_.begin(); rule != rules_.end(); ++rule) {
    if (!matches(rule->action, action)) continue;
    if (rule->kind && of_create_backup(*rule->kind) && action != "CreateBackup") continue;
    // The dice are thrown even when they cannot miss or hit: a changed percentage shifts nothing.
    if (random_.between(1, 100) > rule->percent) continue;
    const FaultKind kind =
        rule->kind ? *rule->kind
                   : kNames[static_cast<std::size_t>(random_.between(0, kTransportKinds - 1))].kind;
    if (rule->remaining > 0 && --rule->remaining == 0) rules_.erase(rule);
    return kind;
  }
  return std::nullopt;
}

std::uint64_t FaultPlan::shape_of(FaultKind kind) {
  const bool differs = kind == FaultKind::Delayed || kind == FaultKind::DateLies ||
                       kind == FaultKind::GarbledBefore || kind == FaultKind::GarbledAfter;
  return differs ? random_.next() : 0;
}

}  // namespace dds::emulator
