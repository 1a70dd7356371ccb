// Bytes in an answer's place: everything that a broken service, a gateway, a wrong port or a cut
// connection may send instead of an HTTP answer, at every boundary of the status line, headers and
// body. For FaultKind::GarbledBefore and GarbledAfter, in memory and over sockets alike.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/http.h"

namespace dds::emulator {

struct Garbled {
  std::string shape;  // its name, and where it was cut: "cut at 17"
  std::string bytes;  // in the answer's place; the connection closes after them
  HttpResult heard;   // what an HTTP transport makes of them: an answer, or that there was none
};

/// One shape, the same for the same number. `answer` is what would have been said.
[[nodiscard]] Garbled garble(const HttpResponse& answer, std::uint64_t number);

/// The numbers that give every shape, cut at every byte of that answer; cuts come first.
[[nodiscard]] std::vector<std::uint64_t> garbled_numbers(const HttpResponse& answer);

}  // namespace dds::emulator
