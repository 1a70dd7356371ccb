#include "core/emulator/transport.h"

#include <algorithm>
#include <deque>
#include <utility>
#include <vector>

#include "core/emulator/emulator.h"
#include "core/emulator/fault_stage.h"
#include "core/emulator/incoming.h"

namespace dds::emulator {
namespace {

TransportError lost() {
  return {TransportFailure::Lost, Departure::MayHaveLeft,
          "The emulator plays a connection that breaks."};
}
TransportError not_reached() {
  return {TransportFailure::NotReached, Departure::NothingLeft,
          "The emulator plays a host that is not reached."};
}
TransportError timed_out() {
  return {TransportFailure::TimedOut, Departure::MayHaveLeft,
          "The emulator plays an answer that does not come."};
}

FaultKind kind_of(EmulatorTransport::Fault fault) {
  using Fault = EmulatorTransport::Fault;
  switch (fault) {
    case Fault::NotReached: return FaultKind::Refused;
    case Fault::LostBeforeEffect: return FaultKind::LostBefore;
    case Fault::LostAfterEffect: return FaultKind::LostAfter;
    case Fault::TimedOutAfterEffect: break;
  }
  return FaultKind::TimeOutAfter;
}

}  // namespace

class EmulatorTransport::Impl {
 public:
  Impl(Emulator& emulator, std::function<Instant()> now)
      : emulator_(emulator), now_(std::move(now)) {}

  HttpHandle send(HttpRequest request, HttpCompletion completion) {
    const HttpHandle handle = next_++;
    sent_.push_back({handle, std::move(request), std::move(completion), false});
    return handle;
  }

  void cancel(HttpHandle handle) {
    for (Sent& sent : sent_) {
      if (sent.handle == handle) sent.cancelled = true;
    }
    for (Held& held : held_) {
      if (held.handle != handle) continue;
      // The emulator has seen it, so its effect is unknown to the client.
      held.result = TransportError{TransportFailure::Cancelled, Departure::MayHaveLeft,
                                   "Cancelled while the emulator held its answer back."};
      held.due = Instant::min();
    }
  }

  void inject(Fault fault, std::string_view action, int count) {
    if (count <= 0) return;
    injected_.add({action.empty() ? "*" : std::string(action), kind_of(fault), 100, count});
  }

  void set_faults(FaultPlan plan) { plan_ = std::move(plan); }

  void share(Postponed& postponed) { postponed_ = &postponed; }

  void break_connections(bool arrives) {
    for (Sent& sent : sent_) {
      if (sent.cancelled) continue;
      if (arrives) (void)emulator_.handle(sent.request, now_(), now_());
      held_.push_back({sent.handle, lost(), std::move(sent.completion), Instant::min()});
    }
    sent_.clear();
    for (Held& held : held_) {
      held.result = lost();
      held.due = Instant::min();
    }
  }

  [[nodiscard]] std::optional<Instant> next_due() const {
    std::optional<Instant> due = postponed_->next_due();
    for (const Held& held : held_) {
      if (!due || held.due < *due) due = held.due;
    }
    return due;
  }

  bool deliver() {
    const HttpHandle end = next_;  // what a completion sends is for the next round
    const std::weak_ptr<int> alive = alive_;
    bool delivered = false;
    (void)postponed_->deliver(emulator_, now_());
    while (!held_.empty()) {  // what was sent earlier comes first
      const Instant now = now_();
      const auto first = std::min_element(
          held_.begin(), held_.end(), [](const Held& a, const Held& b) { return a.due < b.due; });
      if (first->due > now) break;
      Held held = std::move(*first);
      held_.erase(first);
      delivered = true;
      if (held.completion) held.completion(std::move(held.result));
      if (alive.expired()) return true;  // the completion destroyed this transport
    }
    while (!sent_.empty() && sent_.front().handle < end) {
      Sent sent = std::move(sent_.front());
      sent_.pop_front();
      Held held = answer(sent);
      if (held.due > now_()) {
        held.completion = std::move(sent.completion);
        held_.push_back(std::move(held));
        continue;
      }
      delivered = true;
      if (sent.completion) sent.completion(std::move(held.result));
      if (alive.expired()) return true;
    }
    return delivered;
  }

 private:
  struct Sent {
    HttpHandle handle = 0;
    HttpRequest request;
    HttpCompletion completion;
    bool cancelled = false;
  };
  struct Held {
    HttpHandle handle = 0;
    HttpResult result;
    HttpCompletion completion;
    Instant due;
  };

  Held answer(const Sent& sent) {
    const Instant now = now_();
    Held held{sent.handle, {}, {}, now};
    if (sent.cancelled) {
      held.result = TransportError{TransportFailure::Cancelled, Departure::NothingLeft,
                                   "Cancelled before the emulator saw the request."};
      return held;
    }
    bool at_once = false;
    const std::optional<FaultKind> fault = next_fault(sent.request, at_once);
    Staged staged =
        play(emulator_, sent.request, now, now, fault, fault ? plan_.shape_of(*fault) : 0);
    if (staged.postponed) postponed_->add(now + *staged.postponed, sent.request);
    const Instant gives_up = now + sent.request.timeout;
    switch (staged.delivery) {
      case Delivery::Whole: held.result = std::move(staged.response); break;
      case Delivery::CutOff:
        staged.response.body.resize(staged.response.body.size() / 2);
        held.result = std::move(staged.response);
        break;
      case Delivery::Late:
        held.due = std::min(now + kSlowAnswer, gives_up);
        if (held.due == gives_up) {
          held.result = timed_out();
        } else {
          held.result = std::move(staged.response);
        }
        break;
      case Delivery::Refused: held.result = not_reached(); break;
      case Delivery::Lost: held.result = lost(); break;
      case Delivery::Garbled: held.result = std::move(staged.heard); break;
      case Delivery::TimesOut:
        held.due = at_once ? now : gives_up;
        held.result = timed_out();
        break;
    }
    return held;
  }

  std::optional<FaultKind> next_fault(const HttpRequest& request, bool& injected) {
    if (injected_.empty() && plan_.empty()) return std::nullopt;
    const std::string action = requested_action(request);
    if (const auto fault = injected_.next(action)) {
      injected = true;
      return fault;
    }
    return action.empty() ? std::nullopt : plan_.next(action);
  }

  Emulator& emulator_;
  std::function<Instant()> now_;
  std::deque<Sent> sent_;
  std::vector<Held> held_;
  FaultPlan injected_;
  FaultPlan plan_;
  Postponed own_;
  Postponed* postponed_ = &own_;
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

std::optional<Instant> EmulatorTransport::next_due() const {
  return impl_->next_due();
}

void EmulatorTransport::share(Postponed& postponed) {
  impl_->share(postponed);
}

void EmulatorTransport::break_connections(bool arrives) {
  impl_->break_connections(arrives);
}

void EmulatorTransport::set_faults(FaultPlan plan) {
  impl_->set_faults(std::move(plan));
}

void EmulatorTransport::inject(Fault fault, std::string_view action, int count) {
  impl_->inject(fault, action, count);
}

}  // namespace dds::emulator
