// All backup sets of one instance, page by page as they come; the jobs that run, and the time
// ranges that can be restored. Order, search and selection of their table.
//
// Owned by the Model. A refresh leaves what is known on screen until all of the new is there.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/api/backups.h"
#include "core/api/restore.h"
#include "core/backup/set_listing.h"
#include "core/backup/stepwise.h"
#include "shell/model/panel_services.h"
#include "shell/model/problem.h"
#include "shell/model/text_input.h"
#include "shell/model/timeline.h"

namespace dds::shell {

struct HistoryProgress : backup::OperationProgress {
  std::optional<api::Instance> instance;
  std::vector<api::BackupJob> jobs;
  bool ranges_told = false;
  std::vector<api::RestoreRange> ranges;
  bool sets_begun = false;
  std::optional<backup::Shortfall> shortfall;  // the sets are not known to be all
};

/// Reads the instance, its jobs, its restorable ranges where the service tells them, and every page
/// of its sets. Jobs and ranges are extras: without them it goes on.
class ReadHistory final : public backup::Stepwise {
 public:
  ReadHistory(std::string instance_id, std::uint64_t jitter_seed);
  [[nodiscard]] const HistoryProgress& progress() const { return progress_; }
  /// What came so far; fewer than before while a list is read again.
  [[nodiscard]] const std::vector<api::BackupSet>& sets() const;
  [[nodiscard]] bool read_again() const { return listing_ && listing_->read_again(); }

 private:
  void begin() override;
  void read_jobs();
  void read_ranges();
  void next_page();
  backup::OperationProgress& shared_progress() override { return progress_; }

  std::string instance_id_;
  std::optional<backup::SetListing> listing_;
  HistoryProgress progress_;
};

enum class SetColumn { Result, Ended, Took, Method, Mode, Size, KeptUntil, Id };

/// A row's words, made when it is first looked at.
struct SetWords {
  std::string label;  // "Backup set 5664"
  std::string key;
  std::string ended;
  std::string took;
  std::string size;
  std::string kept;
};

class SetHistory {
 public:
  explicit SetHistory(PanelServices services) : services_(std::move(services)) {}

  /// Turns to an instance; what was known of another one is forgotten. Reads nothing yet.
  void open(const api::Instance& instance);
  /// Reads everything anew, over the session in force.
  void load();
  /// The same after something has changed: what is being read already is read once more.
  void load_changed();
  void clear();

  [[nodiscard]] const api::Instance& instance() const { return instance_; }
  [[nodiscard]] bool loading() const { return reading_ != nullptr; }
  [[nodiscard]] bool loaded() const { return loaded_; }  // to its end, once
  /// The sets are all that there are; else `problem` says by how much they fall short.
  [[nodiscard]] bool whole() const { return loaded_ && whole_; }
  [[nodiscard]] bool asked() const { return loaded_ || loading() || problem_.has_value(); }
  [[nodiscard]] SteadyInstant loading_since() const { return since_; }
  [[nodiscard]] const std::optional<Problem>& problem() const { return problem_; }

  [[nodiscard]] const std::vector<api::BackupSet>& sets() const { return sets_; }
  [[nodiscard]] const std::vector<api::BackupJob>& jobs() const { return jobs_; }
  /// Nothing where the service tells none.
  [[nodiscard]] const std::optional<std::vector<api::RestoreRange>>& ranges() const {
    return ranges_;
  }
  [[nodiscard]] const SetWords& words(std::size_t set);
  [[nodiscard]] const api::BackupSet* find(std::string_view set_id) const;
  /// How many came with the last refresh.
  [[nodiscard]] std::size_t new_sets() const { return new_sets_; }

  // The table.
  TextInput filter{128};
  [[nodiscard]] SetColumn sorted_by() const { return sorted_by_; }
  [[nodiscard]] bool descending() const { return descending_; }
  void sort(SetColumn column);
  /// Sets that pass the filter, in the order of the table.
  [[nodiscard]] const std::vector<std::uint32_t>& order();
  void select(std::size_t set);
  [[nodiscard]] const api::BackupSet* selected() const;
  /// Where the selected set is in `order`, or -1.
  [[nodiscard]] int selected_position();
  /// What Ctrl+C copies.
  [[nodiscard]] std::string row_text(std::size_t set) const;

  // The timeline.
  TimelineView view;
  /// Sorted by their beginnings; changes with `revision`.
  [[nodiscard]] const std::vector<TimelineItem>& timeline_items() const { return items_; }
  [[nodiscard]] std::uint64_t revision() const { return revision_; }

 private:
  void on_step();
  void take_pages();
  void finish();
  void take_all(std::vector<api::BackupSet> sets);
  void rebuild_items();
  void apply_order();

  PanelServices services_;
  api::Instance instance_;
  std::shared_ptr<Session> session_;  // while reading
  std::shared_ptr<ReadHistory> reading_;
  backup::Driver::OperationId operation_ = 0;
  std::uint64_t generation_ = 0;
  SteadyInstant since_{};
  bool loaded_ = false;
  bool whole_ = false;
  bool stale_ = false;  // changed while it was read
  std::optional<Problem> problem_;
  std::vector<api::BackupSet> sets_;
  std::vector<api::BackupJob> jobs_;
  std::optional<std::vector<api::RestoreRange>> ranges_;
  std::vector<std::unique_ptr<SetWords>> words_;
  std::vector<std::string> searched_;  // made when somebody searches
  std::size_t new_sets_ = 0;
  std::vector<TimelineItem> items_;
  std::uint64_t revision_ = 1;
  std::vector<std::uint32_t> order_;
  std::string filtered_by_;
  bool order_stale_ = true;
  SetColumn sorted_by_ = SetColumn::Ended;
  bool descending_ = true;
  std::string selected_id_;
  std::string selected_node_;
  std::uint64_t order_revision_ = 0;
  std::uint64_t position_revision_ = 0;
  int position_ = -1;
};

/// How an operation ended, in the three parts of a problem.
[[nodiscard]] Problem problem_of(const backup::OperationProgress& progress,
                                 const signing::Credentials& credentials);

}  // namespace dds::shell
