#include "native/server/held_connection.h"

#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

#include <charconv>
#include <chrono>
#include <cstring>
#include <filesystem>
#include <string>
#include <system_error>

namespace dds::server {
namespace {

constexpr int kLookMilliseconds = 20;

using NameOf = int (*)(int, sockaddr*, socklen_t*);

int port_of(int descriptor, NameOf name_of) {
  sockaddr_in address{};
  sockaddr general{};
  socklen_t size = sizeof general;
  if (name_of(descriptor, &general, &size) != 0 || general.sa_family != AF_INET) return -1;
  std::memcpy(&address, &general, sizeof address);
  return ntohs(address.sin_port);
}

int find_socket(int own_port, int client_port) {
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator("/dev/fd", error)) {
    const std::string name = entry.path().filename().string();
    int descriptor = -1;
    std::from_chars(name.data(), name.data() + name.size(), descriptor);
    if (descriptor < 0 || port_of(descriptor, getsockname) != own_port) continue;
    if (port_of(descriptor, getpeername) == client_port) return descriptor;
  }
  return -1;
}

// Half-closed by the client, or broken; unread bytes do not count.
bool client_is_gone(int descriptor) {
  char byte = 0;
  const ssize_t count = recv(descriptor, &byte, 1, MSG_PEEK | MSG_DONTWAIT);
  return count == 0 || (count < 0 && errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR);
}

}  // namespace

HeldConnection::HeldConnection(int own_port, int client_port)
    : socket_(find_socket(own_port, client_port)) {}

void HeldConnection::close() const {
  if (socket_ >= 0) shutdown(socket_, SHUT_RDWR);
}

void HeldConnection::write(std::string_view bytes) const {
  while (socket_ >= 0 && !bytes.empty()) {
    const ssize_t count = send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (count <= 0) return;
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
}

// Dissolving the connection sends a reset on Linux. By way of SO_LINGER it would not: the library
// shuts the socket down before it closes it.
void HeldConnection::reset() const {
  if (socket_ < 0) return;
  sockaddr nobody{};
  nobody.sa_family = AF_UNSPEC;
  if (connect(socket_, &nobody, sizeof nobody) != 0) close();
}

void HeldConnection::hold(Milliseconds time, const std::atomic<bool>& stopping) const {
  const auto end = std::chrono::steady_clock::now() + time;
  while (!stopping && std::chrono::steady_clock::now() < end) {
    if (socket_ >= 0 && client_is_gone(socket_)) return;
    (void)poll(nullptr, 0, kLookMilliseconds);
  }
}

}  // namespace dds::server
