// The bound on requests in flight.
#include <doctest/doctest.h>

#include "core/backup/request_window.h"

using namespace dds;
using backup::RequestWindow;

namespace {

constexpr SteadyInstant kNow{std::chrono::hours{500'000}};

}  // namespace

TEST_CASE("answers widen the window to its bound and no further") {
  RequestWindow window(16);
  CHECK(window.size() == 8);
  for (int i = 0; i < 10'000; ++i) window.answered();
  CHECK(window.size() == 16);
  CHECK(window.may_send(15, kNow));
  CHECK_FALSE(window.may_send(16, kNow));
}

TEST_CASE("throttling halves the window, to one at the least, and holds back for a moment") {
  RequestWindow window(16);
  SteadyInstant now = kNow;
  for (const std::size_t expected : {4U, 2U, 1U, 1U}) {
    window.throttled(now, std::nullopt);
    CHECK(window.size() == expected);
    CHECK_FALSE(window.may_send(0, now));
    now += Seconds{2};
    CHECK(window.may_send(0, now));
  }
}

TEST_CASE("throttlings of one moment count once, the longest waiting time holds") {
  RequestWindow window(32);
  window.throttled(kNow, Milliseconds{3'000});
  window.throttled(kNow + Milliseconds{10}, Milliseconds{9'000});
  window.throttled(kNow + Milliseconds{20}, Milliseconds{1'000});
  CHECK(window.size() == 8);
  CHECK(window.held_until() == kNow + Milliseconds{9'010});
}

TEST_CASE("the service's waiting time is honoured up to two minutes") {
  RequestWindow window(4);
  window.throttled(kNow, std::chrono::hours{5});
  CHECK(window.held_until() == kNow + std::chrono::minutes{2});
}

TEST_CASE("a bound of nothing still lets one request through") {
  RequestWindow window(0);
  CHECK(window.may_send(0, kNow));
  CHECK_FALSE(window.may_send(1, kNow));
}
