// Mistakes in common parameters, time, nonce, key and token: told without any secret.
#include <doctest/doctest.h>

#include "core/base/percent.h"
#include "core/signing/rpc_v1.h"
#include "tests/core/diagnose/patient.h"

namespace dds::test {
namespace {

using diagnose::Kind;
using diagnose::Question;

Case changed(Kind kind, std::string how, std::function<void(Patient&)> change) {
  return {kind, std::move(how), [change = std::move(change)](Random& random) {
            Patient patient = good_patient(random);
            change(patient);
            return patient.question();
          }};
}

Case missing(Kind kind, const std::string& name) {
  return changed(kind, name, [name](Patient& patient) { patient.erase(name); });
}

Case set(Kind kind, const std::string& name, const std::string& value) {
  return changed(kind, name + "=" + value,
                 [name, value](Patient& patient) { patient.value(name) = value; });
}

Case refused(Kind kind, const std::string& code) {
  return {kind, code, [code](Random& random) {
            Question question = good_patient(random).question();
            question.answer = diagnose::ServiceAnswer{code, "Refused.", {}, {}};
            return question;
          }};
}

Case off_by(Kind kind, std::string how, Seconds seconds) {
  return changed(kind, std::move(how), [seconds](Patient& patient) {
    patient.value("Timestamp") = format_utc(patient.instant + seconds);
  });
}

void add_missing(std::vector<Case>& list) {
  list.push_back(missing(Kind::ActionMissing, "Action"));
  list.push_back(missing(Kind::VersionMissing, "Version"));
  list.push_back(missing(Kind::FormatMissing, "Format"));
  list.push_back(missing(Kind::AccessKeyIdMissing, "AccessKeyId"));
  list.push_back(missing(Kind::NonceMissing, "SignatureNonce"));
  list.push_back(missing(Kind::TimestampMissing, "Timestamp"));
  list.push_back(missing(Kind::SignatureMethodWrong, "SignatureMethod"));
  list.push_back(missing(Kind::SignatureVersionWrong, "SignatureVersion"));
  list.push_back(set(Kind::SignatureMethodWrong, "SignatureMethod", "MD5"));
  list.push_back(set(Kind::SignatureVersionWrong, "SignatureVersion", "2.0"));
  list.push_back(changed(Kind::SignatureMissing, "no Signature", [](Patient& patient) {
    patient.wire = signing::encode_parameters(patient.sent);
  }));
  list.push_back(changed(Kind::ContentTypeMissing, "no content type", [](Patient& patient) {
    patient.method = "POST";
    patient.content_type.clear();
  }));
  list.push_back(changed(Kind::ContentTypeMissing, "JSON", [](Patient& patient) {
    patient.method = "POST";
    patient.content_type = "application/json";
  }));
}

void add_keys(std::vector<Case>& list) {
  for (const char* const id : {"LTAItestid ", " LTAItestid", "LTAItestid\n"})
    list.push_back(set(Kind::AccessKeyIdBlank, "AccessKeyId", id));
  list.push_back(changed(Kind::AccessKeyIdBlank, "signed without", [](Patient& patient) {
    patient.value("AccessKeyId") = "LTAItestid";
    patient.string_to_sign = patient.right_string_to_sign();
    patient.value("AccessKeyId") = "LTAItestid ";
  }));
  list.push_back(set(Kind::TokenMissing, "AccessKeyId", "STS.NUtestid"));
  list.push_back(changed(Kind::TokenNotEncoded, "on the wire", [](Patient& patient) {
    patient.value("AccessKeyId") = "STS.NUtestid";
    patient.value("SecurityToken") = "CAIS+token/of+STS==";
    patient.wire =
        replace_all(patient.wire_text(), "CAIS%2Btoken%2Fof%2BSTS%3D%3D", "CAIS+token/of+STS==");
  }));
  list.push_back(changed(Kind::TokenNotEncoded, "in the string to sign", [](Patient& patient) {
    patient.value("AccessKeyId") = "STS.NUtestid";
    patient.value("SecurityToken") = "CAIS+token/of+STS==";
    patient.string_to_sign =
        replace_all(patient.right_string_to_sign(), "CAIS%252Btoken%252Fof%252BSTS%253D%253D",
                    "CAIS%2Btoken%2Fof%2BSTS%3D%3D");
  }));
  list.push_back(refused(Kind::AccessKeyUnknown, "InvalidAccessKeyId.NotFound"));
  list.push_back(refused(Kind::AccessKeyInactive, "InvalidAccessKeyId.Inactive"));
  list.push_back(refused(Kind::TokenWrong, "InvalidSecurityToken.MismatchWithAccessKey"));
  list.push_back(refused(Kind::TokenWrong, "InvalidSecurityToken.Expired"));
  list.push_back(refused(Kind::VersionWrong, "NoSuchVersion"));
}

void add_times(std::vector<Case>& list) {
  using std::chrono::hours;
  using std::chrono::minutes;
  list.push_back(changed(Kind::TimestampSpelling, "sent", [](Patient& patient) {
    const std::string timestamp = patient.value("Timestamp");
    patient.value("TimeStamp") = timestamp;
    patient.erase("Timestamp");
  }));
  list.push_back(changed(Kind::TimestampSpelling, "signed", [](Patient& patient) {
    patient.string_to_sign =
        replace_all(patient.right_string_to_sign(), "%26Timestamp%3D", "%26TimeStamp%3D");
  }));
  list.push_back(changed(Kind::TimestampFormat, "milliseconds", [](Patient& patient) {
    patient.value("Timestamp") = format_utc(patient.instant, TimeForm::Milliseconds);
  }));
  list.push_back(changed(Kind::TimestampFormat, "no Z", [](Patient& patient) {
    patient.value("Timestamp") = replace_all(patient.value("Timestamp"), "Z", "");
  }));
  list.push_back(changed(Kind::TimestampFormat, "an offset", [](Patient& patient) {
    patient.value("Timestamp") = replace_all(format_utc(patient.instant + hours(8)), "Z", "+08:00");
  }));
  list.push_back(changed(Kind::TimestampFormat, "a number", [](Patient& patient) {
    patient.value("Timestamp") = std::to_string(patient.instant.time_since_epoch().count() / 1000);
  }));
  list.push_back(set(Kind::TimestampFormat, "Timestamp", "tomorrow"));
  for (const Seconds zone : {Seconds(hours(8)), Seconds(-hours(5)), Seconds(minutes(330))})
    list.push_back(off_by(Kind::TimestampLocal, "a zone", zone));
  list.push_back(off_by(Kind::ClockOff, "ahead", minutes(20)));
  list.push_back(off_by(Kind::ClockOff, "behind", -minutes(101)));
  list.push_back(off_by(Kind::ClockOff, "a day", hours(24) + minutes(1)));
  list.push_back(refused(Kind::ClockOff, "InvalidTimeStamp.Expired"));
  list.push_back(refused(Kind::NonceReused, "SignatureNonceUsed"));
  list.push_back({Kind::NonceReused, "a history", [](Random& random) {
                    Patient patient = good_patient(random);
                    Question question = patient.question();
                    question.used_nonces = {"other", patient.value("SignatureNonce")};
                    return question;
                  }});
}

}  // namespace

std::vector<Case> parameter_cases() {
  std::vector<Case> list;
  add_missing(list);
  add_keys(list);
  add_times(list);
  return list;
}

}  // namespace dds::test
