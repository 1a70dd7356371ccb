// What official clients really sent, and what documentation printed wrongly.
#include <doctest/doctest.h>

#include <map>
#include <string>

#include "core/diagnose/diagnose.h"
#include "tests/core/signing/vectors.h"

using namespace dds;
using namespace dds::diagnose;
using dds::test::json;
using dds::test::load_vectors;
using dds::test::text;

namespace {

Diagnosis diagnose_text(const std::string& pasted, const std::string& secret) {
  const Result<Request> request = read_request(pasted);
  CAPTURE(pasted);
  if (!request) FAIL_CHECK(request.error().message);
  REQUIRE(request.ok());
  Question question;
  question.request = *request;
  if (!secret.empty()) question.key = signing::Credentials{{}, Secret(secret), {}};
  return diagnose::diagnose(question);
}

std::string http_of(const json& wire) {
  return text(wire, "method") + " " + text(wire, "url") +
         " HTTP/1.1\nContent-Type: application/x-www-form-urlencoded\n\n" + text(wire, "body");
}

void check_fits(const Diagnosis& diagnosis) {
  CAPTURE(diagnosis.sentence);
  CHECK(diagnosis.signature_fits);
  CHECK(diagnosis.findings.empty());
  CHECK(diagnosis.verdict == Verdict::NothingWrong);
}

}  // namespace

TEST_CASE("nothing is wrong with what official clients sent by RPC v1") {
  int sent = 0;
  for (const json& vector : load_vectors("sdk-rpc1.jsonl", 80)) {
    if (!vector.contains("wire")) continue;
    CAPTURE(text(vector, "name"));
    check_fits(diagnose_text(http_of(vector["wire"]), text(vector["in"], "secret")));
    ++sent;
  }
  CHECK(sent > 40);
}

TEST_CASE("nothing is wrong with what official clients signed by ACS3") {
  int fitting = 0;
  for (const json& vector : load_vectors("sdk-acs3.jsonl", 61)) {
    if (vector.contains("note")) continue;  // names that the client leaves unencoded
    CAPTURE(text(vector, "name"));
    json line = vector["in"];
    line["authorization"] = text(vector["out"], "authorization");
    check_fits(diagnose_text(line.dump(), {}));
    ++fitting;
  }
  CHECK(fitting == 58);
}

TEST_CASE("published examples with a wrong signature are explained, or said not to be") {
  const std::map<std::string, std::string> expected{
      {"doc: ApsaraDB for MongoDB", ""},
      {"doc: ApsaraDB for MongoDB, version as in its string to sign", "timestamp_spelling"},
      {"doc: KVStore", ""},
      {"doc: RDS", "timestamp_spelling"},
      {"doc: PolarDB", ""},
      {"doc: ActionTrail LookupEvents", "method_differs"},
      {"doc: ECS DescribeDedicatedHosts", ""},
      {"doc: ECS DescribeRegions with Timestamp beside the value for TimeStamp",
       "timestamp_spelling"}};
  for (const json& vector : load_vectors("wrong.jsonl", 8)) {
    const std::string name = text(vector, "name");
    CAPTURE(name);
    REQUIRE(expected.contains(name));
    json line = vector["in"];
    line["signature"] = text(vector, "printed_signature");
    const Diagnosis diagnosis = diagnose_text(line.dump(), {});
    CHECK(diagnosis.signature_checked);
    CHECK_FALSE(diagnosis.signature_fits);
    const std::string& id = expected.at(name);
    if (id.empty()) {
      CHECK(diagnosis.verdict == Verdict::Unexplained);
      continue;
    }
    CHECK(diagnosis.verdict == Verdict::Explained);
    REQUIRE_FALSE(diagnosis.findings.empty());
    CHECK(text_of(diagnosis.findings.front().kind).id == id);
  }
}
