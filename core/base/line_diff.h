// What differs between two texts, line by line: Myers' algorithm (An O(ND) Difference Algorithm,
// 1986), within bounds of time and memory. Pure; the caller owns the lines.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace dds {

enum class LineChange : std::uint8_t { Equal, Removed, Added };

struct DiffLine {
  LineChange change = LineChange::Equal;
  std::uint32_t left = 0;   // index of the line; for Added: of the one that comes next
  std::uint32_t right = 0;  // the same, for Removed
  friend bool operator==(const DiffLine&, const DiffLine&) = default;
};

/// Without the line breaks; an empty text has no lines.
[[nodiscard]] std::vector<std::string_view> lines_of(std::string_view text);

/// Lines that were removed or added before the search for the least of them gives up: then all
/// between the equal beginning and the equal end counts as changed. Memory grows with its square (2
/// MB at this bound).
inline constexpr int kMostChanges = 1'000;

/// A way from left to right with the fewest changed lines; what was removed comes before what was
/// added in its place. Every line of both stands in it, in order.
[[nodiscard]] std::vector<DiffLine> line_diff(std::span<const std::string_view> left,
                                              std::span<const std::string_view> right,
                                              int most_changes = kMostChanges);

}  // namespace dds
