// The limiter of all that a process sends: whose turn is next, and when.
#include "core/backup/request_limiter.h"

#include <doctest/doctest.h>

#include <vector>

using namespace dds;
using backup::RequestLimiter;
using Place = RequestLimiter::Place;

namespace {

constexpr SteadyInstant kNow{Milliseconds{1'234'567}};
constexpr const char* kHost = "mongodb.aliyuncs.com";

Place read(RequestLimiter& limiter, const char* action = "DescribeBackups",
           SteadyInstant now = kNow, const char* host = kHost) {
  return limiter.ask(host, action, RequestLimiter::Kind::Read, now);
}
Place write(RequestLimiter& limiter, SteadyInstant now = kNow) {
  return limiter.ask(kHost, "CreateBackup", RequestLimiter::Kind::Change, now);
}
// Lets it leave, which must be its turn.
void leave(RequestLimiter& limiter, const Place& place, SteadyInstant now = kNow) {
  REQUIRE(limiter.next(now) == place.number());
  limiter.leaves(place, now);
}

}  // namespace

TEST_CASE("requests leave in the order in which they asked, so many at once") {
  RequestLimiter limiter({.at_once = 2, .rate = {}});
  std::vector<Place> places;
  for (int i = 0; i < 4; ++i) places.push_back(read(limiter));
  leave(limiter, places[0]);
  leave(limiter, places[1]);
  CHECK_FALSE(limiter.next(kNow).has_value());
  CHECK_FALSE(limiter.next_turn(kNow).has_value());  // an answer comes first
  CHECK(limiter.in_flight() == 2);
  CHECK(limiter.waiting() == 2);
  limiter.accepted(places[0], kNow);
  places[0] = {};
  leave(limiter, places[2]);
  places[3] = {};  // given up
  CHECK(limiter.waiting() == 0);
  places.clear();
  CHECK(limiter.in_flight() == 0);
}

TEST_CASE("a place that moves is still one place") {
  RequestLimiter limiter;
  Place one = read(limiter);
  Place other = std::move(one);
  CHECK(limiter.waiting() == 1);
  leave(limiter, other);
  one = std::move(other);
  CHECK(limiter.in_flight() == 1);
  one = {};
  CHECK(limiter.in_flight() == 0);
}

TEST_CASE("what changes something goes first, and no read waits for ever behind it") {
  RequestLimiter limiter({.at_once = 1, .rate = {}});
  const Place look = read(limiter);
  SteadyInstant now = kNow + Seconds{5};
  {
    const Place change = write(limiter, now);
    leave(limiter, change, now);
  }
  // One that changes something comes every second; the read has its turn all the same.
  bool read_had_its_turn = false;
  for (int i = 0; i < 20 && !read_had_its_turn; ++i) {
    now += Seconds{1};
    const Place change = write(limiter, now);
    read_had_its_turn = limiter.next(now) == look.number();
    if (!read_had_its_turn) leave(limiter, change, now);
  }
  CHECK(read_had_its_turn);
}

TEST_CASE("a look that nothing waits for lets others go first, for a while") {
  RequestLimiter limiter({.at_once = 1, .rate = {}});
  const Place courtesy =
      limiter.ask(kHost, "DescribeBackupTasks", RequestLimiter::Kind::Courtesy, kNow);
  const Place wanted = read(limiter, "DescribeBackupTasks", kNow + Seconds{59});
  CHECK(limiter.next(kNow + Seconds{59}) == wanted.number());
  RequestLimiter other({.at_once = 1, .rate = {}});
  const Place earlier =
      other.ask(kHost, "DescribeBackupTasks", RequestLimiter::Kind::Courtesy, kNow);
  const Place later = read(other, "DescribeBackupTasks", kNow + Seconds{61});
  CHECK(other.next(kNow + Seconds{61}) == earlier.number());
}

TEST_CASE("a throttled action keeps its place and slows no other action and no other region") {
  RequestLimiter limiter;
  const Place first = read(limiter);
  leave(limiter, first);
  const Place second = read(limiter);
  limiter.throttled(first, kNow, Milliseconds{120'000});
  limiter.waits_again(first);
  CHECK(limiter.in_flight() == 0);
  CHECK(limiter.waiting() == 2);
  CHECK_FALSE(limiter.next(kNow).has_value());
  CHECK(limiter.next_turn(kNow) == kNow + Milliseconds{120'000});
  const Place other = read(limiter, "DescribeBackupTasks");
  leave(limiter, other);
  const Place elsewhere =
      read(limiter, "DescribeBackups", kNow, "mongodb.ap-southeast-1.aliyuncs.com");
  leave(limiter, elsewhere);
  CHECK(limiter.next(kNow + Seconds{120}) == first.number());  // before the one that asked later
}

TEST_CASE("with a rate never more leave in a second than are wanted, whatever they are") {
  for (const double rate : {0.5, 1.0, 5.0, 30.0, 700.0}) {
    CAPTURE(rate);
    RequestLimiter limiter({.at_once = 1'000, .rate = rate});
    std::vector<Place> places;
    std::vector<SteadyInstant> left;
    for (int i = 0; i < 300; ++i) places.push_back(i % 3 == 0 ? write(limiter) : read(limiter));
    SteadyInstant now = kNow;
    while (limiter.waiting() > 0) {
      const std::optional<SteadyInstant> turn = limiter.next_turn(now);
      REQUIRE(turn.has_value());
      REQUIRE(*turn >= now);
      now = *turn;
      const std::optional<std::uint64_t> number = limiter.next(now);
      REQUIRE(number.has_value());
      for (const Place& place : places)
        if (place.number() == *number) limiter.leaves(place, now);
      left.push_back(now);
      if (left.size() == 100) now += Seconds{30};  // what was not used is not saved up
    }
    for (std::size_t i = 0; i < left.size(); ++i) {
      std::size_t within = 1;
      while (i + within < left.size() && left[i + within] < left[i] + Seconds{1}) ++within;
      CHECK(static_cast<double>(within) <= std::max(1.0, rate) + 1e-9);
    }
    CHECK(static_cast<double>((left[99] - left[0]).count()) <= 99 * 1000 / rate + 100);
  }
}

TEST_CASE("what is slowed is said: which action, how fast, how many wait, for how long") {
  RequestLimiter limiter;
  CHECK_FALSE(limiter.slowed(kNow).has_value());
  std::vector<Place> places;
  for (int i = 0; i < 20; ++i) places.push_back(read(limiter));
  CHECK_FALSE(limiter.slowed(kNow).has_value());  // nobody throttles
  leave(limiter, places[0]);
  limiter.throttled(places[0], kNow, Milliseconds{40'000});
  limiter.waits_again(places[0]);
  const auto held = limiter.slowed(kNow);
  REQUIRE(held.has_value());
  CHECK(describe(*held, kNow) ==
        "The service throttles DescribeBackups: it is called again in 40 s.");
  const SteadyInstant later = kNow + Seconds{41};
  const auto slow = limiter.slowed(later);
  REQUIRE(slow.has_value());
  CHECK(slow->waiting == 20);
  CHECK(slow->action == "DescribeBackups");
  const std::string text = describe(*slow, later);
  CHECK(text.find(" requests a second, 20 wait.") != std::string::npos);
  places.clear();
  CHECK_FALSE(limiter.slowed(later).has_value());
}
