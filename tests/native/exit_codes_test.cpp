// The table of exit codes: its order, where it stands, and that every command ends by it. The tests
// walk the program's own tables, so that a new command or code without its case fails here.
#include <doctest/doctest.h>

#include <algorithm>
#include <csignal>
#include <fstream>
#include <iterator>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "native/cli/commands/table.h"
#include "native/cli/options/harmful_options.h"
#include "native/cli/reports/backup_report.h"
#include "native/cli/terminal/exit_code.h"
#include "tests/native/instance_command.h"
#include "tests/native/raw_server.h"
#include "tests/native/temporary_folder.h"

using namespace dds::test;
using dds::cli::combine;
using dds::cli::ExitCode;
using nlohmann::json;

namespace {

int number(ExitCode code) {
  return static_cast<int>(code);
}

// How each command is called so that it comes to its first request (or, offline, to its end).
const std::map<std::string_view, std::vector<std::string>>& calls() {
  static const TemporaryFolder folder;
  static const std::map<std::string_view, std::vector<std::string>> all{
      {"actions", {}},
      {"backup", {kReplicaSet}},
      {"backups", {kReplicaSet}},
      {"coverage", {kReplicaSet}},
      {"policy", {kReplicaSet}},
      {"keep", {kReplicaSet, "5664", "--forever", "--yes"}},
      {"delete-backup", {kCloudDisk, "5664", "--yes-delete", "5664"}},
      {"restore", {kReplicaSet, "--set", "5664", "--yes-pay"}},
      {"rehearse", {kReplicaSet, "--yes-pay", "--record", (folder.path() / "rehearsals").string()}},
      {"serve", {"--port", "x"}},
      {"emulator", {"--port", "x"}},
      {"sign", {}},
      {"sample", {"--list"}},
      {"explain", {}},
      {"diagnose", {}},
      {"help", {}},
  };
  return all;
}

std::vector<std::string> call_of(const dds::cli::CommandFacts& command) {
  const auto found = calls().find(command.name);
  REQUIRE_MESSAGE(found != calls().end(), command.name);
  std::vector<std::string> words{std::string(command.name)};
  words.insert(words.end(), found->second.begin(), found->second.end());
  return words;
}

std::string text_of(const std::string& path) {
  std::ifstream file(path);
  REQUIRE(file.good());
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

}  // namespace

TEST_CASE("codes keep their numbers, each has one row, and the order of rank is this") {
  CHECK(number(ExitCode::Done) == 0);
  CHECK(number(ExitCode::Refused) == 1);
  CHECK(number(ExitCode::Usage) == 2);
  CHECK(number(ExitCode::NotReached) == 3);
  CHECK(number(ExitCode::Unknown) == 4);
  CHECK(number(ExitCode::FallsShort) == 5);
  CHECK(number(ExitCode::Unwritten) == 6);
  CHECK(number(ExitCode::Interrupted) == 130);
  std::vector<int> order;
  for (const dds::cli::ExitCodeFacts& row : dds::cli::exit_codes()) {
    order.push_back(number(row.code));
    CHECK_FALSE(row.meaning.empty());
  }
  CHECK(order == std::vector<int>{130, 4, 5, 1, 3, 2, 6, 0});
}

TEST_CASE("of two codes the one that stands first counts, whichever comes first") {
  const auto rows = dds::cli::exit_codes();
  for (std::size_t a = 0; a < rows.size(); ++a) {
    for (std::size_t b = 0; b < rows.size(); ++b)
      CHECK(combine(rows[a].code, rows[b].code) == rows[std::min(a, b)].code);
  }
}

TEST_CASE("the table stands in --help, in the help of every command and in docs/terminal.md") {
  const std::string table = dds::cli::exit_code_help();
  CHECK(has(plain({"--help"}).out, table));
  const std::string order = table.substr(table.find("When a run"));
  for (const dds::cli::CommandFacts& command : dds::cli::commands()) {
    CAPTURE(command.name);
    const Ended help = plain({std::string(command.name), "--help"});
    CHECK(help.code == 0);
    CHECK(has(help.out, "\nExit codes:\n"));
    CHECK(has(help.out, order));
    for (const dds::cli::ExitCodeFacts& row : dds::cli::exit_codes())
      CHECK(has(help.out, "\n  " + std::to_string(number(row.code)) + " "));
    CHECK(has(plain({"--help"}).out, "  dds " + std::string(command.name)));
  }
  CHECK(has(plain({"DescribeRegions", "--help"}).out, table));
  const std::string page = text_of(DDS_SOURCE_DIR "/docs/terminal.md");
  for (const dds::cli::ExitCodeFacts& row : dds::cli::exit_codes()) {
    const std::string line =
        "| " + std::to_string(number(row.code)) + " | " + std::string(row.meaning) + " |";
    CHECK_MESSAGE(has(page, line), line);
  }
  CHECK(has(page, order.substr(0, order.find('\n'))));
}

// By `watches` the cases below choose the commands that they walk.
TEST_CASE("a command takes a key if and only if the table says that it calls the service") {
  for (const dds::cli::CommandFacts& command : dds::cli::commands()) {
    CAPTURE(command.name);
    const Ended help = plain({std::string(command.name), "--help"});
    CHECK(has(help.out, "\n  --credentials-stdin ") == command.watches);
  }
}

TEST_CASE("wrong usage is 2 everywhere, before anything is sent") {
  const RawServer server([](Connection& connection) { connection.read_request(); });
  for (const dds::cli::CommandFacts& command : dds::cli::commands()) {
    CAPTURE(command.name);
    std::vector<std::string> words = call_of(command);
    words.emplace_back("--no-such-option-at-all");
    Start start;
    start.arguments = words;
    start.environment = {{"ALIBABA_CLOUD_ACCESS_KEY_ID", kId},
                         {"ALIBABA_CLOUD_ACCESS_KEY_SECRET", kSecret},
                         {"ALIBABA_CLOUD_ENDPOINT", server.url()}};
    if (command.name == "help") continue;  // shows itself whatever follows
    check_usage(run(std::move(start)), "There is no option --no-such-option-at-all");
  }
  CHECK(server.connections() == 0);
}

TEST_CASE("a wrong secret is 1 for every command, with the same two lines") {
  const Service service;
  std::string lines;  // what follows the name of what it is about
  for (const dds::cli::CommandFacts& command : dds::cli::commands()) {
    if (!command.watches) continue;
    CAPTURE(command.name);
    Start start = service.start(call_of(command));
    start.environment["ALIBABA_CLOUD_ACCESS_KEY_SECRET"] = "not-the-right-secret";
    const Ended ended = run(std::move(start));
    CAPTURE(ended.error);
    CHECK(ended.code == 1);
    const std::size_t begin = ended.error.find("The service refused: SignatureDoesNotMatch");
    REQUIRE(begin != std::string::npos);
    const std::size_t end = ended.error.find("  (HTTP ", begin);
    REQUIRE(end != std::string::npos);
    const std::string told = ended.error.substr(begin, end - begin);
    if (lines.empty()) lines = told;
    CHECK(told == lines);
  }
  CHECK(has(lines, "\n  Both sides signed the same text, so the AccessKey secret is wrong"));
  Start single = service.start({"DescribeRegions"});
  single.environment["ALIBABA_CLOUD_ACCESS_KEY_SECRET"] = "not-the-right-secret";
  const Ended ended = run(std::move(single));
  CHECK(ended.code == 1);
  CHECK(has(ended.error, "dds: " + lines));
}

TEST_CASE("without a network it is 3 for every command") {
  std::map<std::string_view, Program> running;  // they wait between their attempts
  for (const dds::cli::CommandFacts& command : dds::cli::commands()) {
    if (!command.watches) continue;
    Start start;
    start.arguments = call_of(command);
    start.environment = {
        {"ALIBABA_CLOUD_ACCESS_KEY_ID", kId},
        {"ALIBABA_CLOUD_ACCESS_KEY_SECRET", kSecret},
        {"ALIBABA_CLOUD_ENDPOINT", "http://127.0.0.1:" + std::to_string(closed_port())}};
    running.try_emplace(command.name, std::move(start));
  }
  for (auto& entry : running) {
    const Ended ended = entry.second.wait();
    CAPTURE(entry.first);
    CAPTURE(ended.error);
    CHECK(ended.code == 3);
  }
}

TEST_CASE("a service that answers that it cannot was reached: 1 with its code, not 3") {
  const Service service(1, "*:unavailable-503:100%");
  std::map<std::string, Program> running;
  running.try_emplace("backups", service.start({"backups", kReplicaSet}));
  running.try_emplace("backup", service.start({"backup", kReplicaSet}));
  running.try_emplace("coverage ID", service.start({"coverage", kReplicaSet}));
  running.try_emplace("coverage", service.start({"coverage"}));
  running.try_emplace("DescribeRegions", service.start({"DescribeRegions"}));
  for (auto& entry : running) {
    const Ended ended = entry.second.wait();
    CAPTURE(entry.first);
    CAPTURE(ended.error);
    CHECK(ended.code == 1);
    CHECK(has(ended.error, "The service refused: ServiceUnavailable"));
  }
}

TEST_CASE("output that cannot be written is 6 for every command that was done") {
  const Service service;
  for (const dds::cli::CommandFacts& command : dds::cli::commands()) {
    CAPTURE(command.name);
    Start start;
    start.arguments = {std::string(command.name), "--help"};
    start.full_output = true;
    CHECK(run(std::move(start)).code == 6);
  }
  for (const std::vector<std::string>& words : std::vector<std::vector<std::string>>{
           {"backups", kReplicaSet}, {"policy", kReplicaSet}, {"DescribeRegions"}}) {
    Start start = service.start(words);
    start.full_output = true;
    const Ended ended = run(std::move(start));
    CHECK(ended.code == 6);
    CHECK(has(ended.error, "The output could not be written: the disk is full."));
  }
}

TEST_CASE("Ctrl-C, SIGTERM and a lost terminal end watching alike: 130, and how to go on") {
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
    CAPTURE(signal);
    const Service service(1);
    const TemporaryFolder folder;
    const std::string journal = (folder.path() / "run.journal").string();
    Program program(service.start(
        {"backup", "--all", "--at-once", "2", "--poll", "0.1", "--journal", journal}));
    REQUIRE(program.wait_for_error("Backing up"));
    program.signal(signal);
    const Ended ended = program.wait();
    CAPTURE(ended.error);
    CHECK(ended.code == 130);
    CHECK(has(ended.error, "Stopped watching; what was started goes on."));
    CHECK(has(ended.error, "Go on with: dds backup --journal "));
    // The counts of the last line are those of the report, and add up.
    std::map<std::string, int> outcomes;
    const json entries = parsed(ended);
    for (const json& one : entries) ++outcomes[one["outcome"].get<std::string>()];
    CHECK(outcomes["Watching"] > 0);
    CHECK(outcomes["NotBegun"] > 0);
    std::string line = std::to_string(parsed(ended).size()) + " backups: ";
    line += std::to_string(outcomes["Watching"]) + " no longer watched, ";
    line += std::to_string(outcomes["NotBegun"]) + " not begun, ";
    line += std::to_string(outcomes["LeftOut"]) + " left out.";
    CHECK(has(ended.error, line));
  }
}

TEST_CASE("under nohup a lost terminal does not end the watching") {
  const Service service(200);
  Start start = service.start({"backup", kReplicaSet, "--poll", "0.1"});
  start.nohup = true;
  Program program(std::move(start));
  REQUIRE(program.wait_for_error("Checking"));
  program.signal(SIGHUP);
  CHECK(program.wait().code == 0);
}

TEST_CASE("a terminal that is closed ends the watching, also while a question stands") {
  const Service service(1);
  for (const std::vector<std::string>& words : std::vector<std::vector<std::string>>{
           {"backup", kReplicaSet}, {"policy", kReplicaSet, "--retention", "60"}}) {
    CAPTURE(words.front());
    Start start = service.start(words);
    start.terminal = true;
    start.keyboard = true;
    Program program(std::move(start));
    REQUIRE(program.wait_for_output(words.front() == "backup" ? "Backing up" : "to go on: "));
    program.hang_up();
    CHECK(program.wait().code == 130);
  }
}

TEST_CASE("the summary, the report and the code of a run are one table") {
  using dds::backup::Ending;
  using dds::backup::LeftOut;
  using dds::backup::Progress;
  std::vector<Progress> all;
  std::map<std::string, std::size_t> names;
  const auto add = [&](Ending ending, bool sent) {
    Progress one;
    one.instance_id = "dds-" + std::to_string(all.size());
    one.ending = ending;
    one.create_sent = sent;
    ++names[std::string(dds::cli::name(dds::cli::outcome_of(one)))];
    all.push_back(std::move(one));
  };
  for (const Ending ending :
       {Ending::Succeeded, Ending::Failed, Ending::Refused, Ending::JobRunning, Ending::NotReached,
        Ending::Unreadable, Ending::NotDone, Ending::Unknown, Ending::Started, Ending::None})
    add(ending, false);
  add(Ending::None, true);
  const std::vector<LeftOut> left_out{{"dds-x", "It is locked."}, {"", "sharding was denied."}};
  CHECK(names.size() == 11);
  const std::string line = dds::cli::summary_line(all, left_out);
  // All that was meant by name, each counted once.
  std::size_t sum = 0;
  const std::size_t colon = line.find(':');
  for (std::size_t at = colon + 1; at < line.size() && line[at - 1] != '.';) {
    sum += std::stoul(line.substr(at + 1));
    at = std::min(line.find(',', at), line.find('.', at)) + 1;
  }
  CHECK(sum == all.size() + 1);
  CHECK(line.starts_with("12 backups: "));
  CHECK(has(line, "Not all instances that were meant were listed."));
  CHECK(dds::cli::exit_code_for(all, left_out) == ExitCode::Interrupted);
  all.pop_back();
  all.pop_back();
  CHECK(dds::cli::exit_code_for(all, left_out) == ExitCode::Unknown);
  const std::vector<Progress> good(1, all.front());
  CHECK(dds::cli::exit_code_for(good, {}) == ExitCode::Done);
  CHECK(dds::cli::exit_code_for(good, left_out) == ExitCode::FallsShort);
}

TEST_CASE("the outcomes that a run may have stand in its help and in docs/terminal.md") {
  std::string names = dds::cli::outcome_names();
  CHECK(names.starts_with("Success, Started, "));
  const auto unbroken = [](std::string text) {
    std::replace(text.begin(), text.end(), '\n', ' ');
    return text;
  };
  CHECK(has(unbroken(plain({"backup", "--help"}).out), names));
  CHECK(has(unbroken(plain({"help", "backup"}).out), names));
  CHECK(has(unbroken(text_of(DDS_SOURCE_DIR "/docs/terminal.md")), names));
}

TEST_CASE("every option that agrees or lets a guard go is known as one") {
  for (const dds::cli::CommandFacts& command : dds::cli::commands()) {
    const std::string help = plain({std::string(command.name), "--help"}).out;
    for (std::size_t at = help.find("--"); at != std::string::npos; at = help.find("--", at + 2)) {
      const std::size_t end = help.find_first_not_of("abcdefghijklmnopqrstuvwxyz-", at);
      const std::string option = help.substr(at + 2, end - at - 2);
      const bool harmful = option.starts_with("yes") || option.starts_with("allow") ||
                           option == "insecure" || option == "another" || option == "unlisted";
      if (!harmful) continue;
      CAPTURE(option);
      CHECK_FALSE(dds::cli::harm_of_option(option).empty());
    }
  }
  CHECK(dds::cli::harm_of_option("region").empty());
}
