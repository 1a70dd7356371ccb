#include "native/cli/operations/held_file.h"

#include <string>

#include "native/cli/terminal/say.h"
#include "native/platform/journal_file.h"

namespace dds::cli {

ExitCode cannot_use_file(const Error& error, std::string_view option, std::string_view user) {
  if (error.detail != platform::JournalFile::kHeld) return wrong_usage(error.message);
  complain(error.message);
  note("  Nothing was sent. Wait until that one has ended, or name another file for this " +
       std::string(user) + " with " + std::string(option) + ".");
  return ExitCode::Refused;
}

}  // namespace dds::cli
