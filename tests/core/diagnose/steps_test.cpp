// The steps of a signature are those of core/signing, byte for byte, and what they changed is
// marked.
#include <doctest/doctest.h>

#include <algorithm>
#include <string>

#include "core/diagnose/steps.h"
#include "core/response/redact.h"
#include "core/signing/acs3.h"
#include "core/signing/rpc_v1.h"
#include "tests/core/diagnose/patient.h"

using namespace dds;
using namespace dds::diagnose;
using dds::test::Random;

namespace {

const Step& step(const Steps& steps, std::string_view name) {
  const auto at = std::find_if(steps.steps.begin(), steps.steps.end(), [&](const Step& entry) {
    return dds::diagnose::name(entry.kind) == name;
  });
  REQUIRE(at != steps.steps.end());
  return *at;
}

Steps trace(const Request& request, const Secret* secret) {
  Result<Steps> steps = trace_steps(request, secret);
  REQUIRE(steps.ok());
  return *std::move(steps);
}

std::string piece(const Step& entry, std::size_t index) {
  REQUIRE(index < entry.changed.size());
  const Range range = entry.changed[index];
  REQUIRE(range.begin <= range.end);
  REQUIRE(range.end <= entry.text.size());
  return entry.text.substr(range.begin, range.end - range.begin);
}

}  // namespace

TEST_CASE("RPC v1: each step is the signing core's") {
  for (std::uint64_t seed = 1; seed <= 100; ++seed) {
    CAPTURE(seed);
    Random random(seed);
    const test::Patient patient = test::good_patient(random);
    const Secret secret(test::kPatientSecret);
    const Steps steps = trace(patient.question().request, &secret);
    const auto right = signing::sign_rpc_v1(patient.method, patient.sent, secret);
    REQUIRE(right.ok());
    CHECK(step(steps, "Canonical query").text == right->canonical_query);
    CHECK(step(steps, "String to sign").text == right->string_to_sign);
    CHECK(step(steps, "Signature").text == right->signature);
    CHECK(steps.string_to_sign == right->string_to_sign);
    CHECK(steps.check == SignatureCheck::Same);
  }
}

TEST_CASE("ACS3: each step is the signing core's") {
  for (std::uint64_t seed = 1; seed <= 100; ++seed) {
    CAPTURE(seed);
    Random random(seed);
    const test::Acs3Patient patient = test::good_acs3_patient(random);
    const Secret secret(test::kPatientSecret);
    const Steps steps = trace(patient.question().request, &secret);
    CHECK(step(steps, "Canonical request").text == patient.right_canonical_request());
    CHECK(step(steps, "String to sign").text ==
          "ACS3-HMAC-SHA256\n" + signing::sha256_hex(patient.right_canonical_request()));
    CHECK(steps.check == SignatureCheck::Same);
  }
}

TEST_CASE("without the secret there is everything but the signature") {
  Random random(1);
  const Steps steps = trace(test::good_patient(random).question().request, nullptr);
  CHECK(steps.check == SignatureCheck::NotChecked);
  CHECK(steps.expected_signature.empty());
  CHECK_FALSE(steps.sent_signature.empty());
  CHECK(steps.steps.back().kind == StepKind::StringToSign);
}

TEST_CASE("a wrong signature differs") {
  Random random(1);
  const Secret secret("another");
  CHECK(trace(test::good_patient(random).question().request, &secret).check ==
        SignatureCheck::Differs);
}

TEST_CASE("what a step changed is marked") {
  const Result<Request> request = read_request("https://h/?B=x%20y&A=1&Signature=s");
  REQUIRE(request.ok());
  const Steps steps = trace(*request, nullptr);
  CHECK(step(steps, "Parameters").text == "B = x y\nA = 1");
  CHECK(piece(step(steps, "Parameters"), 0) == "A = 1");
  CHECK(step(steps, "Sorted").text == "A = 1\nB = x y");
  CHECK(step(steps, "Sorted").changed.size() == 2);
  CHECK(step(steps, "Canonical query").text == "A=1&B=x%20y");
  CHECK(step(steps, "Canonical query").changed.size() == 1);
  CHECK(piece(step(steps, "Canonical query"), 0) == "%20");
  CHECK(step(steps, "String to sign").text == "GET&%2F&A%3D1%26B%3Dx%2520y");
  CHECK(piece(step(steps, "String to sign"), 0) == "GET&%2F&");
  CHECK(piece(step(steps, "String to sign"), 1) == "%3D");
}

TEST_CASE("masked steps hide token and signature, and their marks stay on the text") {
  const Result<Request> request = read_request(
      "https://h/?AccessKeyId=STS.NUabcdefghijkl&SecurityToken=very%2Fsecret%3D&Zeta=x%20y"
      "&Signature=hidden%3D");
  REQUIRE(request.ok());
  const Secret secret("s");
  const Steps plain = trace(*request, &secret);
  const Steps steps = redacted(plain);
  for (const Step& entry : steps.steps) {
    CAPTURE(entry.text);
    CHECK(entry.text.find("very") == std::string::npos);
    for (const Range range : entry.changed) {
      CHECK(range.begin <= range.end);
      CHECK(range.end <= entry.text.size());
    }
  }
  CHECK(steps.expected_signature == response::kMask);
  CHECK(steps.sent_signature == response::kMask);
  const Step& query = step(steps, "Canonical query");
  CHECK(piece(query, query.changed.size() - 1) == "%20");
}

TEST_CASE("text that is not UTF-8 is an error, not a signature") {
  const Result<Request> request = read_request("https://h/?A=%B1%B8&Signature=s");
  REQUIRE(request.ok());
  const Result<Steps> steps = trace_steps(*request);
  REQUIRE_FALSE(steps.ok());
  CHECK(steps.error().message.find("UTF-8") != std::string::npos);
}
