// The socket of the connection that a request came by, for faults that no HTTP answer can express:
// closing it without an answer, and holding an answer back for as long as the client waits.
//
// The HTTP library does not hand its sockets out, so this looks for the one socket of this process
// with both port numbers (all are on loopback). Used inside the request's own handler only: the
// library closes the socket after that, and owns it all the time.
#pragma once

#include <atomic>
#include <functional>
#include <string_view>

#include "core/base/time.h"

namespace dds::server {

class HeldConnection {
 public:
  HeldConnection(int own_port, int client_port);

  /// The client sees the connection close; nothing that is written after this reaches it.
  void close() const;

  /// These bytes and nothing else, in the answer's place; to be followed by `close`.
  void write(std::string_view bytes) const;

  /// The client sees the connection reset; where the system does not do that, it closes.
  void reset() const;

  /// Returns when that time has passed, the client has gone, or `stopping` says so.
  void hold(Milliseconds time, const std::atomic<bool>& stopping) const;

 private:
  int socket_;  // -1: not found
};

}  // namespace dds::server
