// The window of one hour and the days of the week, on the UTC clock and on a local one.
#include <doctest/doctest.h>

#include "core/api/backup_window.h"

using namespace dds;
using namespace dds::api;

TEST_CASE("a window is exactly one hour on the UTC clock") {
  const auto begin = [](std::string_view text) {
    const Result<BackupWindow> window = parse_backup_window(text);
    return window ? window->begin_minute : -1;
  };
  CHECK(begin("03:00Z-04:00Z") == 180);
  CHECK(begin("00:30Z-01:30Z") == 30);
  CHECK(begin("23:00Z-00:00Z") == 23 * 60);
  CHECK(begin("23:00Z-24:00Z") == 23 * 60);
  for (const char* bad :
       {"", "03:00-04:00", "03:00Z", "03:00Z-05:00Z", "03:00Z-03:00Z", "3:00Z-4:00Z",
        "25:00Z-26:00Z", "03:60Z-04:60Z", "03:00Z-04:00Z ", "03:00z-04:00z", "aa:00Z-bb:00Z"}) {
    CAPTURE(bad);
    const Result<BackupWindow> window = parse_backup_window(bad);
    REQUIRE_FALSE(window.ok());
    CHECK(window.error().detail == "PreferredBackupTime");
  }
  const Result<BackupWindow> two = parse_backup_window("03:00Z-05:00Z");
  CHECK(two.error().message.find("03:00Z-04:00Z") != std::string::npos);
}

TEST_CASE("every window reads back from its text") {
  for (std::int32_t minute = 0; minute < kMinutesPerDay; ++minute) {
    const Result<BackupWindow> window = parse_backup_window(window_text({minute}));
    REQUIRE(window.ok());
    CHECK(window->begin_minute == minute);
  }
}

TEST_CASE("days of the week are read in any order and letter case, and written in order") {
  const Result<Weekdays> days = parse_weekdays("sunday, Monday,WEDNESDAY");
  REQUIRE(days.ok());
  CHECK(weekdays_text(*days) == "Monday,Wednesday,Sunday");
  CHECK_FALSE(parse_weekdays("").ok());
  const Result<Weekdays> bad = parse_weekdays("Monday,Funday");
  REQUIRE_FALSE(bad.ok());
  CHECK(bad.error().message.find("\"Funday\"") != std::string::npos);
  CHECK_FALSE(parse_weekdays("Mon").ok());
  for (unsigned long bits = 1; bits < 128; ++bits) {
    const Result<Weekdays> read = parse_weekdays(weekdays_text(Weekdays{bits}));
    REQUIRE(read.ok());
    CHECK(read->to_ulong() == bits);
  }
}

TEST_CASE("a window on a local clock, and back") {
  CHECK(local_window_text({3 * 60}, 480) == "11:00-12:00");
  CHECK(local_window_text({20 * 60}, 480) == "04:00-05:00, the day after");
  CHECK(local_window_text({2 * 60}, -300) == "21:00-22:00, the day before");
  CHECK(local_window_text({18 * 60 + 30}, 330) == "00:00-01:00, the day after");
  for (std::int32_t offset = -720; offset <= 840; offset += 15) {
    for (std::int32_t minute = 0; minute < kMinutesPerDay; minute += 7) {
      const LocalWindow local = to_local({minute}, offset);
      CHECK(local.begin_minute + local.day_shift * kMinutesPerDay - offset == minute);
      CHECK(from_local(local.begin_minute, offset) == BackupWindow{minute});
    }
  }
}
