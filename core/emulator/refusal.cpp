#include "core/emulator/refusal.h"

#include <array>

#include "core/base/utf8.h"

namespace dds::emulator {
namespace {

struct Row {
  std::string_view code;
  int status;
  std::string_view message;
};

// Sources: "Error codes" of the product documentation and the CreateBackup page for the service's
// own; the error lists of the API gateway (and of its sister products) for the rest. Lists disagree
// on some statuses and texts; clients decide by the code. The message of SignatureDoesNotMatch is
// the gateway's, because it is the one that carries the string to sign and that the official Go
// client looks for.
constexpr std::array kTable = {
    Row{"BackupTimesExceeded", 400, "Exceeding the daily backup times of this DB instance."},
    Row{"IdempotentParameterMismatch", 400,
        "Request uses a client token in a previous request but is not identical to that request."},
    Row{"IllegalTimestamp", 400,
        "The input parameter \"Timestamp\" that is mandatory for processing this request is not "
        "supplied."},
    Row{"IncompleteSignature", 400, "The request signature does not conform to Aliyun standards."},
    Row{"IncorrectBackupSetState", 400, "Current backup set state does not support operations."},
    Row{"IncorrectDBInstanceLockMode", 400,
        "Current DB instance lock mode does not support this operation."},
    Row{"IncorrectDBInstanceState", 400,
        "Current DB instance state does not support this operation."},
    Row{"IncorrectDBInstanceType", 403,
        "Current DB instance type does not support this operation."},
    Row{"InternalError", 500, "The request processing has failed due to some unknown error."},
    Row{"InvalidAccessKeyId.Inactive", 400, "Specified access key is disabled."},
    Row{"InvalidAccessKeyId.NotFound", 404,
        "The Access Key ID provided does not exist in our records."},
    Row{"InvalidAction", 403, "The specified action is not valid."},
    Row{"InvalidBackupMethod.Format", 400, "Specified backup method is not valid."},
    Row{"InvalidBackupMethod.ValueNotSupport", 400,
        "The specified parameter BackupMethod is not valid."},
    Row{"InvalidBackupRetentionPeriod.Malformed", 400,
        "Specified backup retention period is not valid."},
    // Code: what the official Terraform provider expects of Dds. Its text is in no list; this one
    // is inferred.
    Row{"InvalidDBInstanceId.NotFound", 404,
        "The DBInstanceId provided does not exist in our records."},
    Row{"InvalidBackupSetID.NotFound", 400, "Specified backup set ID does not exist."},
    Row{"InvalidEndTime.Malformed", 400, "The Specified parameter \"EndTime\" is not valid."},
    Row{"InvalidParameter.Format", 400, "Specified parameter format is not valid."},
    Row{"InvalidPreferredBackupPeriod.Malformed", 400,
        "Specified parameter PreferredBackupPeriod is not valid."},
    Row{"InvalidPreferredBackupTime.Malformed", 400,
        "Specified parameter PreferredBackupTime is not valid."},
    Row{"InvalidRegion.NotFound", 404,
        "The RegionId or ZoneId provided does not exist in our records."},
    // Seen from the STS of the same gateway; that Dds answers so is inferred.
    Row{"InvalidSecurityToken.MismatchWithAccessKey", 400,
        "Specified SecurityToken mismatch with the AccessKey."},
    Row{"InvalidSignatureMethod", 400, "Specified signature method is not valid."},
    Row{"InvalidStartTime.Malformed", 400, "The Specified parameter \"StartTime\" is not valid."},
    Row{"InvalidStatus.NotFound", 404, "The Status provided does not exist in our records."},
    Row{"InvalidTimeStamp.Expired", 400, "Specified time stamp or date value is expired."},
    Row{"InvalidTimeStamp.Format", 400,
        "Specified time stamp or date value is not well formatted."},
    Row{"MissingParameter", 400, "Specified parameter is missing."},
    Row{"NoSuchVersion", 400, "The specified version does not exist."},
    // Status and text are in no list; both are inferred.
    Row{"Node.NotFound", 404, "The specified node does not exist."},
    Row{"OperationDenied.BackupJobExists", 403,
        "The operation is not permitted due to backup job exist."},
    Row{"ServiceUnavailable", 503,
        "The request has failed due to a temporary failure of the server."},
    // Seen from other writes of Dds; its status and text are those of a sister product.
    Row{"OperationDenied.DBInstanceStatus", 400,
        "Operation is denied by the current database instance status."},
    Row{"ParameterLeastAssociate", 400, "Must input at least one optional parameter."},
    Row{"SignatureDoesNotMatch", 400, "Specified signature is not matched with our calculation."},
    Row{"SignatureNonceUsed", 400, "Specified signature nonce was used already."},
    // Newer clients were seen to meet it with 429; the gateway's list says 400.
    Row{"Throttling.User", 400, "Request was denied due to user flow control."},
    Row{"UnsupportedHTTPMethod", 403, "This http method not supported."},
    Row{"UnsupportedOperation", 400, "The specified action is not supported."},
};

// A parameter's name as a client sent it may be anything; an error stays one short sentence.
std::string shown(std::string_view name) {
  constexpr std::size_t kShown = 64;
  return replace_invalid_utf8(name.substr(0, kShown));
}

}  // namespace

Refusal refuse(std::string_view code) {
  for (const Row& row : kTable) {
    if (row.code != code) continue;
    Refusal refusal{row.status, std::string(code), std::string(row.message)};
    if (code == "Throttling.User") refusal.retry_after_ms = 1'000;
    return refusal;
  }
  return refuse("InternalError");
}

Refusal refuse_missing(std::string_view parameter) {
  const std::string name(parameter);
  return {400, "Missing" + name, name + " is mandatory for this action."};
}

Refusal refuse_common(std::string_view parameter) {
  const std::string name(parameter);
  return {400, "Invalid" + name, "Specified parameter " + name + " is not valid."};
}

Refusal refuse_value(std::string_view parameter) {
  return {400, "InvalidParameter",
          "The specified parameter \"" + shown(parameter) + "\" is not valid."};
}

Refusal refuse_not_simulated(std::string_view what) {
  Refusal refusal = refuse("UnsupportedOperation");
  refusal.message = "The emulator does not simulate " + std::string(what) + ".";
  refusal.not_simulated = true;
  return refusal;
}

}  // namespace dds::emulator
