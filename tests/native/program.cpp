#include "tests/native/program.h"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <utility>

namespace dds::test {
namespace {

std::pair<int, int> make_pipe() {
  std::array<int, 2> ends{};
  REQUIRE(pipe2(ends.data(), O_CLOEXEC) == 0);
  return {ends[0], ends[1]};
}

std::pair<int, int> make_terminal() {
  const int master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
  REQUIRE(master >= 0);
  REQUIRE(grantpt(master) == 0);
  REQUIRE(unlockpt(master) == 0);
  const int slave = open(ptsname(master), O_RDWR | O_NOCTTY | O_CLOEXEC);
  REQUIRE(slave >= 0);
  return {master, slave};
}

// One read; false at the end. A terminal's end is an error, not zero bytes.
bool read_some(int descriptor, std::string& text) {
  char buffer[4096];
  const ssize_t count = read(descriptor, buffer, sizeof buffer);
  if (count <= 0) return false;
  text.append(buffer, static_cast<std::size_t>(count));
  return true;
}

void close_if_open(int& descriptor) {
  if (descriptor >= 0) close(descriptor);
  descriptor = -1;
}

}  // namespace

Program::Program(Start start) {
  for (const auto& [name, value] : start.environment) {
    const bool secret =
        name.find("SECRET") != std::string::npos || name.find("TOKEN") != std::string::npos;
    if (secret && !value.empty()) secrets_.push_back(value);
  }
  start.environment.emplace("HOME", "/nonexistent");
  std::vector<std::string> variables;
  for (const auto& [name, value] : start.environment) variables.push_back(name + "=" + value);
  std::vector<char*> environment;
  for (std::string& variable : variables) environment.push_back(variable.data());
  environment.push_back(nullptr);
  std::string program = start.program.empty() ? DDS_PROGRAM : start.program;
  std::vector<char*> arguments{program.data()};
  for (std::string& argument : start.arguments) arguments.push_back(argument.data());
  arguments.push_back(nullptr);

  auto [in_read, in_write] = make_pipe();
  if (start.hold_input) REQUIRE(fcntl(in_write, F_SETPIPE_SZ, kHeldInput) == kHeldInput);
  auto [out_read, out_write] = start.terminal ? make_terminal() : make_pipe();
  int error_read = -1;
  int error_write = -1;
  if (!start.terminal) std::tie(error_read, error_write) = make_pipe();
  process_ = fork();
  REQUIRE(process_ >= 0);
  if (process_ == 0) {
    dup2(start.keyboard ? out_write : in_read, STDIN_FILENO);
    dup2(out_write, STDOUT_FILENO);
    dup2(start.terminal ? out_write : error_write, STDERR_FILENO);
    if (start.no_output) close(STDOUT_FILENO);
    if (start.full_output) dup2(open("/dev/full", O_WRONLY), STDOUT_FILENO);
    if (start.terminal && start.keyboard) {
      // Its own terminal, which sends SIGHUP when it is closed.
      setsid();
      ioctl(STDIN_FILENO, TIOCSCTTY, 0);
    }
    if (start.largest_file > 0) {
      const rlimit limit{static_cast<rlim_t>(start.largest_file),
                         static_cast<rlim_t>(start.largest_file)};
      setrlimit(RLIMIT_FSIZE, &limit);
      std::signal(SIGXFSZ, SIG_IGN);  // so that writing fails, as on a full disk
    }
    std::signal(SIGPIPE, SIG_DFL);
    std::signal(SIGHUP, start.nohup ? SIG_IGN : SIG_DFL);
    execve(program.c_str(), arguments.data(), environment.data());
    _exit(127);
  }
  close(in_read);
  close(out_write);
  if (error_write >= 0) close(error_write);
  out_descriptor_ = out_read;
  error_descriptor_ = error_read;
  if (start.closed_output) close_if_open(out_descriptor_);
  std::string_view input = start.input;
  while (!input.empty()) {
    const ssize_t count = write(in_write, input.data(), input.size());
    if (count <= 0) break;
    input.remove_prefix(static_cast<std::size_t>(count));
  }
  in_descriptor_ = in_write;
  if (!start.hold_input) close_if_open(in_descriptor_);
}

Program::~Program() {
  if (process_ > 0) {
    kill(process_, SIGKILL);
    waitpid(process_, nullptr, 0);
  }
  close_if_open(in_descriptor_);
  close_if_open(out_descriptor_);
  close_if_open(error_descriptor_);
}

bool Program::read_until(int descriptor, std::string& text, std::string_view wanted) {
  while (text.find(wanted) == std::string::npos) {
    if (!read_some(descriptor, text)) return false;
  }
  return true;
}

bool Program::wait_for_output(std::string_view text) {
  return read_until(out_descriptor_, out_, text);
}
bool Program::wait_for_error(std::string_view text) {
  return read_until(error_descriptor_, error_, text);
}
void Program::type(std::string_view text) const {
  REQUIRE(write(out_descriptor_, text.data(), text.size()) == static_cast<ssize_t>(text.size()));
}
void Program::signal(int number) const {
  kill(process_, number);
}

void Program::hang_up() {
  close_if_open(out_descriptor_);
}

Ended Program::wait() {
  close_if_open(in_descriptor_);
  std::array<pollfd, 2> waiting{pollfd{out_descriptor_, POLLIN, 0},
                                pollfd{error_descriptor_, POLLIN, 0}};
  while (waiting[0].fd >= 0 || waiting[1].fd >= 0) {
    if (poll(waiting.data(), waiting.size(), -1) < 0) break;
    if (waiting[0].revents != 0 && !read_some(waiting[0].fd, out_)) waiting[0].fd = -1;
    if (waiting[1].revents != 0 && !read_some(waiting[1].fd, error_)) waiting[1].fd = -1;
  }
  int status = 0;
  REQUIRE(waitpid(process_, &status, 0) == process_);
  process_ = -1;
  for (const std::string& secret : secrets_) {
    CHECK_MESSAGE(out_.find(secret) == std::string::npos, "a secret is on stdout: " << out_);
    CHECK_MESSAGE(error_.find(secret) == std::string::npos, "a secret is on stderr: " << error_);
  }
  return {WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status), out_, error_};
}

Ended run(Start start) {
  return Program(std::move(start)).wait();
}

Ended plain(std::vector<std::string> arguments) {
  Start start;
  start.arguments = std::move(arguments);
  return run(std::move(start));
}

void check_usage(const Ended& ended, std::string_view part) {
  CAPTURE(ended.error);
  CHECK(ended.code == 2);
  CHECK(ended.out.empty());
  CHECK(has(ended.error, part));
  CHECK(ended.error.starts_with("dds: "));
  CHECK(ended.error.find('\n') == ended.error.size() - 1);
}

}  // namespace dds::test
