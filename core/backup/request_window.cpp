#include "core/backup/request_window.h"

#include <algorithm>

namespace dds::backup {
namespace {

constexpr Milliseconds kPause{500};
constexpr Milliseconds kLongestPause{120'000};
constexpr Milliseconds kOneMoment{1'000};

}  // namespace

RequestWindow::RequestWindow(std::size_t most)
    : most_(static_cast<double>(std::max<std::size_t>(most, 1))), size_(std::max(1.0, most_ / 2)) {}

void RequestWindow::answered() {
  // One more after each window's worth of answers.
  size_ = std::min(most_, size_ + 1 / size_);
}

void RequestWindow::throttled(SteadyInstant now, std::optional<Milliseconds> retry_after) {
  const Milliseconds pause =
      std::min(kLongestPause, std::max(kPause, retry_after.value_or(kPause)));
  held_until_ = std::max(held_until_, now + pause);
  if (narrowed_ != SteadyInstant{} && now < narrowed_ + kOneMoment) return;
  narrowed_ = now;
  size_ = std::max(1.0, size_ / 2);
}

}  // namespace dds::backup
