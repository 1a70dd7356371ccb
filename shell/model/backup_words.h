// What the console says about one backup, on the activity list and in a run of many: local time
// first, UTC beside it.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "core/backup/progress.h"
#include "shell/model/activity.h"

namespace dds::shell {

inline constexpr std::string_view kBackupGoesOn = "The backup itself goes on at the service.";
inline constexpr std::string_view kLookFirst =
    "Look at the recent backup sets: a manual set that began after the attempt is this one. Start "
    "no second backup before you have looked.";

/// "Backing up 43 %": one that has not ended.
[[nodiscard]] std::string running_line(const backup::Progress& progress);
/// The same in a word or two: "Starting", "Finding out", "Backing up 40 %" only once it is known
/// that it does.
[[nodiscard]] std::string running_word(const backup::Progress& progress);
/// One that succeeded: "Finished 14:03 (06:03 UTC)" and "5.9 MiB, Physical", which may be empty.
struct FinishedWords {
  std::string when;
  std::string what;
};
/// `local_offset` gives the minutes that local time is ahead of UTC.
[[nodiscard]] FinishedWords finished_words(const backup::Progress& progress,
                                           const std::function<int(Instant)>& local_offset);
/// Both in one line.
[[nodiscard]] std::string finished_line(const backup::Progress& progress,
                                        const std::function<int(Instant)>& local_offset);
/// The line of one that ended, without its particulars: "Refused: nothing was started".
[[nodiscard]] std::string_view ended_words(backup::Ending ending);

}  // namespace dds::shell
