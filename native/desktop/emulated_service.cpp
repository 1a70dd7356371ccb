#include "native/desktop/emulated_service.h"

#include <algorithm>
#include <utility>

namespace dds::desktop {
namespace {

// The network's own handles are below this, the emulator's from it upwards.
constexpr HttpHandle kFirstOfOurs = HttpHandle{1} << 63U;

}  // namespace

EmulatedService::EmulatedService(std::function<Instant()> now, double rate, HttpTransport& network)
    : now_(std::move(now)),
      rate_(rate),
      start_(now_()),
      latest_(start_),
      network_(network),
      emulator_(emulator::Settings{}, start_) {}

HttpHandle EmulatedService::send(HttpRequest request, HttpCompletion completion) {
  if (!request.url.starts_with(kEmulatorUrl))
    return network_.send(std::move(request), std::move(completion));
  const HttpHandle handle = kFirstOfOurs | next_++;
  waiting_.push_back(
      {.handle = handle, .request = std::move(request), .completion = std::move(completion)});
  return handle;
}

void EmulatedService::cancel(HttpHandle handle) {
  if ((handle & kFirstOfOurs) == 0) {
    network_.cancel(handle);
    return;
  }
  for (Waiting& waiting : waiting_) {
    if (waiting.handle == handle) waiting.cancelled = true;
  }
}

bool EmulatedService::deliver() {
  if (waiting_.empty()) return false;
  // A completion may send again: that is for the next round.
  std::vector<Waiting> round = std::exchange(waiting_, {});
  for (Waiting& waiting : round) {
    if (waiting.cancelled) {
      waiting.completion(TransportError{TransportFailure::Cancelled, Departure::NothingLeft,
                                        "Cancelled before the emulator saw it."});
      continue;
    }
    const Instant real_now = now_();
    waiting.completion(emulator_.handle(waiting.request, real_now, service_now(real_now)));
  }
  return true;
}

Instant EmulatedService::service_now(Instant real_now) {
  const auto passed = static_cast<double>((real_now - start_).count()) * rate_;
  latest_ = std::max(latest_, start_ + Milliseconds(static_cast<Milliseconds::rep>(passed)));
  return latest_;
}

}  // namespace dds::desktop
