// The pace of one action against services that throttle it, in simulated time.
#include "core/backup/action_pace.h"

#include <doctest/doctest.h>

#include <map>

#include "tests/core/backup/throttling_service.h"

using namespace dds;
using backup::ActionPace;
using dds::testing::ThrottlingService;
using Counting = ThrottlingService::Counting;

namespace {

constexpr SteadyInstant kNow{Milliseconds{1'234'567}};

// Calls until so many were accepted, each answered after `latency`, never more than `at_once` in
// flight. Gives how long that took.
Milliseconds work_through(ActionPace& pace, ThrottlingService& service, int calls,
                          SteadyInstant begin = kNow, Milliseconds latency = Milliseconds{40},
                          std::size_t at_once = 32) {
  SteadyInstant now = begin;
  std::multimap<SteadyInstant, SteadyInstant> in_flight;  // when answered -> when sent
  const int goal = service.accepted + calls;
  int asked = service.accepted;
  for (int turn = 0; turn < 10'000'000; ++turn) {
    while (!in_flight.empty() && in_flight.begin()->first <= now) {
      const SteadyInstant sent = in_flight.begin()->second;
      in_flight.erase(in_flight.begin());
      const ThrottlingService::Answer answer = service.call(now);
      if (answer.throttled) {
        --asked;
        pace.throttled(sent, now, answer.retry_after);
      } else {
        pace.accepted(now);
      }
    }
    if (service.accepted >= goal) return now - begin;
    while (asked < goal && in_flight.size() < at_once && pace.next_turn(now) <= now) {
      pace.sent(now);
      ++asked;
      in_flight.emplace(now + latency, now);
    }
    SteadyInstant next = now + Milliseconds{60'000'000};
    if (!in_flight.empty()) next = in_flight.begin()->first;
    if (asked < goal && in_flight.size() < at_once) next = std::min(next, pace.next_turn(now));
    now = std::max(now + Milliseconds{1}, next);
  }
  FAIL("it came to no end");
  return {};
}

}  // namespace

TEST_CASE("an action that nobody throttles is called as fast as anybody likes") {
  ActionPace pace;
  for (int i = 0; i < 100; ++i) {
    CHECK(pace.next_turn(kNow) == kNow);
    pace.sent(kNow);
    pace.accepted(kNow);
  }
  CHECK_FALSE(pace.rate(kNow).has_value());
}

TEST_CASE("whatever the quota and however it is counted, little of it is left unused") {
  for (const double rate : {1.0, 3.0, 5.0, 20.0, 100.0, 400.0}) {
    for (const Counting counting : {Counting::Bucket, Counting::Windows}) {
      for (const bool hints : {true, false}) {
        for (const Milliseconds span : {Milliseconds{1'000}, Milliseconds{60'000}}) {
          CAPTURE(rate);
          CAPTURE(counting == Counting::Windows);
          CAPTURE(hints);
          CAPTURE(span.count());
          ActionPace pace;
          ThrottlingService service;
          service.calls = rate * static_cast<double>(span.count()) / 1000;
          service.span = span;
          service.counting = counting;
          service.hints = hints;
          const double minutes = 10;
          const int calls = static_cast<int>(rate * 60 * minutes);
          const Milliseconds took = work_through(pace, service, calls);
          const double ideal = (calls - service.calls) / rate;  // what was saved up comes at once
          const double ratio = static_cast<double>(took.count()) / 1000 / ideal;
          const double in_vain = service.refused / static_cast<double>(calls);
          CHECK(ratio <= (hints ? 1.3 : 1.4));  // without hints it is found by trying
          CHECK(in_vain <= 0.25);
        }
      }
    }
  }
}

TEST_CASE("the service's own waiting time is honoured, cut to two minutes") {
  for (const auto& [told, waited] : {std::pair{Milliseconds{700}, Milliseconds{700}},
                                     std::pair{Milliseconds{120'000}, Milliseconds{120'000}},
                                     std::pair{Milliseconds{5 * 3'600'000}, Milliseconds{120'000}},
                                     std::pair{Milliseconds{0}, Milliseconds{1}}}) {
    const auto milliseconds = told.count();
    CAPTURE(milliseconds);
    ActionPace pace;
    pace.sent(kNow);
    pace.throttled(kNow, kNow + Milliseconds{5}, told);
    CHECK(pace.next_turn(kNow + Milliseconds{6}) ==
          std::max(kNow + Milliseconds{5} + waited, kNow + Milliseconds{6}));
  }
}

TEST_CASE("requests that were refused together count once, and the longest waiting time holds") {
  ActionPace pace;
  for (int i = 0; i < 40; ++i) {
    pace.sent(kNow);
    pace.accepted(kNow + Milliseconds{i * 25});
  }
  SteadyInstant now = kNow + Seconds{1};
  pace.throttled(now - Milliseconds{9}, now, Milliseconds{3'000});
  const std::optional<double> rate = pace.rate(now);
  REQUIRE(rate.has_value());
  for (int i = 0; i < 20; ++i)
    pace.throttled(now - Milliseconds{5}, now + Milliseconds{i}, Milliseconds{9'000 - 100 * i});
  CHECK(*pace.rate(now) == *rate);
  CHECK(pace.next_turn(now) == now + Milliseconds{9'000});
}

TEST_CASE("after a wait one request finds out, not all that have piled up") {
  ActionPace pace;
  pace.sent(kNow);
  pace.throttled(kNow, kNow, Milliseconds{10'000});
  const SteadyInstant then = kNow + Seconds{10};
  REQUIRE(pace.next_turn(kNow) == then);
  pace.sent(then);
  CHECK(pace.next_turn(then) > then + Milliseconds{100});
}

TEST_CASE("refusals in a row without a waiting time are asked again ever less often") {
  ActionPace pace;
  SteadyInstant now = kNow;
  Milliseconds last{0};
  for (int i = 0; i < 12; ++i) {
    pace.sent(now);
    pace.throttled(now, now, std::nullopt);
    const Milliseconds wait = pace.next_turn(now) - now;
    CHECK(wait >= last);
    CHECK(wait <= Seconds{20});
    last = wait;
    now += wait;
  }
  CHECK(last == Seconds{20});
  pace.sent(now);
  pace.accepted(now);
  now = pace.next_turn(now);
  pace.sent(now);
  pace.throttled(now, now, std::nullopt);
  CHECK(pace.next_turn(now) - now < Seconds{3});
}

TEST_CASE("a quota that grows is found, and one that was reached only once binds nobody for long") {
  ActionPace pace;
  ThrottlingService service;
  service.calls = 5;
  const Milliseconds slow = work_through(pace, service, 300);
  CHECK(slow > Seconds{50});
  service.calls = 50;
  const Milliseconds fast = work_through(pace, service, 3'000, kNow + slow);
  CHECK(fast < Seconds{60 + 25});
  CHECK_FALSE(pace.rate(kNow + slow + fast + std::chrono::hours{1}).has_value());
}
