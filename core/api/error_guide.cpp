#include "core/api/error_guide.h"

#include <algorithm>
#include <array>

#include "core/base/percent.h"

namespace dds::api {
namespace {

constexpr bool kInferred = true;

constexpr std::array kGuides = {
    ErrorGuide{"ActionUnauthorized", 403, "The account may not use this action.",
               "Check that the product is activated for the account and that its policy allows the "
               "action.",
               Retry::AfterMending, kInferred},
    ErrorGuide{
        "BackupJobExists", 400,
        "A backup job runs on the instance already; there can be one at a time.",
        "Follow the running one with DescribeBackupTasks, and start another when it has ended.",
        Retry::AfterMending},
    ErrorGuide{"BackupTimesExceeded", 400,
               "The instance has had as many manual backups today as it may.",
               "Wait for the next day in the instance's region, or rely on the automatic backup.",
               Retry::AfterMending, kInferred},
    ErrorGuide{"Forbedden.NotSupportRAM", 403,
               "This action cannot be called by a RAM user (the service spells the code so).",
               "Call it with a key of the account itself, or use another action.",
               Retry::AfterMending},
    ErrorGuide{"Forbidden.InstanceNotFound", 404,
               "The service finds no such instance at this endpoint.",
               "Check the instance's id, and that the endpoint is that of its region.",
               Retry::AfterMending},
    ErrorGuide{"Forbidden.RAM", 403,
               "The RAM user or role lacks the permission, or the action does not support RAM.",
               "Have its policy allow the action, dds:<Action>, on the instance.",
               Retry::AfterMending},
    ErrorGuide{"Forbidden.RiskControl", 403,
               "The account is held back by Alibaba Cloud's risk control.",
               "Open a ticket; no request of this account passes until it is lifted.",
               Retry::AfterMending},
    ErrorGuide{"IdempotentParameterMismatch", 400,
               "The ClientToken was used before for a request with other parameters.",
               "Send the earlier request unchanged, or use a new token for a new one.",
               Retry::AfterMending},
    ErrorGuide{"IllegalTimestamp", 400,
               "The parameter Timestamp is missing or was misspelled, as in TimeStamp.",
               "Send Timestamp in UTC, like 2026-01-14T06:00:00Z.", Retry::AfterMending},
    ErrorGuide{
        "IncompleteSignature", 400,
        "The signature does not look like one: cut off, in hex instead of Base64, or with a plus "
        "that became a blank.",
        "Percent-encode the signature, and compare the string to sign with the one in the message.",
        Retry::AfterMending},
    ErrorGuide{"IncorrectBackupSetState", 400,
               "The backup set is in a state that does not allow this, for one because it is still "
               "being made.",
               "Wait until its status is Success, then try again.", Retry::AfterMending},
    ErrorGuide{"IncorrectDBInstanceLockMode", 400,
               "The instance is locked: it expired, its disk is full, or it was locked by hand.",
               "See LockMode of DescribeDBInstanceAttribute, remove the reason, and try again.",
               Retry::AfterMending},
    ErrorGuide{
        "IncorrectDBInstanceState", 400,
        "The instance is not in the state that this action needs, which is Running for most.",
        "Wait until DescribeDBInstanceAttribute says Running, then try again.",
        Retry::AfterMending},
    ErrorGuide{"IncorrectDBInstanceType", 403, "This kind of instance does not support the action.",
               "Check kind and storage of the instance; restoring databases one by one needs a "
               "replica set.",
               Retry::AfterMending, kInferred},
    ErrorGuide{"InstanceStatusInvalid", 0, "The instance's state does not allow the call.",
               "Wait until the instance is Running, then try again.", Retry::AfterMending,
               kInferred},
    ErrorGuide{"InsufficientBalance", 400,
               "The account has not enough money for what is to be ordered.",
               "Top up the account, then order again.", Retry::AfterMending},
    ErrorGuide{"InsufficientResourceCapacity", 400,
               "The zone has no capacity left for the instance that was asked for.",
               "Choose another zone or class, or try again later.", Retry::AfterMending},
    ErrorGuide{"InternalError", 500, "The service failed on its side.",
               "Look first whether the request took effect; what only reads may be sent again "
               "after a while.",
               Retry::LaterIfHarmless},
    ErrorGuide{"InvalidAccessKeyId.Inactive", 400, "The AccessKey is disabled.",
               "Enable it in the RAM console, or use another one.", Retry::AfterMending},
    ErrorGuide{"InvalidAccessKeyId.NotFound", 404,
               "The service does not know the AccessKey ID: mistyped, deleted, or of another site.",
               "Check the ID; keys of the Chinese and of the international site differ.",
               Retry::AfterMending},
    ErrorGuide{"InvalidAction", 403, "The product has no action of that name.",
               "Check its spelling, letter case included.", Retry::AfterMending},
    ErrorGuide{"InvalidApi.NotFound", 404,
               "The gateway finds no such action at this address by this method.",
               "Check action, version, host and HTTP method.", Retry::AfterMending},
    ErrorGuide{"InvalidBackupMethod.Format", 400,
               "BackupMethod is none of Logical, Physical and Snapshot.",
               "Write one of them exactly so.", Retry::AfterMending},
    ErrorGuide{"InvalidBackupMethod.ValueNotSupport", 400,
               "This instance cannot be backed up by that method.",
               "Use Snapshot on cloud disks, Logical or Physical on local ones.",
               Retry::AfterMending},
    ErrorGuide{"InvalidBackupRetentionPeriod.Malformed", 400,
               "The retention period is out of range.",
               "Give 7 to 730 days, or -1 to keep the set for ever.", Retry::AfterMending},
    ErrorGuide{"InvalidBackupSetID.NotFound", 400,
               "There is no backup set of that id, perhaps because it expired.",
               "List what there is with DescribeBackups.", Retry::AfterMending},
    ErrorGuide{"InvalidBackupType.Format", 400, "The backup type is none that the service knows.",
               "Leave it out, or write it as the documentation does.", Retry::AfterMending,
               kInferred},
    ErrorGuide{"InvalidDBInstance.Malformed", 400,
               "Too many instance ids, or one that is not written as an id.",
               "Send one id such as dds-bp1..., without blanks.", Retry::AfterMending},
    ErrorGuide{"InvalidDBInstanceClass.NotFound", 404,
               "There is no instance class of that name for this kind of instance.",
               "List the classes with DescribeAvailableResource.", Retry::AfterMending},
    ErrorGuide{"InvalidDBInstanceId.NotFound", 404,
               "The service finds no such instance at this endpoint.",
               "Check the instance's id, and that the endpoint is that of its region.",
               Retry::AfterMending, kInferred},
    ErrorGuide{"InvalidEndTime.Format", 400, "EndTime is not written as a time.",
               "Write it in UTC, like 2026-01-14T06:00Z.", Retry::AfterMending},
    ErrorGuide{
        "InvalidEndTime.Malformed", 400, "EndTime is no valid time, or lies before StartTime.",
        "Write it in UTC, like 2026-01-14T06:00Z, and after StartTime.", Retry::AfterMending},
    ErrorGuide{"InvalidInstanceId.NotFound", 404,
               "The service finds no such instance at this endpoint.",
               "Check the instance's id, and that the endpoint is that of its region.",
               Retry::AfterMending},
    ErrorGuide{"InvalidOwnerAccount", 400,
               "OwnerAccount is not an account that this key may act for.",
               "Leave OwnerAccount out.", Retry::AfterMending, kInferred},
    ErrorGuide{"InvalidOwnerId", 400, "OwnerId is not an account that this key may act for.",
               "Leave OwnerId out.", Retry::AfterMending, kInferred},
    ErrorGuide{"InvalidParameter", 400,
               "A parameter has a value that the service does not take; the message names it.",
               "Mend the parameter that the message names.", Retry::AfterMending},
    ErrorGuide{"InvalidParameter.Format", 400,
               "A parameter cannot be read: not UTF-8, or wrongly percent-encoded.",
               "Encode the UTF-8 bytes of each value, a blank as %20.", Retry::AfterMending},
    ErrorGuide{"InvalidPreferredBackupPeriod.Malformed", 400,
               "The days of the automatic backup are not written as the service wants them.",
               "Write English names joined by commas: Monday,Thursday.", Retry::AfterMending},
    ErrorGuide{"InvalidPreferredBackupTime", 400,
               "The window of the automatic backup is no hour of the day in UTC.",
               "Write a full hour like 03:00Z-04:00Z.", Retry::AfterMending},
    ErrorGuide{"InvalidPreferredBackupTime.Format", 400,
               "The window of the automatic backup is not written as the service wants it.",
               "Write a full hour like 03:00Z-04:00Z.", Retry::AfterMending},
    ErrorGuide{"InvalidPreferredBackupTime.Malformed", 400,
               "The window of the automatic backup is not written as the service wants it.",
               "Write a full hour like 03:00Z-04:00Z.", Retry::AfterMending},
    ErrorGuide{"InvalidProduct.NotFound", 404, "No product answers at this host name.",
               "Check the endpoint: mongodb.<region>.aliyuncs.com, or mongodb.aliyuncs.com.",
               Retry::AfterMending},
    ErrorGuide{"InvalidProtocol.NeedSsl", 404, "The action is answered over HTTPS only.",
               "Send the request to https://.", Retry::AfterMending},
    ErrorGuide{"InvalidRegion.NotFound", 404, "There is no region or zone of that id.",
               "List the regions with DescribeRegions.", Retry::AfterMending},
    ErrorGuide{"InvalidSignatureMethod", 400, "SignatureMethod is none that the service takes.",
               "Send HMAC-SHA1 with SignatureVersion 1.0.", Retry::AfterMending},
    ErrorGuide{"InvalidStartTime.Malformed", 400, "StartTime is no valid time.",
               "Write it in UTC, like 2026-01-14T06:00Z.", Retry::AfterMending},
    ErrorGuide{"InvalidStatus.NotFound", 404, "There is no status of that name.",
               "Write it as answers have it, such as Running.", Retry::AfterMending, kInferred},
    ErrorGuide{
        "InvalidTimeStamp.Expired", 400,
        "The request's time is more than 15 minutes off the service's clock, or it was sent late.",
        "Set this machine's clock right, and sign anew for every attempt.", Retry::AfterMending},
    ErrorGuide{"InvalidTimeStamp.Format", 400,
               "The request's time is not written as the service wants it.",
               "Write it in UTC without milliseconds, like 2026-01-14T06:00:00Z.",
               Retry::AfterMending},
    ErrorGuide{"InvalidZoneId.NotFound", 400, "There is no zone of that id in the region.",
               "List regions with their zones by DescribeRegions.", Retry::AfterMending},
    ErrorGuide{
        "Invalid{ParameterName}", 400, "The parameter has a value that the service does not take.",
        "Mend its value: see the action's parameters for what is allowed.", Retry::AfterMending},
    ErrorGuide{"MissingParameter", 400,
               "A parameter that the action needs is missing; the message may name it.",
               "Add it: see which of the action's parameters are required.", Retry::AfterMending},
    ErrorGuide{"Missing{ParameterName}", 400, "A parameter that the action needs is missing.",
               "Add the parameter; names are case-sensitive.", Retry::AfterMending},
    ErrorGuide{"NoSuchVersion", 400, "The product has no such API version.",
               "Send Version 2015-12-01.", Retry::AfterMending},
    ErrorGuide{"Node.NotFound", 0,
               "The instance has no such node, or it is not one that the action takes.",
               "List its nodes with DescribeDBInstanceAttribute.", Retry::AfterMending, kInferred},
    ErrorGuide{
        "OperationDenied.BackupJobExists", 403,
        "A backup job runs on the instance already; there can be one at a time.",
        "Follow the running one with DescribeBackupTasks, and start another when it has ended.",
        Retry::AfterMending},
    ErrorGuide{
        "OperationDenied.DBInstanceStatus", 0, "The instance's state does not allow the call.",
        "Wait until the instance is Running, then try again.", Retry::AfterMending, kInferred},
    ErrorGuide{
        "OperationDenied.NoDatabase", 403, "The instance has no database that could be backed up.",
        "Create a database first; a logical backup needs one.", Retry::AfterMending, kInferred},
    ErrorGuide{"ParameterLeastAssociate", 400,
               "None of the optional parameters was given, and one at least is needed.",
               "Give at least one of them.", Retry::AfterMending},
    ErrorGuide{"PreCheckError", 0,
               "The check before an order failed; the message is JSON that names what it found.",
               "Read codeName and message in it, and mend what they name.", Retry::AfterMending},
    ErrorGuide{"QuotaExceed", 400, "The account has as many pay-as-you-go instances as it may.",
               "Release one that is not needed, or ask for a higher quota.", Retry::AfterMending},
    ErrorGuide{"QuotaNotEnough", 400, "The zone's quota does not suffice for what was asked for.",
               "Choose another zone, or ask for a higher quota.", Retry::AfterMending},
    ErrorGuide{"RealNameAuthenticationError", 403,
               "The account has not passed real-name verification, which ordering needs.",
               "Verify the account in the console, then order again.", Retry::AfterMending},
    ErrorGuide{"ServiceNotSupported", 400, "The service is not offered as it was asked for.",
               "Check region and product of the request.", Retry::AfterMending, kInferred},
    ErrorGuide{"ServiceUnavailable", 503, "The service is down for the moment.",
               "Look first whether the request took effect; what only reads may be sent again "
               "after a while.",
               Retry::LaterIfHarmless},
    ErrorGuide{"SignatureDoesNotMatch", 403,
               "The service computed another signature: the secret is wrong, or something else was "
               "signed than sent.",
               "Compare the string to sign with the one in the message: alike means the secret, "
               "else `dds diagnose` names the difference.",
               Retry::AfterMending},
    ErrorGuide{
        "SignatureNonceUsed", 400,
        "The nonce was used before: by an earlier attempt that arrived, or by a repeated one.",
        "Look whether the earlier attempt took effect, then sign anew with a new nonce.",
        Retry::AfterMending},
    ErrorGuide{"Throttling", 400, "Too many requests at once.",
               "Wait, then send it again; fewer at a time.", Retry::Later},
    ErrorGuide{"Throttling.User", 400, "The account sends more requests than it may.",
               "Wait as long as x-acs-retry-after says, then send it again; fewer at a time.",
               Retry::Later},
    ErrorGuide{"UnsupportedHTTPMethod", 403, "The action is not taken by this HTTP method.",
               "Use POST, or GET.", Retry::AfterMending},
    ErrorGuide{"UnsupportedOperation", 400, "The action is not supported for this request.",
               "Check whether kind, storage and version of the instance allow it.",
               Retry::AfterMending, kInferred},
    ErrorGuide{"UnsupportedParameter", 400,
               "The action does not take the parameter that the message names.", "Leave it out.",
               Retry::AfterMending},
};

constexpr std::string_view kMissing = "Missing{ParameterName}";
constexpr std::string_view kInvalid = "Invalid{ParameterName}";

const ErrorGuide* find(std::string_view code) {
  const auto at = std::lower_bound(
      kGuides.begin(), kGuides.end(), code,
      [](const ErrorGuide& guide, std::string_view wanted) { return guide.code < wanted; });
  return at != kGuides.end() && at->code == code ? &*at : nullptr;
}

// "InvalidVpcId.NotFound" after "Invalid": the parameter VpcId; "" when no name stands there.
std::string_view parameter_after(std::string_view code, std::string_view prefix) {
  if (!code.starts_with(prefix)) return {};
  const std::string_view rest = code.substr(prefix.size());
  const std::string_view parameter = rest.substr(0, rest.find('.'));
  const auto is_upper = [](char c) { return c >= 'A' && c <= 'Z'; };
  return !parameter.empty() && is_upper(parameter.front()) ? parameter : std::string_view();
}

}  // namespace

std::string_view name(Retry retry) {
  switch (retry) {
    case Retry::AfterMending: return "after mending";
    case Retry::Later: return "later";
    case Retry::LaterIfHarmless: return "later, if it only reads";
  }
  return {};
}

std::span<const ErrorGuide> error_guides() {
  return kGuides;
}

std::optional<ErrorExplanation> explain_error(std::string_view code) {
  if (const ErrorGuide* guide = find(code)) return ErrorExplanation{guide, {}};
  if (code.find("Throttling") != std::string_view::npos)
    return ErrorExplanation{find("Throttling"), {}};
  if (const std::string_view parameter = parameter_after(code, "Missing"); !parameter.empty())
    return ErrorExplanation{find(kMissing), std::string(parameter)};
  if (const std::string_view parameter = parameter_after(code, "Invalid"); !parameter.empty())
    return ErrorExplanation{find(kInvalid), std::string(parameter)};
  return std::nullopt;
}

std::string error_centre_url(std::string_view code) {
  return "https://api.aliyun.com/troubleshoot?product=Dds&q=" + percent_encode(code);
}

}  // namespace dds::api
