#include "native/platform/input.h"

#include <poll.h>
#include <unistd.h>

#include <cerrno>

#include "native/platform/signals.h"

namespace dds::platform {

bool is_input_terminal() {
  return isatty(STDIN_FILENO) == 1;
}

std::optional<std::string> read_line() {
  constexpr std::size_t kLongest = 4096;
  constexpr int kLookAgain = 200;  // milliseconds: a signal between two looks is noticed then
  std::string line;
  while (!interrupted() && line.size() < kLongest) {
    pollfd waiting{STDIN_FILENO, POLLIN, 0};
    if (::poll(&waiting, 1, kLookAgain) <= 0) continue;
    // One by one: what follows the line is left for whoever reads next.
    char c = 0;
    const ssize_t count = ::read(STDIN_FILENO, &c, 1);
    if (count < 0 && (errno == EINTR || errno == EAGAIN)) continue;
    if (count <= 0) return line.empty() ? std::nullopt : std::optional(line);
    if (c == '\n') return line;
    if (c != '\r') line += c;
  }
  return std::nullopt;
}

}  // namespace dds::platform
