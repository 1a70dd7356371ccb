#include "core/base/line_diff.h"

#include <algorithm>

namespace dds {
namespace {

using Lines = std::span<const std::string_view>;

// The way from one end to the other, its last line first. False when it takes more than `most`
// changes.
bool find_way(Lines left, Lines right, int most, std::vector<LineChange>& way) {
  const int n = static_cast<int>(left.size());
  const int m = static_cast<int>(right.size());
  const auto same = [&](int x, int y) {
    return left[static_cast<std::size_t>(x)] == right[static_cast<std::size_t>(y)];
  };
  // round[d][(k + d) / 2] = how far along the left a way of d changes gets on diagonal k, which is
  // that many lines further left than right.
  std::vector<std::vector<int>> round;
  const auto reached = [&](int d, int k) {
    return round[static_cast<std::size_t>(d)][static_cast<std::size_t>((k + d) / 2)];
  };
  const auto came_by_adding = [&](int d, int k) {
    return k == -d || (k != d && reached(d - 1, k - 1) < reached(d - 1, k + 1));
  };
  // Where it is once its last change is made, before the equal lines that follow.
  const auto after_change = [&](int d, int k) {
    if (d == 0) return 0;
    return came_by_adding(d, k) ? reached(d - 1, k + 1) : reached(d - 1, k - 1) + 1;
  };
  for (int d = 0; d <= std::min(most, n + m); ++d) {
    round.emplace_back();
    for (int k = -d; k <= d; k += 2) {
      int x = after_change(d, k);
      while (x < n && x - k < m && same(x, x - k)) ++x;
      round.back().push_back(x);
      if (x < n || x - k < m) continue;
      for (int at = k, back = d; back >= 0; --back) {
        const int equal = reached(back, at) - after_change(back, at);
        way.insert(way.end(), static_cast<std::size_t>(equal), LineChange::Equal);
        if (back == 0) break;
        const bool adding = came_by_adding(back, at);
        way.push_back(adding ? LineChange::Added : LineChange::Removed);
        at += adding ? 1 : -1;
      }
      return true;
    }
  }
  return false;
}

}  // namespace

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    lines.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

std::vector<DiffLine> line_diff(Lines left, Lines right, int most_changes) {
  std::size_t before = 0;
  const std::size_t shorter = std::min(left.size(), right.size());
  while (before < shorter && left[before] == right[before]) ++before;
  std::size_t after = 0;
  while (after < shorter - before &&
         left[left.size() - 1 - after] == right[right.size() - 1 - after])
    ++after;

  std::vector<DiffLine> lines;
  DiffLine next;
  const auto take = [&](LineChange change) {
    next.change = change;
    lines.push_back(next);
    if (change != LineChange::Added) ++next.left;
    if (change != LineChange::Removed) ++next.right;
  };
  for (std::size_t i = 0; i < before; ++i) take(LineChange::Equal);

  const Lines a = left.subspan(before, left.size() - before - after);
  const Lines b = right.subspan(before, right.size() - before - after);
  std::vector<LineChange> way;
  if (!find_way(a, b, most_changes, way)) {
    way.assign(b.size(), LineChange::Added);
    way.insert(way.end(), a.size(), LineChange::Removed);
  }
  std::size_t added = 0;  // wait for the removed ones beside them
  const auto take_added = [&] {
    for (; added > 0; --added) take(LineChange::Added);
  };
  for (std::size_t i = way.size(); i-- > 0;) {
    if (way[i] == LineChange::Added) {
      ++added;
      continue;
    }
    if (way[i] == LineChange::Equal) take_added();
    take(way[i]);
  }
  take_added();
  for (std::size_t i = 0; i < after; ++i) take(LineChange::Equal);
  return lines;
}

}  // namespace dds
