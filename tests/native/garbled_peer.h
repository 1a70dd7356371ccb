// A service behind real sockets whose answers to CreateBackup are garbled, and the checks that are
// the same over HTTP and over TLS.
#pragma once

#include <cstddef>
#include <functional>
#include <mutex>
#include <string>

#include "core/emulator/emulator.h"
#include "core/emulator/garbled.h"
#include "native/transport/curl_transport.h"
#include "tests/native/raw_server.h"

namespace dds::test {

/// How a client gets to the peer.
struct Way {
  std::string scheme = "http";
  std::string host = "127.0.0.1";
  MakeWire wire = plain_wire;
  transport::CurlSettings settings;
  bool by_proxy = false;  // of `dds serve`, as the page does it; only whole backups
};

/// Where answers are cut.
enum class Cuts { AtEveryByte, AtSome };

/// Sends one POST for each shape, and checks that it left once, that it counts as having left, and
/// that what was heard is what the emulator says of that shape.
void check_that_garbled_answers_count_as_sent(const Way& way, Cuts cuts);

/// One whole backup for each shape, in the place of the first answer to CreateBackup, with the
/// effect and without it. The job is over at once, so that no running job saves from a second one.
void check_that_garbled_answers_never_make_two_backups(const Way& way, Cuts cuts);

/// The emulator behind a socket. Everything is answered rightly but the CreateBackup that is to be
/// garbled.
class GarblingService {
 public:
  enum class Effect { Before, After };  // whether it was garbled before the effect or after it
  GarblingService(const Way& way, Instant now);

  /// What the next CreateBackup is answered with; `make` is given the right answer, or
  /// InternalError where there was no effect.
  using MakeBytes = std::function<std::string(const HttpResponse&)>;
  void garble_next(Effect effect, MakeBytes make);
  void set_now(Instant now);
  [[nodiscard]] int port() const { return server_.port(); }
  [[nodiscard]] std::string origin(const Way& way) const;
  [[nodiscard]] std::size_t creates_received();
  [[nodiscard]] std::size_t backups_made();

 private:
  void serve(Connection& connection);
  std::string answer(const HttpRequest& request);

  std::mutex mutex_;
  Instant now_;
  emulator::Emulator emulator_;
  MakeBytes make_;  // empty: nothing is to be garbled
  Effect effect_ = Effect::After;
  std::size_t creates_ = 0;
  RawServer server_;  // last: its thread uses the others
};

}  // namespace dds::test
