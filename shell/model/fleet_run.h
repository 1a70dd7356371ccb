// One run of many backups: started, followed, left and gone on with; what must not be forgotten is
// in the host's journal before anything is sent.
//
// Owned by the Model. Holds the session that it runs over, and the journal as long as there is a
// run in it: no second console can touch that run meanwhile.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/backup/fleet.h"
#include "shell/model/activity.h"
#include "shell/model/instance_list.h"
#include "shell/model/panel_services.h"

namespace dds::shell {

enum class RunState {
  Nothing,     // no run is known
  Blocked,     // the journal cannot be had or read: see `problem`
  Unfinished,  // an earlier run that did not end, not followed at present
  Running,
  Ended,  // its results are kept until they are put away
};

enum class RunFilter { All, Running, NotDone, Done };

/// A row's words, made when it is looked at after it has changed.
struct RunWords {
  std::string label;  // "orders: Backing up 43 %"
  std::string title;
  std::string line;
  std::string why;  // second line, may be empty
  std::string job_id;
  backup::Ending ending = backup::Ending::None;
  bool waiting = false;
};

class FleetRun {
 public:
  FleetRun(PanelServices services, const InstanceList& list);
  ~FleetRun();
  FleetRun(const FleetRun&) = delete;
  FleetRun& operator=(const FleetRun&) = delete;

  /// Looks whether the host remembers a run, unless one is known already.
  void look();
  /// Lets go of everything without touching the journal; what was started goes on at the service.
  void let_go();

  [[nodiscard]] RunState state() const { return state_; }
  /// Blocked: why. Else: why the journal cannot be written, or what was asked cannot be done; empty
  /// when nothing speaks against it.
  [[nodiscard]] const std::string& problem() const;
  /// Blocked by a journal that cannot be read, not by another console: it can be put away.
  [[nodiscard]] bool unreadable() const { return state_ == RunState::Blocked && store_; }

  /// Starts a new run in the place of one that has ended; `left_out` were chosen too, and cannot be
  /// backed up now. False: see `problem`.
  bool start(std::vector<api::CreateBackupParameters> backups,
             std::vector<backup::LeftOut> left_out = {});
  /// Why an unfinished run cannot go on with the key and endpoint in force; empty when it can.
  [[nodiscard]] std::string resume_obstacle() const;
  void resume();
  /// Starts nothing more and stops watching: the run is then unfinished.
  void pause();
  /// Forgets the run. Not while it is followed.
  void put_away();
  /// What `put_away` would leave behind, for the question: what runs, what is unknown.
  [[nodiscard]] const std::string& left_behind() const { return left_behind_; }
  /// Some outcome is not known: whoever puts the run away has to have looked.
  [[nodiscard]] bool has_unknown() const { return unknown_ > 0; }
  bool looked_after_unknown = false;

  [[nodiscard]] Instant begun() const { return journal_.head.begun; }
  [[nodiscard]] std::size_t size() const { return words_.size(); }
  [[nodiscard]] const backup::Progress& progress(std::size_t row) const {
    return fleet_->progress(row);
  }
  [[nodiscard]] const RunWords& words(std::size_t row);
  [[nodiscard]] const backup::FleetSummary& summary();
  /// Chosen when the run began, and not backed up: a run with such ones is not all done.
  [[nodiscard]] const std::vector<backup::LeftOut>& left_out() const {
    return journal_.head.left_out;
  }
  /// "3 done, 1 failed, 2 running, 1 left out".
  [[nodiscard]] const std::string& counts_line();
  /// What is followed on this instance; nullptr: nothing.
  [[nodiscard]] const backup::Progress* running_on(std::string_view instance_id) const;
  /// Why this instance is not to be started beside the run; empty when it may.
  [[nodiscard]] std::string busy(std::string_view instance_id) const;
  /// Those that failed or were certainly not started: what may be started again.
  [[nodiscard]] std::vector<std::string> to_do_again() const;
  /// Every outcome, as JSON.
  [[nodiscard]] std::string results_json() const;

  RunFilter filter = RunFilter::All;
  /// Rows that pass the filter: in the order of the run, and once it has ended what went wrong
  /// first.
  [[nodiscard]] const std::vector<std::uint32_t>& order();

  /// Told when one of the backups has ended.
  std::function<void(const std::string& instance_id)> on_backup_ended;

 private:
  [[nodiscard]] bool open_store();
  void take_text();
  void begin(bool start);
  void step(std::size_t backup);
  void end();
  void count_left_behind();
  void make_words(std::size_t row, RunWords& words) const;
  [[nodiscard]] int rank(std::size_t row) const;
  [[nodiscard]] bool passes(std::size_t row) const;

  PanelServices services_;
  const InstanceList& list_;
  RunState state_ = RunState::Nothing;
  std::string problem_;
  backup::Journal journal_;  // as it was when the run began or was found
  std::unique_ptr<JournalStore> store_;
  std::shared_ptr<Session> session_;
  std::unique_ptr<backup::Fleet> fleet_;                   // after what it uses
  std::map<std::string, std::size_t, std::less<>> index_;  // by instance
  std::vector<std::unique_ptr<RunWords>> words_;
  backup::FleetSummary summary_;
  std::string counts_line_;
  bool summary_stale_ = true;
  std::vector<std::uint32_t> order_;
  RunFilter ordered_for_ = RunFilter::All;
  bool order_stale_ = true;
  std::string left_behind_;
  std::size_t unknown_ = 0;
};

}  // namespace dds::shell
