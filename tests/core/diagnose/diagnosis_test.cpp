// What a diagnosis says as a whole: several mistakes, no secret, no explanation, and what it hides.
#include <doctest/doctest.h>

#include <algorithm>
#include <string>

#include "core/base/percent.h"
#include "core/diagnose/diagnose.h"
#include "core/diagnose/steps.h"
#include "core/response/redact.h"
#include "core/signing/digest.h"
#include "tests/core/diagnose/patient.h"

using namespace dds;
using namespace dds::diagnose;
using dds::test::Patient;
using dds::test::Random;
using dds::test::replace_all;

namespace {

const Finding* find(const Diagnosis& diagnosis, Kind kind) {
  for (const Finding& finding : diagnosis.findings) {
    if (finding.kind == kind) return &finding;
  }
  return nullptr;
}

bool says(const Diagnosis& diagnosis, std::string_view part) {
  return diagnosis.sentence.find(part) != std::string::npos;
}

const CheckRow& row(const Diagnosis& diagnosis, std::string_view step) {
  const auto at = std::find_if(diagnosis.rows.begin(), diagnosis.rows.end(),
                               [&](const CheckRow& entry) { return entry.step == step; });
  REQUIRE(at != diagnosis.rows.end());
  return *at;
}

ServiceAnswer mismatch(const std::string& string_to_sign) {
  return {"SignatureDoesNotMatch",
          "Specified signature is not matched with our calculation. server string to sign is:" +
              string_to_sign,
          string_to_sign,
          {}};
}

// As java.net.URLEncoder does it.
std::string form_encoded(const std::string& string_to_sign) {
  return replace_all(replace_all(replace_all(string_to_sign, "%2520", "%2B"), "%252A", "%2A"), "~",
                     "%257E");
}

}  // namespace

TEST_CASE("a form encoder's three mistakes are named together") {
  Random random(1);
  Patient patient = test::good_patient(random);
  patient.string_to_sign = form_encoded(patient.right_string_to_sign());
  const Diagnosis diagnosis = diagnose::diagnose(patient.question());
  CHECK(diagnosis.verdict == Verdict::Explained);
  REQUIRE(diagnosis.findings.size() == 3);
  for (const Kind kind : {Kind::SpaceAsPlus, Kind::StarKept, Kind::TildeEncoded}) {
    REQUIRE(find(diagnosis, kind) != nullptr);
    CHECK(find(diagnosis, kind)->alternative == 1);
  }
}

TEST_CASE("a mistake in the text and one in the key are found together") {
  Random random(2);
  Patient patient = test::good_patient(random);
  const std::string text = replace_all(patient.right_string_to_sign(), "%2520", "%2B");
  patient.signature = signing::base64(signing::hmac_sha1(test::kPatientSecret, "", text));
  const Diagnosis diagnosis = diagnose::diagnose(patient.question());
  CHECK(diagnosis.verdict == Verdict::Explained);
  REQUIRE(find(diagnosis, Kind::SpaceAsPlus) != nullptr);
  REQUIRE(find(diagnosis, Kind::KeyWithoutAmpersand) != nullptr);
}

TEST_CASE("two explanations that fit are both named, as alternatives") {
  Random random(3);
  Patient patient = test::good_patient(random);
  // The timestamp's colons are all that could be left as they are.
  patient.value("DBInstanceDescription") = "plain";
  patient.string_to_sign = replace_all(patient.right_string_to_sign(), "%253A", "%3A");
  const Diagnosis diagnosis = diagnose::diagnose(patient.question());
  const Finding* marks = find(diagnosis, Kind::MarksKept);
  const Finding* raw = find(diagnosis, Kind::NotEncoded);
  REQUIRE(marks != nullptr);
  REQUIRE(raw != nullptr);
  CHECK(marks->alternative != raw->alternative);
  CHECK(says(diagnosis, "Or:"));
}

TEST_CASE("only marks that the value holds are named as kept") {
  Random random(3);
  Patient patient = test::good_patient(random);
  patient.value("DBInstanceDescription") = "a(b)c d";
  patient.string_to_sign = replace_all(
      replace_all(replace_all(patient.right_string_to_sign(), "%2528", "%28"), "%2529", "%29"),
      "%253A", "%3A");
  const Diagnosis diagnosis = diagnose::diagnose(patient.question());
  const Finding* marks = find(diagnosis, Kind::MarksKept);
  REQUIRE(marks != nullptr);
  CHECK(marks->sentence.starts_with("In DBInstanceDescription, \"(\" and \")\" stayed unencoded"));
}

TEST_CASE("one mistake in two explanations is named in both") {
  Random random(3);
  Patient patient = test::good_patient(random);
  // The colons could be left as they are by two mistakes; the key is wrong with either.
  patient.value("DBInstanceDescription") = "plain";
  const std::string text = replace_all(patient.right_string_to_sign(), "%253A", "%3A");
  patient.signature = signing::base64(signing::hmac_sha1(test::kPatientSecret, "", text));
  const Diagnosis diagnosis = diagnose::diagnose(patient.question());
  CAPTURE(diagnosis.sentence);
  CHECK(diagnosis.findings.size() >= 4);
  for (const Finding& one : diagnosis.findings) {
    CAPTURE(one.alternative);
    CHECK(std::count_if(
              diagnosis.findings.begin(), diagnosis.findings.end(),
              [&](const Finding& other) { return other.alternative == one.alternative; }) == 2);
  }
}

TEST_CASE("a mistake in the client's text and one in the key are no alternatives") {
  Random random(3);
  Patient patient = test::good_patient(random);
  const std::string text = form_encoded(patient.right_string_to_sign());
  patient.signature = signing::base64(signing::hmac_sha1(test::kPatientSecret, "", text));
  Question question = patient.question();
  question.client_string_to_sign = text;
  const Diagnosis diagnosis = diagnose::diagnose(question);
  CHECK(find(diagnosis, Kind::SpaceAsPlus) != nullptr);
  CHECK(find(diagnosis, Kind::KeyWithoutAmpersand) != nullptr);
  CHECK_FALSE(says(diagnosis, "Or:"));
}

TEST_CASE("a difference that is a time zone may be a wrong clock, and both are named") {
  struct Row {
    int minutes;
    bool zone;
  };
  for (const Row& row : {Row{480, true}, Row{-300, true}, Row{345, true}, Row{484, true},
                         Row{-720, true}, Row{30, false}, Row{500, false}, Row{900, false}}) {
    CAPTURE(row.minutes);
    Random random(11);
    Patient patient = test::good_patient(random);
    patient.value("Timestamp") = format_utc(patient.instant + std::chrono::minutes(row.minutes));
    Question question = patient.question();
    question.answer = ServiceAnswer{"InvalidTimeStamp.Expired", "too old", {}, {}};
    const Diagnosis diagnosis = diagnose::diagnose(question);
    CHECK(find(diagnosis, Kind::ClockOff) != nullptr);
    CHECK((find(diagnosis, Kind::TimestampLocal) != nullptr) == row.zone);
    CHECK(says(diagnosis, "Or:") == row.zone);
  }
}

TEST_CASE("the texts of client and service are shown with their first difference") {
  Random random(4);
  Patient patient = test::good_patient(random);
  patient.string_to_sign = replace_all(patient.right_string_to_sign(), "%2520", "%252B");
  const Diagnosis diagnosis = diagnose::diagnose(patient.question());
  CHECK(diagnosis.client_string_to_sign == *patient.string_to_sign);
  CHECK(diagnosis.right_string_to_sign == patient.right_string_to_sign());
  REQUIRE(diagnosis.difference.has_value());
  CHECK(diagnosis.difference->part == Part::Encoding);
  CHECK(diagnosis.difference->parameter == "DBInstanceDescription");
  CHECK(row(diagnosis, "Encoding").verdict == RowVerdict::Differs);
  CHECK(row(diagnosis, "Encoding").client == "%252B");
  CHECK(row(diagnosis, "Encoding").service == "%2520");
  CHECK(row(diagnosis, "Order").verdict == RowVerdict::Same);
  CHECK(row(diagnosis, "Clock").verdict == RowVerdict::Same);
  CHECK(row(diagnosis, "Clock").note == "2 s apart");
  CHECK(row(diagnosis, "Secret").verdict == RowVerdict::Same);
}

TEST_CASE("the client's own string explains without any secret") {
  Random random(5);
  Patient patient = test::good_patient(random);
  Question question = patient.question();
  question.key.reset();
  question.client_string_to_sign = form_encoded(patient.right_string_to_sign());
  question.answer = mismatch(patient.right_string_to_sign());
  const Diagnosis diagnosis = diagnose::diagnose(question);
  CHECK(diagnosis.verdict == Verdict::Explained);
  REQUIRE(find(diagnosis, Kind::StarKept) != nullptr);
  CHECK(find(diagnosis, Kind::StarKept)->evidence == Evidence::ClientString);
  CHECK_FALSE(diagnosis.signature_checked);
  CHECK(row(diagnosis, "Secret").verdict == RowVerdict::Unknown);
}

TEST_CASE("equal strings and a refusal leave only the secret") {
  Random random(6);
  Patient patient = test::good_patient(random);
  Question question = patient.question();
  question.answer = mismatch(patient.right_string_to_sign());
  SUBCASE("the secret at hand fits: the service has another") {}
  SUBCASE("no secret at hand") {
    question.key.reset();
    question.client_string_to_sign = patient.right_string_to_sign();
  }
  const Diagnosis diagnosis = diagnose::diagnose(question);
  CHECK(diagnosis.verdict == Verdict::Explained);
  REQUIRE(diagnosis.findings.size() == 1);
  CHECK(diagnosis.findings.front().kind == Kind::OtherSecret);
  CHECK(diagnosis.findings.front().evidence == Evidence::Elimination);
  CHECK(row(diagnosis, "Secret").verdict == RowVerdict::Differs);
}

TEST_CASE("a message alone is a refusal of the signature") {
  Random random(16);
  Patient patient = test::good_patient(random);
  Question question = patient.question();
  question.answer = mismatch(patient.right_string_to_sign());
  question.answer->code.clear();
  const Diagnosis diagnosis = diagnose::diagnose(question);
  REQUIRE(diagnosis.findings.size() == 1);
  CHECK(diagnosis.findings.front().kind == Kind::OtherSecret);
}

TEST_CASE("the client's string and the secret: a mistake in the key alone is named") {
  Random random(7);
  Patient patient = test::good_patient(random);
  patient.secret += "\n";
  Question question = patient.question();
  question.client_string_to_sign = patient.right_string_to_sign();
  const Diagnosis diagnosis = diagnose::diagnose(question);
  REQUIRE(diagnosis.findings.size() == 1);
  CHECK(diagnosis.findings.front().kind == Kind::SecretWithBlank);
}

TEST_CASE("without secret and client's string the wire gives suspicions, said to be ones") {
  Random random(8);
  Patient patient = test::good_patient(random);
  patient.wire = replace_all(patient.wire_text(), "%20", "+");
  Question question = patient.question();
  question.key.reset();
  SUBCASE("no refusal, no suspicion") {
    CHECK(diagnose::diagnose(question).verdict == Verdict::NothingWrong);
  }
  SUBCASE("a refusal") {
    question.answer = mismatch(patient.right_string_to_sign());
    const Diagnosis diagnosis = diagnose::diagnose(question);
    CHECK(diagnosis.verdict == Verdict::Suspected);
    REQUIRE(find(diagnosis, Kind::SpaceAsPlus) != nullptr);
    CHECK(find(diagnosis, Kind::SpaceAsPlus)->evidence == Evidence::Suspicion);
    CHECK(says(diagnosis, "Perhaps"));
  }
}

TEST_CASE("what no mistake explains is said to be unexplained, with the first difference") {
  Random random(9);
  Patient patient = test::good_patient(random);
  Question question = patient.question();
  question.key.reset();
  question.answer = mismatch(patient.right_string_to_sign());
  CHECK(diagnose::diagnose(question).verdict == Verdict::Unexplained);
  CHECK(says(diagnose::diagnose(question), "give the secret"));

  question.client_string_to_sign =
      replace_all(patient.right_string_to_sign(), "%2520", "%25%32%30");
  const Diagnosis diagnosis = diagnose::diagnose(question);
  CHECK(diagnosis.verdict == Verdict::Unexplained);
  REQUIRE(diagnosis.difference.has_value());
  CHECK(diagnosis.difference->parameter == "DBInstanceDescription");
  CHECK(says(diagnosis, "DBInstanceDescription"));
}

TEST_CASE("an answer about something else is said to be that") {
  Random random(10);
  Question question = test::good_patient(random).question();
  question.answer = ServiceAnswer{"Throttling.User", "Slow down.", {}, {}};
  const Diagnosis diagnosis = diagnose::diagnose(question);
  CHECK(diagnosis.verdict == Verdict::Unexplained);
  CHECK(says(diagnosis, "Throttling.User"));
}

TEST_CASE("a wrong clock does not explain a signature that does not match") {
  Random random(11);
  Patient patient = test::good_patient(random);
  patient.value("Timestamp") = format_utc(patient.instant + std::chrono::minutes(40));
  Question question = patient.question();
  question.answer = mismatch(patient.right_string_to_sign());
  question.key.reset();
  const Diagnosis diagnosis = diagnose::diagnose(question);
  CHECK(diagnosis.verdict == Verdict::Unexplained);
  CHECK(find(diagnosis, Kind::ClockOff) != nullptr);
}

TEST_CASE("the answer's Date is the clock that counts") {
  Random random(12);
  Patient patient = test::good_patient(random);
  Question question = patient.question();
  question.instant = patient.instant + std::chrono::hours(100);
  question.answer = ServiceAnswer{};
  question.answer->date = patient.instant + Seconds(1);
  CHECK(diagnose::diagnose(question).verdict == Verdict::NothingWrong);
  question.answer->date = patient.instant - std::chrono::hours(8);
  CHECK(find(diagnose::diagnose(question), Kind::TimestampLocal) != nullptr);
}

TEST_CASE("a key of another AccessKey ID is not used, and that is said") {
  Random random(13);
  Question question = test::good_patient(random).question();
  question.key->access_key_id = "LTAIanother";
  const Diagnosis diagnosis = diagnose::diagnose(question);
  CHECK_FALSE(diagnosis.signature_checked);
  CHECK(says(diagnosis, "another AccessKey ID"));
}

TEST_CASE("an error alone is explained as far as its code goes") {
  const auto of = [](const char* text) {
    Question question;
    question.request = *read_request(text);
    return diagnose::diagnose(question);
  };
  const Diagnosis job = of(R"({"Code":"BackupJobExists","Message":"m"})");
  CHECK(job.verdict == Verdict::Explained);
  CHECK(says(job, "DescribeBackupTasks"));
  const Diagnosis signature = of(R"({"Code":"SignatureDoesNotMatch","Message":"m"})");
  CHECK(signature.verdict == Verdict::Unexplained);
  CHECK(response::redact(signature.sentence) == signature.sentence);
  CHECK(says(signature, "Give the request"));
  const Diagnosis clock =
      of("InvalidTimeStamp.Expired: Specified time stamp or date value is expired.");
  REQUIRE(find(clock, Kind::ClockOff) != nullptr);
  CHECK(clock.verdict == Verdict::Explained);
  CHECK_FALSE(trace_steps(*read_request("BackupJobExists: m")).ok());
}

TEST_CASE("a server's string alone is checked for what stands in it") {
  const Result<Request> request = read_request(
      "server string to sign is:GET&%2F&AccessKeyId%3Dtestid%26Action%3DDescribeRegions%26"
      "TimeStamp%3D2024-01-16T11%253A04%253A56Z");
  REQUIRE(request.ok());
  Question question;
  question.request = *request;
  const Diagnosis diagnosis = diagnose::diagnose(question);
  CHECK(find(diagnosis, Kind::TimestampSpelling) != nullptr);
  CHECK(find(diagnosis, Kind::NonceMissing) != nullptr);
  CHECK(find(diagnosis, Kind::SignatureMissing) == nullptr);
}

TEST_CASE("what is shown holds neither secret nor token nor signature") {
  Random random(14);
  Patient patient = test::good_patient(random);
  const std::string token = "CAISveryhiddentoken/with+signs==";
  patient.value("AccessKeyId") = "STS.NUtestid00000001";
  patient.value("SecurityToken") = token;
  patient.string_to_sign =
      replace_all(patient.right_string_to_sign(), "with%252Bsigns", "with%2Bsigns");
  Question question = patient.question();
  question.key->security_token = Secret(token);
  question.client_string_to_sign = *patient.string_to_sign;
  const Diagnosis plain = diagnose::diagnose(question);
  REQUIRE(plain.difference.has_value());
  CHECK(plain.difference->parameter == "SecurityToken");
  const Diagnosis shown = redacted(plain, &*question.key);
  std::string all = shown.sentence + shown.client_string_to_sign + shown.right_string_to_sign +
                    shown.server_string_to_sign;
  for (const Finding& finding : shown.findings) all += finding.sentence + finding.remedy;
  for (const CheckRow& entry : shown.rows) all += entry.client + entry.service + entry.note;
  CAPTURE(all);
  CHECK(all.find("veryhidden") == std::string::npos);
  CHECK(all.find("signs") == std::string::npos);
  CHECK(all.find(patient.secret) == std::string::npos);
  CHECK(all.find(patient.signature_text()) == std::string::npos);
  CHECK(shown.difference->client.end <= shown.client_string_to_sign.size());
  CHECK(shown.difference->right.end <= shown.right_string_to_sign.size());
}

TEST_CASE("masking moves a difference along with its text") {
  Random random(15);
  Patient patient = test::good_patient(random);
  patient.value("AAToken") = "x";
  patient.value("SecurityToken") = "hiddenhiddenhidden";
  patient.string_to_sign = replace_all(patient.right_string_to_sign(),
                                       "engine%3D" + patient.value("engine"), "engine%3Dother");
  Question question = patient.question();
  question.client_string_to_sign = *patient.string_to_sign;
  const Diagnosis shown = redacted(diagnose::diagnose(question), nullptr);
  REQUIRE(shown.difference.has_value());
  const Range range = shown.difference->client;
  CHECK(shown.client_string_to_sign.find(response::kMask) != std::string::npos);
  CHECK(shown.client_string_to_sign.find("other") <= range.begin);
  CHECK(range.end <= shown.client_string_to_sign.find("other") + 5);
  CHECK(range.begin < range.end);
}
