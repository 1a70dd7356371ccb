// Figures as people read them.
#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/text.h"

using namespace dds;

namespace {

struct Unit {
  std::string_view name;
  double worth;
};

constexpr std::array<Unit, 6> kSizes{{{"B", 1},
                                      {"KiB", 1024},
                                      {"MiB", 1024.0 * 1024},
                                      {"GiB", 1024.0 * 1024 * 1024},
                                      {"TiB", 1024.0 * 1024 * 1024 * 1024},
                                      {"PiB", 1024.0 * 1024 * 1024 * 1024 * 1024}}};
constexpr std::array<Unit, 5> kTimes{
    {{"ms", 1}, {"s", 1'000}, {"min", 60'000}, {"h", 3'600'000}, {"d", 86'400'000}}};

struct Figure {
  double number = 0;
  std::size_t unit = 0;
};

// "2 min 5 s" as its figures.
template <std::size_t count>
std::vector<Figure> figures_of(const std::string& text, const std::array<Unit, count>& units) {
  std::vector<Figure> figures;
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t blank = text.find(' ', at);
    REQUIRE(blank != std::string::npos);
    const std::size_t end = std::min(text.find(' ', blank + 1), text.size());
    Figure figure;
    figure.number = std::strtod(text.substr(at, blank - at).c_str(), nullptr);
    const std::string_view name = std::string_view(text).substr(blank + 1, end - blank - 1);
    while (figure.unit < count && units[figure.unit].name != name) ++figure.unit;
    REQUIRE(figure.unit < count);
    figures.push_back(figure);
    at = end + 1;
  }
  return figures;
}

template <std::size_t count>
double value_of(const std::vector<Figure>& figures, const std::array<Unit, count>& units) {
  double value = 0;
  for (const Figure& figure : figures) value += figure.number * units[figure.unit].worth;
  return value;
}

// No figure is as large as the next unit: it rolls over instead.
template <std::size_t count>
void check_rolled_over(const std::vector<Figure>& figures, const std::array<Unit, count>& units) {
  for (const Figure& figure : figures) {
    if (figure.unit + 1 < count)
      CHECK(figure.number * units[figure.unit].worth < units[figure.unit + 1].worth);
  }
}

// On both sides of all that could round to something else.
std::vector<std::int64_t> sizes_around_boundaries() {
  std::vector<std::int64_t> sizes{0, 1, 2, 9, 10, 99, 100, 999, 1000};
  for (const Unit& unit : kSizes) {
    for (const double tenths : {1.0, 1.05, 9.95, 10.0, 99.95, 999.95, 1000.0, 1023.0, 1023.94,
                                1023.949, 1023.95, 1023.951, 1023.99, 1024.0}) {
      const double at = unit.worth * tenths;
      if (at > 9e18) continue;
      for (int away = -3; away <= 3; ++away)
        if (const auto bytes = static_cast<std::int64_t>(at) + away; bytes >= 0)
          sizes.push_back(bytes);
    }
  }
  std::sort(sizes.begin(), sizes.end());
  return sizes;
}

std::vector<std::int64_t> durations_around_boundaries() {
  std::vector<std::int64_t> durations{1, 2, 10, 500};
  for (const Unit& unit : kTimes) {
    for (const double times :
         {1.0,  1.5,  2.0,  9.0,  23.0,  23.5, 23.99, 24.0,  29.5,  30.0,  49.0,
          50.0, 59.0, 59.5, 59.6, 59.99, 60.0, 99.0,  100.0, 119.5, 120.0, 999.0}) {
      for (int away = -2; away <= 2; ++away) {
        const auto at = static_cast<std::int64_t>(unit.worth * times) + away;
        if (at > 0) durations.push_back(at);
      }
    }
  }
  std::sort(durations.begin(), durations.end());
  return durations;
}

}  // namespace

TEST_CASE("sizes are in binary units with one decimal") {
  CHECK(format_size(0) == "0 B");
  CHECK(format_size(812) == "812 B");
  CHECK(format_size(1023) == "1023 B");
  CHECK(format_size(1024) == "1.0 KiB");
  CHECK(format_size(6'168'576) == "5.9 MiB");
  CHECK(format_size(107'374'182'400) == "100.0 GiB");
  CHECK(format_size(1'048'575) == "1.0 MiB");  // not "1024.0 KiB"
  CHECK(format_size(INT64_MAX).ends_with("PiB"));
}

TEST_CASE("a size rolls over to the next unit, never shrinks and is within half a decimal") {
  double before = -1;
  for (const std::int64_t bytes : sizes_around_boundaries()) {
    const std::string text = format_size(bytes);
    CAPTURE(bytes);
    CAPTURE(text);
    const std::vector<Figure> figures = figures_of(text, kSizes);
    REQUIRE(figures.size() == 1);
    check_rolled_over(figures, kSizes);
    const double value = value_of(figures, kSizes);
    CHECK(value >= before);
    const double worth = kSizes[figures.front().unit].worth;
    CHECK(std::abs(value - static_cast<double>(bytes)) <= worth * 0.0500001);
    before = value;
  }
}

TEST_CASE("durations are in their two largest units") {
  CHECK(format_duration(Milliseconds{0}) == "0 s");
  CHECK(format_duration(Milliseconds{-5'000}) == "0 s");
  CHECK(format_duration(Milliseconds{84}) == "84 ms");
  CHECK(format_duration(Milliseconds{40'999}) == "40 s");
  CHECK(format_duration(Milliseconds{125'000}) == "2 min 5 s");
  CHECK(format_duration(Milliseconds{120'000}) == "2 min");
  CHECK(format_duration(Milliseconds{3'576'000}) == "59 min 36 s");  // not "60 min"
  CHECK(format_duration(Milliseconds{11'400'000}) == "3 h 10 min");
  CHECK(format_duration(Milliseconds{187'200'000}) == "2 d 4 h");
}

TEST_CASE("a duration rolls over to the next unit, never shrinks and is never said too long") {
  double before = -1;
  for (const std::int64_t duration : durations_around_boundaries()) {
    const std::string text = format_duration(Milliseconds{duration});
    CAPTURE(duration);
    CAPTURE(text);
    const std::vector<Figure> figures = figures_of(text, kTimes);
    REQUIRE(figures.size() <= 2);
    check_rolled_over(figures, kTimes);
    if (figures.size() == 2) CHECK(figures[1].unit + 1 == figures[0].unit);
    const double value = value_of(figures, kTimes);
    CHECK(value >= before);
    CHECK(value <= static_cast<double>(duration));
    const std::size_t smallest =
        figures.front().unit > 1 ? figures.front().unit - 1 : figures.front().unit;
    CHECK(static_cast<double>(duration) - value < kTimes[smallest].worth);
    before = value;
  }
}

TEST_CASE("an estimate is rounded to what it is good for, over the units' borders too") {
  CHECK(format_estimate(Milliseconds{0}) == "10 s");
  CHECK(format_estimate(Milliseconds{-1}) == "10 s");
  CHECK(format_estimate(Seconds{44}) == "40 s");
  CHECK(format_estimate(Seconds{58}) == "1 min");
  CHECK(format_estimate(Seconds{95}) == "2 min");
  CHECK(format_estimate(Milliseconds{3'576'000}) == "1 h");  // 59.6 min
  CHECK(format_estimate(std::chrono::minutes{87}) == "1 h 30 min");
  CHECK(format_estimate(std::chrono::minutes{24 * 60 - 4}) == "1 d");
  CHECK(format_estimate(std::chrono::hours{52}) == "2 d 4 h");
  double before = -1;
  for (const std::int64_t duration : durations_around_boundaries()) {
    const std::string text = format_estimate(Milliseconds{duration});
    CAPTURE(duration);
    CAPTURE(text);
    const std::vector<Figure> figures = figures_of(text, kTimes);
    check_rolled_over(figures, kTimes);
    const double value = value_of(figures, kTimes);
    CHECK(value >= before);
    before = value;
  }
}
