#include "core/backup/ending.h"

namespace dds::backup {

std::string_view name(Ending ending) {
  switch (ending) {
    case Ending::None: return "";
    case Ending::Succeeded: return "Success";
    case Ending::Started: return "Started";
    case Ending::Failed: return "Failed";
    case Ending::Refused: return "Refused";
    case Ending::JobRunning: return "JobRunning";
    case Ending::NotReached: return "NotReached";
    case Ending::Unreadable: return "Unreadable";
    case Ending::NotDone: return "NotDone";
    case Ending::Unknown: return "Unknown";
    case Ending::Stopped: return "Stopped";
  }
  return "";
}

std::string_view label(Ending ending) {
  switch (ending) {
    case Ending::None: return "Running";
    case Ending::Succeeded: return "Success";
    case Ending::Started: return "Not watched";
    case Ending::Failed: return "Failed";
    case Ending::Refused: return "Refused";
    case Ending::JobRunning: return "Another job runs";
    case Ending::NotReached: return "Not reached";
    case Ending::Unreadable: return "Not understood";
    case Ending::NotDone: return "Not done";
    case Ending::Unknown: return "Unknown";
    case Ending::Stopped: return "Stopped";
  }
  return "";
}

}  // namespace dds::backup
