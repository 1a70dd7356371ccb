// What to do about a refusal or a failure: the sentences that follow the service's own code.
#pragma once

#include <string>
#include <vector>

#include "core/http.h"
#include "core/response/answer.h"
#include "core/signing/trace.h"
#include "native/cli/connection.h"

namespace dds::cli {

/// Says a refusal on stderr, alike wherever one is told: "<about>: The service refused: Code:
/// message", what to do next, and the request's reference. A refused signature is compared with our
/// own text first: equal means that the secret is wrong. `about` may be empty: one single call.
void tell_refusal(const std::string& about, const response::ApiError& error, const Session& session,
                  const signing::SigningTrace* trace);

/// What to try when the service was not reached.
[[nodiscard]] std::vector<std::string> explain_not_reached(const Session& session);

}  // namespace dds::cli
