// What was confirmed here and changes something at the service: each change is followed to its
// outcome and kept, with it, until it is dismissed. Backups have a list of their own (activity.h).
//
// A restore, a deletion and a release are noted in a journal of their own before they leave
// (change_note.h). What an earlier console left noted is looked after here; looking only reads.
// Rehearsals have a record (rehearsal_store.h).
//
// Owned by the Model. A change holds its session, so that it goes on while the console shows
// another instance, or talks elsewhere.
#pragma once

#include <cstdint>
#include <functional>
#include <list>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "core/backup/keep_set.h"
#include "core/backup/policy_change.h"
#include "core/backup/rehearsal.h"
#include "core/backup/release_temporary.h"
#include "core/backup/restore_instance.h"
#include "shell/model/change_note.h"
#include "shell/model/journal_line.h"
#include "shell/model/panel_services.h"
#include "shell/model/problem.h"

namespace dds::shell {

/// In the order of `ChangeOperation`'s alternatives.
enum class ChangeKind { Policy, KeepSet, DeleteSet, Restore, Rehearsal, Release };

using ChangeOperation =
    std::variant<std::shared_ptr<backup::ChangePolicy>, std::shared_ptr<backup::ExtendSet>,
                 std::shared_ptr<backup::DeleteSet>, std::shared_ptr<backup::RestoreInstance>,
                 std::shared_ptr<backup::Rehearsal>, std::shared_ptr<backup::ReleaseTemporary>>;

struct Change {
  std::uint64_t number = 0;
  std::string instance_id;  // whose page it belongs to
  std::string title;        // that instance's name
  std::string subject;      // "Backup set 5664", where it is not the instance itself
  std::string since;        // "Since 14:00 (06:00 UTC)"
  ChangeOperation operation;
  std::shared_ptr<Session> session;  // released at the end
  backup::Driver::OperationId operation_id = 0;
  // The note of it:
  std::unique_ptr<JournalStore> store;  // while it is followed here
  std::uint64_t mark = 0;               // tells it from others of the same name; 0: none stands
  bool made_noted = false;              // what an order made stands there as well
  bool left = false;                    // nobody here holds it, and its outcome is open
  bool elsewhere = false;               // another console holds it
  // As of the last step, never made in a frame:
  backup::OperationProgress progress;
  std::optional<Problem> problem;  // of one that ended otherwise than done

  [[nodiscard]] ChangeKind kind() const { return static_cast<ChangeKind>(operation.index()); }
  [[nodiscard]] bool running() const { return !progress.ended(); }
  [[nodiscard]] bool unknown() const { return progress.ending == backup::Ending::Unknown; }
};

class Changes {
 public:
  /// What the console knows of the account, for what an earlier one left.
  struct Lookup {
    std::function<std::string(const std::string&)> title;  // of an instance, or its id
    /// The instance that an order seems to have made, where the listing shows one.
    std::function<std::string(const ChangeNote&)> made_by;
  };
  /// `ended` once for each change.
  Changes(PanelServices services, JournalLine& journals, Lookup lookup,
          std::function<void(const Change&)> ended)
      : services_(std::move(services)),
        journals_(journals),
        lookup_(std::move(lookup)),
        ended_(std::move(ended)) {}

  /// Follows an operation over the session on which it was planned. An older one of the same kind
  /// and subject that has ended goes from the list: it was answered by this one.
  void start(ChangeOperation operation, const std::shared_ptr<Session>& session,
             const api::Instance& instance, std::string subject = {});
  /// Looks what earlier consoles left noted, and what became of it.
  void look();
  /// Looks again, now and then, while another console holds a note.
  void advance(SteadyInstant now);
  [[nodiscard]] std::optional<SteadyInstant> next_wake() const;
  void dismiss(std::uint64_t number);
  /// All that ended, but what is unknown: that is dismissed one by one.
  void dismiss_ended();
  /// What is under way is no longer watched; its outcome is unknown then.
  void stop_all();
  /// Without a word to anybody: the console ends.
  void clear() { items_.clear(); }

  /// The newest of a kind on an instance.
  [[nodiscard]] const Change* newest(ChangeKind kind, std::string_view instance_id) const;
  /// The running one that began first, else the newest.
  [[nodiscard]] const Change* headline() const;
  [[nodiscard]] const std::list<Change>& items() const { return items_; }  // oldest first

 private:
  Change& add(ChangeOperation operation, const std::string& instance_id, std::string title);
  void begin(std::uint64_t number, const std::set<std::uint64_t>& replaced, JournalClaim claim);
  void follow(Change& change);
  void end(Change& change, backup::Ending ending, std::string sentence, std::string problem);
  void update(std::uint64_t number);
  void found(ChangeKind kind, const std::string& instance_id, JournalClaim claim);
  void take_note(ChangeKind kind, const std::string& instance_id,
                 std::unique_ptr<JournalStore> store);
  void drop_left(ChangeKind kind, std::string_view instance_id);
  Change* find(std::uint64_t number);

  PanelServices services_;
  JournalLine& journals_;
  Lookup lookup_;
  std::function<void(const Change&)> ended_;
  std::list<Change> items_;
  std::uint64_t last_number_ = 0;
  std::set<std::string> asked_;  // notes that were asked for by `look`
  SteadyInstant looked_{};
};

}  // namespace dds::shell
