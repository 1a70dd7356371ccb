// A TCP server on loopback that does exactly what a test tells it: answer, stay silent, hang up.
// Over TLS as well (tls_peer.h).
#pragma once

#include <atomic>
#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace dds::test {

/// What a connection's bytes go by: the socket itself, or TLS over it.
class Wire {
 public:
  Wire() = default;
  Wire(const Wire&) = delete;
  Wire& operator=(const Wire&) = delete;
  virtual ~Wire() = default;
  /// As recv(): 0 at the end, negative when it broke.
  virtual long read(char* buffer, std::size_t size) = 0;
  /// As send().
  virtual long write(std::string_view text) = 0;
};

/// Makes the wire of an accepted connection; nothing: it is closed at once.
using MakeWire = std::function<std::unique_ptr<Wire>(int descriptor)>;
[[nodiscard]] std::unique_ptr<Wire> plain_wire(int descriptor);

/// One connection, inside the handler.
class Connection {
 public:
  Connection(int descriptor, Wire& wire) : descriptor_(descriptor), wire_(wire) {}
  /// Reads until the end of the request's headers and of its Content-Length.
  std::string read_request();
  /// What comes first, be it half a request.
  std::string read_some();
  void write(std::string_view text);
  /// Onto the socket, below TLS.
  void write_below(std::string_view bytes) const;
  /// Ends it with a reset; what the other side has not read yet is lost.
  void reset() const;
  /// Waits until the other side closes.
  void wait_for_close();

 private:
  int descriptor_;
  Wire& wire_;
};

class RawServer {
 public:
  /// The handler runs once a connection, one after the other; the connection is closed after it.
  explicit RawServer(std::function<void(Connection&)> handler, MakeWire make_wire = plain_wire);
  ~RawServer();
  RawServer(const RawServer&) = delete;
  RawServer& operator=(const RawServer&) = delete;

  [[nodiscard]] int port() const { return port_; }
  [[nodiscard]] std::string url(std::string_view path = "/") const;
  [[nodiscard]] int connections() const { return connections_; }

 private:
  int listener_ = -1;
  int port_ = 0;
  std::atomic<int> connections_{0};
  std::atomic<bool> stopping_{false};
  std::mutex mutex_;
  int open_ = -1;  // the connection that the handler works on
  std::thread thread_;
};

/// "HTTP/1.1 200 OK" with a body and its length.
[[nodiscard]] std::string http_answer(std::string_view body, std::string_view further_headers = {});

/// A port on loopback where nobody listens.
[[nodiscard]] int closed_port();

}  // namespace dds::test
