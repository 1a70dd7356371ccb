#include "core/backup/refusal.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace dds::backup {

bool is_denied(const response::ApiError& error) {
  // "Forbedden" is no slip of ours: the service spells one of its codes so.
  return error.code.starts_with("Forbidden") || error.code.starts_with("Forbedden") ||
         error.code == "NoPermission";
}

// The question is asked this way round so that whatever is new to us counts as unclear by its
// status or by its family, and never as harmless for want of an entry.
bool is_unclear(const response::ApiError& error) {
  constexpr std::array kNotTheCallers{408, 425, 499};  // of 4xx: time-outs and what may be repeated
  constexpr std::array<std::string_view, 10> kServicesOwn{
      "Internal", "Unavailable", "Timeout", "TimeOut",  "TimedOut",
      "Unknown",  "System",      "Busy",    "Upstream", "Gateway"};
  const bool callers =
      error.status >= 400 && error.status < 500 &&
      std::find(kNotTheCallers.begin(), kNotTheCallers.end(), error.status) == kNotTheCallers.end();
  const bool services = std::any_of(
      kServicesOwn.begin(), kServicesOwn.end(),
      [&](std::string_view word) { return error.code.find(word) != std::string::npos; });
  return !callers || services || is_nonce_used(error);
}

bool is_timestamp_refused(const response::ApiError& error) {
  return error.code == "InvalidTimeStamp.Expired" || error.code == "IllegalTimestamp";
}

bool is_nonce_used(const response::ApiError& error) {
  return error.code == "SignatureNonceUsed";
}

bool is_job_exists(const response::ApiError& error) {
  return error.code == "OperationDenied.BackupJobExists" || error.code == "BackupJobExists";
}

}  // namespace dds::backup
