// Backups that were started here: each followed to its end and kept on the list until it is
// dismissed.
//
// Owned by the Model. An activity holds its session, so it goes on while the console talks
// elsewhere.
#pragma once

#include <cstdint>
#include <functional>
#include <list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "core/backup/create_and_follow.h"
#include "shell/model/problem.h"
#include "shell/model/session.h"

namespace dds::shell {

enum class Outcome { Running, Succeeded, Failed, Refused, NotReached, Unknown, Stopped };

struct Activity {
  std::uint64_t number = 0;
  std::string instance_id;
  std::string title;  // the instance's name
  std::string region_id;
  std::shared_ptr<Session> session;  // released at the end
  std::shared_ptr<backup::CreateAndFollow> operation;
  backup::Driver::OperationId operation_id = 0;
  api::Route route;
  bool stopped = false;
  // Made when something happened, never in a frame:
  Outcome outcome = Outcome::Running;
  bool other_job = false;   // refused because another backup job runs
  std::string line;         // "Backing up: checking", "Finished 14:03, 5.9 MiB, Physical"
  std::string explanation;  // second line: why, and what it means
  std::optional<Problem> problem;

  [[nodiscard]] const backup::Progress& progress() const { return operation->progress(); }
  [[nodiscard]] bool running() const { return outcome == Outcome::Running; }
};

struct ActivityCounts {
  int running = 0;
  int failed = 0;  // failed, refused, not reached, unknown
  int done = 0;
};

class ActivityList {
 public:
  /// `changed` when something on screen changed; `ended` once for each activity. `local_offset`
  /// gives the minutes that local time is ahead of UTC.
  ActivityList(std::function<void()> changed, std::function<void(const Activity&)> ended,
               std::function<int(Instant)> local_offset);

  /// Starts the backup. The caller has made sure that none runs for this instance and none is of
  /// unknown outcome.
  void start(const std::shared_ptr<Session>& session, const api::CreateBackupParameters& parameters,
             std::string title, std::uint64_t jitter_seed);

  /// Stops watching; the backup itself goes on. Whether one was started is unknown when the request
  /// was on its way.
  void stop(std::uint64_t number);
  void stop_all();
  void dismiss(std::uint64_t number);
  void dismiss_ended();

  [[nodiscard]] const std::list<Activity>& items() const { return items_; }  // oldest first
  [[nodiscard]] const Activity* find(std::uint64_t number) const;
  [[nodiscard]] const Activity* running_on(std::string_view instance_id) const;
  /// An attempt whose outcome is unknown and that was not dismissed.
  [[nodiscard]] const Activity* unknown_on(std::string_view instance_id) const;
  /// What the one line shows: the running one that began first, else the newest that ended.
  [[nodiscard]] const Activity* headline() const;
  [[nodiscard]] ActivityCounts counts() const;

 private:
  void update(std::uint64_t number);
  void describe_end(Activity& activity);
  Activity* find_item(std::uint64_t number);

  std::function<void()> changed_;
  std::function<void(const Activity&)> ended_;
  std::function<int(Instant)> local_offset_;
  std::list<Activity> items_;
  std::uint64_t last_number_ = 0;
};

}  // namespace dds::shell
