// What a refusal by the service means for an operation.
#pragma once

#include "core/response/answer.h"

namespace dds::backup {

/// The caller's RAM policy does not allow the action.
[[nodiscard]] bool is_denied(const response::ApiError& error);

/// The refusal does not say that the request had no effect. Only a refusal that blames the caller
/// does: a 4xx other than a time-out, whose code names no failure of the service's own
/// (InternalError and its kinds, ServiceUnavailable, time-outs; the families are inferred from the
/// documented codes and from HTTP's classes of status). SignatureNonceUsed is unclear as well:
/// nonces are never used twice by us, so it means that the network delivered an earlier copy of
/// this very request.
[[nodiscard]] bool is_unclear(const response::ApiError& error);

/// The request's timestamp is too far from the service's clock, in either direction: nothing took
/// effect.
[[nodiscard]] bool is_timestamp_refused(const response::ApiError& error);

/// This very request, byte for byte, was received before: its nonce is taken (inferred: documented
/// as protection against replay; aliyun/alibaba-cloud-sdk-go issue 39 tells of just this after
/// time-outs).
[[nodiscard]] bool is_nonce_used(const response::ApiError& error);

/// A backup job runs on the instance already. Both spellings are documented.
[[nodiscard]] bool is_job_exists(const response::ApiError& error);

}  // namespace dds::backup
