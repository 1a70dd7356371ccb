#include "native/platform/clock.h"

#include <chrono>

namespace dds::platform {

Instant now() {
  return std::chrono::time_point_cast<Milliseconds>(std::chrono::system_clock::now());
}

}  // namespace dds::platform
