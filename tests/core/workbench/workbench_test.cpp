// What the workbench answers, read through its typed ends.
#include "core/workbench/workbench.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "core/api/error_guide.h"
#include "core/api/sample_code.h"
#include "core/base/percent.h"
#include "core/diagnose/diagnose.h"
#include "core/signing/rpc_v1.h"
#include "core/workbench/answer.h"
#include "core/workbench/question.h"

using namespace dds;

namespace {

constexpr std::string_view kSecret = "horsebatterystaple7";
constexpr std::string_view kToken = "tokenOfALongNight0123456789";

signing::Credentials key() {
  return {"testid", Secret(kSecret), Secret(kToken)};
}

std::string parameters() {
  return "AccessKeyId=testid&Action=ModifyDBInstanceDescription"
         "&DBInstanceDescription=nightly%20copy&DBInstanceId=dds-bp1&Format=JSON"
         "&SecurityToken=" +
         std::string(kToken) +
         "&SignatureMethod=HMAC-SHA1&SignatureNonce=9d3f1c62e0b84a7f"
         "&SignatureVersion=1.0&Timestamp=2026-01-14T06%3A03%3A27Z"
         "&Version=2015-12-01";
}

// Of a client that writes `right` as `wrong` in its canonical query.
std::string string_to_sign(std::string_view right, std::string_view wrong) {
  std::string canonical = parameters();
  if (const std::size_t at = canonical.find(right); at != std::string::npos)
    canonical.replace(at, right.size(), wrong);
  return "GET&%2F&" + percent_encode(canonical);
}

// A good request, signed by that client.
std::string request_signed_with(std::string_view right, std::string_view wrong) {
  const std::string signature = signing::rpc_v1_signature(
      string_to_sign(right, wrong), Secret(kSecret), signing::Scheme::RpcV1Sha1);
  return "https://mongodb.aliyuncs.com/?" + parameters() +
         "&Signature=" + percent_encode(signature);
}

std::string ask(const std::string& question) {
  return workbench::answer(question);
}

bool holds(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

}  // namespace

TEST_CASE("a diagnosis comes back as the core makes it, masked") {
  const std::string request = request_signed_with("%20", "%2B");
  const signing::Credentials credentials = key();
  const std::string told = ask(workbench::ask_diagnosis({.request = request, .key = &credentials}));
  CHECK_FALSE(holds(told, kSecret));
  CHECK_FALSE(holds(told, kToken));
  const auto read = workbench::read_diagnosis(told);
  REQUIRE(read.ok());
  CHECK(read->request == "A URL: GET ModifyDBInstanceDescription to mongodb.aliyuncs.com");

  diagnose::Question question;
  question.request = *diagnose::read_request(request);
  question.key = credentials;
  const diagnose::Diagnosis own = diagnose::redacted(diagnose::diagnose(question), &credentials);
  const diagnose::Diagnosis& got = read->diagnosis;
  CHECK(got.verdict == diagnose::Verdict::Explained);
  CHECK(got.verdict == own.verdict);
  CHECK(got.sentence == own.sentence);
  REQUIRE(got.findings.size() == own.findings.size());
  for (std::size_t i = 0; i < got.findings.size(); ++i) {
    CHECK(got.findings[i].kind == own.findings[i].kind);
    CHECK(got.findings[i].evidence == own.findings[i].evidence);
    CHECK(got.findings[i].parameter == own.findings[i].parameter);
    CHECK(got.findings[i].sentence == own.findings[i].sentence);
    CHECK(got.findings[i].remedy == own.findings[i].remedy);
    CHECK(got.findings[i].alternative == own.findings[i].alternative);
  }
  CHECK(got.signature_checked);
  CHECK(got.client_string_to_sign == own.client_string_to_sign);
  CHECK(got.right_string_to_sign == own.right_string_to_sign);
  REQUIRE(got.difference.has_value());
  CHECK(got.difference->client == own.difference->client);
  CHECK(got.difference->right == own.difference->right);
  CHECK(got.difference->part == own.difference->part);
  REQUIRE(got.rows.size() == own.rows.size());
  for (std::size_t i = 0; i < got.rows.size(); ++i) {
    CHECK(got.rows[i].step == own.rows[i].step);
    CHECK(got.rows[i].client == own.rows[i].client);
    CHECK(got.rows[i].service == own.rows[i].service);
    CHECK(got.rows[i].verdict == own.rows[i].verdict);
    CHECK(got.rows[i].note == own.rows[i].note);
  }
}

TEST_CASE("the service's answer, the client's text, the nonces and the clock are looked at") {
  const std::string request = request_signed_with("%20", "%20");
  const auto verdict_of = [](const workbench::PastedRequest& pasted) {
    const auto read = workbench::read_diagnosis(ask(workbench::ask_diagnosis(pasted)));
    REQUIRE(read.ok());
    return read->diagnosis;
  };
  const auto has = [](const diagnose::Diagnosis& diagnosis, diagnose::Kind kind) {
    return std::any_of(diagnosis.findings.begin(), diagnosis.findings.end(),
                       [kind](const diagnose::Finding& one) { return one.kind == kind; });
  };
  const signing::Credentials credentials = key();
  CHECK(verdict_of({.request = request, .key = &credentials}).verdict ==
        diagnose::Verdict::NothingWrong);
  const std::string client = string_to_sign("%20", "%2B");
  CHECK(has(verdict_of({.request = request, .client_string_to_sign = client}),
            diagnose::Kind::SpaceAsPlus));
  const Instant late = *parse_utc("2026-01-14T06:40:00Z");
  CHECK(has(verdict_of({.request = request, .instant = late}), diagnose::Kind::ClockOff));
  // `now` counts when the service speaks of the clock, and not before.
  CHECK_FALSE(has(verdict_of({.request = request, .now = late}), diagnose::Kind::ClockOff));
  CHECK(has(verdict_of({.request = request,
                        .answer = R"({"Code":"InvalidTimeStamp.Expired","Message":"expired"})",
                        .now = late}),
            diagnose::Kind::ClockOff));
}

TEST_CASE("a trace has every step and ends with what travelled, without secret and signature") {
  const std::string request = request_signed_with("%20", "%20");
  const signing::Credentials credentials = key();
  const std::string told = ask(workbench::ask_trace({.request = request, .key = &credentials}));
  CHECK_FALSE(holds(told, kSecret));
  CHECK_FALSE(holds(told, kToken));
  CHECK_FALSE(holds(told, percent_decode(request.substr(request.rfind('=') + 1)).value()));
  const auto read = workbench::read_trace(told);
  REQUIRE(read.ok());
  std::vector<std::string> names;
  for (const diagnose::Step& step : read->steps) {
    names.emplace_back(name(step.kind));
    CHECK_FALSE(step.what.empty());
    for (const diagnose::Range range : step.changed) CHECK(range.end <= step.text.size());
  }
  CHECK(names == std::vector<std::string>{"Parameters", "Sorted", "Canonical query",
                                          "String to sign", "Signature", "Wire"});
  CHECK(read->scheme == signing::Scheme::RpcV1Sha1);
  CHECK(read->check == diagnose::SignatureCheck::Same);
  CHECK(read->steps[2].text.find("nightly%20copy") != std::string::npos);
  const diagnose::Step& wire = read->steps.back();
  REQUIRE(wire.changed.size() == 1);
  CHECK(wire.text.substr(wire.changed[0].begin, 10) == "Signature=");
}

TEST_CASE("another AccessKey's secret is not tried") {
  const std::string request = request_signed_with("%20", "%20");
  signing::Credentials other = key();
  other.access_key_id = "somebodyelse";
  const auto read =
      workbench::read_trace(ask(workbench::ask_trace({.request = request, .key = &other})));
  REQUIRE(read.ok());
  CHECK(read->check == diagnose::SignatureCheck::NotChecked);
  const auto diagnosis =
      workbench::read_diagnosis(ask(workbench::ask_diagnosis({.request = request, .key = &other})));
  REQUIRE(diagnosis.ok());
  CHECK_FALSE(diagnosis->diagnosis.signature_checked);
}

TEST_CASE("every language writes the sample that the core writes, or says why not") {
  const auto languages = workbench::read_languages(ask(workbench::ask_languages()));
  REQUIRE(languages.ok());
  REQUIRE(languages->size() == api::languages().size());
  const api::Call call{"CreateBackup", {{"DBInstanceId", "dds-bp1"}}};
  for (std::size_t i = 0; i < languages->size(); ++i) {
    const api::LanguageFacts& facts = api::languages()[i];
    CHECK((*languages)[i].name == facts.name);
    CHECK((*languages)[i].title == facts.title);
    CHECK((*languages)[i].tried == facts.tried);
    const auto own = api::sample_code(facts.language, call, {"cn-shanghai", "", "acs3"});
    const auto told = workbench::read_sample(
        ask(workbench::ask_sample((*languages)[i].name, call, "cn-shanghai", "", "acs3")));
    REQUIRE(told.ok() == own.ok());
    if (own.ok()) {
      CHECK(*told == *own);
    } else {
      CHECK(told.error().message == own.error().message);
    }
  }
}

TEST_CASE("values of any text arrive in a sample as they were asked for") {
  const api::Call call{"ModifyDBInstanceDescription",
                       {{"DBInstanceDescription", "a \"b\" \\ \n\t \x01 \x7F \xE5\xBA\x93"}}};
  const auto told =
      workbench::read_sample(ask(workbench::ask_sample("curl", call, "cn-hangzhou", "")));
  REQUIRE(told.ok());
  CHECK(*told == *api::sample_code(api::Language::Curl, call, {"cn-hangzhou", "", ""}));
}

TEST_CASE("an error code is explained with its next step and the service's own page") {
  for (const api::ErrorGuide& guide : api::error_guides()) {
    const auto told = workbench::read_explanation(ask(workbench::ask_error(guide.code)));
    REQUIRE(told.ok());
    CHECK(told->code == guide.code);
    CHECK(told->cause == guide.cause);
    CHECK(told->next == guide.next);
    CHECK(told->retry == api::name(guide.retry));
    CHECK(told->status == guide.status);
    CHECK(told->inferred == guide.inferred);
    CHECK(told->more == api::error_centre_url(guide.code));
  }
}

TEST_CASE("a code that no list has is told apart, and still has its page") {
  const auto told = workbench::read_explanation(ask(workbench::ask_error("Coffee.Cold")));
  REQUIRE(told.ok());
  CHECK(told->cause.empty());
  CHECK(told->more == api::error_centre_url("Coffee.Cold"));
}
