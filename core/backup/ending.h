// How anything that is watched here ended: a backup, a change, a reading. One vocabulary for the
// core, the console, the command line and the journal.
#pragma once

#include <string_view>

namespace dds::backup {

enum class Ending {
  None,        // not ended
  Succeeded,   // it was read; the change was made and seen; the backup's set is there: Success
  Started,     // begun, and no longer watched (--no-wait, or the watching was ended)
  Failed,      // begun, and it ended badly
  Refused,     // the service refused, or a check before sending did: nothing was changed
  JobRunning,  // refused because another backup job runs on the instance: nothing was started
  NotReached,  // the service was not reached: nothing was changed
  Unreadable,  // the service answered a question, and no answer could be used: nothing was changed
  NotDone,     // an answer was lost, and it is certain that the request had no effect
  Unknown,     // could not find out whether the change was made, or how it ended
  Stopped,     // by the person, before anything left: nothing was changed
};

/// One word for JSON and tables: "Success", "Started", "Failed", "Refused", "JobRunning",
/// "NotReached", "Unreadable", "NotDone", "Unknown", "Stopped"; "" for None.
[[nodiscard]] std::string_view name(Ending ending);

/// The same for people, beside a sign: "Success", "Another job runs", "Not reached"...; "Running"
/// for None.
[[nodiscard]] std::string_view label(Ending ending);

}  // namespace dds::backup
