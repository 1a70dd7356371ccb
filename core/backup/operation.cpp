#include "core/backup/operation.h"

namespace dds::backup {

bool NotReplied::may_have_taken_effect() const {
  if (const auto* transport = std::get_if<TransportError>(&cause))
    return transport->departure == Departure::MayHaveLeft;
  return answered;  // an unreadable answer proves that the request arrived somewhere; a signing
                    // error that it never left
}

std::string NotReplied::describe() const {
  if (const auto* error = std::get_if<Error>(&cause)) return error->message;
  const TransportError& transport = *std::get_if<TransportError>(&cause);
  return transport.detail.empty() ? std::string(sentence(transport.failure)) : transport.detail;
}

}  // namespace dds::backup
