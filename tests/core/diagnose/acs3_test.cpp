// ACS3: any host that was signed is found where it can be told, and the table marks the part of the
// canonical request that differs.
#include <doctest/doctest.h>

#include <algorithm>
#include <string>

#include "core/diagnose/diagnose.h"
#include "core/signing/acs3.h"
#include "tests/core/diagnose/patient.h"

using namespace dds;
using namespace dds::diagnose;
using dds::test::Acs3Patient;
using dds::test::Random;
using dds::test::replace_all;

namespace {

constexpr const char* kHost = "host:mongodb.cn-hangzhou.aliyuncs.com\n";

const Finding* find(const Diagnosis& diagnosis, Kind kind) {
  for (const Finding& finding : diagnosis.findings) {
    if (finding.kind == kind) return &finding;
  }
  return nullptr;
}

std::string differing_rows(const Diagnosis& diagnosis) {
  std::string steps;
  for (const CheckRow& row : diagnosis.rows) {
    if (row.verdict == RowVerdict::Differs) steps += (steps.empty() ? "" : ", ") + row.step;
  }
  return steps;
}

const CheckRow& row(const Diagnosis& diagnosis, std::string_view step) {
  const auto at = std::find_if(diagnosis.rows.begin(), diagnosis.rows.end(),
                               [&](const CheckRow& entry) { return entry.step == step; });
  REQUIRE(at != diagnosis.rows.end());
  return *at;
}

// Without a secret: the client's canonical request against the right one.
Diagnosis compared(const Acs3Patient& patient, const std::string& client) {
  Question question = patient.question();
  question.key.reset();
  question.client_string_to_sign = client;
  return diagnose::diagnose(question);
}

}  // namespace

TEST_CASE("a host that stands in the client's canonical request is found whichever it is") {
  Random random(1);
  const Acs3Patient patient = test::good_acs3_patient(random);
  const Diagnosis diagnosis = compared(
      patient,
      replace_all(patient.right_canonical_request(), kHost, "host:gateway.example.com:8443\n"));
  REQUIRE(find(diagnosis, Kind::HostDiffers) != nullptr);
  CHECK(find(diagnosis, Kind::HostDiffers)->sentence.find("gateway.example.com:8443") !=
        std::string::npos);
  CHECK(diagnosis.verdict == Verdict::Explained);
  CHECK(differing_rows(diagnosis) == "Headers and body");
}

TEST_CASE("a host that stands in the server's canonical request is found whichever it is") {
  Random random(2);
  Question question = test::good_acs3_patient(random).question();
  const std::string seen =
      replace_all(test::good_acs3_patient(random = Random(2)).right_canonical_request(), kHost,
                  "host:10.1.2.3:7001\n");
  const Result<ServiceAnswer> answer = read_answer(
      "SignatureDoesNotMatch: Specified signature does not match our calculation. server canonical "
      "request is:" +
      seen + ", server string to sign is:ACS3-HMAC-SHA256\n" + signing::sha256_hex(seen));
  REQUIRE(answer.ok());
  CHECK(answer->string_to_sign == seen);
  question.answer = *answer;
  SUBCASE("with the secret") {}
  SUBCASE("without") {
    question.key.reset();
  }
  const Diagnosis diagnosis = diagnose::diagnose(question);
  const Finding* host = find(diagnosis, Kind::HostDiffers);
  REQUIRE(host != nullptr);
  CHECK(host->sentence.find("10.1.2.3:7001 is what the service received") != std::string::npos);
  CHECK(row(diagnosis, "Headers and body").service.find("10.1.2.3") != std::string::npos);
}

TEST_CASE("by a hash alone the hosts that can be told are tried") {
  for (const char* const host :
       {"mongodb.us-west-1.aliyuncs.com", "mongodb-vpc.eu-central-1.aliyuncs.com",
        "mongodb.cn-beijing.aliyuncs.com", "dds.cn-hangzhou.aliyuncs.com",
        "MONGODB.CN-HANGZHOU.ALIYUNCS.COM", "mongodb.cn-hangzhou.aliyuncs.com:80",
        "mongodb.xx-new-1.aliyuncs.com"}) {
    CAPTURE(host);
    Random random(3);
    Acs3Patient patient = test::good_acs3_patient(random);
    patient.query.push_back({"RegionId", "xx-new-1"});
    patient.canonical_request =
        replace_all(patient.right_canonical_request(), kHost, std::string("host:") + host + "\n");
    const Diagnosis diagnosis = diagnose::diagnose(patient.question());
    CHECK(find(diagnosis, Kind::HostDiffers) != nullptr);
    CHECK(diagnosis.findings.size() == 1);
  }
}

TEST_CASE("the table marks the part that differs, and each that does") {
  Random random(4);
  Acs3Patient patient = test::good_acs3_patient(random);
  patient.body = "Filter=a";
  patient.headers[5].value = signing::sha256_hex(patient.body);
  const std::string right = patient.right_canonical_request();
  const std::string date = "x-acs-date:" + patient.headers[3].value + "\n";
  CHECK(differing_rows(compared(patient, replace_all(right, "%20", "+"))) == "Encoding");
  CHECK(differing_rows(compared(patient, replace_all(right, "POST\n", "GET\n"))) ==
        "Method and path");
  CHECK(differing_rows(compared(patient, replace_all(right, "DBInstanceId=", "Region="))) ==
        "Parameters");
  CHECK(differing_rows(compared(patient, replace_all(right, date, ""))) == "Headers and body");
  CHECK(differing_rows(compared(patient, replace_all(replace_all(right, "POST\n", "GET\n"), "%20",
                                                     "+"))) == "Encoding, Method and path");
}

TEST_CASE("a header that only one text has is named, and the next one is not") {
  Random random(5);
  const Acs3Patient patient = test::good_acs3_patient(random);
  const std::string right = patient.right_canonical_request();
  const std::string date = "x-acs-date:" + patient.headers[3].value + "\n";
  const Diagnosis missing = compared(patient, replace_all(right, date, ""));
  REQUIRE(missing.difference.has_value());
  CHECK(missing.difference->parameter == "x-acs-date");
  CHECK(missing.difference->sentence == "Only the right text has the header x-acs-date.");
  const Diagnosis added =
      compared(patient, replace_all(right, date, "x-acs-credential:a\n" + date));
  REQUIRE(added.difference.has_value());
  CHECK(added.difference->parameter == "x-acs-credential");
  CHECK(added.difference->sentence == "Only the client's text has the header x-acs-credential.");
  const Range range = added.difference->client;
  CHECK(added.client_string_to_sign.substr(range.begin, range.end - range.begin) ==
        "x-acs-credential:a");
}

TEST_CASE("two hashes do not tell which part differs") {
  Random random(6);
  const Acs3Patient patient = test::good_acs3_patient(random);
  const Diagnosis diagnosis = compared(patient, "ACS3-HMAC-SHA256\n" + signing::sha256_hex("x"));
  CHECK(differing_rows(diagnosis).empty());
  CHECK(row(diagnosis, "Headers and body").note == "not told by the hash alone");
}
