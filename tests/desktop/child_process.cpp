#include "tests/desktop/child_process.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <map>
#include <string_view>

extern char** environ;  // POSIX: no header declares it everywhere

namespace dds::desktop {
namespace {

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> result;
  result.reserve(texts.size() + 1);
  for (std::string& text : texts) result.push_back(text.data());
  result.push_back(nullptr);
  return result;
}

std::vector<std::string> environment_with(const ChildProcess::Variables& variables) {
  std::map<std::string, std::string, std::less<>> all;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string_view text(*entry);
    const std::size_t equals = text.find('=');
    if (equals != std::string_view::npos)
      all.emplace(text.substr(0, equals), text.substr(equals + 1));
  }
  for (const auto& [name, value] : variables) {
    if (value.empty()) {
      all.erase(name);
    } else {
      all.insert_or_assign(name, value);
    }
  }
  std::vector<std::string> entries;
  entries.reserve(all.size());
  for (const auto& [name, value] : all) entries.push_back(name + "=" + value);
  return entries;
}

}  // namespace

ChildProcess::ChildProcess(const std::vector<std::string>& arguments, const Variables& variables,
                           int read_from) {
  std::array<int, 2> ends = {-1, -1};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) return;
  output_ = ends[0];
  std::vector<std::string> words = arguments;
  std::vector<std::string> entries = environment_with(variables);
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_adddup2(&files, ends[1], read_from);
  if (read_from != STDERR_FILENO)
    posix_spawn_file_actions_addopen(&files, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  if (::posix_spawn(&pid_, words.front().c_str(), &files, nullptr, pointers(words).data(),
                    pointers(entries).data()) != 0) {
    pid_ = -1;
  }
  posix_spawn_file_actions_destroy(&files);
  ::close(ends[1]);
}

ChildProcess::~ChildProcess() {
  if (pid_ > 0) {
    ::kill(pid_, SIGTERM);
    wait();
  }
  if (output_ >= 0) ::close(output_);
}

std::string ChildProcess::read_line() {
  std::string line;
  char c = '\0';
  while (true) {
    const ssize_t got = ::read(output_, &c, 1);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0 || c == '\n') return line;
    line += c;
  }
}

std::string ChildProcess::read_all() {
  std::string text;
  std::array<char, 4096> part = {};
  while (true) {
    const ssize_t got = ::read(output_, part.data(), part.size());
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return text;
    text.append(part.data(), static_cast<std::size_t>(got));
  }
}

int ChildProcess::wait() {
  int status = 0;
  while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
  }
  pid_ = -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

}  // namespace dds::desktop
