#include "tests/native/raw_server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>
#include <utility>

namespace dds::test {
namespace {

std::pair<int, int> listen_on_loopback(bool listening) {
  const int descriptor = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  sockaddr general{};
  std::memcpy(&general, &address, sizeof general);
  if (bind(descriptor, &general, sizeof address) != 0) std::abort();
  if (listening && listen(descriptor, 16) != 0) std::abort();
  socklen_t size = sizeof general;
  if (getsockname(descriptor, &general, &size) != 0) std::abort();
  std::memcpy(&address, &general, sizeof address);
  return {descriptor, ntohs(address.sin_port)};
}

class PlainWire final : public Wire {
 public:
  explicit PlainWire(int descriptor) : descriptor_(descriptor) {}
  long read(char* buffer, std::size_t size) override { return recv(descriptor_, buffer, size, 0); }
  long write(std::string_view text) override {
    return send(descriptor_, text.data(), text.size(), MSG_NOSIGNAL);
  }

 private:
  int descriptor_;
};

}  // namespace

std::unique_ptr<Wire> plain_wire(int descriptor) {
  return std::make_unique<PlainWire>(descriptor);
}

std::string Connection::read_request() {
  std::string text;
  char buffer[4096];
  for (;;) {
    const std::size_t head = text.find("\r\n\r\n");
    if (head != std::string::npos) {
      const std::size_t length = text.find("Content-Length: ");
      const std::size_t body = length == std::string::npos || length > head
                                   ? 0
                                   : std::strtoul(text.c_str() + length + 16, nullptr, 10);
      if (text.size() >= head + 4 + body) return text;
    }
    const long count = wire_.read(buffer, sizeof buffer);
    if (count <= 0) return text;
    text.append(buffer, static_cast<std::size_t>(count));
  }
}

std::string Connection::read_some() {
  char buffer[4096];
  const long count = wire_.read(buffer, sizeof buffer);
  return count <= 0 ? std::string() : std::string(buffer, static_cast<std::size_t>(count));
}

void Connection::write(std::string_view text) {
  while (!text.empty()) {
    const long count = wire_.write(text);
    if (count <= 0) return;
    text.remove_prefix(static_cast<std::size_t>(count));
  }
}

void Connection::write_below(std::string_view bytes) const {
  (void)send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
}

void Connection::reset() const {
  sockaddr nobody{};
  nobody.sa_family = AF_UNSPEC;
  (void)connect(descriptor_, &nobody, sizeof nobody);
}

void Connection::wait_for_close() {
  char byte = 0;
  while (wire_.read(&byte, 1) > 0) {
  }
}

RawServer::RawServer(std::function<void(Connection&)> handler, MakeWire make_wire) {
  std::tie(listener_, port_) = listen_on_loopback(true);
  thread_ = std::thread([this, handler = std::move(handler), make_wire = std::move(make_wire)] {
    for (;;) {
      const int descriptor = accept(listener_, nullptr, nullptr);
      if (descriptor < 0) return;
      ++connections_;
      {
        const std::lock_guard lock(mutex_);
        open_ = descriptor;
        if (stopping_) shutdown(descriptor, SHUT_RDWR);
      }
      if (const std::unique_ptr<Wire> wire = make_wire(descriptor)) {
        Connection connection(descriptor, *wire);
        handler(connection);
      }
      const std::lock_guard lock(mutex_);
      open_ = -1;
      close(descriptor);
    }
  });
}

RawServer::~RawServer() {
  stopping_ = true;
  shutdown(listener_, SHUT_RDWR);
  {
    const std::lock_guard lock(mutex_);
    if (open_ >= 0) shutdown(open_, SHUT_RDWR);
  }
  thread_.join();
  close(listener_);
}

std::string RawServer::url(std::string_view path) const {
  return "http://127.0.0.1:" + std::to_string(port_) + std::string(path);
}

std::string http_answer(std::string_view body, std::string_view further_headers) {
  return "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" +
         std::string(further_headers) + "\r\n" + std::string(body);
}

int closed_port() {
  const auto [descriptor, port] = listen_on_loopback(false);
  close(descriptor);
  return port;
}

}  // namespace dds::test
