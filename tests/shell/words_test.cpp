#include <doctest/doctest.h>

#include "core/base/text.h"
#include "shell/model/words.h"

using namespace dds;
using namespace dds::shell;

namespace {
Instant at(std::string_view text) {
  return *parse_utc(text);
}
}  // namespace

TEST_CASE("ages are said in words, and the moment of their change is known") {
  const Instant now = at("2026-01-14T06:00:00Z");
  CHECK(age_text(now, now - Seconds{59}) == "just now");
  CHECK(age_text(now, now + Seconds{5}) == "just now");
  CHECK(age_text(now, now - std::chrono::minutes{59}) == "59 min ago");
  CHECK(age_text(now, now - std::chrono::hours{26}) == "26 h ago");
  CHECK(age_text(now, now - std::chrono::hours{75}) == "3 d ago");
  for (const auto age : {Seconds{0}, Seconds{61}, Seconds{3'700}, Seconds{86'400 * 3}}) {
    const Instant change = age_changes_at(now, now - age);
    CHECK(change > now);
    CHECK(age_text(change, now - age) != age_text(change - Milliseconds{1}, now - age));
  }
}

TEST_CASE("times are local, with the year only where it is another") {
  const Instant instant = at("2026-01-13T19:57:12Z");
  CHECK(local_time(instant, 480, at("2026-01-14T06:00:00Z")) == "14 Jan 03:57");
  CHECK(local_time(instant, 480, at("2027-01-14T06:00:00Z")) == "14 Jan 2026 03:57");
  CHECK(local_clock(instant, -60) == "18:57:12");
  CHECK(utc_time(instant) == "2026-01-13 19:57:12 UTC");
}

TEST_CASE("time left is told from the percentage once it means something") {
  const Instant began = at("2026-01-14T06:00:00Z");
  CHECK(time_left(began, began + Seconds{60}, 50) == "about 1 min left");
  CHECK(time_left(began, began + Seconds{30}, 75) == "about 10 s left");
  CHECK(time_left(began, began + Seconds{3'576}, 50) == "about 1 h left");  // not "60 min"
  CHECK(time_left(began, began + Seconds{60}, 2).empty());
  CHECK(time_left({}, began, 50).empty());
}

TEST_CASE("only whole numbers without a sign are counts") {
  CHECK(parse_count("30") == 30);
  CHECK_FALSE(parse_count("-1"));
  CHECK_FALSE(parse_count("3o"));
  CHECK_FALSE(parse_count(""));
}
