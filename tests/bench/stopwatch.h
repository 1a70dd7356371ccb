// Time of one call, as the best of many batches: what else the machine does can only make a batch
// slower.
#pragma once

#include <algorithm>
#include <chrono>

namespace dds::bench {

/// Nanoseconds of one `call(i)`, `i` counting 0 to `batch_size` - 1 within a batch. `prepare` runs
/// before each batch and is not measured.
template <class Prepare, class Call>
double best_nanoseconds(int batches, int batch_size, Prepare&& prepare, Call&& call) {
  double best = 1e300;
  for (int batch = 0; batch < batches; ++batch) {
    prepare();
    const auto start = std::chrono::steady_clock::now();
    for (int i = 0; i < batch_size; ++i) call(i);
    const std::chrono::duration<double, std::nano> taken = std::chrono::steady_clock::now() - start;
    best = std::min(best, taken.count() / batch_size);
  }
  return best;
}

/// Keeps the compiler from leaving out what nobody looks at.
inline void use(char value) {
  [[maybe_unused]] static volatile char sink = 0;
  sink = value;
}

}  // namespace dds::bench
