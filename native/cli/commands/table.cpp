#include "native/cli/commands/table.h"

#include <algorithm>
#include <array>

namespace dds::cli {
namespace {

constexpr std::array<CommandFacts, 16> kCommands{{
    {"actions", "[TEXT]", "what actions there are; dds help <Action> shows one's form", "", "",
     false, actions_command},
    {"backup", "ID...", "back up instances (or --all, --tag) and follow each to its end",
     "CreateBackup", "", true, backup_command},
    {"backups", "ID...", "the backup sets and running jobs of instances", "DescribeBackups", "",
     true, backups_command},
    {"coverage", "[ID...]", "who is covered by backups; code 5 when one falls short", "", "", true,
     coverage_command},
    {"policy", "ID", "show or change the automatic backups", "ModifyBackupPolicy", "", true,
     policy_command},
    {"keep", "ID SET", "keep a backup set longer", "ModifyBackupExpireTime", "", true,
     keep_command},
    {"delete-backup", "ID SET", "delete a backup set for good", "DeleteBackup", "delete", true,
     delete_backup_command},
    {"restore", "ID", "a new instance from a backup", "", "restor", true, restore_command},
    {"rehearse", "ID", "prove that a backup can be restored, and clean up", "", "rehears", true,
     rehearse_command},
    {"serve", "", "the console's page, a CORS proxy and, with --emulator, the emulator", "", "",
     false, serve_command},
    {"emulator", "", "the emulator alone", "", "", false, emulator_command},
    {"sign", "", "JSON lines in, the steps of their signatures out", "", "", false, sign_command},
    {"sample", "<Action>", "the call as code: curl, Python, Node, Go, Terraform and more", "", "",
     false, sample_command},
    {"explain", "[CODE]", "what an error code of the service means", "", "", false,
     explain_command},
    {"diagnose", "", "why a signature was refused, and how to mend it", "", "", false,
     diagnose_command},
    {"help", "[WORD]", "this, or more about a command or an action", "", "", false, help_command},
}};

constexpr CommandFacts kActionCalls{
    "<Action>", "--Param VALUE", "one call of any action, the answer on stdout", "", "",
    true,       call_command};

}  // namespace

std::span<const CommandFacts> commands() {
  return kCommands;
}

const CommandFacts& action_calls() {
  return kActionCalls;
}

bool is_action(std::string_view word) {
  return !word.empty() && word.front() >= 'A' && word.front() <= 'Z';
}

const CommandFacts* find_command(std::string_view word) {
  if (is_action(word)) return &kActionCalls;
  const auto found = std::find_if(kCommands.begin(), kCommands.end(),
                                  [&](const CommandFacts& one) { return one.name == word; });
  return found == kCommands.end() ? nullptr : &*found;
}

const CommandFacts* command_for(const api::Action& action) {
  const auto found = std::find_if(kCommands.begin(), kCommands.end(), [&](const CommandFacts& one) {
    return one.action == action.name;
  });
  return found == kCommands.end() ? nullptr : &*found;
}

}  // namespace dds::cli
