// The coverage of many instances at a glance, and who is looked at next. Pure: collects what
// CoverInstance found out and orders it by how much it matters.
#pragma once

#include <cstddef>
#include <cstdint>
#include <list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/backup/coverage.h"
#include "core/backup/list_instances.h"

namespace dds::backup {

/// Instances that nobody could list, or not all of them: those of a kind, or, without a kind, of a
/// whole region.
struct UnlistedPart {
  std::string region_id;  // empty where only one region is looked at
  std::string kind;
  std::string reason;                       // one sentence
  std::optional<Shortfall> shortfall = {};  // some were listed
};

class CoverageBoard {
 public:
  /// Instances that are to be looked at. Until `put`, they are unknown: "not looked at yet".
  void expect(const std::string& instance_id, const std::string& region_id = {});
  /// Instances that could not be listed: the board falls short of them.
  void expect_unlisted(UnlistedKind kind, const std::string& region_id = {});
  /// Takes what was found out; a later value for the same instance replaces the earlier one.
  void put(InstanceCoverage coverage);

  /// Never backed up first, then overdue (oldest first), then unknown, then good (oldest first);
  /// equal ones by id.
  [[nodiscard]] std::vector<InstanceCoverage> rows() const;
  [[nodiscard]] const std::vector<UnlistedPart>& unlisted() const { return unlisted_; }
  [[nodiscard]] bool knows(std::string_view instance_id) const;
  [[nodiscard]] std::size_t count(CoverageState state) const;
  /// Some instance is not good, or some kind could not be listed: for the exit code.
  [[nodiscard]] bool falls_short() const;

 private:
  std::vector<InstanceCoverage> rows_;
  std::vector<UnlistedPart> unlisted_;
};

/// Hands out one operation an instance, never more than `parallel` at a time, and puts what they
/// find on its board. The host starts what `next` gives and calls `collect` after every step.
class CoverageRun {
 public:
  CoverageRun(std::vector<std::string> instance_ids, CoverageOptions options,
              std::size_t parallel = 8, std::uint64_t jitter_seed = 0);
  /// One more; nothing when it is known already.
  void add(std::string instance_id, std::string region_id = {});
  /// The next operation to start; nullptr when enough are running or none is left.
  [[nodiscard]] std::shared_ptr<CoverInstance> next();
  /// Takes the operations that have ended off the list. True when something changed.
  bool collect();
  [[nodiscard]] std::size_t running() const { return running_.size(); }
  [[nodiscard]] bool ended() const { return waiting_.empty() && running_.empty(); }
  [[nodiscard]] std::size_t looked_at() const { return looked_at_; }
  [[nodiscard]] std::size_t total() const { return total_; }
  [[nodiscard]] CoverageBoard& board() { return board_; }
  [[nodiscard]] const CoverageBoard& board() const { return board_; }

 private:
  struct Waiting {
    std::string instance_id;
    std::string region_id;
  };

  std::list<Waiting> waiting_;
  std::vector<std::shared_ptr<CoverInstance>> running_;
  CoverageOptions options_;
  std::size_t parallel_;
  std::uint64_t jitter_seed_;
  std::size_t looked_at_ = 0;
  std::size_t total_ = 0;
  CoverageBoard board_;
};

}  // namespace dds::backup
