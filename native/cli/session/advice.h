// What to do about a refusal or a failure: the sentences that follow the service's own code.
#pragma once

#include <string>
#include <vector>

#include "core/http.h"
#include "core/response/answer.h"
#include "core/signing/trace.h"
#include "native/cli/session/connection.h"

namespace dds::cli {

/// Reports a refusal on stderr, in the same form everywhere: "<about>: The service refused: Code:
/// message", what to do next, and the request's reference. A refused signature is compared with our
/// own text first: equal means that the secret is wrong. `about` may be empty: one single call.
void tell_refusal(const std::string& about, const response::ApiError& error, const Session& session,
                  const signing::SigningTrace* trace);

/// The same of an answer to a changing call that says no more than that something failed: what was
/// asked may have been done, and nothing calls it refused.
void tell_unclear_answer(const std::string& action, const response::ApiError& error,
                         const Session& session);

/// What to try when the service was not reached.
[[nodiscard]] std::vector<std::string> explain_not_reached(const Session& session);

}  // namespace dds::cli
