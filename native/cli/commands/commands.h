// The commands of `dds`. Each is given the command line without its own name, reads its options and
// runs to its end.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "native/cli/terminal/exit_code.h"
#include "native/platform/paths.h"

namespace dds::cli {

struct CommandLine {
  std::string word;                    // the name of the command or action, as typed
  std::vector<std::string> arguments;  // all others, in order
  std::string called_as;  // argv[0]: the page's folder is looked for beside the program
  platform::Environment environment;
};

/// `dds <Action> --Param value ...`: one call, the answer on stdout. `word` is the action.
[[nodiscard]] ExitCode call_command(const CommandLine& line);

/// `dds actions [TEXT]`: the actions, or those that contain a text. Needs no key and no network.
[[nodiscard]] ExitCode actions_command(const CommandLine& line);

/// `dds backup ID...`: backs up instances and follows each to its end, with progress on stderr and
/// the outcomes on stdout.
[[nodiscard]] ExitCode backup_command(const CommandLine& line);

/// `dds backups ID...`: the backup sets and running jobs of instances.
[[nodiscard]] ExitCode backups_command(const CommandLine& line);

/// `dds coverage [ID...]`: how well instances are covered by backups, with an exit code for cron
/// and CI.
[[nodiscard]] ExitCode coverage_command(const CommandLine& line);

/// `dds policy ID`: shows the automatic backup policy, or changes it after showing before and
/// after.
[[nodiscard]] ExitCode policy_command(const CommandLine& line);

/// `dds keep ID SET`: keeps a backup set longer.
[[nodiscard]] ExitCode keep_command(const CommandLine& line);

/// `dds delete-backup ID SET`: deletes a backup set permanently.
[[nodiscard]] ExitCode delete_backup_command(const CommandLine& line);

/// `dds restore ID`: a new instance from a backup of another; planned, priced, confirmed, and
/// followed until it runs.
[[nodiscard]] ExitCode restore_command(const CommandLine& line);

/// `dds rehearse ID`: proves that a backup can be restored, by restoring it into a temporary
/// instance that is released afterwards.
[[nodiscard]] ExitCode rehearse_command(const CommandLine& line);

/// `dds serve`: the page, a CORS proxy and, with --emulator, the emulator, until Ctrl-C.
[[nodiscard]] ExitCode serve_command(const CommandLine& line);

/// `dds emulator`: the emulator alone, until Ctrl-C.
[[nodiscard]] ExitCode emulator_command(const CommandLine& line);

/// `dds sign`: JSON lines on standard input, the steps of each signature on standard output.
[[nodiscard]] ExitCode sign_command(const CommandLine& line);

/// `dds sample <Action>`: a call as code in another language, to be copied. Sends nothing, needs no
/// key.
[[nodiscard]] ExitCode sample_command(const CommandLine& line);

/// `dds explain [CODE]`: what an error code of the service means, and what to do next.
[[nodiscard]] ExitCode explain_command(const CommandLine& line);

/// `dds diagnose`: a refused request on standard input, what is wrong with it on standard output.
/// Ends with 0 if the refusal was explained; with 1 if nothing wrong was found, or there are only
/// suspicions.
[[nodiscard]] ExitCode diagnose_command(const CommandLine& line);

/// `dds help [WORD]`: help on all commands, or on one command or action.
[[nodiscard]] ExitCode help_command(const CommandLine& line);

/// What `dds --help` and `dds --version` print.
[[nodiscard]] std::string help_text();
[[nodiscard]] std::string_view version_text();

}  // namespace dds::cli
