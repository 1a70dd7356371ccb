// What the pages name exists: commands and options of `dds`, `dds-desktop` and `./dev`,
// permissions, faults, files and headings that they link to.
#include <doctest/doctest.h>

#include <algorithm>
#include <cctype>
#include <fstream>
#include <map>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/api/catalogue.h"
#include "core/api/sample_code.h"
#include "native/cli/commands/table.h"
#include "native/cli/reports/backup_report.h"
#include "tests/native/markdown_page.h"
#include "tests/native/program.h"

using namespace dds::test;

namespace {

const std::filesystem::path kSource = DDS_SOURCE_DIR;
using Words = std::vector<std::string>;

std::vector<std::filesystem::path> pages() {
  std::vector<std::filesystem::path> found = user_pages(kSource);
  for (const char* name : {"ARCHITECTURE.md", "CONTRIBUTING.md", "SECURITY.md"})
    found.push_back(kSource / name);
  return found;
}

std::string text_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  REQUIRE(file.is_open());
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

bool begins_option(const std::string& word) {
  return word.size() > 2 && word.starts_with("--");
}

// "--all," is --all, "--Tag.1.Key" is --Tag, "--region=cn-beijing" is --region.
std::string option_of(const std::string& word) {
  const std::size_t end =
      word.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-", 2);
  std::string option = word.substr(0, end);
  while (option.ends_with("-")) option.pop_back();
  return option;
}

// As it stands in a list of options: nothing of a name before or behind it.
bool lists(const std::string& help, const std::string& option) {
  for (std::size_t at = help.find(option); at != std::string::npos;
       at = help.find(option, at + 1)) {
    const auto behind = static_cast<unsigned char>(help[at + option.size()]);
    if (std::isalnum(behind) == 0 && behind != '-') return true;
  }
  return false;
}

// A name that stands for others: COMMAND, <Action>, …
bool is_placeholder(const std::string& word) {
  return word.starts_with("<") || word.starts_with("…") ||
         std::all_of(word.begin(), word.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

// Of programs that are not ours, where a page has to name their option alone.
bool is_of_a_tool(const std::string& option) {
  return option == "--profiling-funcs";  // emcc
}

// What the programs know, asked of themselves.
class Known {
 public:
  Known() {
    for (const dds::cli::CommandFacts& command : dds::cli::commands())
      all_ += *help(std::string(command.name));
    all_ += *help("CreateBackup");
    // Built only where GLFW is, so its source is asked.
    desktop_ = text_of(kSource / "native/desktop/options.cpp") + "\"--help\"";
    const std::string dev = text_of(kSource / "dev");
    dev_ = dev.substr(dev.find("usage: ./dev"));
    all_ += desktop_ + dev_;
  }

  /// Nothing when there is no such command or action.
  const std::optional<std::string>& help(const std::string& command) {
    const auto [place, is_new] = helps_.try_emplace(command);
    if (is_new) {
      Ended ended = plain({command, "--help"});
      if (ended.code == 0) place->second = std::move(ended.out);
    }
    return place->second;
  }

  void check(const Words& words) {
    CAPTURE(words);
    const std::string& program = words.front();
    if (program == "dds") {
      check_dds(words);
    } else if (program == "dds-desktop") {
      for (const std::string& word : words) {
        if (begins_option(word)) CHECK(lists(desktop_, "\"" + option_of(word)));
      }
    } else if (program == "./dev" && words.size() > 1) {
      CHECK(lists(dev_, "  " + words[1]) != lists(dev_, ", " + words[1]));
      check_options(words, dev_);
    } else if (begins_option(program) && !is_of_a_tool(program)) {
      check_options(words, all_);
    }
  }

 private:
  void check_dds(const Words& words) {
    if (words.size() < 2) return;
    const std::string& command = words[1];
    if (begins_option(command) || is_placeholder(command)) return check_options(words, all_);
    if (command == "help" && words.size() > 2 && !is_placeholder(words[2])) {
      CHECK(help(words[2]));
      return;
    }
    const std::optional<std::string>& known = help(command);
    CHECK(known);
    if (known) check_options(words, *known + "--version ");
  }

  static void check_options(const Words& words, const std::string& help) {
    for (const std::string& word : words) {
      if (begins_option(word)) CHECK_MESSAGE(lists(help, option_of(word)), option_of(word));
    }
  }

  std::map<std::string, std::optional<std::string>> helps_;
  std::string all_;
  std::string desktop_;
  std::string dev_;
};

}  // namespace

TEST_CASE("every command and option that a page names exists") {
  Known known;
  for (const std::filesystem::path& path : pages()) {
    CAPTURE(path.string());
    const Page page = read_page(path);
    for (const Piece& span : page.spans) {
      CAPTURE(span.line);
      for (const Words& words : calls_in(span.text)) known.check(words);
    }
    for (const Fence& fence : page.fences) {
      if (fence.language != "sh") continue;
      for (const ShellCommand& command : commands_of(fence)) {
        CAPTURE(command.line);
        for (const Words& words : calls_in(command.text)) known.check(words);
      }
    }
  }
}

TEST_CASE("every command of dds stands in the page of the terminal") {
  const std::string terminal = text_of(kSource / "docs/terminal.md");
  for (const dds::cli::CommandFacts& command : dds::cli::commands())
    CHECK_MESSAGE(lists(terminal, "dds " + std::string(command.name)), command.name);
}

TEST_CASE("the outcomes of a run stand in the page of the terminal with their exit codes") {
  using dds::backup::Ending;
  const std::string terminal = text_of(kSource / "docs/terminal.md");
  const auto check = [&](std::string_view outcome, dds::cli::ExitCode code) {
    const std::size_t row = terminal.find("| " + std::string(outcome) + " | ");
    REQUIRE_MESSAGE(row != std::string::npos, outcome);
    const std::string line = terminal.substr(row, terminal.find('\n', row) - row);
    CHECK_MESSAGE(line.ends_with(" | " + std::to_string(static_cast<int>(code)) + " |"), line);
  };
  for (const Ending ending :
       {Ending::Succeeded, Ending::Started, Ending::Failed, Ending::Refused, Ending::JobRunning,
        Ending::NotReached, Ending::Unreadable, Ending::NotDone, Ending::Unknown, Ending::None}) {
    for (const bool sent : {false, true}) {
      dds::backup::Progress one;
      one.ending = ending;
      one.create_sent = sent;
      check(dds::cli::name(dds::cli::outcome_of(one)), dds::cli::exit_code_for({&one, 1}, {}));
    }
  }
  for (const char* id : {"dds-bp1", ""}) {
    const dds::backup::LeftOut one{id, "It is locked."};
    check(dds::cli::name(dds::cli::outcome_of(one)), dds::cli::exit_code_for({}, {&one, 1}));
  }
}

TEST_CASE("how many actions and languages a page counts is how many there are") {
  const std::string actions = std::to_string(dds::api::catalogue().actions().size());
  const std::string languages = std::to_string(dds::api::languages().size());
  std::size_t counts = 0;
  for (const std::filesystem::path& path : pages()) {
    CAPTURE(path.string());
    const std::string text = text_of(path);
    for (const auto& [noun, count] :
         {std::pair{std::string(" actions"), actions}, {" languages", languages}}) {
      for (std::size_t at = text.find(noun); at != std::string::npos;
           at = text.find(noun, at + 1)) {
        std::size_t begin = at;
        while (begin > 0 && std::isdigit(static_cast<unsigned char>(text[begin - 1])) != 0) --begin;
        if (begin == at) continue;
        CHECK(text.substr(begin, at - begin) == count);
        ++counts;
      }
    }
  }
  CHECK(counts > 2);
}

TEST_CASE("every fault of the emulator stands in its page, and no other") {
  const std::string help = plain({"emulator", "--help"}).out;
  const std::string page = text_of(kSource / "docs/emulator.md");
  std::istringstream lines(help.substr(help.find("Faults that --faults takes")));
  std::size_t faults = 0;
  for (std::string line; std::getline(lines, line) && !line.starts_with("Exit codes");) {
    std::istringstream words(line);
    std::string fault;
    words >> fault;
    const std::size_t colon = fault.find(':');
    const std::size_t end = fault.rfind(':');
    if (!line.starts_with("  ") || colon == end) continue;
    const std::string kind = fault.substr(colon + 1, end - colon - 1);
    CHECK_MESSAGE(has(page, "`" + kind + "`"), kind);
    ++faults;
  }
  CHECK(faults > 20);
}

TEST_CASE("every permission that a page names is that of an action") {
  for (const std::filesystem::path& path : pages()) {
    CAPTURE(path.string());
    const std::string text = text_of(path);
    for (std::size_t at = text.find("dds:"); at != std::string::npos;
         at = text.find("dds:", at + 4)) {
      std::size_t end = at + 4;
      while (end < text.size() && std::isalnum(static_cast<unsigned char>(text[end])) != 0) ++end;
      if (end == at + 4) continue;
      const std::string name = text.substr(at + 4, end - at - 4);
      const auto actions = dds::api::catalogue().actions();
      const bool beginning = text[end] == '*';
      CHECK_MESSAGE(std::any_of(actions.begin(), actions.end(),
                                [&](const dds::api::Action& action) {
                                  return beginning ? action.name.starts_with(name)
                                                   : action.name == name;
                                }),
                    name);
    }
  }
}

TEST_CASE("every link of a page leads to a file and a heading that are there") {
  for (const std::filesystem::path& path : pages()) {
    CAPTURE(path.string());
    const Page page = read_page(path);
    for (const Piece& link : page.links) {
      CAPTURE(link.line);
      CAPTURE(link.text);
      if (link.text.starts_with("https://")) continue;
      const std::size_t hash = link.text.find('#');
      const std::string file = link.text.substr(0, hash);
      const std::filesystem::path target = file.empty() ? path : path.parent_path() / file;
      CHECK(std::filesystem::exists(target));
      if (hash == std::string::npos || !std::filesystem::exists(target)) continue;
      const std::vector<std::string> anchors = read_page(target).anchors;
      CHECK(std::find(anchors.begin(), anchors.end(), link.text.substr(hash + 1)) != anchors.end());
    }
  }
}
