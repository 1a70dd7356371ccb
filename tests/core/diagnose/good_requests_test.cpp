// Requests that are right: nothing is found in them, whatever their parameters are.
#include <doctest/doctest.h>

#include <string>

#include "core/api/sign_call.h"
#include "core/diagnose/diagnose.h"
#include "tests/core/diagnose/patient.h"

using namespace dds;
using namespace dds::diagnose;
using dds::test::Random;

namespace {

void check_good(const Question& question) {
  const Diagnosis diagnosis = diagnose::diagnose(question);
  CAPTURE(diagnosis.sentence);
  CHECK(diagnosis.verdict == Verdict::NothingWrong);
  CHECK(diagnosis.findings.empty());
  CHECK(diagnosis.signature_checked == question.key.has_value());
  CHECK(diagnosis.signature_fits == question.key.has_value());
  CHECK_FALSE(diagnosis.difference.has_value());
}

std::string http_of(const HttpRequest& request) {
  std::string text = request.method + " " + request.url + "\n";
  for (const HttpHeader& header : request.headers) text += header.name + ": " + header.value + "\n";
  return text + "\n" + request.body;
}

std::string random_bytes(Random& random) {
  std::string text;
  for (std::size_t size = random.below(20); size > 0; --size) {
    constexpr std::string_view kLikely = " +*~%&=/:!'()#?\"\\\n";
    text += random.below(3) == 0 ? kLikely[random.below(kLikely.size())]
                                 : static_cast<char>(0x20 + random.below(0x5F));
    if (random.below(8) == 0) text += "\xE5\xA4\x87";
  }
  return text;
}

}  // namespace

TEST_CASE("nothing is found in good requests of RPC v1") {
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    CAPTURE(seed);
    Random random(seed);
    check_good(test::good_patient(random).question());
  }
}

TEST_CASE("nothing is found in good requests of ACS3") {
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    CAPTURE(seed);
    Random random(seed);
    check_good(test::good_acs3_patient(random).question());
  }
}

TEST_CASE("nothing is found without the secret either, and it is said that it was not checked") {
  for (std::uint64_t seed = 1; seed <= 100; ++seed) {
    CAPTURE(seed);
    Random random(seed);
    Question question = test::good_patient(random).question();
    question.key.reset();
    check_good(question);
    question = test::good_acs3_patient(random).question();
    question.key.reset();
    check_good(question);
    CHECK(diagnose::diagnose(question).sentence.find("without the secret") != std::string::npos);
  }
}

TEST_CASE("nothing is found in what this program signs, with any parameters") {
  signing::Credentials key{"STS.NUtestid", Secret("testsecret"), Secret("CAIS+to/ken==")};
  const Result<api::Endpoint> endpoint = api::parse_endpoint("https://mongodb.aliyuncs.com");
  REQUIRE(endpoint.ok());
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    CAPTURE(seed);
    Random random(seed);
    api::Call call{"CreateBackup", {}, api::Format::Json};
    for (std::size_t count = random.below(6); count > 0; --count)
      call.parameters.push_back({"P" + random.word(6), random_bytes(random)});
    const Instant now = Instant(Seconds(1'700'000'000));
    for (const auto scheme :
         {signing::Scheme::RpcV1Sha1, signing::Scheme::RpcV1Sha256, signing::Scheme::Acs3}) {
      for (const auto placement : {api::Placement::Query, api::Placement::Form}) {
        api::SignOptions options;
        options.scheme = scheme;
        options.placement = placement;
        const auto signed_request =
            api::sign_call(call, key, *endpoint, now, random.word(32), options);
        REQUIRE(signed_request.ok());
        const Result<Request> request = read_request(http_of(signed_request->http));
        REQUIRE(request.ok());
        Question question;
        question.request = *request;
        question.key = key;
        question.instant = now;
        check_good(question);
      }
    }
  }
}
