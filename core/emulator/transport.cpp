#include <algorithm>
#include <deque>
#include <optional>
#include <utility>

#include "core/emulator/emulator.h"
#include "core/emulator/incoming.h"

namespace dds::emulator {
namespace {

TransportError failure_of(EmulatorTransport::Fault fault) {
  using Fault = EmulatorTransport::Fault;
  switch (fault) {
    case Fault::NotReached:
      return {TransportFailure::NotReached, false,
              "The emulator plays a host that is not reached."};
    case Fault::LostBeforeEffect:
    case Fault::LostAfterEffect:
      return {TransportFailure::Lost, true, "The emulator plays a connection that breaks."};
    case Fault::TimedOutAfterEffect: break;
  }
  return {TransportFailure::TimedOut, true, "The emulator plays an answer that does not come."};
}

bool takes_effect(EmulatorTransport::Fault fault) {
  return fault == EmulatorTransport::Fault::LostAfterEffect ||
         fault == EmulatorTransport::Fault::TimedOutAfterEffect;
}

}  // namespace

class EmulatorTransport::Impl {
 public:
  Impl(Emulator& emulator, std::function<Instant()> now)
      : emulator_(emulator), now_(std::move(now)) {}

  HttpHandle send(HttpRequest request, HttpCompletion completion) {
    const HttpHandle handle = next_++;
    pending_.push_back({handle, std::move(request), std::move(completion), false});
    return handle;
  }

  void cancel(HttpHandle handle) {
    for (Pending& pending : pending_) {
      if (pending.handle == handle) pending.cancelled = true;
    }
  }

  void inject(Fault fault, std::string_view action, int count) {
    if (count > 0) planned_.push_back({fault, std::string(action), count});
  }

  bool deliver() {
    const HttpHandle end = next_;  // what a completion sends is for the next round
    const std::weak_ptr<int> alive = alive_;
    bool delivered = false;
    while (!pending_.empty() && pending_.front().handle < end) {
      Pending pending = std::move(pending_.front());
      pending_.pop_front();
      HttpResult result = answer(pending);
      delivered = true;
      if (pending.completion) pending.completion(std::move(result));
      if (alive.expired()) return true;  // the completion destroyed this transport
    }
    return delivered;
  }

 private:
  struct Pending {
    HttpHandle handle = 0;
    HttpRequest request;
    HttpCompletion completion;
    bool cancelled = false;
  };
  struct Planned {
    Fault fault;
    std::string action;
    int count;
  };

  HttpResult answer(const Pending& pending) {
    if (pending.cancelled) {
      return TransportError{TransportFailure::Cancelled, false,
                            "Cancelled before the emulator saw the request."};
    }
    if (const std::optional<Fault> fault = next_fault(pending.request)) {
      if (takes_effect(*fault)) (void)respond(pending.request);
      return failure_of(*fault);
    }
    return respond(pending.request);
  }

  HttpResponse respond(const HttpRequest& request) {
    const Instant now = now_();
    return emulator_.handle(request, now, now);
  }

  std::optional<Fault> next_fault(const HttpRequest& request) {
    if (planned_.empty()) return std::nullopt;
    const Incoming incoming = read_incoming(request);
    const std::string_view action = incoming.text("Action");
    const auto planned = std::find_if(planned_.begin(), planned_.end(), [&](const Planned& entry) {
      return entry.action.empty() || entry.action == action;
    });
    if (planned == planned_.end()) return std::nullopt;
    const Fault fault = planned->fault;
    if (--planned->count == 0) planned_.erase(planned);
    return fault;
  }

  Emulator& emulator_;
  std::function<Instant()> now_;
  std::deque<Pending> pending_;
  std::vector<Planned> planned_;
  HttpHandle next_ = 1;
  std::shared_ptr<int> alive_ = std::make_shared<int>(0);
};

EmulatorTransport::EmulatorTransport(Emulator& emulator, std::function<Instant()> now)
    : impl_(std::make_unique<Impl>(emulator, std::move(now))) {}

EmulatorTransport::~EmulatorTransport() = default;

HttpHandle EmulatorTransport::send(HttpRequest request, HttpCompletion completion) {
  return impl_->send(std::move(request), std::move(completion));
}

void EmulatorTransport::cancel(HttpHandle handle) {
  impl_->cancel(handle);
}

bool EmulatorTransport::deliver() {
  return impl_->deliver();
}

void EmulatorTransport::inject(Fault fault, std::string_view action, int count) {
  impl_->inject(fault, action, count);
}

}  // namespace dds::emulator
