// The exit codes of `dds`: part of its contract with scripts, so none changes its meaning.
#pragma once

namespace dds::cli {

enum class ExitCode : int {
  Done = 0,
  Refused = 1,       // the service refused; its Code is on stderr
  Usage = 2,         // wrong usage, or our own input could not be read
  NotReached = 3,    // the service was not reached, nothing was started
  Unknown = 4,       // the outcome is unknown, after reconciling where that is done
  BackupFailed = 5,  // the backup ended as failed
  Interrupted = 130,
};

}  // namespace dds::cli
