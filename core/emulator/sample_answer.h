// Answers to actions that are not simulated: nothing happens, but the parameters are checked, and
// what comes back has the shape, the types and the examples of the catalogue. A client can be tried
// against every action; what it reads is made up.
#pragma once

#include "core/api/catalogue.h"
#include "core/emulator/actions.h"

namespace dds::emulator {

/// Refused when a required parameter is missing, a value is not allowed, or DBInstanceId names no
/// instance of the account. Values that were sent (PageNumber, DBInstanceId) come back at the
/// answer's top level.
[[nodiscard]] ActionResult sample_answer(const ActionContext& context, const api::Action& action);

}  // namespace dds::emulator
