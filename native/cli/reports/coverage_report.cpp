#include "native/cli/reports/coverage_report.h"

#include <array>
#include <utility>

#include "core/base/text.h"
#include "native/cli/options/option_values.h"
#include "native/cli/reports/policy_report.h"

namespace dds::cli {
namespace {

using backup::CoverageState;
using backup::InstanceCoverage;
using backup::Part;

constexpr std::array<CoverageState, 4> kStates{CoverageState::NeverBackedUp, CoverageState::Overdue,
                                               CoverageState::Unknown, CoverageState::Good};

template <class T>
std::string_view state_name(const Part<T>& part) {
  switch (part.state) {
    case Part<T>::State::Known: return "known";
    case Part<T>::State::DoesNotApply: return "does not apply";
    case Part<T>::State::Unknown: return "unknown";
    case Part<T>::State::NotAsked: break;
  }
  return "not asked";
}

template <class T, class Write>
OrderedJson part_json(const Part<T>& part, const Write& write) {
  OrderedJson one{{"state", state_name(part)}};
  if (part.known()) {
    one["value"] = write(part.value);
  } else {
    one["reason"] = part.reason;
  }
  return one;
}

template <class T, class Write>
std::string part_text(const Part<T>& part, const Write& write) {
  if (part.known()) return write(part.value);
  return part.state == Part<T>::State::Unknown ? "unknown" : "-";
}

OrderedJson ranges_json(const std::vector<api::RestoreRange>& ranges) {
  OrderedJson list = OrderedJson::array();
  for (const api::RestoreRange& range : ranges)
    list.push_back({{"begin", format_utc(range.begin)}, {"end", format_utc(range.end)}});
  return list;
}

OrderedJson storage_json(const api::BackupStorage& storage) {
  return {{"full_bytes", storage.full_bytes},
          {"log_bytes", storage.log_bytes},
          {"free_bytes", storage.free_bytes},
          {"beyond_free_bytes", storage.beyond_free()}};
}

OrderedJson newest_json(const std::optional<backup::GoodBackup>& newest) {
  if (!newest) return nullptr;
  OrderedJson sets = OrderedJson::array();
  for (const api::BackupSet& set : newest->sets) sets.push_back(set_json(set));
  return {{"at", format_utc(newest->at)}, {"mixed", newest->mixed}, {"sets", std::move(sets)}};
}

OrderedJson counted_json(const std::optional<std::int64_t>& counted) {
  OrderedJson number = nullptr;
  if (counted) number = *counted;
  return number;
}

// Nothing where the sets are known to be all, or could not be listed at all.
OrderedJson shortfall_json(const std::optional<backup::Shortfall>& shortfall) {
  if (!shortfall) return nullptr;
  return {{"listed", shortfall->listed}, {"counted", counted_json(shortfall->counted)}};
}

OrderedJson row_json(const InstanceCoverage& row) {
  return {{"instance_id", row.instance_id},
          {"region_id", row.region_id},
          {"description", row.instance.known() ? row.instance.value.description : std::string()},
          {"state", backup::name(row.state)},
          {"reason", row.reason},
          {"sets_short", shortfall_json(row.sets_short)},
          {"newest", newest_json(row.newest)},
          {"age_seconds", seconds_or_null(row.age)},
          {"last_failed", row.last_failed},
          {"restorable", part_json(row.ranges, ranges_json)},
          {"policy", part_json(row.policy, policy_json)},
          {"storage", part_json(row.storage, storage_json)}};
}

std::string ranges_text(const std::vector<api::RestoreRange>& ranges) {
  if (ranges.empty()) return "none";
  return local_text(ranges.front().begin) + " to " + local_text(ranges.back().end);
}

// What is beyond the free quota is paid for.
std::string storage_text(const api::BackupStorage& storage) {
  std::string text = format_size(storage.used_bytes());
  if (storage.beyond_free() > 0)
    text += ", " + format_size(storage.beyond_free()) + " beyond " +
            format_size(storage.free_bytes) + " free";
  return text;
}

// Beside the instance, in the order of the table's rows: those of instances, then what was not
// listed.
void add_region_column(TextTable& table, const backup::CoverageBoard& board) {
  table.titles.insert(table.titles.begin() + 1, "Region");
  std::size_t at = 0;
  const auto insert = [&](const std::string& region) {
    std::vector<std::string>& row = table.rows[at++];
    row.insert(row.begin() + 1, region);
  };
  for (const InstanceCoverage& row : board.rows()) insert(row.region_id);
  for (const backup::UnlistedPart& part : board.unlisted()) insert(part.region_id);
}

}  // namespace

TextTable coverage_table(const backup::CoverageBoard& board, bool with_region) {
  TextTable table;
  table.titles = {"Instance",  "Coverage", "Newest backup", "Age",        "Restorable to a time in",
                  "Automatic", "Space",    "Why",           "Description"};
  for (const InstanceCoverage& row : board.rows()) {
    std::string why = row.state == CoverageState::Good ? std::string() : row.reason;
    if (row.last_failed) why += (why.empty() ? "" : " ") + std::string("The last backup failed.");
    table.rows.push_back({row.instance_id, std::string(backup::name(row.state)),
                          row.newest ? local_text(row.newest->at) : "-",
                          row.age ? format_duration(*row.age) : "-",
                          part_text(row.ranges, ranges_text), part_text(row.policy, policy_summary),
                          part_text(row.storage, storage_text), std::move(why),
                          row.instance.known() ? row.instance.value.description : std::string()});
  }
  for (const backup::UnlistedPart& part : board.unlisted())
    table.rows.push_back({"(" + (part.kind.empty() ? part.region_id : part.kind) + ")",
                          part.shortfall ? "not all listed" : "not listed", "", "", "", "", "",
                          part.reason, ""});
  if (with_region) add_region_column(table, board);
  return table;
}

OrderedJson coverage_json(const backup::RegionalCoverage& coverage, Milliseconds age_limit,
                          const CoverageVerdict& verdict) {
  const backup::CoverageBoard& board = coverage.board();
  OrderedJson counts = OrderedJson::object();
  for (const CoverageState state : kStates)
    counts[std::string(backup::name(state))] = board.count(state);
  OrderedJson instances = OrderedJson::array();
  for (const InstanceCoverage& row : board.rows()) instances.push_back(row_json(row));
  OrderedJson unlisted = OrderedJson::array();
  for (const backup::UnlistedPart& part : board.unlisted()) {
    OrderedJson kind = nullptr;
    if (!part.kind.empty()) kind = part.kind;
    unlisted.push_back({{"region_id", part.region_id},
                        {"kind", std::move(kind)},
                        {"reason", part.reason},
                        {"short", shortfall_json(part.shortfall)}});
  }
  return {{"falls_short", verdict.code != ExitCode::Done},
          {"shortfalls", verdict.shortfalls},
          {"max_age_seconds", seconds_or_null(age_limit)},
          {"regions", coverage.regions()},
          {"counts", std::move(counts)},
          {"instances", std::move(instances)},
          {"unlisted", std::move(unlisted)}};
}

std::string coverage_summary(const backup::RegionalCoverage& coverage) {
  const backup::CoverageBoard& board = coverage.board();
  const std::size_t all = board.rows().size();
  std::string text = std::to_string(all) + (all == 1 ? " instance" : " instances");
  if (coverage.regions().size() > 1)
    text += " in " + std::to_string(coverage.regions().size()) + " regions";
  text += ": ";
  bool first = true;
  for (const CoverageState state : kStates) {
    const std::size_t count = board.count(state);
    if (count == 0) continue;
    if (!first) text += ", ";
    text += std::to_string(count) + " " + std::string(backup::name(state));
    first = false;
  }
  return text + ".";
}

}  // namespace dds::cli
