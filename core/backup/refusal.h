// What a refusal by the service means for an operation.
#pragma once

#include "core/response/answer.h"

namespace dds::backup {

/// The caller's RAM policy does not allow the action.
[[nodiscard]] bool is_denied(const response::ApiError& error);

/// The service could not say what became of the request: an error of its own (5xx, InternalError,
/// ServiceUnavailable), or SignatureNonceUsed. Nonces are never used twice by us, so that one means
/// that the network delivered an earlier copy of this very request.
[[nodiscard]] bool is_unclear(const response::ApiError& error);

/// A backup job runs on the instance already. Both spellings are documented.
[[nodiscard]] bool is_job_exists(const response::ApiError& error);

}  // namespace dds::backup
