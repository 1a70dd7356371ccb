// What the list says of a backup that is not followed any more.
#include "core/base/utf8.h"
#include "core/response/redact.h"
#include "shell/model/activity.h"
#include "shell/model/backup_words.h"
#include "shell/model/words.h"

namespace dds::shell {
namespace {

using backup::Ending;
using backup::Progress;

}  // namespace

void ActivityList::describe_end(Activity& activity) const {
  const Progress& progress = activity.progress();
  const std::string problem = response::redact(progress.problem);
  Problem notice;
  notice.what = problem;
  notice.request_id = progress.request_id;
  if (progress.refusal) {
    notice =
        problem_of(*progress.refusal, activity.session ? activity.session->connection->credentials
                                                       : signing::Credentials());
    notice.steps.clear();
    if (notice.what.empty()) notice.what = problem;
  }
  activity.line = ended_words(progress.ending == Ending::None ? Ending::Unknown : progress.ending);
  switch (progress.ending) {
    case Ending::Started:
      activity.explanation = (progress.job_id.empty() ? "" : "Job " + progress.job_id + ". ") +
                             std::string(kBackupGoesOn);
      return;
    case Ending::Succeeded:
      activity.line = finished_line(
          progress, [this](Instant at) { return services_.host->utc_offset_minutes(at); });
      activity.explanation = progress.job_id.empty() ? "" : "Job " + progress.job_id;
      if (progress.sets.size() == 1)
        add_part(activity.explanation, "backup set " + progress.sets.front().id);
      return;
    case Ending::Failed:
      notice.steps = {NextStep::CheckBackups, NextStep::BackUpAgain, NextStep::CopyDetails};
      break;
    case Ending::JobRunning:
      notice.what = problem;
      notice.message.clear();
      notice.steps = {NextStep::CheckBackups, NextStep::BackUpAgain, NextStep::CopyDetails};
      break;
    case Ending::Refused:
      notice.steps = {NextStep::BackUpAgain, NextStep::ShowRequest, NextStep::CopyDetails};
      if (notice.kind == ProblemKind::WrongKey || notice.kind == ProblemKind::Denied) {
        notice.steps.insert(notice.steps.begin(), NextStep::EditKey);
      }
      break;
    case Ending::NotReached:
    case Ending::Unreadable:
    case Ending::NotDone:
      notice.steps = {NextStep::BackUpAgain, NextStep::EditRoute, NextStep::CopyDetails};
      break;
    case Ending::Stopped:
    case Ending::Unknown:
    case Ending::None:
      notice.message = std::string(kLookFirst);
      notice.steps = {NextStep::CheckBackups, NextStep::CopyDetails};
      break;
  }
  activity.explanation = notice.what;
  activity.problem = std::move(notice);
}

// One whose journal is open, and that cannot be followed just now.
void ActivityList::describe_left(Activity& activity, const backup::JournalHead& head) const {
  const std::shared_ptr<Session> session = services_.session();
  const std::string begun =
      local_time(head.begun, services_.host->utc_offset_minutes(head.begun), services_.host->now());
  Problem notice;
  notice.what = "An earlier console began it on " + begun + " with the key " +
                one_line(head.key_id) + " at " + one_line(head.endpoint, 200) +
                (session ? ", which is not what this one is connected with."
                         : "; this one is not connected yet.");
  notice.message =
      "With that key and endpoint it is followed to its end. " + std::string(kLookFirst);
  notice.steps = {NextStep::EditKey, NextStep::EditEndpoint, NextStep::CopyDetails};
  activity.ending = Ending::Unknown;
  activity.line = "Begun earlier, and not followed at present";
  activity.explanation = notice.what;
  activity.problem = std::move(notice);
}

}  // namespace dds::shell
