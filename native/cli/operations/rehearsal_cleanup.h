// `dds rehearse --clean-up`: finds the temporary instances that earlier rehearsals left behind, and
// releases them.
#pragma once

#include <string>
#include <vector>

#include "native/cli/operations/rehearsal_record_file.h"
#include "native/cli/session/runner.h"
#include "native/cli/terminal/exit_code.h"

namespace dds::cli {

struct CleanUp {
  std::string source_id;  // only those of this source; "": all
  bool agreed = false;    // --yes: release all that the record knows, without asking
  std::vector<std::string>
      agreed_ids;  // --yes-release: these, whether the record knows them or not
  Milliseconds poll{10'000};
  bool only_show = false;  // --dry-run
};

/// Unknown when a release was not seen to its end, Refused when one was left that should have gone.
[[nodiscard]] ExitCode clean_up(const CleanUp& wish, RecordFile& record, bool table,
                                Runner& runner);

}  // namespace dds::cli
