// What was confirmed here and changes something at the service: each change is followed to its
// outcome and kept, with it, until it is dismissed. Backups have a list of their own (activity.h).
//
// Owned by the Model. A change holds its session, so that it goes on while the console shows
// another instance, or talks elsewhere.
#pragma once

#include <cstdint>
#include <functional>
#include <list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "core/backup/keep_set.h"
#include "core/backup/policy_change.h"
#include "core/backup/rehearsal.h"
#include "core/backup/release_temporary.h"
#include "core/backup/restore_instance.h"
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
  // As of the last step, never made in a frame:
  backup::OperationProgress progress;
  std::optional<Problem> problem;  // of one that ended otherwise than done

  [[nodiscard]] ChangeKind kind() const { return static_cast<ChangeKind>(operation.index()); }
  [[nodiscard]] bool running() const { return !progress.ended(); }
  [[nodiscard]] bool unknown() const { return progress.outcome == backup::Outcome::Unknown; }
};

class Changes {
 public:
  /// `ended` once for each change.
  Changes(PanelServices services, std::function<void(const Change&)> ended)
      : services_(std::move(services)), ended_(std::move(ended)) {}

  /// Follows an operation over the session on which it was planned. An older one of the same kind
  /// and subject that has ended goes from the list: it was answered by this one.
  void start(ChangeOperation operation, const std::shared_ptr<Session>& session,
             const api::Instance& instance, std::string subject = {});
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
  void update(std::uint64_t number);

  PanelServices services_;
  std::function<void(const Change&)> ended_;
  std::list<Change> items_;
  std::uint64_t last_number_ = 0;
};

}  // namespace dds::shell
