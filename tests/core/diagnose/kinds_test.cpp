// Every mistake is made in many good requests, and found again.
#include <doctest/doctest.h>

#include <algorithm>
#include <set>
#include <string>

#include "core/diagnose/diagnose.h"
#include "core/response/redact.h"
#include "tests/core/diagnose/patient.h"

using namespace dds;
using namespace dds::diagnose;
using dds::test::Case;
using dds::test::Random;

namespace {

constexpr int kRequests = 12;  // for each mistake

std::vector<Case> all_cases() {
  std::vector<Case> list = test::rpc_cases();
  for (const std::vector<Case>& more : {test::parameter_cases(), test::acs3_cases()})
    list.insert(list.end(), more.begin(), more.end());
  return list;
}

bool has(const Diagnosis& diagnosis, Kind kind) {
  return std::any_of(diagnosis.findings.begin(), diagnosis.findings.end(),
                     [&](const Finding& finding) { return finding.kind == kind; });
}

std::string ids(const Diagnosis& diagnosis) {
  std::string text;
  for (const Finding& finding : diagnosis.findings)
    text += std::string(text_of(finding.kind).id) + " ";
  return text;
}

void check_found(const Case& entry, const Diagnosis& diagnosis) {
  CAPTURE(text_of(entry.kind).id);
  CAPTURE(entry.how);
  CAPTURE(ids(diagnosis));
  CAPTURE(diagnosis.sentence);
  CHECK(has(diagnosis, entry.kind));
  CHECK(diagnosis.findings.size() <= 5);
  const bool advice = entry.kind == Kind::FormatMissing;
  const bool guess =
      !diagnosis.findings.empty() && diagnosis.findings.front().evidence == Evidence::Suspicion;
  if (!advice && !guess) CHECK(diagnosis.verdict == Verdict::Explained);
  CHECK(diagnosis.sentence.ends_with('.'));
}

}  // namespace

TEST_CASE("every kind has a case that makes the mistake") {
  std::set<Kind> made;
  for (const Case& entry : all_cases()) made.insert(entry.kind);
  for (const KindText& text : all_kinds()) {
    CAPTURE(text.id);
    CHECK(made.contains(text.kind));
  }
}

TEST_CASE("a mistake that is made is named, for many requests") {
  for (const Case& entry : all_cases()) {
    for (std::uint64_t seed = 1; seed <= kRequests; ++seed) {
      CAPTURE(seed);
      Random random(seed);
      check_found(entry, diagnose::diagnose(entry.make(random)));
    }
  }
}

TEST_CASE("kinds have stable ids of their own, a sentence and a remedy") {
  std::set<std::string_view> seen;
  for (const KindText& text : all_kinds()) {
    CAPTURE(text.id);
    CHECK(seen.insert(text.id).second);
    CHECK(text.id.find_first_not_of("abcdefghijklmnopqrstuvwxyz_0123456789") ==
          std::string_view::npos);
    CHECK(text.remedy.ends_with('.'));
    CHECK(&text == &text_of(text.kind));
    const std::string filled = sentence(text.kind, "Name", "detail.");
    CHECK(filled.find('{') == std::string::npos);
    CHECK(filled.ends_with('.'));
  }
  CHECK(seen.size() >= 25);
}

TEST_CASE("sentences and remedies pass the gate that masks secrets as they are") {
  for (const KindText& text : all_kinds()) {
    CAPTURE(text.id);
    CHECK(response::redact(sentence(text.kind, "Name", "words")) ==
          sentence(text.kind, "Name", "words"));
    CHECK(response::redact(text.remedy) == text.remedy);
  }
  for (const Case& entry : all_cases()) {
    Random random(1);
    const std::string whole = diagnose::diagnose(entry.make(random)).sentence;
    CHECK(response::redact(whole) == whole);
  }
}
