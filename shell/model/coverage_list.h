// The coverage board: for every instance of the region how old its newest good backup is, held
// against a limit; what can be restored, the policy, the space used. Order, search and selection of
// its table.
//
// Owned by the Model. The first time rows fill in place and are put in order of what matters once
// all are there; a refresh leaves rows and order as they are and replaces what they say.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/backup/coverage_board.h"
#include "shell/model/panel_services.h"
#include "shell/model/problem.h"
#include "shell/model/text_input.h"

namespace dds::shell {

enum class CoverageColumn { Instance, Coverage, Restorable, Policy, Space };

/// A row's words, made when it is first looked at and again when its age reads differently.
struct CoverageWords {
  std::string label;  // "orders, covered"
  std::string age;    // "2 h ago, 14 Jan 12:01", or why that is not known
  std::string range, range_note;
  std::string policy, policy_note;
  std::string space, space_note;
  std::optional<Instant> changes_at;
};

struct CoverageRow {
  api::Instance listed;
  backup::InstanceCoverage found;
  bool looked_at = false;
  backup::CoverageState state = backup::CoverageState::Unknown;  // `found` against the limit, now
  std::optional<Instant> good_at;  // of the newest good backup, on the host's clock
  std::string searched;            // lower case
};

struct CoverageCounts {
  std::size_t all = 0, never = 0, overdue = 0, unknown = 0;
  [[nodiscard]] std::size_t falling_short() const { return never + overdue + unknown; }
};

class CoverageList {
 public:
  explicit CoverageList(PanelServices services);

  /// Lists the region's instances and looks at each, over the session in force.
  void load();
  void clear();
  /// What is known is no longer all of it: a backup has ended since.
  void outdate() { outdated_ = true; }

  [[nodiscard]] bool loading() const { return listing_ || run_; }
  [[nodiscard]] bool loaded() const { return loaded_; }  // completely, once
  /// Nothing to show, or older than the last backup: worth a load when somebody looks.
  [[nodiscard]] bool wants_load() const {
    return !loading() && !problem_ && (!loaded_ || outdated_);
  }
  [[nodiscard]] SteadyInstant since() const { return since_; }  // of the last load's beginning
  [[nodiscard]] const std::optional<Problem>& problem() const { return problem_; }
  [[nodiscard]] std::size_t looked_at() const { return run_ ? run_->looked_at() : 0; }
  [[nodiscard]] const std::vector<backup::UnlistedKind>& unlisted() const { return unlisted_; }
  /// Told when a load has ended, well or not.
  std::function<void()> on_loaded;

  [[nodiscard]] const std::vector<CoverageRow>& rows() const { return rows_; }
  [[nodiscard]] const CoverageWords& words(std::size_t row);
  [[nodiscard]] const CoverageCounts& counts() const { return counts_; }
  /// "1 never backed up, 2 overdue"; empty when all are covered.
  [[nodiscard]] const std::string& shortfall() const { return shortfall_; }
  /// Those that are not known to be covered.
  [[nodiscard]] std::vector<std::string> falling_short() const;

  /// The limit as typed; `use_limit` checks and remembers it.
  TextInput limit_text{16};
  void use_limit();
  [[nodiscard]] const std::string& limit_error() const { return limit_error_; }
  [[nodiscard]] Milliseconds limit() const { return limit_; }
  /// Holds every row against the limit anew when one has passed it; gives when the next one will.
  std::optional<Instant> judge_when_due();

  TextInput filter{128};
  [[nodiscard]] CoverageColumn sorted_by() const { return sorted_by_; }
  [[nodiscard]] bool descending() const { return descending_; }
  void sort(CoverageColumn column);
  /// Rows that pass the filter, in the order of the table.
  [[nodiscard]] const std::vector<std::uint32_t>& order();
  void select(std::size_t row) { selected_ = rows_[row].listed.id; }
  [[nodiscard]] int selected_position();
  /// What Ctrl+C copies.
  [[nodiscard]] std::string row_text(std::size_t row);

 private:
  void take_instances();
  void start_more();
  void take(const backup::InstanceCoverage& found);
  void finish();
  void judge(CoverageRow& row) const;
  void judge_all();
  void make_words(const CoverageRow& row, CoverageWords& words) const;
  void apply_sort();
  [[nodiscard]] bool less(const CoverageRow& a, const CoverageRow& b) const;

  PanelServices services_;
  std::shared_ptr<Session> session_;  // while looking
  std::shared_ptr<backup::ListInstances> listing_;
  std::unique_ptr<backup::CoverageRun> run_;
  std::uint64_t generation_ = 0;
  bool starting_ = false;
  SteadyInstant since_{};
  bool loaded_ = false;
  bool outdated_ = false;
  bool sorted_by_hand_ = false;
  std::optional<Problem> problem_;
  std::vector<backup::UnlistedKind> unlisted_;
  std::vector<CoverageRow> rows_;
  std::vector<std::unique_ptr<CoverageWords>> words_;
  std::map<std::string, std::size_t, std::less<>> index_;
  CoverageCounts counts_;
  std::string shortfall_;
  Milliseconds limit_{};
  std::string limit_error_;
  std::optional<Instant> next_judgement_;
  std::vector<std::uint32_t> sorted_;
  std::vector<std::uint32_t> order_;
  std::string filtered_by_;
  bool order_stale_ = true;
  CoverageColumn sorted_by_ = CoverageColumn::Coverage;
  bool descending_ = false;
  std::string selected_;
  std::string position_of_;
  int position_ = -1;
};

/// "never backed up", "overdue", "unknown", "covered".
[[nodiscard]] std::string_view coverage_word(const CoverageRow& row);

}  // namespace dds::shell
