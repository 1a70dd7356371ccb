#include "native/platform/output.h"

#include <fcntl.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cerrno>

namespace dds::platform {
namespace {

struct State {
  bool broken = false;
  std::string_view problem;
};

State& state(Stream stream) {
  static State states[2];
  return states[stream == Stream::Out ? 0 : 1];
}

// By errno; a reader that went away is no problem.
std::string_view problem_of(int error) {
  switch (error) {
    case EPIPE: return {};
    case EBADF: return "The output could not be written: it is closed.";
    case ENOSPC:
    case EDQUOT: return "The output could not be written: the disk is full.";
    case EIO: return "The output could not be written: the terminal or device is gone.";
    default: return "The output could not be written.";
  }
}

int descriptor(Stream stream) {
  return stream == Stream::Out ? STDOUT_FILENO : STDERR_FILENO;
}

}  // namespace

void occupy_standard_streams() {
  for (const int number : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (fcntl(number, F_GETFD) != -1 || errno != EBADF) continue;
    // The lowest free number is this one; the wrong way round, so that using it is an error.
    (void)open("/dev/null", number == STDIN_FILENO ? O_WRONLY : O_RDONLY);
  }
}

bool write(Stream stream, std::string_view text) {
  State& target = state(stream);
  while (!target.broken && !text.empty()) {
    const ssize_t count = ::write(descriptor(stream), text.data(), text.size());
    if (count >= 0) {
      text.remove_prefix(static_cast<std::size_t>(count));
    } else if (errno != EINTR && errno != EAGAIN) {
      target.broken = true;
      target.problem = problem_of(errno);
    }
  }
  return !target.broken;
}

std::string_view write_problem(Stream stream) {
  return state(stream).problem;
}

bool is_terminal(Stream stream) {
  return isatty(descriptor(stream)) == 1;
}

int terminal_columns(Stream stream) {
  winsize size{};
  if (ioctl(descriptor(stream), TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
  return 80;
}

}  // namespace dds::platform
