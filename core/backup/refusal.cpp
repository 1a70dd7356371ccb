#include "core/backup/refusal.h"

namespace dds::backup {

bool is_denied(const response::ApiError& error) {
  // "Forbedden" is no slip of ours: the service spells one of its codes so.
  return error.code.starts_with("Forbidden") || error.code.starts_with("Forbedden") ||
         error.code == "NoPermission";
}

bool is_unclear(const response::ApiError& error) {
  return error.status >= 500 || error.code == "InternalError" ||
         error.code == "ServiceUnavailable" || error.code == "SignatureNonceUsed";
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
