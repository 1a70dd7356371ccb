#include "core/backup/coverage_board.h"

#include "core/base/stable_order.h"

#include <algorithm>
#include <utility>

namespace dds::backup {
namespace {

bool matters_more(const InstanceCoverage& a, const InstanceCoverage& b) {
  if (a.state != b.state) return a.state < b.state;  // in the order of the enumerators
  if (a.age != b.age) return a.age > b.age;
  return a.instance_id < b.instance_id;
}

}  // namespace

void CoverageBoard::expect(const std::string& instance_id, const std::string& region_id) {
  if (knows(instance_id)) return;
  InstanceCoverage row;
  row.instance_id = instance_id;
  row.region_id = region_id;
  row.reason = "Not looked at yet.";
  rows_.push_back(std::move(row));
}

bool CoverageBoard::knows(std::string_view instance_id) const {
  return std::any_of(rows_.begin(), rows_.end(),
                     [&](const InstanceCoverage& row) { return row.instance_id == instance_id; });
}

void CoverageBoard::expect_unlisted(UnlistedKind kind, const std::string& region_id) {
  unlisted_.push_back({region_id, std::move(kind.kind), std::move(kind.reason), kind.shortfall});
}

void CoverageBoard::put(InstanceCoverage coverage) {
  const auto found = std::find_if(rows_.begin(), rows_.end(), [&](const InstanceCoverage& row) {
    return row.instance_id == coverage.instance_id;
  });
  if (found == rows_.end())
    rows_.push_back(std::move(coverage));
  else
    *found = std::move(coverage);
}

std::vector<InstanceCoverage> CoverageBoard::rows() const {
  std::vector<InstanceCoverage> rows = rows_;
  sort_stable(rows, matters_more);
  return rows;
}

std::size_t CoverageBoard::count(CoverageState state) const {
  return static_cast<std::size_t>(std::count_if(
      rows_.begin(), rows_.end(), [&](const InstanceCoverage& row) { return row.state == state; }));
}

bool CoverageBoard::falls_short() const {
  return !unlisted_.empty() || count(CoverageState::Good) != rows_.size();
}

CoverageRun::CoverageRun(std::vector<std::string> instance_ids, CoverageOptions options,
                         std::size_t parallel, std::uint64_t jitter_seed)
    : options_(options), parallel_(std::max<std::size_t>(parallel, 1)), jitter_seed_(jitter_seed) {
  for (std::string& id : instance_ids) add(std::move(id));
}

void CoverageRun::add(std::string instance_id, std::string region_id) {
  if (board_.knows(instance_id)) return;
  board_.expect(instance_id, region_id);
  waiting_.push_back({std::move(instance_id), std::move(region_id)});
  ++total_;
}

std::shared_ptr<CoverInstance> CoverageRun::next() {
  if (waiting_.empty() || running_.size() >= parallel_) return nullptr;
  const std::uint64_t seed = jitter_seed_ + total_ - waiting_.size();
  Waiting& first = waiting_.front();
  auto operation = std::make_shared<CoverInstance>(std::move(first.instance_id), options_, seed,
                                                   std::move(first.region_id));
  waiting_.pop_front();
  running_.push_back(operation);
  return operation;
}

bool CoverageRun::collect() {
  const std::size_t before = running_.size();
  for (const std::shared_ptr<CoverInstance>& operation : running_) {
    if (operation->progress().ended()) board_.put(operation->progress().coverage);
  }
  running_.erase(std::remove_if(running_.begin(), running_.end(),
                                [](const std::shared_ptr<CoverInstance>& operation) {
                                  return operation->progress().ended();
                                }),
                 running_.end());
  looked_at_ += before - running_.size();
  return running_.size() != before;
}

}  // namespace dds::backup
