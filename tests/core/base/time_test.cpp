// Instants and their texts, both ways.
#include <doctest/doctest.h>

#include "core/base/time.h"

using namespace dds;
using namespace std::chrono;

namespace {

std::int64_t milliseconds_of(std::string_view text) {
  const Result<Instant> instant = parse_utc(text);
  REQUIRE(instant.ok());
  return instant ? instant->time_since_epoch().count() : INT64_MIN;
}

}  // namespace

TEST_CASE("known instants, written down elsewhere") {
  CHECK(milliseconds_of("1970-01-01T00:00:00Z") == 0);
  CHECK(milliseconds_of("2024-01-16T11:04:56Z") == 1'705'403'096'000);
  CHECK(milliseconds_of("2024-01-16T11:04Z") == 1'705'403'040'000);
  CHECK(milliseconds_of("2023-04-17T05:50:28.914Z") == 1'681'710'628'914);
  CHECK(milliseconds_of("2038-01-19T03:14:08Z") == 2'147'483'648'000);
  CHECK(milliseconds_of("1969-12-31T23:59:59.999Z") == -1);
  CHECK(milliseconds_of("9999-12-31T23:59:59Z") == 253'402'300'799'000);
  CHECK(milliseconds_of("0000-01-01T00:00:00Z") == -62'167'219'200'000);
}

TEST_CASE("a text is read and written back the same, in its own form") {
  for (const char* text : {"2000-02-29T00:00:00Z", "2024-02-29T23:59:59Z", "1900-02-28T12:00:00Z",
                           "1969-07-20T20:17:40Z", "0001-01-01T00:00:00Z", "9999-01-01T00:00:00Z",
                           "2015-12-01T01:02:03Z"}) {
    const Result<Instant> instant = parse_utc(text);
    CAPTURE(text);
    REQUIRE(instant.ok());
    if (instant) CHECK(format_utc(*instant) == text);
  }
  CHECK(format_utc(Instant{milliseconds{milliseconds_of("2022-01-14T13:00Z")}},
                   TimeForm::Minutes) == "2022-01-14T13:00Z");
  CHECK(format_utc(Instant{milliseconds{milliseconds_of("2023-04-17T05:50:28.014Z")}},
                   TimeForm::Milliseconds) == "2023-04-17T05:50:28.014Z");
}

TEST_CASE("every day of four centuries is read back") {
  int wrong = 0;
  for (sys_days day = sys_days{year{1900} / 1 / 1}; day < sys_days{year{2301} / 1 / 1};
       day += days{1}) {
    const Instant instant = day + hours{23} + minutes{59} + seconds{59};
    const Result<Instant> read = parse_utc(format_utc(instant));
    if (!read || *read != instant) ++wrong;
  }
  CHECK(wrong == 0);
}

TEST_CASE("a shorter form cuts and never rounds, before 1970 too") {
  const Instant instant{milliseconds{milliseconds_of("2024-12-31T23:59:59.999Z")}};
  CHECK(format_utc(instant) == "2024-12-31T23:59:59Z");
  CHECK(format_utc(instant, TimeForm::Minutes) == "2024-12-31T23:59Z");
  CHECK(format_utc(Instant{milliseconds{-1}}) == "1969-12-31T23:59:59Z");
  CHECK(format_utc(Instant{milliseconds{-1}}, TimeForm::Milliseconds) ==
        "1969-12-31T23:59:59.999Z");
}

TEST_CASE("days that do not exist are refused") {
  for (const char* text :
       {"2023-02-29T00:00:00Z", "1900-02-29T00:00:00Z", "2100-02-29T00:00:00Z",
        "2024-02-30T00:00:00Z", "2024-04-31T00:00:00Z", "2024-00-10T00:00:00Z",
        "2024-13-01T00:00:00Z", "2024-01-00T00:00:00Z", "2024-01-32T00:00:00Z"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_utc(text).ok());
  }
}

TEST_CASE(
    "what is not one of the three forms is refused with a sentence that shows the right one") {
  for (const char* text : {"",
                           "Z",
                           "2024-01-16",
                           "2024-01-16T11:04:56",
                           "2024-01-16T11:04:56+08:00",
                           "2024-01-16 11:04:56Z",
                           "2024-01-16t11:04:56Z",
                           "2024-01-16T11:04:56z",
                           "2024-01-16T24:00:00Z",
                           "2024-01-16T11:60:00Z",
                           "2024-01-16T11:04:60Z",
                           "2024-1-16T11:04:56Z",
                           "2024-01-16T11:04:56.1Z",
                           "2024-01-16T11:04:56,123Z",
                           " 2024-01-16T11:04:56Z",
                           "2024-01-16T11:04:56Z ",
                           "2024-01-16T11-04-56Z",
                           "2024/01/16T11:04:56Z",
                           "+024-01-16T11:04:56Z",
                           "-024-01-16T11:04:56Z",
                           "20240116T110456Z",
                           "2024-01-16T1a:04:56Z",
                           "2024-01-16T11:04:5\xEF\xBC\x96Z",
                           "2024-06-19T19:11"}) {
    CAPTURE(text);
    const Result<Instant> instant = parse_utc(text);
    CHECK_FALSE(instant.ok());
    if (!instant) {
      CHECK(instant.error().code == ErrorCode::InvalidTime);
      CHECK(instant.error().message.find("2024-01-16T11:04:56Z") != std::string::npos);
    }
  }
  const Result<Instant> longest = parse_utc(std::string(100'000, '9'));
  CHECK_FALSE(longest.ok());
  if (!longest) CHECK(longest.error().message.size() < 200);
}

TEST_CASE("for ever is the first instant of the year 9999") {
  CHECK(format_utc(forever()) == "9999-01-01T00:00:00Z");
  const Result<Instant> read = parse_utc("9999-01-01T00:00:00Z");
  REQUIRE(read.ok());
  if (read) CHECK(*read == forever());
}
