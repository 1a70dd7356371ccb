#include "native/server/emulated_upstream.h"

#include <utility>

#include "core/emulator/transport.h"
#include "native/server/cors_proxy.h"

namespace dds::server {
namespace {

TransportError failed(TransportFailure failure, bool may_have_been_sent, std::string detail) {
  return {failure, may_have_been_sent, std::move(detail)};
}

}  // namespace

HttpResult as_upstream(emulator::Staged staged, const std::function<void(Milliseconds)>& hold) {
  using emulator::Delivery;
  switch (staged.delivery) {
    case Delivery::Whole: break;
    case Delivery::Late: hold(emulator::kSlowAnswer); break;
    case Delivery::Refused:
      return failed(TransportFailure::NotReached, false,
                    "The emulator plays a host that is not reached.");
    case Delivery::Lost:
      return failed(TransportFailure::Lost, true, "The emulator plays a connection that breaks.");
    case Delivery::CutOff:  // the proxy passes on whole answers only
      return failed(TransportFailure::Lost, true, "The emulator plays an answer that is cut off.");
    case Delivery::TimesOut:
      hold(kUpstreamTime);
      return failed(TransportFailure::TimedOut, true,
                    "The emulator plays an answer that does not come.");
  }
  return std::move(staged.response);
}

}  // namespace dds::server
