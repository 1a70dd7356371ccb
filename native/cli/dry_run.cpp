#include "native/cli/dry_run.h"

#include <variant>

#include "native/cli/call_command.h"
#include "native/cli/say.h"
#include "native/platform/clock.h"

namespace dds::cli {

ExitCode print_first_request(backup::Operation& operation, const Session& session) {
  const backup::Step step = operation.handle(backup::Started{}, platform::moment());
  if (const auto* send = std::get_if<backup::Send>(&step))
    return print_dry_run(send->call, session);
  note("(dry run: nothing would be sent)");
  return ExitCode::Done;
}

}  // namespace dds::cli
