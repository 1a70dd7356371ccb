// Mistakes in requests of ACS3.
#include <doctest/doctest.h>

#include "core/base/percent.h"
#include "core/signing/acs3.h"
#include "core/signing/digest.h"
#include "tests/core/diagnose/patient.h"

namespace dds::test {
namespace {

using diagnose::Kind;
using diagnose::Question;

Case changed(Kind kind, std::string how, std::function<void(Acs3Patient&)> change) {
  return {kind, std::move(how), [change = std::move(change)](Random& random) {
            Acs3Patient patient = good_acs3_patient(random);
            change(patient);
            return patient.question();
          }};
}

Case replacing(Kind kind, std::string how, std::string what, std::string with) {
  return changed(kind, std::move(how), [what, with](Acs3Patient& patient) {
    const std::string right = patient.right_canonical_request();
    patient.canonical_request = replace_all(right, what, with);
    REQUIRE(*patient.canonical_request != right);
  });
}

void erase_header(Acs3Patient& patient, std::string_view name) {
  std::erase_if(patient.headers, [&](const HttpHeader& header) { return header.name == name; });
}

void add_headers(std::vector<Case>& list) {
  list.push_back(replacing(Kind::HostDiffers, "the central host",
                           "host:mongodb.cn-hangzhou.aliyuncs.com", "host:mongodb.aliyuncs.com"));
  list.push_back(replacing(Kind::HostDiffers, "with a port", "hangzhou.aliyuncs.com",
                           "hangzhou.aliyuncs.com:443"));
  list.push_back(
      {Kind::HostDiffers, "as the service quotes it", [](Random& random) {
         Acs3Patient patient = good_acs3_patient(random);
         Question question = patient.question();
         const std::string seen =
             replace_all(patient.right_canonical_request(), "host:mongodb.cn-hangzhou.",
                         "host:mongodb-vpc.cn-hangzhou.");
         question.answer = diagnose::ServiceAnswer{
             "SignatureDoesNotMatch", {}, "ACS3-HMAC-SHA256\n" + signing::sha256_hex(seen), {}};
         return question;
       }});
  list.push_back(changed(Kind::HeaderNotTrimmed, "a blank behind", [](Acs3Patient& patient) {
    patient.headers[1].value += "  ";
    patient.canonical_request =
        replace_all(patient.right_canonical_request(), "CreateBackup\n", "CreateBackup  \n");
  }));
  list.push_back(changed(Kind::HeadersNotSorted, "and listed so", [](Acs3Patient& patient) {
    const std::string right = patient.right_canonical_request();
    patient.signed_headers =
        "host;content-type;x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-signature-nonce;"
        "x-acs-version";
    const std::string type = "content-type:application/x-www-form-urlencoded\n";
    const std::string host = "host:mongodb.cn-hangzhou.aliyuncs.com\n";
    patient.canonical_request = replace_all(replace_all(right, type + host, host + type),
                                            "content-type;host;", "host;content-type;");
  }));
  list.push_back(changed(Kind::HeadersNotLowerCase, "and listed so", [](Acs3Patient& patient) {
    const std::string right = patient.right_canonical_request();
    patient.signed_headers =
        "Content-Type;Host;x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-signature-nonce;"
        "x-acs-version";
    patient.canonical_request =
        replace_all(replace_all(replace_all(right, "content-type;host", "Content-Type;Host"),
                                "content-type:", "Content-Type:"),
                    "host:", "Host:");
  }));
  list.push_back(
      replacing(Kind::BlankLineMissing, "no blank line", "\n\ncontent-type;", "\ncontent-type;"));
  list.push_back(changed(Kind::HeaderNotSigned, "sent, not listed", [](Acs3Patient& patient) {
    patient.signed_headers =
        "content-type;host;x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-signature-nonce";
  }));
  list.push_back(changed(Kind::HeaderNotSigned, "listed, not sent", [](Acs3Patient& patient) {
    patient.signed_headers =
        "content-type;host;x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-extra;"
        "x-acs-signature-nonce;x-acs-version";
  }));
}

void add_body(std::vector<Case>& list) {
  list.push_back({Kind::BodyChanged, "by a proxy", [](Random& random) {
                    Acs3Patient patient = good_acs3_patient(random);
                    Question question = patient.question();
                    question.request.body += "&added=1";
                    return question;
                  }});
  list.push_back(changed(Kind::ContentHashMissing, "no header", [](Acs3Patient& patient) {
    erase_header(patient, "x-acs-content-sha256");
  }));
  list.push_back(changed(Kind::ContentHashMissing, "signed as nothing", [](Acs3Patient& patient) {
    const std::string hash = signing::sha256_hex(patient.body);
    std::string text = patient.right_canonical_request();
    text.resize(text.size() - hash.size());
    patient.canonical_request = text;
  }));
}

void add_others(std::vector<Case>& list) {
  list.push_back(changed(Kind::KeyWithAmpersand, "as in RPC v1",
                         [](Acs3Patient& patient) { patient.secret += "&"; }));
  list.push_back(replacing(Kind::MethodDiffers, "GET signed", "POST\n", "GET\n"));
  list.push_back(replacing(Kind::SpaceAsPlus, "in the query", "%20", "+"));
  list.push_back(replacing(Kind::PathNotRoot, "an empty one", "POST\n/\n", "POST\n\n"));
  list.push_back(changed(Kind::SignatureText, "Base64", [](Acs3Patient& patient) {
    const std::string text =
        "ACS3-HMAC-SHA256\n" + signing::sha256_hex(patient.right_canonical_request());
    patient.signature = signing::base64(signing::hmac_sha256(patient.secret, {}, text));
  }));
  list.push_back(changed(Kind::OtherSecret, "another",
                         [](Acs3Patient& patient) { patient.secret = "quite-another-secret"; }));
  list.push_back(changed(Kind::TimestampFormat, "milliseconds", [](Acs3Patient& patient) {
    patient.headers[3].value = format_utc(patient.instant, TimeForm::Milliseconds);
  }));
  list.push_back(changed(Kind::NonceMissing, "no nonce", [](Acs3Patient& patient) {
    erase_header(patient, "x-acs-signature-nonce");
  }));
  list.push_back(changed(Kind::ActionMissing, "no action",
                         [](Acs3Patient& patient) { erase_header(patient, "x-acs-action"); }));
}

}  // namespace

std::vector<Case> acs3_cases() {
  std::vector<Case> list;
  add_headers(list);
  add_body(list);
  add_others(list);
  return list;
}

}  // namespace dds::test
