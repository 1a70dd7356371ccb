#include "native/desktop/emulated_service.h"

#include <utility>

namespace dds::desktop {
namespace {

// The network's own handles are below this, the emulator's from it upwards.
constexpr HttpHandle kFirstOfOurs = HttpHandle{1} << 63U;

}  // namespace

EmulatedService::EmulatedService(std::function<Moment()> now, double rate, HttpTransport& network)
    : now_(std::move(now)),
      network_(network),
      began_(now_()),
      clocks_(began_, began_.wall, rate),
      emulator_(emulator::Settings{}, began_.wall) {}

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
    waiting.completion(emulator_.handle(waiting.request, clocks_.at(now_())));
  }
  return true;
}

}  // namespace dds::desktop
