// A TCP server on loopback that does exactly what a test tells it: answer, stay silent, hang up.
#pragma once

#include <atomic>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace dds::test {

/// One connection, inside the handler.
class Connection {
 public:
  explicit Connection(int descriptor) : descriptor_(descriptor) {}
  /// Reads until the end of the request's headers and of its Content-Length.
  std::string read_request();
  void write(std::string_view text);
  /// Waits until the other side closes.
  void wait_for_close();

 private:
  int descriptor_;
};

class RawServer {
 public:
  /// The handler runs once a connection, one after the other; the connection is closed after it.
  explicit RawServer(std::function<void(Connection&)> handler);
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
