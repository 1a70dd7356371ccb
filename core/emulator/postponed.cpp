#include "core/emulator/postponed.h"

#include <utility>

#include "core/emulator/emulator.h"

namespace dds::emulator {

std::optional<Instant> Postponed::next_due() const {
  if (under_way_.empty()) return std::nullopt;
  return under_way_.begin()->first;
}

bool Postponed::deliver(Emulator& emulator, Instant now,
                        const std::function<Clocks(Instant)>& clocks_at) {
  bool arrived = false;
  while (!under_way_.empty() && under_way_.begin()->first <= now) {
    const auto first = under_way_.extract(under_way_.begin());
    (void)emulator.handle(first.mapped(), clocks_at(first.key()));
    arrived = true;
  }
  return arrived;
}

bool Postponed::deliver(Emulator& emulator, Instant now) {
  return deliver(emulator, now, [](Instant at) { return Clocks{at, at, at}; });
}

}  // namespace dds::emulator
