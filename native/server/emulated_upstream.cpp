#include "native/server/emulated_upstream.h"

#include <utility>

#include "core/emulator/transport.h"
#include "native/server/cors_proxy.h"

namespace dds::server {
namespace {

TransportError sent_in_vain(TransportFailure failure, std::string detail) {
  return {failure, Departure::MayHaveLeft, std::move(detail)};
}

}  // namespace

HttpResult as_upstream(emulator::Staged staged, const std::function<void(Milliseconds)>& hold) {
  using emulator::Delivery;
  switch (staged.delivery) {
    case Delivery::Whole: break;
    case Delivery::Late: hold(emulator::kSlowAnswer); break;
    case Delivery::Refused:
      return TransportError{TransportFailure::NotReached, Departure::NothingLeft,
                            "The emulator plays a host that is not reached."};
    case Delivery::Lost:
      return sent_in_vain(TransportFailure::Lost, "The emulator plays a connection that breaks.");
    case Delivery::CutOff:  // the proxy passes on whole answers only
      return sent_in_vain(TransportFailure::Lost, "The emulator plays an answer that is cut off.");
    case Delivery::Garbled: return std::move(staged.heard);
    case Delivery::TimesOut:
      hold(kUpstreamTime);
      return sent_in_vain(TransportFailure::TimedOut,
                          "The emulator plays an answer that does not come.");
  }
  return std::move(staged.response);
}

}  // namespace dds::server
