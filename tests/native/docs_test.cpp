// The README and docs/, tried line by line: what their `sh` blocks say is typed into a shell with
// `dds` on its path, in a folder of the page's own, and what their `text` blocks show has to come.
// docs/README.md tells readers the rules:
//
//   ```sh                  each command ends with 0, or as its comment says: "exit code 5"
//   ```sh no-test: REASON  not run; each is named in `kNotRun` below
//   ```text                behind an sh block that is run: how the output of its last command ends
//                          on a terminal; … stands for any words, a line of … for any lines
//
// "answer: WORD" in a comment is typed when the command asks. `dds emulator` and `dds serve` run
// until their page ends or the next one takes their port; they get a free port, and later lines
// that name theirs are led there. Commands that poll do it every tenth of a second.
#include <doctest/doctest.h>

#include <algorithm>
#include <csignal>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tests/native/markdown_page.h"
#include "tests/native/program.h"
#include "tests/native/shown_text.h"
#include "tests/native/temporary_folder.h"

using namespace dds::test;

namespace {

const std::filesystem::path kSource = DDS_SOURCE_DIR;

// What cannot run here, and why: a block that is not in this list fails, and so does a line of this
// list that has no block.
const std::vector<std::pair<std::string, std::string>> kNotRun{
    {"README.md", "builds everything, which takes minutes"},
    {"docs/console.md", "opens a window"},
    {"docs/real-service.md", "needs a real account"},
};

std::string name_of(const std::filesystem::path& page) {
  return page.lexically_relative(kSource).string();
}

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  for (std::size_t at = text.find(from); at != std::string::npos;
       at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
}

// The word behind `mark` in a comment; empty when it is not there.
std::string word_after(const std::string& comment, std::string_view mark) {
  const std::size_t at = comment.find(mark);
  if (at == std::string::npos) return {};
  const std::size_t begin = at + mark.size();
  const std::size_t end = comment.find_first_of(" ,;:.", begin);
  return comment.substr(begin, end == std::string::npos ? end : end - begin);
}

// A person who works through one page.
class Reader {
 public:
  void enter(const ShellCommand& command) {
    CAPTURE(command.line);
    CAPTURE(command.text);
    if (const std::string port = port_of_server(command); !port.empty()) {
      start_server(command, port);
    } else if (command.text.starts_with("export ")) {
      exports_ += command.text + "\n";
    } else {
      run_command(command);
    }
  }

  /// What the last command showed on the terminal.
  [[nodiscard]] const std::string& shown() const { return shown_; }

  void leave() {
    while (!servers_.empty()) end_server(servers_.begin()->first);
  }

 private:
  // The port by which the page knows the server that the command starts; empty when it starts none.
  static std::string port_of_server(const ShellCommand& command) {
    const bool emulator = command.text.starts_with("dds emulator");
    if (!emulator && !command.text.starts_with("dds serve")) return {};
    if (has(command.text, "--help")) return {};
    const std::string named = word_after(command.text, "--port ");
    return !named.empty() ? named : emulator ? "8621" : "8620";
  }

  void start_server(const ShellCommand& command, const std::string& port) {
    end_server(port);
    std::string text = command.text.substr(0, command.text.find("  # "));
    if (const std::size_t background = text.rfind('&'); background != std::string::npos)
      text.erase(background);
    replace_all(text, "--port " + port, "");
    text = "exec " + text + " --port 0";
    Server server;
    server.program = std::make_unique<Program>(shell(text));
    const bool ready = server.program->wait_for_error("Ctrl-C ends it.") &&
                       server.program->wait_for_output("http://127.0.0.1:");
    if (!ready) {
      const Ended ended = server.program->wait();
      FAIL_CHECK("the server ended with " << ended.code << ": " << ended.error);
      return;
    }
    const std::string& out = server.program->out();
    constexpr std::string_view kHost = "127.0.0.1:";
    const std::size_t begin = out.find(kHost) + kHost.size();
    server.address =
        std::string(kHost) + out.substr(begin, out.find_first_of("/\n", begin) - begin);
    servers_[port] = std::move(server);
  }

  void end_server(const std::string& port) {
    const auto found = servers_.find(port);
    if (found == servers_.end()) return;
    found->second.program->signal(SIGINT);
    CHECK(found->second.program->wait().code == 0);
    servers_.erase(found);
  }

  void run_command(const ShellCommand& command) {
    std::string text = command.text;
    for (const char* name : {"dds backup ", "dds restore ", "dds rehearse "}) {
      if (text.find("--poll") == std::string::npos)
        replace_all(text, name, std::string(name) + "--poll 0.1 ");
    }
    const std::string answer = word_after(command.comment, "answer: ");
    Start start = shell(text);
    start.terminal = true;
    start.keyboard = !answer.empty();
    Program program(std::move(start));
    if (!answer.empty()) {
      const bool asked = program.wait_for_output(" to go on: ");
      CHECK(asked);
      if (asked) program.type(answer + "\n");
    }
    Ended ended = program.wait();
    shown_ = std::move(ended.out);
    CAPTURE(shown_);
    const std::string code = word_after(command.comment, "exit code ");
    CHECK(std::to_string(ended.code) == (code.empty() ? "0" : code));
  }

  // Addresses of the page, as those of the servers that stand for them.
  [[nodiscard]] std::string led(std::string text) const {
    for (const auto& [port, server] : servers_) {
      replace_all(text, "127.0.0.1:" + port, server.address);
      replace_all(text, "localhost:" + port, server.address);
    }
    return text;
  }

  [[nodiscard]] Start shell(const std::string& command) const {
    const std::string folder = folder_.path().string();
    Start start;
    start.program = "/bin/sh";
    start.arguments = {"-c", "cd '" + folder + "'\n" + led(exports_ + command)};
    start.environment = {{"PATH", std::filesystem::path(DDS_PROGRAM).parent_path().string() +
                                      ":/usr/local/bin:/usr/bin:/bin"},
                         {"HOME", folder}};
    return start;
  }

  struct Server {
    std::unique_ptr<Program> program;
    std::string address;
  };
  TemporaryFolder folder_;
  std::map<std::string, Server> servers_;  // by the port that the page names
  std::string exports_;
  std::string shown_;
};

}  // namespace

TEST_CASE("every command of the README and of docs/ does what its page says") {
  for (const std::filesystem::path& path : user_pages(kSource)) {
    CAPTURE(name_of(path));
    Reader reader;
    bool ran = false;  // the fence before was commands that were run
    for (const Fence& fence : read_page(path).fences) {
      CAPTURE(fence.line);
      if (fence.language == "sh" && fence.remark.empty()) {
        for (const ShellCommand& command : commands_of(fence)) reader.enter(command);
        ran = true;
        continue;
      }
      if (fence.language == "text" && ran && fence.follows) {
        CAPTURE(reader.shown());
        const std::string problem = compare_shown(fence.lines, reader.shown());
        CHECK_MESSAGE(problem.empty(), problem);
      }
      ran = false;
    }
    reader.leave();
  }
}

TEST_CASE("each block says what it is, and what is not run says why") {
  std::vector<std::pair<std::string, std::string>> not_run;
  for (const std::filesystem::path& path : user_pages(kSource)) {
    const std::string name = name_of(path);
    CAPTURE(name);
    bool ran = false;  // the fence before was commands that are run
    for (const Fence& fence : read_page(path).fences) {
      CAPTURE(fence.line);
      if (fence.language == "sh") {
        constexpr std::string_view kMark = "no-test: ";
        if (fence.remark.starts_with(kMark))
          not_run.emplace_back(name, fence.remark.substr(kMark.size()));
        else
          CHECK(fence.remark.empty());
        CHECK_FALSE(commands_of(fence).empty());
      } else if (fence.language == "text") {
        CHECK_MESSAGE((fence.follows && ran), "output of which commands?");
      } else {
        CHECK(fence.language == "json");
        std::string text;
        for (const std::string& line : fence.lines) text += line + "\n";
        CHECK(nlohmann::json::accept(text));
      }
      ran = fence.language == "sh" && fence.remark.empty();
    }
  }
  std::string list;
  for (const auto& [name, reason] : not_run) list += "\n  " + name + ": " + reason;
  MESSAGE(not_run.size() << " blocks are not run:" << list);
  CHECK(not_run == kNotRun);
}

TEST_CASE("what is shown is held to its words, not to its figures") {
  CHECK(is_shown_line("done  in 3 min 5 s, 5.9 GiB", "\x1b[2Kdone in 816 ms, 811.9 MiB\r"));
  CHECK_FALSE(is_shown_line("done in 3 s", "done in 3 days"));
  CHECK_FALSE(is_shown_line("job 17", "job"));
  CHECK(is_shown_line("dds-… at 7:00 …", "dds-bp1x at 18:00 UTC"));
  CHECK_FALSE(is_shown_line("… at 18", "dds-bp1x in 18"));
  CHECK_FALSE(is_shown_line("…ab", "b"));
  CHECK(compare_shown({"a 1", "b"}, "progress\na 2\nb\n").empty());
  CHECK(compare_shown({"a", "…", "c"}, "a\nb\nb\nc\n").empty());
  CHECK_FALSE(compare_shown({"a", "c"}, "a\nb\nc\n").empty());
  CHECK_FALSE(compare_shown({"a"}, "a\nb\n").empty());
  CHECK_FALSE(compare_shown({"a"}, "").empty());
}
