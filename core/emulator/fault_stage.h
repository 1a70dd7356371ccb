// What a fault makes of one request: whether it reaches the emulator, what the emulator answers,
// and how that is to be delivered. Shared by the transport in memory and the server over sockets,
// so that a kind means the same on both.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/emulator/emulator.h"
#include "core/emulator/faults.h"

namespace dds::emulator {

enum class Delivery {
  Whole,     // the response, as it is
  Late,      // the response, as it is, after kSlowAnswer
  CutOff,    // the response, but its body ends early
  Refused,   // no connection
  Lost,      // the connection closes without an answer
  TimesOut,  // nothing comes until the client gives up
  Garbled,   // other bytes in the answer's place, then the connection closes
};

struct Staged {
  Delivery delivery = Delivery::Whole;
  HttpResponse response;  // for Whole, Late and CutOff
  std::string bytes{};    // for Garbled, over sockets
  HttpResult heard{};     // for Garbled, in memory: what a transport makes of the bytes
  std::optional<Milliseconds>
      postponed{};  // it arrives that much later: whoever carries it keeps it (postponed.h)
};

/// Plays the request to the emulator as the fault wants it; none = as it comes. `shape` is
/// FaultPlan::shape_of(fault).
[[nodiscard]] Staged play(Emulator& emulator, const HttpRequest& request, const Clocks& now,
                          std::optional<FaultKind> fault, std::uint64_t shape = 0);
/// The same where nobody sets real time.
[[nodiscard]] inline Staged play(Emulator& emulator, const HttpRequest& request, Instant real_now,
                                 Instant service_now, std::optional<FaultKind> fault,
                                 std::uint64_t shape = 0) {
  return play(emulator, request, {real_now, real_now, service_now}, fault, shape);
}

}  // namespace dds::emulator
