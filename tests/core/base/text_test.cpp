// Figures as people read them.
#include <doctest/doctest.h>

#include "core/base/text.h"

using namespace dds;

TEST_CASE("sizes are in binary units with one decimal") {
  CHECK(format_size(0) == "0 B");
  CHECK(format_size(812) == "812 B");
  CHECK(format_size(1023) == "1023 B");
  CHECK(format_size(1024) == "1.0 KiB");
  CHECK(format_size(6'168'576) == "5.9 MiB");
  CHECK(format_size(107'374'182'400) == "100.0 GiB");
  CHECK(format_size(1024LL * 1024 - 1) == "1.0 MiB");  // not "1024.0 KiB"
  CHECK(format_size(INT64_MAX).ends_with("PiB"));
}

TEST_CASE("durations are in their two largest units") {
  CHECK(format_duration(Milliseconds{0}) == "0 s");
  CHECK(format_duration(Milliseconds{-5'000}) == "0 s");
  CHECK(format_duration(Milliseconds{40'999}) == "40 s");
  CHECK(format_duration(Milliseconds{125'000}) == "2 min 5 s");
  CHECK(format_duration(Milliseconds{120'000}) == "2 min");
  CHECK(format_duration(Milliseconds{11'400'000}) == "3 h 10 min");
  CHECK(format_duration(Milliseconds{187'200'000}) == "2 d 4 h");
}
