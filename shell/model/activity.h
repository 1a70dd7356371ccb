// Backups of one instance each that were started here, or that an earlier console left unended:
// followed to their end and kept on the list until they are dismissed.
//
// Each has a journal of its own with the host (core/backup/journal.h, a run of one), named after
// its instance: what must not be forgotten is there before CreateBackup leaves. Whoever holds it
// follows the backup; a second console sees that it is held, and goes on with it once it is free.
//
// Owned by the Model. An activity holds its session, so it goes on while the console talks
// elsewhere.
#pragma once

#include <cstdint>
#include <functional>
#include <list>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "core/backup/create_and_follow.h"
#include "core/backup/journaled_backup.h"
#include "shell/model/journal_line.h"
#include "shell/model/panel_services.h"
#include "shell/model/problem.h"
#include "shell/model/session.h"

namespace dds::shell {

/// Who looks after a backup.
enum class Watch {
  Here,
  Elsewhere,  // another console holds its journal
  Nobody,     // its journal is open and cannot be gone on with: key, endpoint, or it cannot be read
};

struct Activity {
  std::uint64_t number = 0;
  std::string instance_id;
  std::string title;                    // the instance's name
  std::shared_ptr<Session> session;     // released at the end
  std::unique_ptr<JournalStore> store;  // while it is followed here
  // Of one that is followed here, or was:
  std::shared_ptr<backup::CreateAndFollow> operation;
  std::shared_ptr<backup::JournaledBackup> kept;  // until the end
  backup::Driver::OperationId operation_id = 0;
  backup::Progress past;  // else: what the journal tells
  Watch watch = Watch::Here;
  bool journaled = false;  // a journal of it stands
  bool open = false;       // with no end in it, and nobody here holds it
  /// Tells journals of one instance apart: what is dismissed or replaced is this one only.
  std::uint64_t mark = 0;
  // Made when something happened, never in a frame:
  backup::Ending ending = backup::Ending::None;
  std::string line;         // "Backing up: checking", "Finished 14:03, 5.9 MiB, Physical"
  std::string explanation;  // second line: why, and what it means
  std::optional<Problem> problem;

  [[nodiscard]] const backup::Progress& progress() const {
    return operation ? operation->progress() : past;
  }
  [[nodiscard]] bool running() const { return ending == backup::Ending::None; }
  /// It may have started a backup, or has, and nobody saw its end.
  [[nodiscard]] bool unknown() const { return ending == backup::Ending::Unknown; }
};

struct ActivityCounts {
  int running = 0;
  int failed = 0;  // failed, refused, not reached, unknown
  int done = 0;
};

class ActivityList {
 public:
  /// `ended` once for each activity that was followed here. `title` is the name of an instance, its
  /// id where that is not known.
  ActivityList(PanelServices services, JournalLine& journals,
               std::function<void(const Activity&)> ended,
               std::function<std::string(const std::string&)> title);

  /// Starts the backup. The caller has made sure that none runs for this instance, and that the
  /// person has looked where one is of unknown outcome: it is replaced. The journal may tell of yet
  /// another one, which another console left: that one is shown instead, and nothing is sent.
  void start(const std::shared_ptr<Session>& session, const api::CreateBackupParameters& parameters,
             std::string title, std::uint64_t jitter_seed);

  /// Looks what earlier consoles left. What can be gone on with over the session in force is
  /// followed; that only reads.
  void look();
  /// Looks again, now and then, while another console holds a journal.
  void advance(SteadyInstant now);
  [[nodiscard]] std::optional<SteadyInstant> next_wake() const;

  /// Stops watching; the backup itself goes on. Whether one was started is unknown when the request
  /// was on its way.
  void stop(std::uint64_t number);
  /// The same for all; their journals stay open, for whoever has the key.
  void stop_all();
  void dismiss(std::uint64_t number);
  void dismiss_ended();

  [[nodiscard]] const std::list<Activity>& items() const { return items_; }  // oldest first
  [[nodiscard]] const Activity* find(std::uint64_t number) const;
  [[nodiscard]] const Activity* running_on(std::string_view instance_id) const;
  /// An attempt whose outcome is open and that was not dismissed.
  [[nodiscard]] const Activity* unknown_on(std::string_view instance_id) const;
  /// What the one line shows: the running one that began first, else the newest that ended.
  [[nodiscard]] const Activity* headline() const;
  [[nodiscard]] ActivityCounts counts() const;

 private:
  Activity& add(const std::string& instance_id, std::string title);
  void begin(std::uint64_t number, const std::shared_ptr<Session>& session,
             const api::CreateBackupParameters& parameters, std::uint64_t jitter_seed,
             const std::set<std::uint64_t>& replaced, JournalClaim claim);
  void follow(Activity& activity, const std::shared_ptr<Session>& session,
              std::shared_ptr<backup::CreateAndFollow> operation);
  void found(const std::string& instance_id, JournalClaim claim);
  void take_journal(const std::string& instance_id, std::unique_ptr<JournalStore> store);
  void end_unsent(Activity& activity, std::string why);
  void update(std::uint64_t number);
  void leave(Activity& activity, bool for_good);
  void forget(const Activity& activity);
  void prune();
  void describe_end(Activity& activity) const;
  void describe_left(Activity& activity, const backup::JournalHead& head) const;
  [[nodiscard]] bool is_ours(const backup::JournalHead& head) const;
  Activity* find_item(std::uint64_t number);
  Activity* latest_on(std::string_view instance_id);

  PanelServices services_;
  JournalLine& journals_;
  std::function<void(const Activity&)> ended_;
  std::function<std::string(const std::string&)> title_;
  std::list<Activity> items_;
  std::uint64_t last_number_ = 0;
  std::set<std::string, std::less<>> asked_;  // journals that were asked for by `look`
  SteadyInstant looked_{};
};

}  // namespace dds::shell
