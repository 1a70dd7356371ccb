#include "native/cli/session/advice.h"

#include <algorithm>
#include <string_view>

#include "core/api/endpoint.h"
#include "core/api/error_guide.h"
#include "core/backup/call_end.h"
#include "core/backup/refusal.h"
#include "core/base/suggest.h"
#include "core/base/text.h"
#include "core/diagnose/answer.h"
#include "core/response/brief_message.h"
#include "native/cli/terminal/say.h"

namespace dds::cli {
namespace {

std::string signature_advice(const response::ApiError& error, const Session& session,
                             const signing::SigningTrace* trace) {
  const std::string theirs = diagnose::quoted_string_to_sign(error.message);
  if (trace != nullptr && !theirs.empty() && theirs != trace->string_to_sign) {
    return "The service signed a different text than this program did, so the request was changed "
           "on its way "
           "(a proxy?): try without one. The secret may be right.";
  }
  const std::string equal =
      trace == nullptr || theirs.empty()
          ? ""
          : "Both sides signed the same text, so the AccessKey secret is wrong: ";
  return equal + (equal.empty() ? "Check" : "check") + " the secret of key " +
         shorten_key_id(session.connection.credentials.access_key_id) + " (from " +
         session.credentials_source + "), and that no blank came along when it was pasted.";
}

std::string region_advice(const Session& session) {
  if (session.endpoint_chosen) {
    return "The instance is not known at " + session.connection.endpoint.host +
           ": check its id, and that the endpoint is that of its region.";
  }
  return "The instance is not known in region " + session.region + " (" +
         session.connection.endpoint.host + "): check its id, and name its region with --region.";
}

std::string advice_for(const response::ApiError& error, const Session& session,
                       const signing::SigningTrace* trace) {
  const std::string& code = error.code;
  const std::string key = shorten_key_id(session.connection.credentials.access_key_id) + " (from " +
                          session.credentials_source + ")";
  if (code == "SignatureDoesNotMatch" || code == "IncompleteSignature")
    return signature_advice(error, session, trace);
  if (code == "InvalidAccessKeyId.NotFound")
    return "The service does not know key " + key + ": check the AccessKey ID.";
  if (code == "InvalidAccessKeyId.Inactive")
    return "Key " + key + " is disabled: enable it in the RAM console.";
  if (code.starts_with("InvalidSecurityToken") &&
      !session.connection.credentials.security_token.empty()) {
    return "The security token that was sent does not belong to key " + key +
           ", or has expired: take key and token from one answer of STS, or unset "
           "ALIBABA_CLOUD_SECURITY_TOKEN where the key is a permanent one.";
  }
  if (code == "MissingSecurityToken" || code.starts_with("InvalidSecurityToken")) {
    return "Key " + key +
           " is a temporary one: set its ALIBABA_CLOUD_SECURITY_TOKEN, or get a new one if it "
           "expired.";
  }
  if (code.starts_with("InvalidTimeStamp") || code == "IllegalTimestamp") {
    return "This machine's clock is off by more than the service allows (15 minutes): set it "
           "right.";
  }
  if (code.starts_with("Forbidden.InstanceNotFound") || code == "InvalidInstanceId.NotFound" ||
      code == "InvalidDBInstanceId.NotFound") {
    return region_advice(session);
  }
  if (code.starts_with("Forbidden") || code.starts_with("Forbedden") || code == "NoPermission") {
    return "The RAM user of key " + key +
           " may not do this: have its policy allow the action (dds:<Action>).";
  }
  if (code == "InvalidRegion.NotFound")
    return "The service does not know this region: dds DescribeRegions lists those that it knows.";
  if (code == "InvalidApi.NotFound" || code == "InvalidAction" ||
      code == "InvalidAction.NotFound") {
    return "The service has no such action: check its spelling (actions are case-sensitive).";
  }
  if (code == "OperationDenied.BackupJobExists" || code == "BackupJobExists") {
    return "A backup job runs on the instance already; dds DescribeBackupTasks shows it. Try again "
           "when it has ended.";
  }
  if (code == "IncorrectDBInstanceState")
    return "The instance must be Running; dds DescribeDBInstances shows its state.";
  if (response::is_throttling(error)) {
    if (error.retry_after) return "Try again in " + format_duration(*error.retry_after) + ".";
    return "Try again in a minute.";
  }
  if (const auto explanation = api::explain_error(code)) {
    const api::ErrorGuide& guide = *explanation->guide;
    // Whether a change took effect is no question here: what could tell_unclear_answer tells.
    const bool harmless =
        guide.retry == api::Retry::LaterIfHarmless || backup::is_nonce_used(error);
    return std::string(guide.cause) + " " +
           (harmless ? "Try again after a while." : std::string(guide.next));
  }
  return {};
}

// In three lines: what the service said, what to do, and the request's reference.
void tell(const std::string& begun, const response::ApiError& error, const std::string& advice,
          const Session& session) {
  const std::string message =
      clean(response::brief_message(error.message), &session.connection.credentials);
  complain(begun + error.code + (message.empty() ? "" : ": " + message));
  if (!advice.empty()) note("  " + advice);
  std::string reference = "HTTP " + std::to_string(error.status);
  if (!error.request_id.empty()) reference += ", request " + error.request_id;
  if (!error.recommend.empty()) reference += ", " + error.recommend;
  note("  (" + reference + ")");
}

}  // namespace

void tell_refusal(const std::string& about, const response::ApiError& error, const Session& session,
                  const signing::SigningTrace* trace) {
  tell((about.empty() ? "" : about + ": ") + "The service refused: ", error,
       advice_for(error, session, trace), session);
}

void tell_unclear_answer(const std::string& action, const response::ApiError& error,
                         const Session& session) {
  const auto explanation = api::explain_error(error.code);
  const std::string cause = explanation ? std::string(explanation->guide->cause) + " " : "";
  tell("The service reports a failure: ", error, cause + backup::effect_unknown_sentence(action),
       session);
}

std::vector<std::string> explain_not_reached(const Session& session) {
  const std::string& host = session.connection.endpoint.host;
  if (session.endpoint_chosen) {
    return {"Check the network and that the endpoint " + session.connection.endpoint.url() +
            " is right."};
  }
  std::vector<std::string_view> known;
  for (const api::RegionEndpoint& region : api::known_regions()) known.push_back(region.region_id);
  if (std::find(known.begin(), known.end(), session.region) == known.end()) {
    const std::string_view near = nearest(session.region, known);
    std::string line = "Region " + session.region + " is not among the known ones, so " + host +
                       " was only a guess";
    if (!near.empty()) line += "; did you mean --region " + std::string(near) + "?";
    return {near.empty() ? line + ": choose one with --region, or a host with --endpoint." : line};
  }
  return {"The host of region " + session.region + " is " + host +
          ": check the network and its proxy (https_proxy), or choose another with --region or "
          "--endpoint."};
}

}  // namespace dds::cli
