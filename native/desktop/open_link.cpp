#include "native/desktop/open_link.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstring>
#include <string>
#include <thread>

extern char** environ;  // POSIX: no header declares it everywhere

namespace dds::desktop {
namespace {

constexpr std::string_view kScheme = "https://";
constexpr std::size_t kLongestLink = 2048;

}  // namespace

Status check_link(std::string_view url) {
  const auto refuse = [] {
    return make_error(ErrorCode::InvalidEndpoint,
                      "Only an https link to a plain host can be opened.", "link");
  };
  if (!url.starts_with(kScheme) || url.size() > kLongestLink) return refuse();
  for (const char c : url) {
    if (c <= ' ' || c > '~' || c == '"' || c == '\'' || c == '\\' || c == '`' || c == '<' ||
        c == '>')
      return refuse();
  }
  const std::string_view rest = url.substr(kScheme.size());
  const std::string_view authority = rest.substr(0, rest.find_first_of("/?#"));
  if (authority.empty() || authority.find('@') != std::string_view::npos) return refuse();
  return std::nullopt;
}

Status open_link(std::string_view url) {
  if (Status problem = check_link(url)) return problem;
  std::string program = "xdg-open";
  std::string link(url);
  const std::array<char*, 3> arguments = {program.data(), link.data(), nullptr};

  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_addopen(&files, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  pid_t child = 0;
  const int problem =
      ::posix_spawnp(&child, program.c_str(), &files, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&files);
  if (problem != 0) {
    return make_error(
        ErrorCode::Io,
        std::string("The link could not be opened: xdg-open: ") + std::strerror(problem) + ".",
        "xdg-open");
  }
  // xdg-open may live as long as the browser that it starts; a thread of its own collects it.
  std::thread([child] {
    int status = 0;
    ::waitpid(child, &status, 0);
  }).detach();
  return std::nullopt;
}

}  // namespace dds::desktop
