// What to do about a refusal or a failure: the sentences that follow the service's own code.
#pragma once

#include <string>
#include <vector>

#include "core/http.h"
#include "core/response/answer.h"
#include "core/signing/trace.h"
#include "native/cli/connection.h"

namespace dds::cli {

/// Lines for stderr: the code with the service's message, then what to do next. A refused signature
/// is compared with our own text first: equal means that the secret is wrong.
[[nodiscard]] std::vector<std::string> explain(const response::ApiError& error,
                                               const Session& session,
                                               const signing::SigningTrace* trace);

/// What to try when the service was not reached.
[[nodiscard]] std::vector<std::string> explain_not_reached(const Session& session);

}  // namespace dds::cli
