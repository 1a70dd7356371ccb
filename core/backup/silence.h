// How long the service has not been reached: from the first failure after its last answer, since a
// backup may run for hours between two looks, and a machine may sleep. A limit on silence ends
// nothing before an attempt was made.
#pragma once

#include <optional>

#include "core/base/clocks.h"

namespace dds::backup {

class Silence {
 public:
  void answered() { since_.reset(); }
  void failed(SteadyInstant now) {
    if (!since_) since_ = now;
  }
  /// The program slept: what failed before says nothing of now.
  void woke(SteadyInstant now) {
    if (since_) since_ = now;
  }
  [[nodiscard]] bool longer_than(Milliseconds limit, SteadyInstant now) const {
    return since_ && now - *since_ >= limit;
  }
  [[nodiscard]] const std::optional<SteadyInstant>& since() const { return since_; }

 private:
  std::optional<SteadyInstant> since_;
};

}  // namespace dds::backup
