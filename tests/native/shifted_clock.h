// A program's own idea of the time, by libfaketime: a file says by how much its clocks are ahead,
// and is looked at whenever the program asks for the time, so that a clock can be set while the
// program runs.
#pragma once

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

#include "core/base/time.h"
#include "tests/native/program.h"
#include "tests/native/temporary_folder.h"

namespace dds::test {

/// Which clocks of the program go by the file.
enum class Shifted {
  Wall,  // somebody sets the clock: what counts time (CLOCK_MONOTONIC, CLOCK_BOOTTIME) goes on
  All,   // the machine sleeps: all of them are further on when it wakes
};

class ShiftedClock {
 public:
  explicit ShiftedClock(Shifted shifted, Seconds ahead = Seconds{0}) : shifted_(shifted) {
    set(ahead);
  }

  /// From now on the clocks are ahead of the true time by that much (negative: behind). Never read
  /// half-written.
  void set(Seconds ahead) const {
    const std::string text = (ahead.count() < 0 ? "" : "+") + std::to_string(ahead.count()) + "\n";
    std::filesystem::rename(folder_.write("new", text), folder_.path() / "ahead");
  }

  /// That program goes by this clock, which must outlive it.
  void give(Start& start) const {
    REQUIRE_MESSAGE(std::filesystem::exists(DDS_FAKETIME),
                    "libfaketime is missing: install the package faketime and configure again "
                    "(./dev test does both)");
    start.environment["LD_PRELOAD"] = DDS_FAKETIME;
    start.environment["FAKETIME_TIMESTAMP_FILE"] = (folder_.path() / "ahead").string();
    start.environment["FAKETIME_NO_CACHE"] = "1";
    if (shifted_ == Shifted::Wall) start.environment["FAKETIME_DONT_FAKE_MONOTONIC"] = "1";
  }

 private:
  Shifted shifted_;
  TemporaryFolder folder_;
};

}  // namespace dds::test
