#include "core/backup/call_end.h"

#include "core/api/call.h"
#include "core/api/catalogue.h"
#include "core/backup/refusal.h"

namespace dds::backup {
namespace {

bool is_too_large(const NotReplied& why) {
  if (const auto* transport = std::get_if<TransportError>(&why.cause))
    return transport->failure == TransportFailure::TooLarge;
  return std::get_if<Error>(&why.cause)->code == ErrorCode::BodyTooLarge;
}

}  // namespace

bool is_effect_unknown(std::string_view action, const NotReplied& why) {
  return !api::is_read_only(action) && why.may_have_taken_effect();
}

bool is_effect_unknown(std::string_view action, const response::ApiError& refusal) {
  return !api::is_read_only(action) && !response::is_throttling(refusal) && is_unclear(refusal);
}

std::string effect_unknown_sentence(std::string_view action) {
  return "Whether " + std::string(action) +
         " took effect is not known: look before it is sent again.";
}

std::string smaller_answer_advice(std::string_view action, const NotReplied& why) {
  const api::Action* known = api::catalogue().find(action);
  if (known == nullptr || !api::is_read_only(action) || !is_too_large(why)) return {};
  for (const std::string_view size : {"PageSize", "MaxResults"}) {
    if (api::parameter(*known, size) == nullptr) continue;
    const bool timed = api::parameter(*known, "StartTime") != nullptr;
    return "Ask for fewer entries at once, by " + std::string(size) +
           (timed ? " or a shorter time." : ".");
  }
  return {};
}

}  // namespace dds::backup
