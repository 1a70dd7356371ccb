// The plan that says which request meets which fault, and the texts that it is read from.
#include "core/emulator/faults.h"

#include <doctest/doctest.h>

#include <map>
#include <string>

using namespace dds;
using emulator::FaultKind;
using emulator::FaultPlan;
using emulator::parse_faults;

namespace {

FaultPlan plan(std::string_view spec) {
  auto parsed = parse_faults(spec);
  REQUIRE(parsed.ok());
  return *std::move(parsed);
}

std::string refusal(std::string_view spec) {
  const auto parsed = parse_faults(spec);
  return parsed.ok() ? "" : parsed.error().message;
}

int hits(FaultPlan& plan, std::string_view action, int requests) {
  int count = 0;
  for (int i = 0; i < requests; ++i) count += plan.next(action) ? 1 : 0;
  return count;
}

bool mentions(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("an empty plan has no fault, and an empty spec is one") {
  FaultPlan none = plan("");
  CHECK(none.empty());
  CHECK_FALSE(none.next("CreateBackup"));
}

TEST_CASE("a rule hits its action only, a beginning with * all that begin so, * alone all") {
  FaultPlan one = plan("CreateBackup:refused:100%");
  CHECK(one.next("CreateBackup") == FaultKind::Refused);
  CHECK_FALSE(one.next("CreateBackups"));
  CHECK_FALSE(one.next("DescribeBackups"));
  FaultPlan some = plan("DescribeBackup*:slow:100%");
  CHECK(some.next("DescribeBackups") == FaultKind::Slow);
  CHECK(some.next("DescribeBackupTasks") == FaultKind::Slow);
  CHECK_FALSE(some.next("DescribeRegions"));
  FaultPlan all = plan("*:portal:100%");
  CHECK(all.next("DescribeRegions") == FaultKind::Portal);
}

TEST_CASE("x3 hits the next three and then no more") {
  FaultPlan counted = plan("DescribeBackups:cut-off:x3");
  CHECK(hits(counted, "DescribeRegions", 5) == 0);
  CHECK(hits(counted, "DescribeBackups", 10) == 3);
  CHECK(counted.empty());
}

TEST_CASE("a percentage hits about as often as it says") {
  FaultPlan some = plan("*:throttled:20%");
  const int count = hits(some, "DescribeRegions", 10'000);
  CHECK(count > 1'800);
  CHECK(count < 2'200);
  FaultPlan rare = plan("*:throttled:1%");
  CHECK(hits(rare, "DescribeRegions", 10'000) > 50);
}

TEST_CASE("rules are tried in their order: the first that hits is it") {
  FaultPlan both = plan("CreateBackup:lost-after:x1,*:throttled:100%");
  CHECK(both.next("CreateBackup") == FaultKind::LostAfter);
  CHECK(both.next("CreateBackup") == FaultKind::Throttled);
}

TEST_CASE("any draws every kind but those of CreateBackup, about evenly") {
  FaultPlan any = plan("*:any:100%,seed=3");
  std::map<FaultKind, int> seen;
  for (int i = 0; i < 19'000; ++i) {
    const auto kind = any.next("CreateBackup");
    REQUIRE(kind.has_value());
    ++seen[*kind];
  }
  CHECK(seen.size() == emulator::all_fault_kinds().size() - 3);
  CHECK(seen.count(FaultKind::NonceForgotten) == 0);
  CHECK(seen.count(FaultKind::JobFails) == 0);
  CHECK(seen.count(FaultKind::JobHangs) == 0);
  for (const auto& entry : seen) {
    CHECK(entry.second > 700);
    CHECK(entry.second < 1'200);
  }
}

TEST_CASE("faults of jobs happen to CreateBackup only, whatever the pattern") {
  FaultPlan hangs = plan("*:job-hangs:100%");
  CHECK_FALSE(hangs.next("DescribeBackups"));
  CHECK(hangs.next("CreateBackup") == FaultKind::JobHangs);
}

TEST_CASE("the same seed gives the same faults, another seed others") {
  const auto run = [](std::string_view spec) {
    FaultPlan chosen = plan(spec);
    std::string text;
    for (int i = 0; i < 200; ++i) {
      const auto kind = chosen.next(i % 3 == 0 ? "CreateBackup" : "DescribeBackups");
      text += kind ? std::string(emulator::fault_name(*kind)) : "-";
    }
    return text;
  };
  CHECK(run("*:any:20%,seed=7") == run("seed=7,*:any:20%"));
  CHECK(run("*:any:20%,seed=7") != run("*:any:20%,seed=8"));
}

TEST_CASE("a plan is a value: a copy goes on by itself") {
  FaultPlan original = plan("CreateBackup:refused:x1");
  FaultPlan copy = original;
  CHECK(original.next("CreateBackup").has_value());
  CHECK_FALSE(original.next("CreateBackup").has_value());
  CHECK(copy.next("CreateBackup").has_value());
}

TEST_CASE("every kind has a name of its own that is read back") {
  CHECK(emulator::all_fault_kinds().size() == 22);
  for (const FaultKind kind : emulator::all_fault_kinds()) {
    const std::string name(emulator::fault_name(kind));
    CAPTURE(name);
    FaultPlan one = plan("CreateBackup:" + name + ":100%");
    CHECK(one.next("CreateBackup") == kind);
  }
}

TEST_CASE("what is wrong in a spec is named with what would be right, in one sentence") {
  CHECK(mentions(refusal("CreateBackup"), "\"CreateBackup\"; a rule is ACTION:KIND:RATE"));
  CHECK(mentions(refusal("CreateBackup:lost-after"), "CreateBackup:lost-after:20%"));
  CHECK(mentions(refusal("CreateBackups:lost-after:20%"),
                 "\"CreateBackups\", which is no action of the service"));
  CHECK(mentions(refusal("Create*Backup:lost-after:20%"), "Describe*"));
  CHECK(mentions(refusal("Backup*:lost-after:20%"), "\"Backup*\""));
  CHECK(mentions(refusal("*:lost:20%"), "\"lost\", which is no kind of fault: refused, "));
  CHECK(mentions(refusal("*:lost:20%"), "or any would be right."));
  for (const std::string_view rate : {"20", "0%", "101%", "%", "x0", "x", "x-1", "5.5%", " 5%"}) {
    CAPTURE(rate);
    CHECK(mentions(refusal("*:any:" + std::string(rate)), "the rate \"" + std::string(rate)));
  }
  CHECK(mentions(refusal("*:any:20%,seed=x"), "seed=7"));
  CHECK(mentions(refusal("seed="), "seed=7"));
  CHECK(mentions(refusal("*:any:20%,"), "\"\"; a rule is"));
  CHECK(mentions(refusal("DescribeBackups:job-fails:20%"), "CreateBackup would be right."));
  const std::string hostile = refusal("\xFF" + std::string(5'000, 'x') + ":any:20%");
  CHECK(hostile.size() < 400);
  for (const std::string_view spec : {"CreateBackup", "*:lost:20%", "*:any:20", "seed=x"}) {
    const std::string sentence = refusal(spec);
    CHECK(sentence.ends_with('.'));
    CHECK(sentence.find(". ") == std::string::npos);
  }
}
