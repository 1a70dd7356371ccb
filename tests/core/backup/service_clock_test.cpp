// What is said of a wrong clock.
#include "core/backup/service_clock.h"

#include <doctest/doctest.h>

using namespace dds;
using backup::describe_wrong_clock;
using std::chrono::hours;
using std::chrono::minutes;

TEST_CASE("a wrong clock is told to the minute, and short differences to the second") {
  const std::string rest = " the service's; requests are signed with the service's time.";
  CHECK(describe_wrong_clock(minutes{20}) == "This machine's clock is 20 min ahead of" + rest);
  // A Date has lost up to a second, and an answer was on its way.
  CHECK(describe_wrong_clock(-minutes{40} + Milliseconds{700}) ==
        "This machine's clock is 40 min behind" + rest);
  CHECK(describe_wrong_clock(hours{1} - Seconds{2}) ==
        "This machine's clock is 1 h ahead of" + rest);
  CHECK(describe_wrong_clock(Seconds{45}) == "This machine's clock is 45 s ahead of" + rest);
  CHECK(describe_wrong_clock(-Seconds{119}) == "This machine's clock is 1 min 59 s behind" + rest);
  CHECK(describe_wrong_clock(-hours{26}) == "This machine's clock is 1 d 2 h behind" + rest);
}
