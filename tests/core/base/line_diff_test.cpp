// What differs between two texts, line by line.
#include <doctest/doctest.h>

#include <cstdint>
#include <string>

#include "core/base/line_diff.h"

using namespace dds;

namespace {

// "=a-b+c": each line of the way behind its sign.
std::string way(std::string_view left, std::string_view right, int most = kMostChanges) {
  const auto a = lines_of(left);
  const auto b = lines_of(right);
  std::string text;
  for (const DiffLine& line : line_diff(a, b, most)) {
    if (line.change == LineChange::Equal) {
      REQUIRE(a[line.left] == b[line.right]);
      text += "=" + std::string(a[line.left]);
    } else if (line.change == LineChange::Removed) {
      text += "-" + std::string(a[line.left]);
    } else {
      text += "+" + std::string(b[line.right]);
    }
  }
  return text;
}

std::size_t least_changes(const std::vector<std::string_view>& a,
                          const std::vector<std::string_view>& b) {
  std::vector<std::vector<std::size_t>> same(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 1; i <= a.size(); ++i) {
    for (std::size_t j = 1; j <= b.size(); ++j)
      same[i][j] =
          a[i - 1] == b[j - 1] ? same[i - 1][j - 1] + 1 : std::max(same[i - 1][j], same[i][j - 1]);
  }
  return a.size() + b.size() - 2 * same[a.size()][b.size()];
}

}  // namespace

TEST_CASE("lines are taken apart without their breaks") {
  CHECK(lines_of("").empty());
  CHECK(lines_of("a").size() == 1);
  CHECK(lines_of("a\n").size() == 1);
  CHECK(lines_of("a\n\nb") == std::vector<std::string_view>{"a", "", "b"});
}

TEST_CASE("what was removed stands before what was added in its place") {
  CHECK(way("", "") == "");
  CHECK(way("a\nb", "a\nb") == "=a=b");
  CHECK(way("", "a\nb") == "+a+b");
  CHECK(way("a\nb", "") == "-a-b");
  CHECK(way("a\nb\nc", "a\nx\nc") == "=a-b+x=c");
  CHECK(way("a\nb\nc\nd", "a\nx\ny\nd") == "=a-b-c+x+y=d");
  CHECK(way("1\n2\n3", "0\n1\n2\n3\n4") == "+0=1=2=3+4");
}

TEST_CASE("any two texts: every line stands in the way once, in order, and no way is shorter") {
  std::uint64_t seed = 7;
  const auto random = [&seed](std::uint64_t below) {
    seed = seed * 6364136223846793005U + 1442695040888963407U;
    return (seed >> 33U) % below;
  };
  constexpr std::string_view kWords[] = {"a", "b", "c", "d"};
  for (int round = 0; round < 2'000; ++round) {
    std::vector<std::string_view> sides[2];
    for (auto& side : sides) {
      for (std::uint64_t i = random(14); i > 0; --i) side.push_back(kWords[random(4)]);
    }
    std::size_t left = 0;
    std::size_t right = 0;
    std::size_t changes = 0;
    for (const DiffLine& line : line_diff(sides[0], sides[1])) {
      REQUIRE(line.left == left);
      REQUIRE(line.right == right);
      if (line.change == LineChange::Equal) REQUIRE(sides[0][left] == sides[1][right]);
      if (line.change != LineChange::Equal) ++changes;
      if (line.change != LineChange::Added) ++left;
      if (line.change != LineChange::Removed) ++right;
    }
    REQUIRE(left == sides[0].size());
    REQUIRE(right == sides[1].size());
    REQUIRE(changes == least_changes(sides[0], sides[1]));
  }
}

TEST_CASE("beyond the bound all between the equal ends counts as changed") {
  CHECK(way("a\nb\nc\nd\ne", "a\nx\nc\ny\ne", 4) == "=a-b+x=c-d+y=e");
  CHECK(way("a\nb\nc\nd\ne", "a\nx\nc\ny\ne", 3) == "=a-b-c-d+x+c+y=e");
}

TEST_CASE("two long answers that share nothing are compared within the bound") {
  std::string left;
  std::string right;
  for (int i = 0; i < 20'000; ++i) {
    left += "left " + std::to_string(i) + "\n";
    right += "right " + std::to_string(i) + "\n";
  }
  const auto a = lines_of(left);
  const auto b = lines_of(right);
  CHECK(line_diff(a, b).size() == 40'000);
}
