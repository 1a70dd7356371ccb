// ClientToken: the same request with the same token again gives the same answer and happens once;
// another request with that token is IdempotentParameterMismatch. Source: the parameter's
// description and the service's list of errors.
#pragma once

#include <string_view>

#include "core/emulator/actions.h"

namespace dds::emulator {

/// What the request's token was used for; nullptr when it has none or it is new.
[[nodiscard]] Outcome<const TokenUse*> repeated_request(const ActionContext& context);

/// Keeps the answer for the next time; nothing is kept without a token.
void remember_request(ActionContext& context, std::string_view instance_id,
                      std::string_view order_id);

}  // namespace dds::emulator
